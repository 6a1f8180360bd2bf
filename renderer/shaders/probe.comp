// SPDX-License-Identifier: Apache-2.0
// What is thinner than a pixel lies between the rays through the centres for long ways: a pole would have gaps. One more ray
// per pixel, at another place in each of three neighbours, marks pixels that hold what no centre around them shows.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "guides.glsl"
#include "path.glsl"
layout(local_size_x = 8, local_size_y = 8) in;

/// With the centre's, rays every quarter of a pixel across what runs along rows or columns of three pixels.
vec2 probe_offset(uvec2 pixel) {
  const float places[3] = float[3](-0.25, 0.25, 0.5);
  return vec2(places[pixel.y % 3u], places[pixel.x % 3u]);
}

/// Whether no centre of the pixel or its neighbours shows such a surface.
bool is_new(ivec2 pixel, uint id, float depth) {
  for (int i = 0; i < 9; ++i) {
    ivec2 q = pixel + ivec2(i % 3 - 1, i / 3 - 1);
    if (!in_frame(q)) continue;
    Guide there = guide_at(uint(q.y) * frame.width + uint(q.x));
    if (same_surface(there.id, id) && are_beside(there.depth, depth)) return false;
  }
  return true;
}

void main() {
  uvec2 pixel = gl_GlobalInvocationID.xy;
  if (pixel.x >= frame.width || pixel.y >= frame.height) return;
  uint index = pixel.y * frame.width + pixel.x;
  Ray ray;
  if (!camera_ray(ivec2(pixel), probe_offset(image_pixel(pixel)), vec2(0.0), 0.0, ray)) return;
  HitRecord hit = trace_nearest(ray);
  report_rays();
  if (hit.placement == NONE) return;
  Surface surface = surface_at(hit, ray);
  MaterialRecord m = material_at(surface.material);
  bool glass = (m.flags & MATERIAL_THIN_GLASS) != 0u;
  if (!glass && is_new(ivec2(pixel), solid_guide_id(surface.placement, m.run, NONE), surface.t))
    guide_words[index * 2u + 1u].z |= GUIDE_THIN;
}
