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
  return fetch_slot(fetch_placement(placement * 8u + 4u).y + slot);
}

/// Normals go through the transpose of the map from the world, then turn with the placement's motion.
vec3 normal_to_world(uint placement, vec3 n, float time_s) {
  vec3 world = normalize(placement_vector(placement, 0u) * n.x + placement_vector(placement, 1u) * n.y +
                         placement_vector(placement, 2u) * n.z);
  if (times_differ && time_s != 0.0) world = rotate_by(angular_radps(placement) * time_s, world);
  return world;
}

Surface surface_at(HitRecord hit, Ray ray) {
  Surface s;
  uint record = (fetch_placement(hit.placement * 8u + 4u).x + hit.primitive) * 3u;
  uvec4 normals = fetch_attribute(record), uv01 = fetch_attribute(record + 1u), rest = fetch_attribute(record + 2u);
  vec3 w = vec3(1.0 - hit.u - hit.v, hit.u, hit.v);
  vec3 n = decode_octahedral(normals.x) * w.x + decode_octahedral(normals.y) * w.y +
           decode_octahedral(normals.z) * w.z;
  vec3 geometric = decode_octahedral(normals.w);
  if (dot(n, n) < 1e-12) n = geometric;
  s.normal = normal_to_world(hit.placement, n, ray.time_s);
  s.geometric = normal_to_world(hit.placement, geometric, ray.time_s);
  s.tangent = normal_to_world(hit.placement, decode_octahedral(rest.w & ~1u), ray.time_s);
  s.bitangent_sign = (rest.w & 1u) != 0u ? -1.0 : 1.0;
  s.uv = uintBitsToFloat(uv01.xy) * w.x + uintBitsToFloat(uv01.zw) * w.y + uintBitsToFloat(rest.xy) * w.z;
  s.t = hit.t;
  s.position = ray.origin + ray.direction * hit.plane_t;
  s.placement = hit.placement;
  uvec4 identity = placement_identity(hit.placement);
  s.instance = identity.x;
  s.category = identity.y;
  s.part = rest.z >> 16;
  s.material = material_of(hit.placement, rest.z & 0xFFFFu);
  return s;
}

#endif
