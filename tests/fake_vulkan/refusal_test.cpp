// SPDX-License-Identifier: Apache-2.0
// Machines that cannot render: `devices`, `doctor` and `generate` name in one line what is missing and how to
// get it.
#include <algorithm>
#include <sstream>

#include "tests/catch.h"
#include "tests/fake_vulkan/fake.h"

namespace understudy::test {
namespace {

using Words = std::vector<std::string>;

bool holds_all(const std::string& text, const Words& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

/// One line of the text holds every word.
bool says_in_one_line(const std::string& text, const Words& words) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (holds_all(line, words)) return true;
  return false;
}

/// Every command ends with the reason in one line, and `generate` leaves nothing behind.
void require_refusal(const Setting& setting, const Words& words) {
  const Result devices = understudy({"devices"}, setting);
  INFO("devices: " << devices.out << devices.err);
  CHECK(devices.exit_code == device_failure);
  CHECK(says_in_one_line(devices.out, words));

  const Result doctor = understudy({"doctor"}, setting);
  INFO("doctor: " << doctor.out << doctor.err);
  CHECK(doctor.exit_code == device_failure);
  Words bad = words;
  bad.push_back("BAD ");
  CHECK(says_in_one_line(doctor.out, bad));
  CHECK(says_in_one_line(doctor.out, {"This machine cannot render yet."}));

  const ScratchFolder scratch;
  const Result result = generate(scratch / "out", 1, setting);
  INFO("generate: " << result.err);
  CHECK(result.exit_code == device_failure);
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK(result.err.starts_with("understudy: "));
  CHECK(holds_all(result.err, words));
  CHECK(result.err.find("understudy doctor") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(scratch / "out"));
}

TEST_CASE("a device that lacks something is refused with the reason and the remedy") {
  const auto real = real_driver();
  if (!real) return;
  const std::vector<std::pair<std::string, Words>> parts = {
      {"api-minor=1", {"Vulkan 1.1.7", "1.2 or later", "update the driver"}},
      {"api-minor=0", {"Vulkan 1.0.7", "1.2 or later", "update the driver"}},
      {"no-scalar-layout", {"scalarBlockLayout", "update the driver"}},
      {"no-compute", {"no queue that computes", "use another device"}},
      {"storage-buffers=4", {"4 storage buffers", "are needed", "use another device"}},
      {"storage-range=1048576", {"1048576 bytes", "134217728 are needed", "use another device"}},
      {"api-minor=1 name=NVIDIA_Old", {"NVIDIA_Old", "1.2 or later", "update the driver"}},
  };
  for (const auto& [part, words] : parts) {
    INFO("part: " << part);
    // `devices` prints a device's name on a line of its own.
    Words reason = words;
    if (reason.front() == "NVIDIA_Old") reason.erase(reason.begin());
    require_refusal(machine_with_fake(*real, part), reason);
    CHECK(says_in_one_line(understudy({"doctor"}, machine_with_fake(*real, part)).out, words));
  }
}

TEST_CASE("several reasons are all given") {
  const auto real = real_driver();
  if (!real) return;
  const Result devices =
      understudy({"devices"}, machine_with_fake(*real, "no-scalar-layout no-compute storage-buffers=4"));
  INFO(devices.out);
  for (const char* reason : {"scalarBlockLayout", "no queue that computes", "4 storage buffers"})
    CHECK(says_in_one_line(devices.out, {"unusable", reason}));
}

TEST_CASE("a machine without a device or a driver is told what to install") {
  const auto real = real_driver();
  if (!real) return;
  require_refusal(machine_with_fake(*real, "no-device"),
                  {"the Vulkan loader finds no device", "VK_DRIVER_FILES", "unset"});
  require_refusal(machine_with_fake(*real, "incompatible"),
                  {"the Vulkan loader finds no driver (ICD)", "VK_DRIVER_FILES", "unset"});
}

TEST_CASE("no driver at all: a manifest that is not there, an empty list of them") {
  for (const std::string manifest : {"/nonexistent/icd.json", ""}) {
    INFO("manifest: " << manifest);
    require_refusal(machine_with(manifest),
                    {"no driver (ICD) in VK_DRIVER_FILES=\"" + manifest + "\"", "unset"});
  }
}

TEST_CASE("a manifest whose library is missing, as in a container") {
  const ScratchFolder scratch;
  spill(scratch / "icd.json",
        R"({"file_format_version": "1.0.0",
            "ICD": {"library_path": "libnot_mounted.so.0", "api_version": "1.3.0"}})");
  const Words words = {"libnot_mounted.so.0", "cannot open shared object file", "install that library",
                       "NVIDIA_DRIVER_CAPABILITIES=all"};
  require_refusal(machine_with(scratch / "icd.json"), words);

  const auto real = real_driver();
  if (!real) return;
  const Result doctor =
      understudy({"doctor"}, machine_with((scratch / "icd.json").string() + ":" + real->manifest.string()));
  INFO(doctor.out);
  CHECK(doctor.exit_code == 0);
  Words note = words;
  note.push_back("note");
  CHECK(says_in_one_line(doctor.out, note));
}

TEST_CASE("no Vulkan loader: the program starts and says what to install") {
  const ScratchFolder scratch;
  spill(scratch / "libvulkan.so.1", "stands before the system's and cannot be loaded");
  Setting setting;
  setting.environment = {{"LD_LIBRARY_PATH", scratch.path()}};
  require_refusal(setting, {"there is no Vulkan loader", "libvulkan.so.1", "apt-get install libvulkan1"});
}

TEST_CASE("a device that is refused when it is opened") {
  const auto real = real_driver();
  if (!real) return;
  const ScratchFolder scratch;
  const Result result = generate(scratch / "out", 1, machine_with_fake(*real, "does-not-open name=Busy"));
  INFO(result.err);
  CHECK(result.exit_code == device_failure);
  CHECK(holds_all(result.err, {"understudy: Busy does not open", "--device"}));
  CHECK_FALSE(std::filesystem::exists(scratch / "out"));
  const Result doctor = understudy({"doctor"}, machine_with_fake(*real, "does-not-open name=Busy"));
  INFO(doctor.out);
  CHECK(doctor.exit_code == device_failure);
  CHECK(says_in_one_line(doctor.out, {"BAD", "device 0: Busy", "does not open"}));
}

TEST_CASE("of two devices the usable one is chosen, and the other gives its reasons when asked for") {
  const auto real = real_driver();
  if (!real) return;
  Setting setting = machine_with_fake(*real, "name=Preferred discrete no-scalar-layout");
  for (const char* name : {"VK_DRIVER_FILES", "VK_ICD_FILENAMES"})
    setting.environment[name] += ":" + real->manifest.string();

  const Result doctor = understudy({"doctor"}, setting);
  INFO(doctor.out);
  CHECK(doctor.exit_code == 0);
  CHECK(says_in_one_line(doctor.out, {"note", "Preferred", "scalarBlockLayout"}));
  CHECK(says_in_one_line(doctor.out, {"ok", "llvmpipe"}));

  const ScratchFolder scratch;
  const Result chosen = generate(scratch / "out", 1, setting);
  INFO(chosen.err);
  CHECK(chosen.exit_code == 0);
  CHECK(says_in_one_line(chosen.out, {"device: llvmpipe"}));

  const Result asked = generate(scratch / "other", 1, setting, {"--device", "preferred"});
  INFO(asked.err);
  CHECK(asked.exit_code == device_failure);
  CHECK(std::count(asked.err.begin(), asked.err.end(), '\n') == 1);
  CHECK(holds_all(asked.err, {"Preferred", "scalarBlockLayout", "update the driver"}));
  CHECK(asked.err.find("llvmpipe") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(scratch / "other"));
}

}  // namespace
}  // namespace understudy::test
