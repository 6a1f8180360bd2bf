// SPDX-License-Identifier: Apache-2.0
#include "tests/fake_vulkan/fake.h"

#include <nlohmann/json.hpp>

#include "tests/catch.h"

namespace understudy::test {
namespace fs = std::filesystem;
namespace {

/// "library_path" as the loader reads it: a path that is not absolute is relative to the manifest, a bare
/// name is searched for by the dynamic linker.
fs::path library_of(const fs::path& manifest) {
  const auto json = nlohmann::json::parse(slurp(manifest));
  const fs::path library = json.at("ICD").at("library_path").get<std::string>();
  return library.has_parent_path() ? manifest.parent_path() / library : library;
}

}  // namespace

std::optional<RealDriver> real_driver() {
  for (const fs::path folder :
       {"/usr/local/share/vulkan/icd.d", "/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"}) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename().string().starts_with("lvp_icd"))
        return RealDriver{entry.path(), library_of(entry.path())};
    }
  }
  WARN("skipped: lavapipe is not installed (Debian's package mesa-vulkan-drivers)");
  return std::nullopt;
}

Setting machine_with(const fs::path& manifest) {
  Setting setting;
  setting.environment = {{"VK_DRIVER_FILES", manifest}, {"VK_ICD_FILENAMES", manifest}};
  return setting;
}

Setting machine_with_fake(const RealDriver& real, const std::string& part, const fs::path& log) {
  Setting setting = machine_with(UNDERSTUDY_FAKE_MANIFEST);
  setting.environment["UNDERSTUDY_FAKE_DRIVER"] = real.library;
  setting.environment["UNDERSTUDY_FAKE_PART"] = part;
  setting.environment["UNDERSTUDY_FAKE_LOG"] = log;
  return setting;
}

Result understudy(const std::vector<std::string>& arguments, const Setting& setting) {
  std::vector<std::string> command{UNDERSTUDY_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run(command, setting);
}

Result generate(const fs::path& out, int images, const Setting& setting,
                const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"generate",  UNDERSTUDY_SOURCE_DIR "/assets/recipes/street.yaml",
                                     "--out",     out.string(),
                                     "--size",    "64x48",
                                     "--count",   std::to_string(images),
                                     "--seed",    "7",
                                     "--quality", "preview"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return understudy(arguments, setting);
}

}  // namespace understudy::test
