// SPDX-License-Identifier: Apache-2.0
// Emissive triangles as lights. A triangle is drawn by its power; of several drawn, one is kept by what it would bring
// without occluders (resampled importance sampling: J. Talbot et al., EGSR 2005). Multiple importance sampling
// (E. Veach, 1997) weighs by the density of the first draw, which both techniques can name; any weights that sum to one
// are unbiased.
#ifndef LIGHT_GLSL
#define LIGHT_GLSL
#include "bsdf.glsl"
#include "random.glsl"
#include "scene.glsl"
TEXEL_TABLE(light, BINDING_LIGHTS, BINDING_LIGHT_TEXELS)

struct LightSample {
  vec3 direction;
  float distance_m;
  vec3 radiance;  // emission over the density of the first draw, per solid angle
  float pdf;      // that density
};

uint pick_light(float choice) {
  float scaled = choice * float(frame.shading.light_count);
  uint i = min(uint(scaled), frame.shading.light_count - 1u);
  float threshold = uintBitsToFloat(fetch_light(i * 4u).w);
  uint other = fetch_light(i * 4u + 1u).w;
  return scaled - float(i) < threshold ? i : other;
}

/// Density per solid angle with which a direction to a point of a light is drawn first.
float light_pdf(vec3 emission, float distance_m, float cosine) {
  return luminance(emission) * frame.shading.light_pdf_scale * distance_m * distance_m / max(cosine, 1e-6);
}

LightSample sample_light_triangle(uint i, vec2 u, vec3 position) {
  vec3 corner = uintBitsToFloat(fetch_light(i * 4u).xyz), edge1 = uintBitsToFloat(fetch_light(i * 4u + 1u).xyz);
  vec3 edge2 = uintBitsToFloat(fetch_light(i * 4u + 2u).xyz), emission = uintBitsToFloat(fetch_light(i * 4u + 3u).xyz);
  float root = sqrt(u.x);
  vec3 point = corner + edge1 * (root * (1.0 - u.y)) + edge2 * (root * u.y);
  vec3 to_light = point - position;
  LightSample s;
  s.distance_m = max(length(to_light), 1e-4);
  s.direction = to_light / s.distance_m;
  vec3 normal = normalize(cross(edge1, edge2));
  s.pdf = light_pdf(emission, s.distance_m, abs(dot(normal, s.direction)));
  s.radiance = emission / max(s.pdf, 1e-12);
  return s;
}

/// Weight of technique `a` against `b` by the power heuristic.
float mis_weight(float a, float b) {
  if (a > 1e8) return 1.0;
  return a * a / max(a * a + b * b, 1e-30);
}

#endif
