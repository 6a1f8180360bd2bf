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

/// The parallelogram as a rectangle: its length as a vector, and its width.
struct LongBox {
  vec3 along;
  float width_m;
};

/// By the principal axes of its variance.
LongBox longest_box(Footprint f) {
  float xx = dot(f.x, f.x), yy = dot(f.y, f.y), xy = dot(f.x, f.y);
  float mean = 0.5 * (xx + yy), half_apart = 0.5 * (xx - yy);
  float angle = 0.5 * atan(xy, half_apart);
  float least = mean - length(vec2(half_apart, xy));
  return LongBox(cos(angle) * f.x + sin(angle) * f.y, sqrt(max(least, 0.0)));
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
