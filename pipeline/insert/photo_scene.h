// SPDX-License-Identifier: Apache-2.0
// All that is known or guessed of how a photo was taken.
#pragma once

#include <string_view>

#include "augment/horizon.h"
#include "exporters/coco_reader.h"
#include "labels/photo.h"
#include "pipeline/insert/haze.h"
#include "pipeline/insert/photo_light.h"
#include "pipeline/insert/photo_look.h"
#include "pipeline/insert/recipe.h"
#include "scenes/camera.h"

namespace understudy {

struct PhotoScene {
  Horizon horizon;
  Camera camera;
  Image<LinearRgb> radiance;  ///< the photo in linear light
  Image<uint8_t> ground;      ///< 1: below the horizon and in no annotated box
  Image<float> likeness;      ///< to the ground in front
  Image<float> road;          ///< likewise to the ground under what drives; empty where nothing does
  PhotoLight light;
  Haze haze;
  std::optional<Tint> tint;  ///< of a photo without colours of its own
  NoiseCurve noise{};
  double blur_px = 0;  ///< of its sharpest edges
};

/// `bytes`: of the photo's file; `name_of`: category by id. `photo` has its pixels.
PhotoScene photo_scene(const Photo& photo, std::string_view bytes,
                       const std::map<int64_t, std::string>& name_of, const Draw& draw);

}  // namespace understudy
