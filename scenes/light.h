// SPDX-License-Identifier: Apache-2.0
// Sun, sky and air. Emissive surfaces are lights too: see Material::emission.
// One unit throughout: radiance and irradiance are photometric and divided by 1000 (kcd/m^2, klx), so a clear
// midday has a sun of about 100 and a sky of 5 to 10, and a street lamp's lens is about 20 to 200.
#pragma once

#include <memory>

#include <glm/glm.hpp>

#include "base/image.h"

namespace understudy {

struct Sun {
  glm::vec3 direction{0, 0, 1};        ///< unit, towards the sun
  glm::vec3 irradiance_klx{0};         ///< on a surface that faces it; 0 switches it off
  float angular_radius_deg = 0.2665f;  ///< larger: softer shadows
};

struct Sky {
  enum class Kind : uint32_t { uniform, analytic, hdri };
  Kind kind = Kind::uniform;
  glm::vec3 radiance{0};          ///< uniform: everywhere; analytic, hdri: multiplies
  float turbidity = 3;            ///< analytic
  glm::vec3 ground_albedo{0.2f};  ///< analytic: colour below the horizon
  float cloudiness = 0;           ///< analytic: 0 clear to 1 overcast (CIE overcast distribution)
  std::shared_ptr<const Image<LinearRgb>> hdri;  ///< equirectangular, z up; column 0 looks to -x
  float hdri_rotation_deg = 0;                   ///< about z
};

/// Homogeneous fog: transmittance exp(-density * distance); what it scatters in is the sky's mean colour.
struct Fog {
  float density_per_m = 0;
};

}  // namespace understudy
