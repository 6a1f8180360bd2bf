// SPDX-License-Identifier: Apache-2.0
// Pixels of sharp mirrors over which what is mirrored ends, which denoise.comp has listed, get more rays: one tells only which
// side it met, and the edge would be ragged.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "edges.glsl"
#include "guides.glsl"
#include "path.glsl"
layout(local_size_x = EDGES_PER_GROUP) in;
layout(push_constant, scalar) uniform Push { EdgePush push; };

/// The sum of samples and of their squared luminances.
struct Mirrored {
  vec3 light;
  float square, count;
};

void add(inout Mirrored sum, vec3 light) {
  float l = luminance(light);
  sum.light += light;
  sum.square += l * l;
  sum.count += 1.0;
}

/// What the pixel's surface mirrors, seen through points all over the pixel; where they meet another surface they tell
/// nothing. `sum` holds what the pixel's own sample saw.
void add_samples(inout Mirrored sum, uvec2 pixel, uint surface_id) {
  uint number = 0u;
  bool fresh = true;
  Sampler s;
  PathState p;
  Ray ray;
  while (number < push.samples) {
    bool seen = true;
    if (fresh) {
      s = sampler_at(image_pixel(pixel), number, push.samples, frame.shading.key ^ 0x6A09E667u);
      seen = sampled_camera_ray(pixel, s, sample_2d(s, DIMENSION_PIXEL) - 0.5, ray);
      begin_path(p);
      fresh = false;
    }
    if (seen && !advance_path(p, s, trace_nearest(ray), ray)) continue;
    if (seen && same_surface(p.guide_id, surface_id)) add(sum, p.specular);
    ++number;
    fresh = true;
  }
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= edges[EDGES_IN_MIRRORS].count) return;
  mirrors_only = true;
  uint index = edge_pixel(EDGES_IN_MIRRORS, i);
  Signal signal = signal_at(index, push.from_a);
  Mirrored sum = Mirrored(vec3(0.0), 0.0, 0.0);
  add(sum, signal.specular.rgb);
  add_samples(sum, uvec2(index % frame.width, index / frame.width), guide_at(index).id);
  vec3 mean = sum.light / sum.count;
  float l = luminance(mean);
  if (sum.count > 1.0) signal.specular = vec4(mean, max(sum.square / sum.count - l * l, 0.0) / sum.count);
  SignalRecord record = pack_signal(signal);
  if (push.from_a != 0u) signals_a[index] = record; else signals_b[index] = record;
  report_rays();
}
