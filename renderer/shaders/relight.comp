// SPDX-License-Identifier: Apache-2.0
// Filtered light times what has no noise. Where a pixel's paths shared the hit of its centre, pixels on an edge are listed
// for antialias.comp instead: there lanes do nothing else, while here few of them would have work.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "edges.glsl"
#include "guides.glsl"
#include "quads.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = BINDING_RADIANCE, scalar) writeonly buffer RadianceBlock { vec3 radiance[]; };
layout(push_constant, scalar) uniform Push { EdgePush push; };

/// Whether the pixel and its neighbours show more than one smooth surface.
bool on_edge(ivec2 pixel, Guide here) {
  for (int i = 0; i < 9; ++i) {
    ivec2 q = pixel + ivec2(i % 3 - 1, i / 3 - 1);
    if (!in_frame(q)) continue;
    uint index = uint(q.y) * frame.width + uint(q.x);
    Guide there = guide_at(index);
    if (!same_surface(there.id, here.id) || holds_thin(index)) return true;
    if (here.depth <= 0.0) continue;
    if (!are_beside(here.depth, there.depth)) return true;
    if (dot(there.normal, here.normal) < 0.9) return true;
  }
  return false;
}

/// The filtered light of a pixel. That of an even quad is one for all four, as at its middle: between the middles it is
/// interpolated.
Signal light_at(uvec2 pixel, uint index, Guide here) {
  Signal signal = signal_at(index, push.from_a);
  if (!quads_share || !in_quad(index)) return signal;
  ivec2 corner = ivec2(quad_corner(pixel)), way = ivec2(pixel & 1u) * 4 - 2;
  Signal sum = Signal(9.0 * signal.sun, 9.0 * signal.diffuse, 9.0 * signal.specular);
  float total = 9.0;
  for (int i = 1; i < 4; ++i) {
    ivec2 q = corner + ivec2(i & 1, i >> 1) * way;
    uint at = uint(q.y) * frame.width + uint(q.x);
    if (!in_frame(q) || !in_quad(at)) continue;
    Guide there = guide_at(at);
    if (there.id != here.id) continue;
    float weight = i == 3 ? 1.0 : 3.0;
    Signal s = signal_at(at, push.from_a);
    sum = Signal(sum.sun + weight * s.sun, sum.diffuse + weight * s.diffuse, sum.specular + weight * s.specular);
    total += weight;
  }
  return Signal(sum.sun / total, sum.diffuse / total, sum.specular / total);
}

void main() {
  uvec2 pixel = gl_GlobalInvocationID.xy;
  if (pixel.x >= frame.width || pixel.y >= frame.height) return;
  uint index = pixel.y * frame.width + pixel.x;
  Guide guide = guide_at(index);
  if (paths_share_hit && on_edge(ivec2(pixel), guide)) {
    list_pixel(EDGES_OF_LIGHT, index);
    return;
  }
  uvec2 light = guide_light(index);
  radiance[index] = relit(unpack_rgb9e5(light.y), unpack_rgb9e5(light.x), unpack_rgb9e5(guide.albedo),
                          light_at(pixel, index, guide));
}
