// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/insert_places.h"

#include "base/error.h"
#include "base/files.h"
#include "pipeline/insert/insert_object.h"
#include "pipeline/photo_file.h"

namespace understudy {

InsertPlaces::InsertPlaces(const BalanceRecipe& recipe, const CocoReader& reader,
                           std::filesystem::path images)
    : recipe_(recipe),
      reader_(reader),
      images_(std::move(images)),
      names_(class_names(reader.categories())) {}

bool InsertPlaces::has(uint32_t image, uint32_t category) {
  if (const auto found = known_.find({image, category}); found != known_.end()) return found->second;
  constexpr uint64_t tries = 4;
  const Draw draw(recipe_for(category).parameters, {recipe_.seed, image});
  uint64_t placed = 0;
  if (const Seen* seen = look_at(image, draw)) {
    std::string why;
    for (uint64_t i = 0; i < tries; ++i) placed += has_place(seen->photo, seen->scene, draw, i, why);
  }
  return known_[{image, category}] = 2 * placed > tries;
}

const InsertRecipe& InsertPlaces::recipe_for(uint32_t category) {
  const auto found = recipe_of_.find(category);
  if (found != recipe_of_.end()) return found->second;
  return recipe_of_.emplace(category, *recipe_.insert->for_class(reader_.categories()[category].name))
      .first->second;
}

const InsertPlaces::Seen* InsertPlaces::look_at(uint32_t image, const Draw& draw) {
  if (seen_ && seen_->image == image) return &*seen_;
  seen_.reset();
  try {
    Photo photo = reader_.read(image);
    const std::string bytes = read_file(images_ / photo.file_name);
    load_pixels(photo, bytes, recipe_.augment.exif);
    PhotoScene scene = photo_scene(photo, bytes, names_, draw);
    seen_.emplace(Seen{image, std::move(photo), std::move(scene)});
  } catch (const UserError&) {
    return nullptr;  // it is listed where its own turn comes
  }
  return &*seen_;
}

}  // namespace understudy
