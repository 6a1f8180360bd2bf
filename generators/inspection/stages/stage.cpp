// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/stages/stage.h"

#include <utility>

namespace understudy::inspection {
namespace {

using Setter = void (*)(const Draw&, Composition&);
constexpr std::pair<const char*, Setter> stages[] = {{"bench", bench_stage}};

}  // namespace

const std::vector<std::string>& stage_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [name, set] : stages) list.emplace_back(name);
    return list;
  }();
  return names;
}

Part draw_part(const Draw& draw, uint64_t number) {
  Stream stream = draw.stream("inspection/part").child(number);
  const std::vector<std::string>& kinds = part_kinds();
  const std::string wanted = draw.name("inspection.part", number);
  const size_t any = size_t(stream.uniform_int(0, int64_t(kinds.size()) - 1));
  const int variant = int(stream.uniform_int(0, variants_per_kind - 1));
  return make_part(wanted == "any" ? kinds[any] : wanted, variant, stream);
}

void set_stage(const Draw& draw, Composition& composition) {
  const std::string wanted = draw.name("inspection.stage");
  composition.provenance["inspection.stage"] = wanted;
  for (const auto& [name, set] : stages)
    if (name == wanted) set(draw, composition);
}

}  // namespace understudy::inspection
