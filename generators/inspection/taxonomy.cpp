// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/taxonomy.h"

#include <algorithm>
#include <iterator>

#include "base/error.h"
#include "generators/defects/defects.h"
#include "generators/inspection/imported_part.h"
#include "generators/inspection/part.h"

namespace understudy::inspection {
namespace {

struct PartClass {
  const char* kind;
  const char* name;
};

constexpr PartClass part_classes[] = {{"brushed_plate", "brushed plate"},
                                      {"rolled_plate", "rolled plate"},
                                      {"bracket", "bracket"},
                                      {"gear", "gear"},
                                      {"pipe", "pipe"},
                                      {"bolt", "bolt"},
                                      {"casting", "casting"},
                                      {"bottle", "bottle"},
                                      {"glass", "glass"},
                                      {"car_panel", "car panel"},
                                      {"tile", "tile"},
                                      {"wood_board", "wood board"},
                                      {"fabric", "fabric"},
                                      {"capsule", "capsule"},
                                      {"circuit_board", "circuit board"}};

constexpr const char* imported_class = "object";

}  // namespace

Taxonomy inspection_taxonomy() {
  Taxonomy taxonomy;
  uint32_t id = 0;
  for (const PartClass& part : part_classes)
    taxonomy.categories.push_back({CategoryId(++id), part.name, "part"});
  add_defect_categories(taxonomy);
  id = taxonomy.categories.back().id.value;
  taxonomy.categories.push_back({CategoryId(id + 1), imported_class, "part"});
  taxonomy.parts = region_names();
  return taxonomy;
}

CategoryId category_of_part(const std::string& kind) {
  if (kind == imported_kind) return inspection_taxonomy().categories.back().id;
  const auto at = std::find_if(std::begin(part_classes), std::end(part_classes),
                               [&](const PartClass& part) { return part.kind == kind; });
  CHECK(at != std::end(part_classes), "no class for parts called " + kind);
  return CategoryId(uint32_t(at - std::begin(part_classes)) + 1);
}

}  // namespace understudy::inspection
