// SPDX-License-Identifier: Apache-2.0
// appearance_at: the only way from a surface to how it scatters and emits light. Textures, patterns and normal maps are
// applied here, for shading and for the albedo buffer alike.
#ifndef APPEARANCE_GLSL
#define APPEARANCE_GLSL
#include "bsdf.glsl"
#include "footprint.glsl"
#include "pattern.glsl"
#include "surface.glsl"
#include "texture.glsl"
WORD_TABLE(energy, BINDING_ENERGY, BINDING_ENERGY_WORDS)

struct Appearance {
  vec3 albedo;     // base colour; of thin glass: its tint
  float roughness;
  float even_roughness;  // without the pattern's variation: the same all over a material
  float metalness;
  vec3 normal;     // shading normal, on the side of the viewer where the material is two-sided
  vec3 geometric;  // the triangle's, on the side of the viewer
  vec3 emission;
  float clearcoat;
  float clearcoat_roughness;
  bool glass;
  bool translucent;
  uint run;  // of materials: bands of one surface have one
};

vec3 mapped_normal(Surface s, vec3 normal, uint texture_index, vec2 uv) {
  vec3 t = texture_at(texture_index, uv) * 2.0 - 1.0;
  vec3 tangent = s.tangent - normal * dot(normal, s.tangent);
  if (dot(tangent, tangent) < 1e-8) return normal;
  tangent = normalize(tangent);
  vec3 bitangent = cross(normal, tangent) * s.bitangent_sign;
  return normalize(tangent * t.x + bitangent * t.y + normal * max(t.z, 0.05));
}

/// `footprint`: what the ray stands for on the surface.
Appearance appearance_at(Surface s, vec3 ray_direction, Footprint footprint) {
  MaterialRecord m = material_at(s.material);
  vec2 uv = s.uv * m.uv_scale;
  Appearance a;
  a.albedo = m.albedo;
  a.roughness = m.roughness;
  a.metalness = m.metalness;
  a.normal = s.normal;
  if (textures_exist && m.albedo_texture != NONE) a.albedo *= texture_at(m.albedo_texture, uv);
  if (textures_exist && m.roughness_texture != NONE) {
    vec3 t = texture_at(m.roughness_texture, uv);
    a.roughness *= t.g;
    a.metalness *= t.b;
  }
  if (textures_exist && m.normal_texture != NONE) a.normal = mapped_normal(s, s.normal, m.normal_texture, uv);
  a.even_roughness = a.roughness;
  if (m.pattern != PATTERN_NONE) {
    PatternSample p = pattern_at(m, s, footprint, a.albedo, a.roughness);
    a.albedo = p.albedo;
    a.roughness = p.roughness;
  }
  bool behind = dot(s.geometric, ray_direction) > 0.0;
  a.geometric = behind ? -s.geometric : s.geometric;
  if (behind && (m.flags & MATERIAL_TWO_SIDED) != 0u) a.normal = -a.normal;
  a.emission = m.emission;
  a.clearcoat = m.clearcoat;
  a.clearcoat_roughness = m.clearcoat_roughness;
  a.glass = (m.flags & MATERIAL_THIN_GLASS) != 0u;
  a.translucent = (m.flags & MATERIAL_TRANSLUCENT) != 0u;
  a.run = m.run;
  return a;
}

/// Directional albedo of GGX as scale and bias of F0 (B. Karis, "Real shading in Unreal Engine 4", 2013); bilinear.
vec2 energy_at(float cosine, float roughness) {
  vec2 p = clamp(vec2(cosine, roughness), 0.0, 1.0) * float(ENERGY_SIZE - 1);
  uvec2 cell = min(uvec2(p), uvec2(ENERGY_SIZE - 2));
  vec2 f = p - vec2(cell);
  uint i = cell.y * ENERGY_SIZE + cell.x;
  vec2 low = mix(unpackHalf2x16(fetch_energy(i)), unpackHalf2x16(fetch_energy(i + 1u)), f.x);
  i += ENERGY_SIZE;
  vec2 high = mix(unpackHalf2x16(fetch_energy(i)), unpackHalf2x16(fetch_energy(i + 1u)), f.x);
  return mix(low, high, f.y);
}

float alpha_of(float roughness) { return max(roughness * roughness, 0.002); }

Bsdf bsdf_of(Appearance a, vec3 view) {
  Bsdf b;
  b.normal = a.normal;
  // A shading normal that looks away from the viewer is bent back to grazing.
  float cosine = dot(b.normal, view);
  if (cosine < 1e-3) b.normal = normalize(b.normal + view * (1e-3 - cosine));
  cosine = max(cosine, 1e-3);
  vec2 e = energy_at(cosine, a.roughness);
  b.f0 = mix(vec3(0.04), a.albedo, a.metalness);
  vec3 multiple = 1.0 + b.f0 * (1.0 / max(e.x + e.y, 0.05) - 1.0);
  b.boost = luminance(multiple);
  b.reflected = (b.f0 * e.x + e.y) * b.boost;
  b.alpha = alpha_of(a.roughness);
  b.coat = a.clearcoat;
  b.coat_alpha = alpha_of(a.clearcoat_roughness);
  b.coat_reflected = 0.0;
  if (b.coat > 0.0) {
    vec2 c = energy_at(cosine, a.clearcoat_roughness);
    b.coat_reflected = b.coat * (0.04 * c.x + c.y);
  }
  float below = 1.0 - b.coat_reflected;
  b.boost *= below;
  b.reflected *= below;
  b.diffuse = a.albedo * ((1.0 - a.metalness) * below) * (1.0 - b.reflected / max(below, 1e-3));
  return b;
}

#endif
