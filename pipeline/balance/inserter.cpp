// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/inserter.h"

#include <nlohmann/json.hpp>

#include "pipeline/insert/subject.h"

namespace understudy {

Inserter::Inserter(const BalanceRecipe& recipe, const BalancePlan& plan, const CocoReader& reader,
                   const RendererOptions& options)
    : categories_(reader.categories()) {
  const std::map<std::string, int64_t> ids = ids_by_name(reader);
  std::set<std::string> names;
  for (const auto& [name, id] : ids) names.insert(name);
  for (const PlannedOutput& output : plan.outputs) {
    for (const uint32_t category : output.inserts) {
      if (recipe_of_.count(category) > 0) continue;
      const InsertRecipe own = *recipe.insert->for_class(categories_[category].name);
      require_subjects(own, names);
      recipe_of_.emplace(category, own);
    }
  }
  if (recipe_of_.empty()) return;
  renderer_ = std::make_unique<Renderer>(options);
  tools_ = std::make_unique<InsertTools>(
      InsertTools{*renderer_, Quality::named(recipe.insert->quality), class_names(categories_), ids});
}

bool Inserter::place(Photo& photo, PhotoScene& scene, const Draw& draw, uint64_t slot, std::string& why) {
  constexpr uint64_t tries = 4;  // other objects, at other places
  const std::lock_guard lock(busy_);
  for (uint64_t i = 0; i < tries; ++i) {
    if (insert_object(photo, scene, *tools_, draw, slot * tries + i, why)) return true;
  }
  return false;
}

std::string Inserter::insert(Photo& photo, std::string_view bytes, const std::vector<uint32_t>& classes,
                             Key key) {
  std::string done;
  std::optional<PhotoScene> scene;
  for (size_t slot = 0; slot < classes.size(); ++slot) {
    const std::string& name = categories_[classes[slot]].name;
    const Draw draw(recipe_of_.at(classes[slot]).parameters, key);
    if (!scene) scene = photo_scene(photo, bytes, tools_->name_of, draw);
    std::string why;
    if (place(photo, *scene, draw, slot, why)) {
      done += (done.empty() ? "" : ",") + nlohmann::json{{"insert", {{"class", name}}}}.dump();
    } else {
      photo.notes.push_back({"no_place", "insert: " + name + ": " + why});
    }
  }
  return done;
}

}  // namespace understudy
