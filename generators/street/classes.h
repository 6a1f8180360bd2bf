// SPDX-License-Identifier: Apache-2.0
// What a street's labels speak of.
#pragma once

#include <cstdint>

#include "scenes/taxonomy.h"

namespace understudy {

/// The street's classes, as Taxonomy::categories numbers them.
enum class Class : uint32_t {
  none,
  car,
  pedestrian,
  cyclist,
  bicycle,
  traffic_light,
  stop_sign,
  cardboard_box,
  tyre,
  plank,
  sack,
  traffic_cone,
  branch,
  pothole,
  longitudinal_crack,
  transverse_crack,
  alligator_crack,
  failed_patch,
  faded_marking,
  sunken_manhole,
  bent_sign,
  faded_sign,
  sign_graffiti,
  torn_sign,
  fallen_sign,
  dark_lamp,
  cracked_lens,
  missing_lens,
  broken_housing,
  leaning_post,
  fallen_post,
  car_dent,
  car_rust,
  car_scratch,
};

Taxonomy street_taxonomy();

}  // namespace understudy
