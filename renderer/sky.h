// SPDX-License-Identifier: Apache-2.0
// The sky of a scene as one equirectangular table, whatever its kind, with an importance map to draw
// directions from. Row 0 looks up, column 0 to -x, the middle column to +x, the quarter column to +y (seen
// from inside, not mirrored).
//
// Clear sky: A. J. Preetham, P. Shirley and B. Smits, "A practical analytic model for daylight", SIGGRAPH
// 1999. Its known faults are toned down: turbidity is held to [1.9, 8], the sun to 2 degrees or more above
// the horizon (below, the result is dimmed with the sun's elevation), and the glow around the sun is limited.
// Overcast sky: CIE standard overcast, L = Lz (1 + 2 sin(elevation)) / 3, with Lz from a horizontal
// illuminance of 0.3 + 21 sin(sun's elevation) klx (R. Krochmann and M. Seidl, "Quantitative data on
// daylight", 1974).
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "renderer/alias.h"
#include "scenes/light.h"

namespace understudy {

struct SkyTable {
  int width = 0, height = 0;
  std::vector<glm::vec3> radiance;  ///< at texel centres, row-major; without the sun's disc

  int map_width = 0, map_height = 0;
  std::vector<AliasEntry>
      map;  ///< importance by luminance and solid angle, smoothed so that it covers bilinear radiance

  glm::vec3 mean{0};             ///< over the sphere
  glm::vec3 mean_upper{0};       ///< over the upper hemisphere: what fog scatters in
  float sample_probability = 0;  ///< how often a bounce should draw from the map instead of the surface
};

SkyTable build_sky(const Sky& sky, const Sun& sun, const Key& key);

/// Radiance of the analytic sky in a unit direction; at and below the horizon that of the ground is the
/// caller's.
glm::vec3 clear_sky_radiance(glm::vec3 direction, glm::vec3 sun_direction, float turbidity);
glm::vec3 overcast_sky_radiance(glm::vec3 direction, glm::vec3 sun_direction);

}  // namespace understudy
