// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/taxonomy.h"

#include <span>
#include <string>

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

/// Ids of categories never change: what came later stands behind all others.
constexpr PartClass later_part_classes[] = {{"steel_strip", "steel strip"}};

std::string class_of(const std::string& kind) {
  if (kind == imported_kind) return imported_class;
  for (const auto& classes :
       {std::span<const PartClass>(part_classes), std::span<const PartClass>(later_part_classes)})
    for (const PartClass& part : classes)
      if (part.kind == kind) return part.name;
  CHECK(false, "no class for parts called " + kind);
  return {};
}

}  // namespace

Taxonomy inspection_taxonomy() {
  Taxonomy taxonomy;
  const auto add_part = [&](const char* name) {
    taxonomy.categories.push_back({CategoryId(uint32_t(taxonomy.categories.size()) + 1), name, "part"});
  };
  for (const PartClass& part : part_classes) add_part(part.name);
  add_defect_categories(taxonomy);
  add_part(imported_class);
  for (const PartClass& part : later_part_classes) add_part(part.name);
  taxonomy.parts = region_names();
  return taxonomy;
}

CategoryId category_of_part(const std::string& kind) {
  const std::string name = class_of(kind);
  const Taxonomy taxonomy = inspection_taxonomy();
  for (const Category& category : taxonomy.categories)
    if (category.name == name && category.supercategory == "part") return category.id;
  CHECK(false, "no category is called " + name);
  return {};
}

}  // namespace understudy::inspection
