// SPDX-License-Identifier: Apache-2.0
// The sky's table (renderer/sky.h says what it holds) and its importance map. Equirectangular, z up.
// Shared exponent: W. Heidrich et al., EXT_texture_shared_exponent, 2004.
#ifndef SKY_GLSL
#define SKY_GLSL
#include "bsdf.glsl"
#include "scene.glsl"
WORD_TABLE(sky, BINDING_SKY, BINDING_SKY_WORDS)
WORD_TABLE(sky_alias, BINDING_SKY_ALIAS, BINDING_SKY_ALIAS_WORDS)

vec3 unpack_rgb9e5(uint packed) {
  float scale = uintBitsToFloat(((packed >> 27) + 103u) << 23);  // 2^(exponent - 15 - 9)
  return vec3(packed & 511u, (packed >> 9) & 511u, (packed >> 18) & 511u) * scale;
}

uint pack_rgb9e5(vec3 c) {
  c = clamp(c, vec3(0.0), vec3(65408.0));
  float largest = max(max(c.x, c.y), max(c.z, 1e-12));
  int exponent = max(-15, int(floatBitsToUint(largest) >> 23) - 127) + 1;
  float scale = uintBitsToFloat(uint(127 + 9 - exponent) << 23);
  if (uint(largest * scale + 0.5) == 512u) {
    ++exponent;
    scale *= 0.5;
  }
  uvec3 m = uvec3(c * scale + 0.5);
  return m.x | (m.y << 9) | (m.z << 18) | (uint(exponent + 15) << 27);
}

vec2 sky_coordinates(vec3 d) {
  float u = 0.5 - atan(d.y, d.x) * (0.5 / pi);
  return vec2(u, acos(clamp(d.z, -1.0, 1.0)) / pi);
}

vec3 sky_direction(vec2 p) {
  float phi = 2.0 * pi * (0.5 - p.x), theta = pi * p.y;
  return vec3(sin(theta) * cos(phi), sin(theta) * sin(phi), cos(theta));
}

/// Without the sun's disc.
vec3 sky_radiance(vec3 d) {
  uvec2 size = uvec2(frame.shading.sky_width, frame.shading.sky_height);
  vec2 p = sky_coordinates(d) * vec2(size) - 0.5;
  vec2 cell = floor(p);
  vec2 f = p - cell;
  uint x0 = uint(cell.x + float(size.x)) % size.x;
  uint x1 = (x0 + 1u) % size.x;
  uint y0 = uint(clamp(cell.y, 0.0, float(size.y - 1u)));
  uint y1 = min(uint(max(cell.y + 1.0, 0.0)), size.y - 1u);
  return mix(mix(unpack_rgb9e5(fetch_sky(y0 * size.x + x0)), unpack_rgb9e5(fetch_sky(y0 * size.x + x1)), f.x),
             mix(unpack_rgb9e5(fetch_sky(y1 * size.x + x0)), unpack_rgb9e5(fetch_sky(y1 * size.x + x1)), f.x), f.y);
}

/// Density per solid angle with which sample_sky() gives `d`.
float sky_pdf(vec3 d) {
  uvec2 size = uvec2(frame.shading.sky_map_width, frame.shading.sky_map_height);
  uvec2 cell = min(uvec2(sky_coordinates(d) * vec2(size)), size - 1u);
  float sine = sqrt(max(1.0 - d.z * d.z, 1e-8));
  float probability = uintBitsToFloat(fetch_sky_alias((cell.y * size.x + cell.x) * 3u + 2u));  // AliasRecord
  return probability * float(size.x * size.y) / (2.0 * pi * pi * sine);
}

vec3 sample_sky(float choice, vec2 u) {
  uvec2 size = uvec2(frame.shading.sky_map_width, frame.shading.sky_map_height);
  float scaled = choice * float(size.x * size.y);
  uint cell = min(uint(scaled), size.x * size.y - 1u);
  float threshold = uintBitsToFloat(fetch_sky_alias(cell * 3u));
  uint other = fetch_sky_alias(cell * 3u + 1u);
  if (scaled - float(cell) >= threshold) cell = other;
  return sky_direction((vec2(cell % size.x, cell / size.x) + u) / vec2(size));
}

/// Radiance of the sun's disc in a direction; 0 beside it.
vec3 sun_radiance(vec3 d) {
  float cosine = sqrt(1.0 - frame.shading.sun_sine * frame.shading.sun_sine);
  if (frame.shading.sun_pdf <= 0.0 || dot(d, frame.shading.sun_direction) < cosine) return vec3(0.0);
  return frame.shading.sun_irradiance * frame.shading.sun_pdf;
}

vec3 sample_sun(vec2 u) {
  float phi = 2.0 * pi * u.x;
  float radius = frame.shading.sun_sine * sqrt(u.y);
  vec3 local = vec3(radius * cos(phi), radius * sin(phi), sqrt(1.0 - radius * radius));
  return basis_around(frame.shading.sun_direction) * local;
}

#endif
