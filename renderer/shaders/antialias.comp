// SPDX-License-Identifier: Apache-2.0
// Pixels on an edge, which relight.comp has listed, get camera rays of their own, each taking its light from the neighbour
// whose surface is most like the one it met (after subpixel reconstruction antialiasing, M. Chajdas, M. McGuire and
// D. Luebke, I3D 2011).
#version 460
#extension GL_GOOGLE_include_directive : require
#include "edges.glsl"
#include "guides.glsl"
#include "path.glsl"
layout(local_size_x = EDGES_PER_GROUP) in;
layout(set = 0, binding = BINDING_RADIANCE, scalar) writeonly buffer RadianceBlock { vec3 radiance[]; };
layout(push_constant, scalar) uniform Push { EdgePush push; };

/// Light of the neighbours, weighted by how much their surface is that of the sample.
Signal gather(ivec2 pixel, vec2 offset, PathState p) {
  Signal sum;
  sum.sun = 0.0;
  sum.diffuse = vec4(0.0);
  sum.specular = vec4(0.0);
  float total = 0.0;
  bool shown = false;  // at a centre
  for (int i = 0; i < 9; ++i) {
    ivec2 step = ivec2(i % 3 - 1, i / 3 - 1);
    if (!in_frame(pixel + step)) continue;
    uint index = uint(pixel.y + step.y) * frame.width + uint(pixel.x + step.x);
    Guide there = guide_at(index);
    if (there.depth <= 0.0) continue;
    vec2 apart = vec2(step) - offset;
    float weight = exp(-2.0 * dot(apart, apart));
    bool same = same_surface(there.id, p.guide_id);
    shown = shown || same;
    weight *= same ? 1.0 : 1e-3;
    weight *= 1e-3 + normal_weight(p.guide_normal, there.normal);
    weight *= exp(-20.0 * min(abs(there.depth / p.guide_depth - 1.0), 0.5));
    Signal s = signal_at(index, push.from_a);
    sum.sun += weight * s.sun;
    sum.diffuse += weight * s.diffuse;
    sum.specular += weight * s.specular;
    total += weight;
  }
  if (total > 0.0) {
    sum.sun /= total;
    sum.diffuse /= total;
    sum.specular /= total;
  }
  if (!shown) sum.specular.rgb = p.specular;
  return sum;
}

/// Specular light as it may be where no centre shows the surface: a strip of tar on a road mirrors the sky, a railing the
/// houses across the street, about a quarter as bright.
vec3 guessed_specular(Vertex v, vec3 direction) {
  vec3 reflected = (v.specular_lobes & LOBE_SPECULAR) != 0u ? v.bsdf.reflected : vec3(0.0);
  if ((v.specular_lobes & LOBE_COAT) != 0u) reflected += v.bsdf.coat_reflected;
  vec3 sky = sky_radiance(reflect(direction, v.bsdf.normal));
  return reflected * mix(0.25 * frame.shading.ambient, sky, smoothstep(0.8, 1.0, v.bsdf.normal.z));
}

/// The camera's ray through panes to the first solid surface, without any light that needs a ray. It stands for
/// `sample_angle` of the image.
void meet_first_surface(inout PathState p, Ray ray, float sample_angle) {
  Sampler unused = Sampler(0u, 0u);
  for (uint i = 0u; i <= most_panes; ++i) {
    HitRecord hit = trace_nearest(ray);
    if (hit.placement == NONE) {
      add_environment(p, ray.direction);
      return;
    }
    Surface surface = surface_at(hit, ray);
    Appearance a = meet_surface(p, surface, ray, camera_footprint(surface, ray, sample_angle));
    if (a.glass) {
      meet_pane(p, unused, surface, a, ray);
      continue;
    }
    guide_paths(p, surface, a, ray);
    Vertex v = vertex_at(surface, a, ray.direction);
    divide_lobes(p, v, a);
    p.specular = p.throughput * guessed_specular(v, ray.direction);
    if (frame.shading.sun_pdf > 0.0 && dot(frame.shading.sun_direction, v.geometric) > 0.0) {
      LightSample sun = LightSample(frame.shading.sun_direction, 1e30, frame.shading.sun_irradiance,
                                    frame.shading.sun_pdf);
      LobeValues l = evaluate_lobes(v.bsdf, v.view, sun.direction);
      p.sun = p.throughput * drawn_light(v, sun, l, drawn_sky_pdf(sun.direction), v.diffuse_lobes);
    }
    return;
  }
}

vec3 edge_radiance(uvec2 pixel) {
  vec3 sum = vec3(0.0);
  for (uint i = 0u; i < push.samples; ++i) {
    Sampler s = sampler_at(image_pixel(pixel), i, push.samples, frame.shading.key ^ 0xA511E9B3u);
    vec2 offset = sample_2d(s, DIMENSION_PIXEL) - 0.5;
    Ray ray;
    if (!sampled_camera_ray(pixel, s, offset, ray)) continue;
    PathState p;
    begin_path(p);
    meet_first_surface(p, ray, frame.shading.pixel_angle * inversesqrt(float(push.samples)));
    Signal light = gather(ivec2(pixel), offset, p);
    sum += p.guide_depth > 0.0 ? relit(p.extra, p.sun, p.albedo, light) : p.extra;
  }
  return sum / float(push.samples);
}

void main() {
  uint i = gl_GlobalInvocationID.x;
  if (i >= edges[EDGES_OF_LIGHT].count) return;
  uint pixel = edge_pixel(EDGES_OF_LIGHT, i);
  radiance[pixel] = edge_radiance(uvec2(pixel % frame.width, pixel / frame.width));
  report_rays();
}
