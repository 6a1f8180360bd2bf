// SPDX-License-Identifier: Apache-2.0
// What is inserted: a variant of one of the street's families, or the user's own mesh.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/parameters.h"
#include "exporters/coco_reader.h"
#include "generators/street/objects/object.h"
#include "pipeline/insert/recipe.h"

namespace understudy {

struct Subject {
  ObjectPtr object;   ///< of a user's mesh: without family
  Dressing dressing;  ///< textures of its materials index `textures`
  std::vector<TexturePtr> textures;
  std::vector<std::string> parts;  ///< names that the mesh's part ids index
  std::string category;            ///< name of its class
};

/// Of the dataset's classes; a pedestrian is a person where it has no class of that name.
std::map<std::string, int64_t> ids_by_name(const CocoReader& reader);

/// The `number`-th of this photo.
Subject draw_subject(const Draw& draw, uint64_t number);

/// Throws UserError where the recipe can draw a class that is not among `categories`, a model that no family
/// has, or a mesh that cannot be read.
void require_subjects(const InsertRecipe& recipe, const std::set<std::string>& categories);

}  // namespace understudy
