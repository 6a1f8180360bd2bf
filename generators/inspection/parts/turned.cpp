// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/parts/turned.h"

#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/shapes/solids.h"

namespace understudy::inspection {

Piece turned(const std::vector<glm::vec2>& profile, int segments, float uv_radius_m) {
  Piece piece = lathe(profile, segments);
  piece.map_uv = [uv_radius_m](const glm::vec3& p) {
    return glm::vec2(uv_radius_m * std::atan2(p.y, p.x), p.z);
  };
  return piece;
}

std::vector<glm::vec2> in_steps(const std::vector<glm::vec2>& profile, float longest_m) {
  std::vector<glm::vec2> result;
  for (size_t i = 0; i < profile.size(); ++i) {
    result.push_back(profile[i]);
    if (i + 1 == profile.size()) break;
    const int steps = int(std::ceil(glm::distance(profile[i], profile[i + 1]) / longest_m));
    for (int k = 1; k < steps; ++k)
      result.push_back(glm::mix(profile[i], profile[i + 1], float(k) / float(steps)));
  }
  return result;
}

std::vector<glm::vec2> rounded_profile(const std::vector<glm::vec2>& corners,
                                       const std::vector<float>& radii_m, int segments) {
  std::vector<glm::vec2> profile{corners.front()};
  for (size_t i = 1; i + 1 < corners.size(); ++i) {
    const glm::vec2 p = corners[i], a = corners[i - 1] - p, b = corners[i + 1] - p;
    const float room = 0.49f * std::min(glm::length(a), glm::length(b));
    const float reach = std::min(radii_m[i], room);
    if (reach < 1e-6f) {
      profile.push_back(p);
      continue;
    }
    const glm::vec2 from = p + glm::normalize(a) * reach, to = p + glm::normalize(b) * reach;
    for (int k = 0; k <= segments; ++k) {
      const float t = float(k) / float(segments);
      profile.push_back((1 - t) * (1 - t) * from + 2 * t * (1 - t) * p + t * t * to);
    }
  }
  profile.push_back(corners.back());
  return profile;
}

}  // namespace understudy::inspection
