// SPDX-License-Identifier: Apache-2.0
// Which photos have a place for an object of a class that is to be rendered into them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "exporters/coco_reader.h"
#include "pipeline/balance/recipe.h"
#include "pipeline/insert/photo_scene.h"

namespace understudy {

/// Photos are read when they are first asked about, one at a time. All by number: of the image in the file,
/// of the class among its categories. For one thread.
class InsertPlaces {
 public:
  /// `recipe` and `reader` outlive it.
  InsertPlaces(const BalanceRecipe& recipe, const CocoReader& reader, std::filesystem::path images);

  /// Whether most objects of the class find a place there; false where the photo cannot be read. Throws
  /// UserError: a mesh that cannot be read.
  bool has(uint32_t image, uint32_t category);

 private:
  struct Seen {
    uint32_t image;
    Photo photo;
    PhotoScene scene;
  };
  const InsertRecipe& recipe_for(uint32_t category);
  /// The photo, if it can be read.
  const Seen* look_at(uint32_t image, const Draw& draw);

  const BalanceRecipe& recipe_;
  const CocoReader& reader_;
  std::filesystem::path images_;
  ClassNames names_;
  std::map<uint32_t, InsertRecipe> recipe_of_;
  std::map<std::pair<uint32_t, uint32_t>, bool> known_;
  std::optional<Seen> seen_;  ///< the last one
};

}  // namespace understudy
