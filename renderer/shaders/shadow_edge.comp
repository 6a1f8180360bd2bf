// SPDX-License-Identifier: Apache-2.0
// Pixels on the edge of a shadow, which denoise.comp has listed, get more rays to the sun: one tells only whether it shines,
// and the edge would be a stair.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "edges.glsl"
#include "guides.glsl"
#include "path.glsl"
layout(local_size_x = EDGES_PER_GROUP) in;
layout(set = 0, binding = BINDING_HITS, scalar) readonly buffer HitBlock { HitRecord hits[]; };
layout(push_constant, scalar) uniform Push { EdgePush push; };

/// How much of the sun a surface sees over the pixel, where `first` is what the pixel's own sample saw.
float sun_seen(uvec2 pixel, Surface surface, Ray ray, float first) {
  vec3 geometric = faceforward(surface.geometric, ray.direction, surface.geometric);
  float sum = first;
  for (uint i = 0u; i < push.samples; ++i) {
    Sampler s = sampler_at(image_pixel(pixel), i, push.samples, frame.shading.key ^ 0x3C79AC49u);
    vec3 direction = sample_sun(sample_2d(s, DIMENSION_LENS));
    vec3 through = vec3(0.0);
    if (dot(direction, geometric) > 0.0)
      through = trace_transmittance(Ray(start_in_pixel(surface, geometric, ray, s), direction, 1e30, ray.time_s));
    sum += luminance(through);
  }
  return sum / float(push.samples + 1u);
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= edges[EDGES_OF_LIGHT].count) return;
  uint index = edge_pixel(EDGES_OF_LIGHT, i);
  uvec2 pixel = uvec2(index % frame.width, index / frame.width);
  Ray ray;
  label_ray(ivec2(pixel), ray);
  Surface surface = surface_at(hits[index], ray);
  // Behind a pane light falls on another surface than the one that the centre's ray met.
  if (abs(surface.t - guide_at(index).depth) > 1e-3 * surface.t) return;
  float sun = sun_seen(pixel, surface, ray, signal_at(index, push.from_a).sun);
  if (push.from_a != 0u) signals_a[index].sun = sun; else signals_b[index].sun = sun;
  report_rays();
}
