// SPDX-License-Identifier: Apache-2.0
// surface_at: the only way from a hit to position, normal, uv, part and material.
// Octahedral normals: Z. Cigolle et al., "A survey of efficient representations for independent unit vectors", JCGT 2014.
#ifndef SURFACE_GLSL
#define SURFACE_GLSL
#include "scene.glsl"

struct Surface {
  vec3 position;   // camera-relative world, at the ray's time
  vec3 normal;     // shading normal, unit, outward as the mesh has it (not flipped towards the ray)
  vec3 geometric;  // normal of the triangle, unit, on the same side as the mesh's winding
  vec3 tangent;    // unit, along growing u; not orthogonalised
  float bitangent_sign;
  vec2 uv;
  float t;
  uint placement;
  uint instance;
  uint category;
  uint part;
  uint material;
};

vec3 decode_octahedral(uint packed) {
  vec2 e = unpackSnorm2x16(packed);
  vec3 n = vec3(e, 1.0 - abs(e.x) - abs(e.y));
  float fold = max(-n.z, 0.0);
  n.x += n.x >= 0.0 ? -fold : fold;
  n.y += n.y >= 0.0 ? -fold : fold;
  return normalize(n);
}

uint material_of(uint placement, uint slot) {
  return material_slots[placements[placement].material_slots + slot];
}

/// Normals go through the transpose of the map from the world, then turn with the placement's motion.
vec3 normal_to_world(uint placement, vec3 n, float time_s) {
  vec4 r0 = placements[placement].object_from_world[0];
  vec4 r1 = placements[placement].object_from_world[1];
  vec4 r2 = placements[placement].object_from_world[2];
  vec3 world = normalize(r0.xyz * n.x + r1.xyz * n.y + r2.xyz * n.z);
  if (time_s != 0.0) world = rotate_by(placements[placement].angular_radps * time_s, world);
  return world;
}

Surface surface_at(HitRecord hit, Ray ray) {
  Surface s;
  AttributeRecord a = attributes[placements[hit.placement].attributes + hit.primitive];
  vec3 w = vec3(1.0 - hit.u - hit.v, hit.u, hit.v);
  vec3 n = decode_octahedral(a.normal[0]) * w.x + decode_octahedral(a.normal[1]) * w.y +
           decode_octahedral(a.normal[2]) * w.z;
  vec3 geometric = decode_octahedral(a.geometric_normal);
  if (dot(n, n) < 1e-12) n = geometric;
  s.normal = normal_to_world(hit.placement, n, ray.time_s);
  s.geometric = normal_to_world(hit.placement, geometric, ray.time_s);
  s.tangent = normal_to_world(hit.placement, decode_octahedral(a.tangent & ~1u), ray.time_s);
  s.bitangent_sign = (a.tangent & 1u) != 0u ? -1.0 : 1.0;
  s.uv = a.uv[0] * w.x + a.uv[1] * w.y + a.uv[2] * w.z;
  s.t = hit.t;
  s.position = ray.origin + ray.direction * hit.t;
  s.placement = hit.placement;
  s.instance = placements[hit.placement].instance;
  s.category = placements[hit.placement].category;
  s.part = a.slot_part >> 16;
  s.material = material_of(hit.placement, a.slot_part & 0xFFFFu);
  return s;
}

#endif
