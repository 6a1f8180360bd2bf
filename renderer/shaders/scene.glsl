// SPDX-License-Identifier: Apache-2.0
// The tables of one scene, as every kernel sees them.
#ifndef SCENE_GLSL
#define SCENE_GLSL
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "shared.h"
#include "texels.glsl"

layout(constant_id = 1) const uint features = 31u;  // FEATURE_*
const bool textures_exist = (features & FEATURE_TEXTURES) != 0u;
const bool lamps_shine = (features & FEATURE_LAMPS) != 0u;
const bool times_differ = (features & FEATURE_TIMES) != 0u;
const bool paths_share_hit = (features & FEATURE_SPLIT) != 0u;
const bool is_twin = (features & FEATURE_TWIN) != 0u;
const bool quads_share = (features & FEATURE_QUADS) != 0u;

layout(set = 0, binding = BINDING_FRAME, scalar) uniform FrameBlock { FrameParameters frame; };
/// The place in the image of a pixel of the window: what random numbers go by.
uvec2 image_pixel(uvec2 pixel) { return pixel + uvec2(frame.first_pixel); }

TEXEL_TABLE(attribute, BINDING_ATTRIBUTES, BINDING_ATTRIBUTE_TEXELS)
TEXEL_TABLE(placement, BINDING_PLACEMENTS, BINDING_PLACEMENT_TEXELS)
TEXEL_TABLE(material, BINDING_MATERIALS, BINDING_MATERIAL_TEXELS)
TEXEL_TABLE(texture, BINDING_TEXTURES, BINDING_TEXTURE_TEXELS)
WORD_TABLE(slot, BINDING_MATERIAL_SLOTS, BINDING_SLOT_WORDS)
WORD_TABLE(texel, BINDING_TEXELS, BINDING_TEXEL_WORDS)

/// What a placement is: the words instance, category, flags and original of its record.
uvec4 placement_identity(uint placement) { return fetch_placement(placement * 8u + 3u); }
uint placement_instance(uint placement) { return placement_identity(placement).x; }
vec3 placement_vector(uint placement, uint texel) { return uintBitsToFloat(fetch_placement(placement * 8u + texel).xyz); }
vec3 linear_mps(uint placement) { return placement_vector(placement, 5u); }
vec3 angular_radps(uint placement) { return placement_vector(placement, 6u); }
vec3 pivot_of(uint placement) { return placement_vector(placement, 7u); }

MaterialRecord material_at(uint i) {
  uvec4 a = fetch_material(i * 6u), b = fetch_material(i * 6u + 1u), c = fetch_material(i * 6u + 2u);
  uvec4 d = fetch_material(i * 6u + 3u), e = fetch_material(i * 6u + 4u), f = fetch_material(i * 6u + 5u);
  MaterialRecord m;
  m.albedo = uintBitsToFloat(a.xyz);
  m.roughness = uintBitsToFloat(a.w);
  m.emission = uintBitsToFloat(b.xyz);
  m.metalness = uintBitsToFloat(b.w);
  m.pattern_color = uintBitsToFloat(c.xyz);
  m.pattern_scale_m = uintBitsToFloat(c.w);
  m.clearcoat = uintBitsToFloat(d.x);
  m.clearcoat_roughness = uintBitsToFloat(d.y);
  m.alpha_cutoff = uintBitsToFloat(d.z);
  m.pattern_strength = uintBitsToFloat(d.w);
  m.uv_scale = uintBitsToFloat(e.xy);
  m.flags = e.z;
  m.pattern = e.w;
  m.albedo_texture = f.x;
  m.normal_texture = f.y;
  m.roughness_texture = f.z;
  m.run = f.w;
  return m;
}

TextureRecord texture_record(uint i) {
  uvec4 words = fetch_texture(i);
  return TextureRecord(words.x, words.y, words.z, words.w);
}

struct Ray {
  vec3 origin;     // camera-relative world
  vec3 direction;  // unit
  float t_max;
  float time_s;    // -shutter/2 .. shutter/2; labels: 0
};

/// p turned by the rotation vector w (its length is the angle).
vec3 rotate_by(vec3 w, vec3 p) {
  float angle = length(w);
  if (angle < 1e-9) return p;
  vec3 axis = w / angle;
  return p * cos(angle) + cross(axis, p) * sin(angle) + axis * (dot(axis, p) * (1.0 - cos(angle)));
}

#endif
