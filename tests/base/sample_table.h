// SPDX-License-Identifier: Apache-2.0
// A small parameter table with one of every kind.
#pragma once

#include "base/parameters.h"

namespace understudy {

inline ParameterTable sample_table() {
  using Kind = Parameter::Kind;
  return {
      {"image.width_px", Kind::integer, "640", "width of every image", 1, 1000, {}, false, true},
      {"sky.fog", Kind::number, "0", "share of light that fog takes", 0, 1},
      {"sky.time", Kind::name, "day", "time of day", 0, 0, {"day", "night"}},
      {"sky.hdri", Kind::path, "", "environment map"},
      {"street.cars.count", Kind::integer, "{uniform: [1, 3]}", "cars | on the road", 0, 20},
      {"street.cars.kind", Kind::name, "sedan", "body", 0, 0, {"sedan", "van"}, true},
      {"street.cars.hue", Kind::number, "{uniform: [0, 1]}", "hue of the paint", 0, 1, {}, true},
      {"sensor.contrast", Kind::number, "{normal: [1, 0.1]}", "slope of the tone curve", 0, 2},
      {"street.lamps", Kind::boolean, "false", "lamps are lit"},
  };
}

}  // namespace understudy
