// SPDX-License-Identifier: Apache-2.0
// Signals and guides as the filters read them, and how alike two surfaces are.
#ifndef GUIDES_GLSL
#define GUIDES_GLSL
#include "bsdf.glsl"
#include "sky.glsl"
#include "surface.glsl"
layout(set = 0, binding = BINDING_SIGNAL_A, scalar) buffer SignalABlock { SignalRecord signals_a[]; };
layout(set = 0, binding = BINDING_SIGNAL_B, scalar) buffer SignalBBlock { SignalRecord signals_b[]; };
layout(set = 0, binding = BINDING_GUIDES, scalar) readonly buffer GuideBlock { GuideRecord guides[]; };

struct Signal {
  vec2 sun;        // visibility, and its mean over neighbours or its variance
  vec4 diffuse;    // light over albedo, and the variance of its luminance; negative: unknown
  vec4 specular;
};

Signal unpack_signal(SignalRecord r) {
  Signal s;
  s.sun = unpackHalf2x16(r.sun);
  s.diffuse = vec4(unpackHalf2x16(r.diffuse[0]), unpackHalf2x16(r.diffuse[1]));
  s.specular = vec4(unpackHalf2x16(r.specular[0]), unpackHalf2x16(r.specular[1]));
  return s;
}

SignalRecord pack_signal(Signal s) {
  SignalRecord r;
  r.sun = packHalf2x16(s.sun);
  r.diffuse[0] = packHalf2x16(s.diffuse.xy);
  r.diffuse[1] = packHalf2x16(min(s.diffuse.zw, vec2(6e4)));
  r.specular[0] = packHalf2x16(s.specular.xy);
  r.specular[1] = packHalf2x16(min(s.specular.zw, vec2(6e4)));
  return r;
}

SignalRecord read_signal(uint index, uint from_a) {
  if (from_a != 0u) return signals_a[index];
  return signals_b[index];
}

/// 1 for the same direction, falling to 0 at about 25 degrees.
float normal_weight(vec3 a, vec3 b) {
  float c = clamp(dot(a, b), 0.0, 1.0);
  float c4 = c * c * c * c;
  float c16 = c4 * c4 * c4 * c4;
  return c16 * c16;
}

#endif
