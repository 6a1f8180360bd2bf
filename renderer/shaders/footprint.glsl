// SPDX-License-Identifier: Apache-2.0
// What one sample stands for on the surface that it met (H. Igehy, "Tracing ray differentials", SIGGRAPH 1999): a
// parallelogram, long where the view grazes.
#ifndef FOOTPRINT_GLSL
#define FOOTPRINT_GLSL
#include "surface.glsl"

struct Footprint {
  vec3 x, y;  // its sides, in metres
};

/// Width along a unit vector of the surface: of a box with the variance of the parallelogram.
float width_along(Footprint f, vec3 axis) { return length(vec2(dot(f.x, axis), dot(f.y, axis))); }

/// Widths of the narrowest and of the widest box among those that stand for the parallelogram.
struct Widths {
  float least_m, most_m;
};

Widths widths_of(Footprint f) {
  float xx = dot(f.x, f.x), yy = dot(f.y, f.y), xy = dot(f.x, f.y);
  float mean = 0.5 * (xx + yy);
  float apart = length(vec2(0.5 * (xx - yy), xy));
  return Widths(sqrt(max(mean - apart, 0.0)), sqrt(mean + apart));
}

/// Of a camera's ray that stands for `angle` of the image each way.
Footprint camera_footprint(Surface s, Ray ray, float angle) {
  float cosine = dot(ray.direction, s.geometric);
  vec3 slant = s.geometric / (max(abs(cosine), 0.05) * (cosine < 0.0 ? -1.0 : 1.0));
  float size = angle * length(s.position);
  return Footprint(size * (frame.right - ray.direction * dot(frame.right, slant)),
                   size * (frame.down - ray.direction * dot(frame.down, slant)));
}

/// Of a bounce, the same in all directions.
Footprint round_footprint(Surface s, float size) {
  return Footprint(size * s.tangent, size * cross(s.geometric, s.tangent));
}

#endif
