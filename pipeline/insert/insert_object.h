// SPDX-License-Identifier: Apache-2.0
// One object into one photo: pixels and labels.
#pragma once

#include "pipeline/insert/photo_scene.h"
#include "renderer/renderer.h"

namespace understudy {

/// What all photos of a run share.
struct InsertTools {
  Renderer& renderer;
  Quality quality;
  std::map<int64_t, std::string> name_of;  ///< categories of the dataset
  std::map<std::string, int64_t> id_of;
};

/// Whether the `number`-th object of this photo finds a place; where it does not, `why` says so.
bool has_place(const Photo& photo, const PhotoScene& scene, const Draw& draw, uint64_t number,
               std::string& why);

/// Draws the `number`-th object of this photo, finds a place, renders it and puts it in; false where there is
/// no place: `why` then says so. `scene` follows: what was inserted is then part of the photo.
bool insert_object(Photo& photo, PhotoScene& scene, InsertTools& tools, const Draw& draw, uint64_t number,
                   std::string& why);

}  // namespace understudy
