// SPDX-License-Identifier: Apache-2.0
// Path tracing with next-event estimation and multiple importance sampling (J. Kajiya, 1986; E. Veach, 1997).
// The first vertex that is not glass is split: one ray to the sun, one to a lamp, one or more diffuse bounces and, where
// the surface is smooth, one specular bounce; each kind is a signal of its own for the denoiser. All rays of all paths go through one call
// of the traversal, because kernels are compiled at start.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "path.glsl"
#include "quads.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = BINDING_HITS, scalar) readonly buffer HitBlock { HitRecord hits[]; };
layout(set = 0, binding = BINDING_GEOMETRY, scalar) readonly buffer GeometryBlock { GeometryRecord geometry[]; };
layout(set = 0, binding = BINDING_RADIANCE, scalar) writeonly buffer RadianceBlock { vec3 radiance[]; };
layout(set = 0, binding = BINDING_SIGNAL_A, scalar) writeonly buffer SignalBlock { SignalRecord signals[]; };
layout(set = 0, binding = BINDING_GUIDES, scalar) buffer GuideBlock { GuideRecord guides[]; };
layout(set = 0, binding = BINDING_SUMS, scalar) buffer SumBlock { SumRecord sums[]; };
layout(push_constant, scalar) uniform Push { ShadePush push; };

/// The ray of one sample; where all paths share it, the one through the pixel's centre.
bool primary_ray(uvec2 pixel, Sampler s, out Ray ray) {
  if (paths_share_hit) return label_ray(ivec2(pixel), ray);
  return sampled_camera_ray(pixel, s, sample_2d(s, DIMENSION_PIXEL) - 0.5, ray);
}

void add_sample(inout SumRecord sum, PathState p) {
  sum.total += p.extra + p.sun * p.sun_through + p.diffuse + p.specular;
  sum.albedo += p.albedo;
  sum.sun += p.sun;
  sum.extra += p.extra;
  sum.diffuse += p.diffuse;
  sum.specular += p.specular;
  sum.normal += p.guide_normal;
  float weight = luminance(p.sun);
  sum.visibility += weight * luminance(p.sun_through);
  sum.visibility_weight += weight;
  float diffuse = luminance(p.diffuse) / max(luminance(p.albedo), 1e-3), specular = luminance(p.specular);
  sum.diffuse_square += diffuse * diffuse;
  sum.specular_square += specular * specular;
  sum.depth += p.guide_depth;
  sum.id = p.guide_id;
}

float variance_of_mean(float square_sum, float mean, float count) {
  if (count < 4.0) return -1.0;  // too few samples to tell: the filter looks at the neighbours instead
  return max(square_sum / count - mean * mean, 0.0) / count;
}

/// Square of the turn of the normal towards the neighbours of the same surface, the smaller one of both sides: at the rim of
/// what is flat nothing turns.
float normal_turn(uvec2 pixel, HitRecord centre, vec3 normal, ivec2 step) {
  float least = 4.0;
  for (int side = -1; side <= 1; side += 2) {
    ivec2 q = ivec2(pixel) + side * step;
    if (any(lessThan(q, ivec2(0))) || q.x >= int(frame.width) || q.y >= int(frame.height)) return 0.0;
    uint index = uint(q.y) * frame.width + uint(q.x);
    if (hits[index].placement != centre.placement) return 0.0;
    vec3 turn = geometry[index].normal - normal;
    least = min(least, dot(turn, turn));
  }
  return least;
}

float turned_normals(uvec2 pixel, HitRecord centre) {
  if (centre.placement == NONE) return 0.0;
  vec3 normal = geometry[pixel.y * frame.width + pixel.x].normal;
  return 0.25 * (normal_turn(pixel, centre, normal, ivec2(1, 0)) + normal_turn(pixel, centre, normal, ivec2(0, 1)));
}

uint scrambled(uint h, HitRecord hit) {
  h = hash_uint(h ^ hit.placement ^ floatBitsToUint(hit.t));
  return hash_uint(h ^ hit.primitive ^ floatBitsToUint(hit.u) * 3u ^ floatBitsToUint(hit.v) * 5u);
}

const uint never_even = PLACEMENT_ALPHA | PLACEMENT_GLASS | PLACEMENT_MIRRORS;
const float most_quad_turn = 0.0016;   // square of the angle between two normals of a quad
// A defect's relief is each pixel's own, but for what is all but flat: where the good picture's surface shares light, and so is
// smoother, its noise would tell where the defect was.
const float most_defect_turn = 1e-4;
const float most_quad_depth = 0.02;    // between its distances, as a share of them

/// Whether the pixel's quad shows one even surface.
bool quad_is_even(uvec2 pixel) {
  uvec2 corner = quad_corner(pixel);
  if (corner.x + 1u >= frame.width || corner.y + 1u >= frame.height) return false;
  HitRecord first = hits[quad_index(corner, 0u)];
  uint flags = first.placement == NONE ? never_even : placement_identity(first.placement).z;
  if ((flags & never_even) != 0u) return false;
  float most_turn = (flags & PLACEMENT_DEFECT) != 0u ? most_defect_turn : most_quad_turn;
  GeometryRecord here = geometry[quad_index(corner, 0u)];
  for (uint i = 1u; i < 4u; ++i) {
    HitRecord hit = hits[quad_index(corner, i)];
    GeometryRecord there = geometry[quad_index(corner, i)];
    vec3 turn = there.normal - here.normal;
    if (hit.placement != first.placement || there.albedo != here.albedo) return false;
    if (dot(turn, turn) > most_turn || abs(hit.t - first.t) > most_quad_depth * first.t) return false;
  }
  return true;
}

/// Of what the centre rays of a pixel and of its neighbours met: other surfaces, or the same ones elsewhere, give another
/// number.
uint scrambled_hits(uvec2 pixel) {
  uint h = 0u;
  for (int i = 0; i < 5; ++i) {
    ivec2 q = ivec2(pixel) + ivec2(i == 1 ? 1 : i == 2 ? -1 : 0, i == 3 ? 1 : i == 4 ? -1 : 0);
    q = clamp(q, ivec2(0), ivec2(frame.width, frame.height) - 1);
    h = scrambled(h, hits[uint(q.y) * frame.width + uint(q.x)]);
  }
  if (!quads_share) return h;
  uvec2 corner = min(quad_corner(pixel), uvec2(frame.width, frame.height) - 2u);
  for (uint i = 0u; i < 4u; ++i) h = scrambled(h, hits[quad_index(corner, i)]);
  return h;
}

bool met_defect(HitRecord centre) {
  uint flags = flags_met;
  if (centre.placement != NONE) flags |= placement_identity(centre.placement).z;
  return (flags & PLACEMENT_DEFECT) != 0u;
}

void write_signals(uvec2 pixel, SumRecord sum, float count, HitRecord centre) {
  uint index = pixel.y * frame.width + pixel.x;
  vec3 albedo = sum.albedo / count;
  vec3 diffuse = sum.diffuse / max(sum.albedo, vec3(1e-3 * count));
  vec3 specular = sum.specular / count;
  float visible = sum.visibility_weight > 0.0 ? sum.visibility / sum.visibility_weight : 0.0;
  float depth = sum.depth / count;
  vec3 normal = dot(sum.normal, sum.normal) > 0.0 ? normalize(sum.normal) : vec3(0.0, 0.0, 1.0);
  uint flags = (met_defect(centre) ? GUIDE_MET_DEFECT : 0u) | (follows_quad || leads_quad ? GUIDE_QUAD : 0u) |
               (mirrors_sharply ? GUIDE_MIRROR : 0u);
  guides[index] = GuideRecord(encode_octahedral(normal), depth, sum.id, pack_rgb9e5(albedo),
                              pack_rgb9e5(sum.sun / count), pack_rgb9e5(sum.extra / count), flags, scrambled_hits(pixel));
  if (follows_quad) return;
  float variance = variance_of_mean(sum.diffuse_square, luminance(diffuse), count);
  float shiny = variance_of_mean(sum.specular_square, luminance(specular), count);
  SignalRecord signal = SignalRecord(visible, pack_rgb9e5(diffuse), pack_rgb9e5(specular),
                                     packHalf2x16(min(vec2(variance, shiny), vec2(6e4))));
  signals[index] = signal;
  if (leads_quad) {
    for (uint i = 1u; i < 4u; ++i) signals[quad_index(pixel, i)] = signal;
  }
}

/// Leaders are stratified among themselves, not among all pixels.
Sampler pixel_sampler(uvec2 pixel, uint sample_number) {
  uint samples = frame.shading.samples_per_pixel;
  if (leads_quad) return sampler_at(image_pixel(pixel) >> 1, sample_number, samples, frame.shading.key ^ 0x5BD1E995u);
  return sampler_at(image_pixel(pixel), sample_number, samples, frame.shading.key);
}

void main() {
  uvec2 pixel = pixel_of_invocation();
  if (pixel.x >= frame.width || pixel.y >= frame.height) return;
  uint index = pixel.y * frame.width + pixel.x;
  SumRecord sum;
  if (push.first_sample == 0u) {
    vec3 zero = vec3(0.0);
    sum = SumRecord(zero, zero, zero, zero, zero, zero, zero, 0.0, 0.0, 0.0, 0.0, 0.0, NONE);
  } else {
    sum = sums[index];
  }

  uint sample_number = push.first_sample;
  uint end = push.first_sample + push.sample_count;
  if (quads_share && quad_is_even(pixel)) {
    leads_quad = is_leader(pixel);
    follows_quad = !leads_quad;
  }
  if (follows_quad) end = min(end, 1u);  // what it has of its own is the same in each sample
  Sampler s = pixel_sampler(pixel, sample_number);
  PathState p;
  Ray ray;
  bool seen = primary_ray(pixel, s, ray);
  HitRecord first_hit = hits[index];
  if (is_twin && (guides[index].flags & GUIDE_MET_DEFECT) == 0u && guides[index].centre == scrambled_hits(pixel)) return;
  if (paths_share_hit) normal_variance = turned_normals(pixel, first_hit);
  begin_path(p);
  while (sample_number < end) {
    bool finished = !seen;
    if (seen) {
      HitRecord hit = first_hit;
      if (p.stage != STAGE_PRIMARY || p.through_glass || !paths_share_hit) hit = trace_nearest(ray);
      finished = advance_path(p, s, hit, ray);
    }
    if (!finished) continue;
    add_sample(sum, p);
    ++sample_number;
    s = pixel_sampler(pixel, sample_number);
    seen = primary_ray(pixel, s, ray);
    begin_path(p);
  }

  report_rays();
  if (push.last == 0u) {
    sums[index] = sum;
    return;
  }
  float count = follows_quad ? 1.0 : float(frame.shading.samples_per_pixel);
  if (frame.shading.denoise != 0u) {
    write_signals(pixel, sum, count, first_hit);
  } else {
    radiance[index] = sum.total / count;
  }
}
