// SPDX-License-Identifier: Apache-2.0
// A photographed sky in place of the computed one: `sky.hdri` of the recipe. Its sun becomes a sun of its
// own, which gives sharp shadows and no noise; what is left of the map is lit evenly enough to be sampled.
#pragma once

#include <memory>
#include <string>

#include <glm/glm.hpp>

#include "base/image.h"
#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy {

struct Environment {
  std::shared_ptr<const Image<LinearRgb>> map;  ///< as scenes/light.h has it, without the sun
  glm::vec3 sun_direction{0, 0, 1};             ///< in the map's own world
  glm::vec3 sun_irradiance{0};  ///< on what faces it, in the file's unit; 0: no sun stands out
  float sun_radius_deg = 0;
  std::string content_hash;  ///< of the file; empty where it is of none
  double illuminance = 0;    ///< of level ground by all of the upper half, in the file's unit
};

/// Maps wider than 2,048 pixels are averaged to that at most.
Environment environment_of(const Image<LinearRgb>& map);

/// Reads every map that the recipe names, once. Throws UserError.
void read_environments(const ParameterSet& parameters);

/// Sun and sky of the map that the recipe draws; where it draws none the scene keeps its own.
void set_environment(const Draw& draw, Scene& scene);

}  // namespace understudy
