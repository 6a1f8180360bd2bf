// SPDX-License-Identifier: Apache-2.0
// Metal-roughness material with clear coat, thin glass, alpha cut-out, emission, textures and procedural
// patterns. GGX: B. Walter et al., EGSR 2007. Parameters after B. Burley, "Physically-Based Shading at
// Disney", 2012.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "base/image.h"

namespace understudy {

/// An image texture. Repeats in u and v; (0, 0) is the top-left texel's corner, v down.
struct Texture {
  std::string name;
  Image<Rgba8> texels;
  bool srgb = true;  ///< colour is sRGB-encoded; false for normal maps and other data
};
using TexturePtr = std::shared_ptr<const Texture>;

/// Surface detail computed from the hit's position instead of an image. `pattern_scale_m` is the size of its
/// feature, `pattern_color` its second colour. What each one looks like is defined in
/// renderer/shaders/pattern.glsl.
enum class Pattern : uint32_t {
  none = 0,
  noise = 1,    ///< smooth mottling between the two colours (dirt, concrete, plaster), world space
  asphalt = 2,  ///< fine aggregate, wear, world space
  brick = 3,    ///< uv space in metres: running bond, pattern_color is the mortar
  paving = 4,   ///< world xy: slabs with joints
  checker = 5,  ///< uv space
  stripes = 6,  ///< uv space, along u
  foliage = 7,  ///< uv space: leaf-like mottling of two greens
  brushed = 8,  ///< uv space: streaks along u, in colour and roughness; their width is the scale
  rolled = 9,   ///< uv space: clouds drawn out along u with faint lines, in colour and roughness
  wood = 10,    ///< uv space: growth rings cut lengthwise along u, pores; rings are one scale apart
  grain = 11,   ///< world space: cast skin, clay, paper: fine grain, in colour and roughness
};

struct Material {
  std::string name;
  glm::vec3 albedo{0.8f};  ///< linear Rec. 709; base colour of a metal
  float roughness = 0.6f;  ///< perceptual, alpha = roughness^2
  float metalness = 0;
  float clearcoat = 0;  ///< weight of a dielectric layer of ior 1.5 on top (car paint)
  float clearcoat_roughness = 0.05f;
  glm::vec3 emission{0};     ///< radiance, cd/m^2 scale of the scene's sun and sky; emits from both sides
  bool thin_glass = false;   ///< reflects by Fresnel, transmits straight through, tinted by albedo
  bool coats_metal = false;  ///< paint on sheet metal: a defect that opens it shows primer and steel
  bool translucent = false;  ///< a leaf: as much light leaves it on one side as on the other
  bool two_sided = true;     ///< shading normal is flipped towards the ray
  float alpha_cutoff = 0;    ///< > 0: a hit counts where the albedo texture's alpha (nearest texel) >= cutoff
  int albedo_texture = -1;   ///< index into Scene::textures, multiplied with albedo; -1 none
  int normal_texture = -1;   ///< tangent-space normal map (OpenGL: green up)
  int roughness_texture = -1;  ///< green channel multiplies roughness, blue metalness (glTF)
  glm::vec2 uv_scale{1};
  Pattern pattern = Pattern::none;
  glm::vec3 pattern_color{0.4f};
  float pattern_scale_m = 1;
  float pattern_strength = 1;
};

}  // namespace understudy
