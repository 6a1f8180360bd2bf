// SPDX-License-Identifier: Apache-2.0
// Image textures in one storage buffer: bilinear, repeating.
#ifndef TEXTURE_GLSL
#define TEXTURE_GLSL
#include "scene.glsl"

vec3 linear_from_srgb(vec3 c) {
  return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), greaterThan(c, vec3(0.04045)));
}

vec3 texel_at(TextureRecord t, ivec2 p) {
  ivec2 size = ivec2(t.width, t.height);
  p -= size * ivec2(floor(vec2(p) / vec2(size)));
  p = clamp(p, ivec2(0), size - 1);
  vec3 c = unpackUnorm4x8(fetch_texel(t.first + uint(p.y * size.x + p.x))).rgb;
  return t.srgb != 0u ? linear_from_srgb(c) : c;
}

vec3 texture_at(uint index, vec2 uv) {
  TextureRecord t = texture_record(index);
  vec2 p = (uv - floor(uv)) * vec2(t.width, t.height) - 0.5;
  ivec2 cell = ivec2(floor(p));
  vec2 f = p - vec2(cell);
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 4; ++i) {
    ivec2 corner = ivec2(i & 1, i >> 1);
    vec2 w = mix(1.0 - f, f, vec2(corner));
    sum += w.x * w.y * texel_at(t, cell + corner);
  }
  return sum;
}

#endif
