// SPDX-License-Identifier: Apache-2.0
#include "cli/timings.h"

#include <system_error>

#include <fmt/format.h>

#include "base/error.h"

namespace understudy {

namespace fs = std::filesystem;

void check_timings(const fs::path& timings, const fs::path& dataset) {
  const fs::path parent = timings.parent_path();
  const auto normal = [](const fs::path& folder) { return (folder / "").lexically_normal(); };
  std::error_code code;
  if (parent.empty() || fs::is_directory(parent, code) || normal(parent) == normal(dataset)) return;
  throw UserError("--timings: there is no folder " + parent.string());
}

std::string stages_json(const std::map<std::string, double>& stage_s) {
  std::string stages;
  for (const auto& [stage, seconds] : stage_s)
    stages += fmt::format("{}\"{}\": {:.4f}", stages.empty() ? "" : ", ", stage, seconds);
  return "{" + stages + "}";
}

}  // namespace understudy
