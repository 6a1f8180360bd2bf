// SPDX-License-Identifier: Apache-2.0
// Signals and guides as the filters read them, and how alike two surfaces are.
#ifndef GUIDES_GLSL
#define GUIDES_GLSL
#include "bsdf.glsl"
#include "sky.glsl"
#include "surface.glsl"
layout(set = 0, binding = BINDING_SIGNAL_A, scalar) buffer SignalABlock { SignalRecord signals_a[]; };
layout(set = 0, binding = BINDING_SIGNAL_B, scalar) buffer SignalBBlock { SignalRecord signals_b[]; };
layout(set = 0, binding = BINDING_GUIDES, scalar) buffer GuideBlock { uvec4 guide_words[]; };
layout(set = 0, binding = BINDING_SIGNAL_A_TEXELS) uniform usamplerBuffer signal_a_texels;
layout(set = 0, binding = BINDING_SIGNAL_B_TEXELS) uniform usamplerBuffer signal_b_texels;
layout(set = 0, binding = BINDING_GUIDE_TEXELS) uniform usamplerBuffer guide_texels;

/// The part of a GuideRecord that tells surfaces apart.
struct Guide {
  vec3 normal;
  float depth;
  uint id;
  uint albedo;
};

uvec4 fetch_guide(uint i) { return use_texels != 0u ? texelFetch(guide_texels, int(i)) : guide_words[i]; }

Guide guide_at(uint index) {
  uvec4 words = fetch_guide(index * 2u);
  return Guide(decode_octahedral(words.x), uintBitsToFloat(words.y), words.z, words.w);
}

/// Light of the pixel that has no noise: x: the sun's without shadow, y: emission, fog, the sky behind (rgb9e5).
uvec2 guide_light(uint index) { return fetch_guide(index * 2u + 1u).xy; }

bool in_quad(uint index) { return (fetch_guide(index * 2u + 1u).z & GUIDE_QUAD) != 0u; }
bool met_defect(uint index) { return (fetch_guide(index * 2u + 1u).z & GUIDE_MET_DEFECT) != 0u; }
bool mirrors(uint index) { return (fetch_guide(index * 2u + 1u).z & GUIDE_MIRROR) != 0u; }
bool holds_thin(uint index) { return (fetch_guide(index * 2u + 1u).z & GUIDE_THIN) != 0u; }

struct Signal {
  float sun;       // visibility
  vec4 diffuse;    // light over albedo, and the variance of its luminance; negative: unknown
  vec4 specular;
};

SignalRecord pack_signal(Signal s) {
  SignalRecord r;
  r.sun = s.sun;
  r.diffuse = pack_rgb9e5(s.diffuse.rgb);
  r.specular = pack_rgb9e5(s.specular.rgb);
  r.variances = packHalf2x16(min(vec2(s.diffuse.a, s.specular.a), vec2(6e4)));
  return r;
}

uvec4 fetch_signal(uint i, uint from_a) {
  if (use_texels != 0u) return from_a != 0u ? texelFetch(signal_a_texels, int(i)) : texelFetch(signal_b_texels, int(i));
  SignalRecord r;
  if (from_a != 0u) r = signals_a[i]; else r = signals_b[i];
  return uvec4(floatBitsToUint(r.sun), r.diffuse, r.specular, r.variances);
}

Signal signal_at(uint index, uint from_a) {
  uvec4 words = fetch_signal(index, from_a);
  vec2 variances = unpackHalf2x16(words.w);
  return Signal(uintBitsToFloat(words.x), vec4(unpack_rgb9e5(words.y), variances.x),
                vec4(unpack_rgb9e5(words.z), variances.y));
}

vec3 relit(vec3 extra, vec3 sun, vec3 albedo, Signal s) {
  return extra + sun * s.sun + max(albedo, vec3(1e-3)) * s.diffuse.rgb + s.specular.rgb;
}

bool in_frame(ivec2 p) {
  return all(greaterThanEqual(p, ivec2(0))) && p.x < int(frame.width) && p.y < int(frame.height);
}

/// Whether a pixel of surface `here` may take light from one of surface `there`.
bool may_ask(uint here, uint there) { return there == here || there == (here & ~GUIDE_GUEST); }

/// Whether they are one surface, guests and their hosts alike.
bool same_surface(uint a, uint b) { return ((a ^ b) & ~GUIDE_GUEST) == 0u; }

/// Whether what lies at the two depths may be one surface.
bool are_beside(float depth, float other) { return abs(other - depth) <= 0.2 * depth; }

/// 1 for the same direction, falling to 0 at about 25 degrees.
float normal_weight(vec3 a, vec3 b) {
  float c = clamp(dot(a, b), 0.0, 1.0);
  float c4 = c * c * c * c;
  float c16 = c4 * c4 * c4 * c4;
  return c16 * c16;
}

#endif
