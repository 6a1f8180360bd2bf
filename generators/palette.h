// SPDX-License-Identifier: Apache-2.0
// Colours and the usual materials of things. Colours are linear Rec. 709, given as sRGB bytes where
// that is how people know them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "scenes/material.h"

namespace understudy {

/// 0xRRGGBB as in sRGB (IEC 61966-2-1) to linear light.
glm::vec3 srgb(uint32_t rgb);

struct NamedColor {
  std::string name;
  glm::vec3 linear;
  double weight = 1;  ///< how usual it is
};

const NamedColor& pick(const std::vector<NamedColor>& colors, Stream& stream);
/// The colour of that name; CHECKs that it exists.
const NamedColor& named(const std::vector<NamedColor>& colors, const std::string& name);
/// Slightly lighter, darker, warmer or colder: no two things of one colour are quite alike.
glm::vec3 vary(const glm::vec3& color, double amount, Stream& stream);

Material matte(const std::string& name, const glm::vec3& albedo, float roughness = 0.7f);
Material gloss(const std::string& name, const glm::vec3& albedo, float roughness, float clearcoat = 1);
Material metal(const std::string& name, const glm::vec3& albedo, float roughness);
/// Seen from outside by day a vehicle's or a house's pane is dark and mirrors its surroundings.
Material dark_glass(const std::string& name);
Material shining(const std::string& name, const glm::vec3& albedo, const glm::vec3& emission);
Material galvanised();

/// Any colour, roughness and pattern: domain randomization.
Material random_material(const std::string& name, Stream& stream);

}  // namespace understudy
