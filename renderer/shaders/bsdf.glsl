// SPDX-License-Identifier: Apache-2.0
// How a surface scatters light: Lambert under GGX (B. Walter et al., EGSR 2007) under an optional clear coat.
// Visible normals: E. Heitz, JCGT 2018, in the spherical-cap form of J. Dupuy and A. Benyoub, HPG 2023. What single
// scattering loses on rough metal is given back after E. Turquin, "Practical multiple scattering compensation for
// microfacet models", 2019; a layer below gets what the one above does not reflect, so a white surface is white.
#ifndef BSDF_GLSL
#define BSDF_GLSL

const float pi = 3.14159265358979;

#define LOBE_DIFFUSE 1u
#define LOBE_SPECULAR 2u
#define LOBE_COAT 4u

struct Bsdf {
  vec3 normal;      // on the side of the viewer
  vec3 diffuse;     // albedo of the Lambert lobe, what upper layers reflect taken off
  vec3 f0;          // of the specular lobe
  float alpha;
  float boost;      // of the specular lobe: multiple scattering and the coat's attenuation
  float coat;       // weight of the coat
  float coat_alpha;
  vec3 reflected;   // directional albedo of the specular lobe towards the viewer
  float coat_reflected;
};

float schlick(float cosine) {
  float m = clamp(1.0 - cosine, 0.0, 1.0);
  float m2 = m * m;
  return m2 * m2 * m;
}

float luminance(vec3 c) { return dot(c, vec3(0.2126, 0.7152, 0.0722)); }

/// A basis around a unit vector: T. Duff et al., "Building an orthonormal basis, revisited", JCGT 2017.
mat3 basis_around(vec3 n) {
  float s = n.z >= 0.0 ? 1.0 : -1.0;
  float a = -1.0 / (s + n.z);
  float b = n.x * n.y * a;
  return mat3(vec3(1.0 + s * n.x * n.x * a, s * b, -s * n.x), vec3(b, s + n.y * n.y * a, -n.y), n);
}

float ggx_distribution(float nh, float alpha) {
  float a2 = alpha * alpha;
  // 1 - nh^2 (1 - a2), written so that it does not cancel near nh = 1.
  float d = (1.0 - nh) * (1.0 + nh) + nh * nh * a2;
  return a2 / (pi * d * d);
}

/// Smith's G1 divided by 2 cos: 1 / (cos + sqrt(a2 + (1 - a2) cos^2)).
float ggx_visibility(float cosine, float alpha) {
  float a2 = alpha * alpha;
  return 1.0 / (cosine + sqrt(a2 + (1.0 - a2) * cosine * cosine));
}

/// Smith's height-correlated G2 divided by 4 nl nv.
float ggx_visibility_pair(float nl, float nv, float alpha) {
  float a2 = alpha * alpha;
  return 0.5 / (nl * sqrt(a2 + (1.0 - a2) * nv * nv) + nv * sqrt(a2 + (1.0 - a2) * nl * nl));
}

float ggx_reflected_pdf(float nh, float nv, float alpha) {
  return ggx_distribution(nh, alpha) * ggx_visibility(nv, alpha) * 0.5;
}

vec3 sample_ggx(vec3 local_view, float alpha, vec2 u) {
  vec3 view = normalize(vec3(local_view.xy * alpha, local_view.z));
  float phi = 2.0 * pi * u.x;
  float z = (1.0 - u.y) * (1.0 + view.z) - view.z;
  float sine = sqrt(clamp(1.0 - z * z, 0.0, 1.0));
  vec3 h = vec3(sine * cos(phi), sine * sin(phi), z) + view;
  return normalize(vec3(h.xy * alpha, max(h.z, 1e-6)));
}

vec3 sample_cosine(vec2 u) {
  float phi = 2.0 * pi * u.x;
  float radius = sqrt(u.y);
  return vec3(radius * cos(phi), radius * sin(phi), sqrt(max(0.0, 1.0 - u.y)));
}

/// Fresnel reflectance of a thin pane of refractive index 1.5, both faces and what goes to and fro between them.
float pane_reflectance(float cosine) {
  float f = mix(0.04, 1.0, schlick(cosine));
  return 2.0 * f / (1.0 + f);
}

/// Chances of choosing each of the lobes in `lobes`; all 0 where none of them reflects.
vec3 lobe_chances(Bsdf b, uint lobes) {
  vec3 weights = vec3((lobes & LOBE_DIFFUSE) != 0u ? luminance(b.diffuse) : 0.0,
                      (lobes & LOBE_SPECULAR) != 0u ? luminance(b.reflected) : 0.0,
                      (lobes & LOBE_COAT) != 0u ? b.coat_reflected : 0.0);
  float sum = weights.x + weights.y + weights.z;
  return sum > 1e-6 ? weights / sum : vec3(0.0);
}

/// Of each lobe: scattered radiance per irradiance times the cosine, and the density with which sample_bsdf() would draw
/// the direction if it always chose that lobe.
struct LobeValues {
  vec3 diffuse, specular, coat;
  vec3 pdf;
};

LobeValues evaluate_lobes(Bsdf b, vec3 view, vec3 light) {
  LobeValues l = LobeValues(vec3(0.0), vec3(0.0), vec3(0.0), vec3(0.0));
  float nl = dot(b.normal, light);
  if (nl <= 0.0) return l;
  float nv = max(dot(b.normal, view), 1e-3);
  vec3 h = normalize(view + light);
  float nh = clamp(dot(b.normal, h), 0.0, 1.0);
  float fresnel = schlick(dot(view, h));
  float shiny = ggx_distribution(nh, b.alpha), coated = ggx_distribution(nh, b.coat_alpha);
  l.diffuse = b.diffuse * (nl / pi);
  l.specular = (b.f0 + (1.0 - b.f0) * fresnel) * (b.boost * shiny * ggx_visibility_pair(nl, nv, b.alpha) * nl);
  l.coat = vec3((0.04 + 0.96 * fresnel) * (b.coat * coated * ggx_visibility_pair(nl, nv, b.coat_alpha) * nl));
  l.pdf = vec3(nl / pi, shiny * ggx_visibility(nv, b.alpha) * 0.5, coated * ggx_visibility(nv, b.coat_alpha) * 0.5);
  return l;
}

vec3 sum_of_lobes(LobeValues l, uint lobes) {
  return ((lobes & LOBE_DIFFUSE) != 0u ? l.diffuse : vec3(0.0)) + ((lobes & LOBE_SPECULAR) != 0u ? l.specular : vec3(0.0)) +
         ((lobes & LOBE_COAT) != 0u ? l.coat : vec3(0.0));
}

/// A direction drawn from the lobes with these chances; it may lie below the surface, where the Bsdf is 0.
vec3 sample_bsdf(Bsdf b, vec3 view, vec3 chances, float choice, vec2 u) {
  mat3 frame_of_normal = basis_around(b.normal);
  if (choice < chances.x) return frame_of_normal * sample_cosine(u);
  vec3 local_view = view * frame_of_normal;
  local_view.z = max(local_view.z, 1e-3);
  vec3 h = sample_ggx(local_view, choice < chances.x + chances.y ? b.alpha : b.coat_alpha, u);
  return reflect(-view, frame_of_normal * h);
}

#endif
