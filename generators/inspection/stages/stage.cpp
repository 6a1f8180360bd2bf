// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/stages/stage.h"

#include <utility>

namespace understudy::inspection {
namespace {

using Setter = void (*)(const Draw&, Composition&);
constexpr std::pair<const char*, Setter> stages[] = {{"bench", bench_stage},
                                                     {"studio", studio_stage},
                                                     {"turntable", turntable_stage},
                                                     {"line_scan", line_scan_stage},
                                                     {"workbench", workbench_stage},
                                                     {"conveyor", conveyor_stage},
                                                     {"bin", bin_stage}};

}  // namespace

const std::vector<std::string>& stage_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [name, set] : stages) list.emplace_back(name);
    return list;
  }();
  return names;
}

void set_stage(const Draw& draw, Composition& composition) {
  const std::string wanted = draw.name("inspection.stage");
  composition.provenance["inspection.stage"] = wanted;
  for (const auto& [name, set] : stages)
    if (name == wanted) set(draw, composition);
}

}  // namespace understudy::inspection
