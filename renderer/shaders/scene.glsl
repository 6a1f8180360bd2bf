// SPDX-License-Identifier: Apache-2.0
// The tables of one scene, as every kernel sees them.
#ifndef SCENE_GLSL
#define SCENE_GLSL
#extension GL_EXT_scalar_block_layout : require
#extension GL_GOOGLE_include_directive : require
#include "shared.h"

layout(set = 0, binding = BINDING_FRAME, scalar) uniform FrameBlock { FrameParameters frame; };
layout(set = 0, binding = BINDING_ATTRIBUTES, scalar) readonly buffer AttributeBlock { AttributeRecord attributes[]; };
layout(set = 0, binding = BINDING_PLACEMENTS, scalar) readonly buffer PlacementBlock { PlacementRecord placements[]; };
layout(set = 0, binding = BINDING_MATERIALS, scalar) readonly buffer MaterialBlock { MaterialRecord materials[]; };
layout(set = 0, binding = BINDING_MATERIAL_SLOTS, scalar) readonly buffer SlotBlock { uint material_slots[]; };
layout(set = 0, binding = BINDING_TEXTURES, scalar) readonly buffer TextureBlock { TextureRecord textures[]; };
layout(set = 0, binding = BINDING_TEXELS, scalar) readonly buffer TexelBlock { uint texels[]; };

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
