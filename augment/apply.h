// SPDX-License-Identifier: Apache-2.0
// augment: (photo, recipe, key) to a photo. Pure: the same photo, recipe and key give the same bytes on any
// thread.
#pragma once

#include <map>
#include <string>

#include "augment/recipe.h"

namespace understudy {

/// Whether a step's `only` allows the object.
bool is_chosen(const PhotoObject& object, const StepObjects& objects,
               const std::vector<PhotoCategory>& categories);

/// Applies the recipe's steps in their order. Consecutive maps are composed and the picture resampled once,
/// consecutive point operations looked up once. Then drops what the recipe's rules no longer want, into
/// `photo.dropped`. Returns a JSON list of the steps that were applied with what was drawn for them; "[]"
/// where none was, and then nothing has changed. `donors`: of the steps that have their own.
std::string apply_recipe(Photo& photo, const AugmentRecipe& recipe, const OutputKey& key,
                         const PhotoSource& source, const std::vector<PhotoCategory>& categories,
                         const std::map<DonorPaths, PhotoSource>& donors = {});

}  // namespace understudy
