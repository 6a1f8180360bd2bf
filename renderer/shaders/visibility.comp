// SPDX-License-Identifier: Apache-2.0
// The centre ray of each pixel: what it meets first.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "camera.glsl"
#include "trace.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = BINDING_HITS, scalar) writeonly buffer HitBlock { HitRecord hits[]; };

void main() {
  uvec2 pixel = gl_GlobalInvocationID.xy;
  if (pixel.x >= frame.width || pixel.y >= frame.height) return;
  HitRecord hit = HitRecord(NONE, NONE, 0.0, 0.0, 0.0, 0.0);
  Ray ray;
  if (label_ray(ivec2(pixel), ray)) hit = trace_nearest(ray);
  if (hit.placement == NONE) hit.t = 0.0;
  hits[pixel.y * frame.width + pixel.x] = hit;
  report_rays();
}
