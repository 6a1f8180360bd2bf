// SPDX-License-Identifier: Apache-2.0
// One pass of an edge-avoiding a-trous wavelet filter (H. Dammertz et al., HPG 2010) with the variance-guided weights of
// SVGF (C. Schied et al., HPG 2017), without reuse over time: every image stands alone. Light is filtered after division
// by albedo, so textures stay sharp: specular light never across ids, the rest only to another material of the same plane.
// Stride 0 is the first pass: it only measures the neighbourhood.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "edges.glsl"
#include "guides.glsl"
#include "quads.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(push_constant, scalar) uniform Push { DenoisePush push; };

const vec2 luminance_tolerance = vec2(8.0, 3.0);  // of diffuse and of specular light, in deviations
const float firefly_tolerance = 3.0;
const float enough_alike = 20.0;                  // neighbours, of 25
const float sun_tolerance = 0.2;                  // in visibility, several samples of which are known at edges
const float least_albedo = 0.01;                  // of what has diffuse light to speak of
const float least_shadow = 0.1;                   // difference in visibility that makes the edge of one
const float least_mirrored = 0.25;                 // and of what is mirrored, as a share of the pixel's light

struct Neighbour {
  vec2 weight;  // of its diffuse and its specular light, by surface alone
  float loose;  // of its diffuse light where few neighbours are alike; 0 for what a defect has shaped
  Signal signal;
};

struct Centre {
  ivec2 pixel;
  uint id;
  bool met_defect;
  vec3 normal;
  float inverse_depth;
  vec2 slope;  // of the inverse depth, which is linear on a plane
};

/// Whether diffuse light, divided by albedo as it is, goes on from the centre's surface to another material beside it. Defects
/// keep theirs: a crack is dark, and what is around it looks the same in both pictures of a pair.
bool shares_light(Centre c, uint index, Guide there) {
  bool defective = c.met_defect || met_defect(index) || ((c.id | there.id) & GUIDE_GUEST) != 0u;
  return !defective && luminance(unpack_rgb9e5(there.albedo)) > least_albedo;
}

/// Difference of the inverse depth towards the neighbours that may lie on the same plane, the smaller one of both sides.
float inverse_depth_slope(Centre c, ivec2 step) {
  float best = 1e9;
  for (int side = -1; side <= 1; side += 2) {
    ivec2 q = c.pixel + side * step;
    if (any(lessThan(q, ivec2(0))) || q.x >= int(frame.width) || q.y >= int(frame.height)) continue;
    uint index = uint(q.y) * frame.width + uint(q.x);
    Guide guide = guide_at(index);
    bool parallel = shares_light(c, index, guide) && dot(guide.normal, c.normal) > 0.99;
    if (!may_ask(c.id, guide.id) && !parallel) continue;
    float difference = float(side) * (1.0 / max(guide.depth, 1e-3) - c.inverse_depth);
    if (abs(difference) < abs(best)) best = difference;
  }
  return abs(best) < 1e8 ? best : 0.0;
}

Neighbour neighbour_at(Centre c, ivec2 offset) {
  Neighbour n = Neighbour(vec2(0.0), 0.0, Signal(0.0, vec4(0.0), vec4(0.0)));
  ivec2 q = c.pixel + offset;
  if (any(lessThan(q, ivec2(0))) || q.x >= int(frame.width) || q.y >= int(frame.height)) return n;
  uint index = uint(q.y) * frame.width + uint(q.x);
  Guide guide = guide_at(index);
  if (guide.depth <= 0.0) return n;
  float expected = c.inverse_depth + dot(c.slope, vec2(offset));
  float error = abs(1.0 / guide.depth - expected) / c.inverse_depth;
  float on_plane = normal_weight(c.normal, guide.normal) * exp(-error * 60.0);
  if (may_ask(c.id, guide.id)) n.weight = vec2(on_plane);
  else if (shares_light(c, index, guide)) n.weight.x = on_plane;
  n.loose = n.weight.x;
  if (guide.id == c.id) n.loose = (c.id & GUIDE_GUEST) == 0u ? 0.05 + max(dot(c.normal, guide.normal), 0.0) : 0.0;
  n.signal = signal_at(index, push.from_a);
  return n;
}

/// Of the diffuse and the specular light.
vec2 luminances(Signal s) { return vec2(luminance(s.diffuse.rgb), luminance(s.specular.rgb)); }

/// Light that stands out from all neighbours by more than their own spread is a path that a few samples cannot average.
float without_firefly(float light, float weight, float mean, float square) {
  float others = weight - 1.0;
  if (others < 4.0) return 1.0;
  float expected = (mean - light) / others;
  float spread = sqrt(max((square - light * light) / others - expected * expected, 0.0));
  return min(1.0, (expected + firefly_tolerance * spread + 1e-4) / max(light, 1e-9));
}

float pixel_luminance(uint index, Signal s) {
  uvec2 light = guide_light(index);
  return luminance(relit(unpack_rgb9e5(light.y), unpack_rgb9e5(light.x), unpack_rgb9e5(guide_at(index).albedo), s));
}

/// First pass: how differently the nearest neighbours see the sun and what is mirrored, variances of the other signals from 5 x 5 neighbours,
/// `apart` pixels from each other. The fewer of them are alike, the more of a pixel's diffuse light is that of all: a kerb's
/// rounded edge is as wide as a pixel, and noise shows more than the difference between its light and the light beside it.
Signal measure(Centre c, Signal here, int apart, out float sun_range, out float mirrored_range) {
  float darkest = here.sun, brightest = here.sun;
  float dimmest = luminance(here.specular.rgb), glossiest = dimmest;
  vec4 loose = vec4(0.0);
  vec2 weight = vec2(0.0), mean = vec2(0.0), square = vec2(0.0), known = vec2(0.0);
  for (int y = -2; y <= 2; ++y) {
    for (int x = -2; x <= 2; ++x) {
      Neighbour n = neighbour_at(c, ivec2(x, y) * apart);
      loose += n.loose / float(1 + x * x + y * y) * vec4(n.signal.diffuse.rgb, 1.0);
      if (n.weight.x <= 1e-3) continue;
      vec2 light = luminances(n.signal);
      weight += n.weight;
      mean += n.weight * light;
      square += n.weight * light * light;
      known += n.weight * vec2(n.signal.diffuse.a, n.signal.specular.a);
      if (max(abs(x), abs(y)) > 1) continue;
      darkest = min(darkest, n.signal.sun);
      brightest = max(brightest, n.signal.sun);
      if (n.weight.y <= 1e-3) continue;
      dimmest = min(dimmest, light.y);
      glossiest = max(glossiest, light.y);
    }
  }
  sun_range = brightest - darkest;
  mirrored_range = glossiest - dimmest;
  vec2 light = luminances(here);
  if (here.diffuse.a < 0.0) here.diffuse.rgb *= without_firefly(light.x, weight.x, mean.x, square.x);
  if (here.specular.a < 0.0) here.specular.rgb *= without_firefly(light.y, weight.y, mean.y, square.y);
  if (here.diffuse.a < 0.0 && loose.a > 0.0)
    here.diffuse.rgb = mix(loose.rgb / loose.a, here.diffuse.rgb, min(weight.x / enough_alike, 1.0));
  mean /= weight;
  // Where samples tell a pixel's variance, still that of all neighbours: its own errs together with its light, and a
  // filter that trusts the one in weighing the other is biased.
  vec2 variance = max(square / weight - mean * mean, vec2(0.0));
  if (here.diffuse.a >= 0.0) variance.x = known.x / weight.x;
  if (here.specular.a >= 0.0) variance.y = known.y / weight.y;
  here.diffuse.a = variance.x;
  here.specular.a = variance.y;
  return here;
}

Signal smooth_neighbours(Centre c, Signal here) {
  vec2 light = luminances(here);
  vec2 deviation = luminance_tolerance * sqrt(max(vec2(here.diffuse.a, here.specular.a), vec2(0.0))) + 1e-3 * light + 1e-5;
  float sun_sum = here.sun, sun_weight = 1.0;
  vec4 diffuse = here.diffuse, specular = here.specular;
  float diffuse_weight = 1.0, specular_weight = 1.0;
  for (int y = -1; y <= 1; ++y) {
    for (int x = -1; x <= 1; ++x) {
      if (x == 0 && y == 0) continue;
      Neighbour n = neighbour_at(c, ivec2(x, y) * int(push.stride));
      if (n.weight.x <= 1e-3) continue;
      vec2 kernel = n.weight * (x == 0 || y == 0 ? 0.6 : 0.36);
      vec2 w = kernel * exp(-abs(luminances(n.signal) - light) / deviation);
      diffuse += vec4(w.x * n.signal.diffuse.rgb, w.x * w.x * n.signal.diffuse.a);
      diffuse_weight += w.x;
      specular += vec4(w.y * n.signal.specular.rgb, w.y * w.y * n.signal.specular.a);
      specular_weight += w.y;
      float apart = (n.signal.sun - here.sun) / sun_tolerance;
      float ws = kernel.x * exp(-apart * apart);
      sun_sum += ws * n.signal.sun;
      sun_weight += ws;
    }
  }
  Signal result = here;
  result.diffuse = diffuse / vec4(vec3(diffuse_weight), diffuse_weight * diffuse_weight);
  result.specular = specular / vec4(vec3(specular_weight), specular_weight * specular_weight);
  if (push.stride <= 2u) result.sun = sun_sum / sun_weight;
  return result;
}

void store(uint index, SignalRecord record) {
  if (push.from_a != 0u) signals_b[index] = record; else signals_a[index] = record;
}

void main() {
  uvec2 pixel = pixel_of_invocation();
  if (pixel.x >= frame.width || pixel.y >= frame.height) return;
  uint index = pixel.y * frame.width + pixel.x;
  bool quad = quads_share && in_quad(index);
  if (quad && !is_leader(pixel)) return;
  Signal signal = signal_at(index, push.from_a);
  Guide guide = guide_at(index);
  if (guide.depth > 0.0) {
    Centre c;
    c.pixel = ivec2(pixel);
    c.id = guide.id;
    c.met_defect = met_defect(index);
    c.normal = guide.normal;
    c.inverse_depth = 1.0 / guide.depth;
    c.slope = vec2(inverse_depth_slope(c, ivec2(1, 0)), inverse_depth_slope(c, ivec2(0, 1)));
    // The nearest neighbours of a leader have its own light.
    if (push.stride == 0u) {
      float sun_range, mirrored_range;
      signal = measure(c, signal, quad ? 2 : 1, sun_range, mirrored_range);
      if (paths_share_hit && sun_range > least_shadow && guide_light(index).x != 0u)
        list_pixel(EDGES_OF_LIGHT, index);
      if (paths_share_hit && mirrors(index) && mirrored_range > least_mirrored * pixel_luminance(index, signal))
        list_pixel(EDGES_IN_MIRRORS, index);
    } else if (!quad || push.stride > 1u) signal = smooth_neighbours(c, signal);
  }
  SignalRecord record = pack_signal(signal);
  store(index, record);
  if (quad) {
    for (uint i = 1u; i < 4u; ++i) store(quad_index(pixel, i), record);
  }
}
