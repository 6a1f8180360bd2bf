// SPDX-License-Identifier: Apache-2.0
// The only code that finds what a ray meets, alpha test included.
// Triangle test: S. Woop, C. Benthin, I. Wald, "Watertight ray/triangle intersection", JCGT 2013. Two triangles that
// share an edge compute the same edge function with opposite signs, so no ray passes between them; `precise` keeps a
// compiler from contracting one of them only.
// Tree: four children with quantised boxes (bvh.h), one loop over both levels, so that lanes in different placements
// advance together. Nodes and triangles are fetched as texels: on lavapipe that is twice as fast as storage buffers,
// whose loads are one guarded scalar load per lane and component.
#ifndef TRACE_GLSL
#define TRACE_GLSL
#include "scene.glsl"
#include "surface.glsl"

layout(constant_id = 0) const uint use_texels = 1u;  // 0 where the device's texel buffers are too small
layout(set = 0, binding = BINDING_NODES, scalar) readonly buffer NodeBlock { uvec4 node_words[]; };
layout(set = 0, binding = BINDING_TRIANGLES, scalar) readonly buffer TriangleBlock { uvec4 triangle_words[]; };
layout(set = 0, binding = BINDING_TRAVERSAL, scalar) readonly buffer TraversalBlock { uvec4 traversal_words[]; };
layout(set = 0, binding = BINDING_NODE_TEXELS) uniform usamplerBuffer node_texels;
layout(set = 0, binding = BINDING_TRIANGLE_TEXELS) uniform usamplerBuffer triangle_texels;
layout(set = 0, binding = BINDING_TRAVERSAL_TEXELS) uniform usamplerBuffer traversal_texels;

uvec4 fetch_node(uint i) { return use_texels != 0u ? texelFetch(node_texels, int(i)) : node_words[i]; }
uvec4 fetch_triangle(uint i) { return use_texels != 0u ? texelFetch(triangle_texels, int(i)) : triangle_words[i]; }
uvec4 fetch_traversal(uint i) { return use_texels != 0u ? texelFetch(traversal_texels, int(i)) : traversal_words[i]; }

// Slab tests are widened by more than their rounding (T. Ize, "Robust BVH ray traversal", JCGT 2013).
const float slab_widening = 1.000001;
const float coordinate_rounding = 1e-6;

// References: what the traversal visits next.
const uint inner_bit = 0x80000000u;  // else first << 3 | count of triangles, or placement << 3 | 1
const uint leave_placement = 8u;     // back to the tree over placements

/// A ray in the space of one tree, as box tests read it.
struct SlabRay {
  vec3 origin;
  vec3 inverse_direction;
  vec3 slack;  // in t: how much the rounding of coordinates may move a slab
};

/// The same with the shear that makes the ray the z axis, as triangle tests read it.
struct ShearRay {
  vec3 origin;
  vec3 x, y, z;
};

float precise_dot(vec3 a, vec3 b) {
  precise float sum = a.x * b.x + a.y * b.y + a.z * b.z;
  return sum;
}

SlabRay slab_ray(vec3 origin, vec3 d, float reach) {
  SlabRay r;
  r.origin = origin;
  r.inverse_direction = 1.0 / mix(d, vec3(1e-20), lessThan(abs(d), vec3(1e-20)));
  float rounding = coordinate_rounding * (max(abs(origin.x), max(abs(origin.y), abs(origin.z))) + reach);
  r.slack = abs(r.inverse_direction) * rounding;
  return r;
}

ShearRay shear_ray(vec3 origin, vec3 d) {
  ShearRay r;
  r.origin = origin;
  vec3 a = abs(d);
  if (a.x >= a.y && a.x >= a.z) {
    r.x = vec3(-d.y / d.x, 1.0, 0.0);
    r.y = vec3(-d.z / d.x, 0.0, 1.0);
    r.z = vec3(1.0 / d.x, 0.0, 0.0);
  } else if (a.y >= a.z) {
    r.x = vec3(0.0, -d.z / d.y, 1.0);
    r.y = vec3(1.0, -d.x / d.y, 0.0);
    r.z = vec3(0.0, 1.0 / d.y, 0.0);
  } else {
    r.x = vec3(1.0, 0.0, -d.x / d.z);
    r.y = vec3(0.0, 1.0, -d.y / d.z);
    r.z = vec3(0.0, 0.0, 1.0 / d.z);
  }
  return r;
}

/// Sets both rays to the space of a placement's mesh and returns the reference of the mesh's root.
uint enter_placement(uint placement, Ray ray, out SlabRay slab, out ShearRay shear, out uint flags) {
  vec4 r0 = uintBitsToFloat(fetch_traversal(placement * 4u));
  vec4 r1 = uintBitsToFloat(fetch_traversal(placement * 4u + 1u));
  vec4 r2 = uintBitsToFloat(fetch_traversal(placement * 4u + 2u));
  uvec4 rest = fetch_traversal(placement * 4u + 3u);
  flags = rest.y;
  vec3 origin = ray.origin, direction = ray.direction;
  if (ray.time_s != 0.0 && (flags & PLACEMENT_MOVES) != 0u) {
    vec3 pivot = placements[placement].pivot;
    vec3 back = -placements[placement].angular_radps * ray.time_s;
    origin = rotate_by(back, origin - pivot - placements[placement].linear_mps * ray.time_s) + pivot;
    direction = rotate_by(back, direction);
  }
  precise vec3 o = vec3(precise_dot(r0.xyz, origin) + r0.w, precise_dot(r1.xyz, origin) + r1.w,
                        precise_dot(r2.xyz, origin) + r2.w);
  precise vec3 d = vec3(precise_dot(r0.xyz, direction), precise_dot(r1.xyz, direction),
                        precise_dot(r2.xyz, direction));
  slab = slab_ray(o, d, uintBitsToFloat(rest.z));
  shear = shear_ray(o, d);
  return rest.x;
}

/// hit = (t, u, v); false where missed or behind. Both sides count.
bool meets_triangle(ShearRay r, vec3 v0, vec3 v1, vec3 v2, out vec3 hit) {
  precise vec3 a = v0 - r.origin, b = v1 - r.origin, c = v2 - r.origin;
  precise float ax = precise_dot(r.x, a), ay = precise_dot(r.y, a);
  precise float bx = precise_dot(r.x, b), by = precise_dot(r.y, b);
  precise float cx = precise_dot(r.x, c), cy = precise_dot(r.y, c);
  precise float u = cx * by - cy * bx;
  precise float v = ax * cy - ay * cx;
  precise float w = bx * ay - by * ax;
  if (min(u, min(v, w)) < 0.0 && max(u, max(v, w)) > 0.0) return false;
  precise float determinant = u + v + w;
  if (determinant == 0.0) return false;
  precise float t = u * precise_dot(r.z, a) + v * precise_dot(r.z, b) + w * precise_dot(r.z, c);
  hit = vec3(t, v, w) / determinant;
  return hit.x > 0.0;
}

/// Whether the surface exists at a point of a triangle: the albedo texture's nearest texel decides.
bool passes_alpha(uint placement, uint primitive, uint slot, vec2 barycentric) {
  uint material = material_of(placement, slot);
  float cutoff = materials[material].alpha_cutoff;
  uint texture_index = materials[material].albedo_texture;
  if (cutoff <= 0.0 || texture_index == NONE) return true;
  uint record = placements[placement].attributes + primitive;
  vec2 uv = attributes[record].uv[0] * (1.0 - barycentric.x - barycentric.y) +
            attributes[record].uv[1] * barycentric.x + attributes[record].uv[2] * barycentric.y;
  uv *= materials[material].uv_scale;
  uvec2 size = uvec2(textures[texture_index].width, textures[texture_index].height);
  uvec2 texel = min(uvec2((uv - floor(uv)) * vec2(size)), size - 1u);
  uint packed = texels[textures[texture_index].first + texel.y * size.x + texel.x];
  return float(packed >> 24) * (1.0 / 255.0) >= cutoff;
}

bool is_nearer(float t, uint placement, uint primitive, HitRecord best) {
  if (t != best.t) return t < best.t;
  return placement != best.placement ? placement < best.placement : primitive < best.primitive;
}

vec4 bytes_of(uint word) { return vec4(uvec4(word, word >> 8, word >> 16, word >> 24) & 255u); }

/// Where the ray enters the four boxes of a node; infinity for those that it misses or that lie beyond t_max.
vec4 enter_boxes(uvec4 a, uvec4 c, uvec4 d, SlabRay r, float t_max) {
  vec3 step = uintBitsToFloat((uvec3(a.w, a.w >> 8, a.w >> 16) & 255u) << 23) * r.inverse_direction;
  vec3 base = (uintBitsToFloat(a.xyz) - r.origin) * r.inverse_direction;
  vec3 base_in = base - r.slack, base_out = base + r.slack;
  uvec3 lower = c.xyz, upper = uvec3(c.w, d.xy);
  bvec3 backwards = lessThan(r.inverse_direction, vec3(0.0));
  uvec3 near = mix(lower, upper, backwards), far = mix(upper, lower, backwards);
  vec4 t_in = max(max(bytes_of(near.x) * step.x + base_in.x, bytes_of(near.y) * step.y + base_in.y),
                  max(bytes_of(near.z) * step.z + base_in.z, vec4(0.0)));
  vec4 t_out = min(min(bytes_of(far.x) * step.x + base_out.x, bytes_of(far.y) * step.y + base_out.y),
                   min(bytes_of(far.z) * step.z + base_out.z, vec4(t_max)));
  return mix(vec4(1e38), t_in, lessThanEqual(t_in, t_out * slab_widening));
}

// What a traversal is for.
const uint find_nearest = 0u;
const uint find_any = 1u;       // stops at the first surface that it meets, whichever; `through` becomes 0
const uint find_through = 2u;   // the same, but thin glass only tints `through`

/// The traversal. `root`: reference of a tree over placements, or
/// placement << 3 | 1 for one placement alone, or 0 for nothing.
HitRecord traverse(uint root, Ray ray, uint purpose, out vec3 through) {
  uint stack[STACK_ENTRIES];
  int depth = 0;
  HitRecord best = HitRecord(NONE, NONE, 0.0, 0.0, ray.t_max);
  through = vec3(1.0);
  SlabRay world = slab_ray(ray.origin, ray.direction, frame.reach);
  SlabRay slab = world;
  ShearRay shear;
  uint placement = NONE, flags = 0u;
  uint current = root;
  while (true) {
    if ((current & inner_bit) != 0u) {
      uint node = (current & ~inner_bit) * 4u;
      uvec4 references = fetch_node(node + 1u);
      vec4 t = enter_boxes(fetch_node(node), fetch_node(node + 2u), fetch_node(node + 3u), slab, best.t);
      if (t.x > t.y) { t.xy = t.yx; references.xy = references.yx; }
      if (t.z > t.w) { t.zw = t.wz; references.zw = references.wz; }
      if (t.x > t.z) { t.xz = t.zx; references.xz = references.zx; }
      if (t.y > t.w) { t.yw = t.wy; references.yw = references.wy; }
      if (t.y > t.z) { t.yz = t.zy; references.yz = references.zy; }
      if (t.w < 1e38) stack[depth++] = references.w;
      if (t.z < 1e38) stack[depth++] = references.z;
      if (t.y < 1e38) stack[depth++] = references.y;
      if (t.x < 1e38) {
        current = references.x;
        continue;
      }
    } else if (current == leave_placement) {
      slab = world;
      placement = NONE;
#ifdef ON_LEAVE
      ON_LEAVE(best)
#endif
    } else if (placement == NONE) {
      if ((current & 7u) != 0u) {
        placement = current >> 3;
        current = enter_placement(placement, ray, slab, shear, flags);
        stack[depth++] = leave_placement;
        continue;
      }
    } else {
      uint end = (current >> 3) + (current & 7u);
      for (uint i = current >> 3; i < end; ++i) {
        uvec4 a = fetch_triangle(i * 3u), b = fetch_triangle(i * 3u + 1u), c = fetch_triangle(i * 3u + 2u);
        vec3 hit;
        if (!meets_triangle(shear, uintBitsToFloat(a.xyz), uintBitsToFloat(b.xyz), uintBitsToFloat(c.xyz), hit)) continue;
        if (!is_nearer(hit.x, placement, a.w, best)) continue;
        if ((flags & PLACEMENT_ALPHA) != 0u && !passes_alpha(placement, a.w, b.w, hit.yz)) continue;
        if (purpose != find_nearest) {
          if (purpose == find_through && (flags & PLACEMENT_GLASS) != 0u) {
            uint material = material_of(placement, b.w);
            if ((materials[material].flags & MATERIAL_THIN_GLASS) != 0u) {
              through *= materials[material].albedo * 0.92;  // two faces of 4 % reflection each
              continue;
            }
          }
          through = vec3(0.0);
          return best;
        }
        best = HitRecord(placement, a.w, hit.y, hit.z, hit.x);
      }
    }
    if (depth == 0) break;
    current = stack[--depth];
  }
  return best;
}

/// The nearest surface below a root; placement NONE where the ray meets nothing before ray.t_max.
HitRecord trace(uint root, Ray ray) {
  vec3 through;
  return traverse(root, ray, find_nearest, through);
}
HitRecord trace_nearest(Ray ray) { return trace(frame.tlas_all, ray); }

bool meets_placement(uint placement, Ray ray) {
  vec3 through;
  traverse(placement << 3 | 1u, ray, find_any, through);
  return through == vec3(0.0);
}

/// What reaches the ray's origin from t_max: 0 behind anything solid, tinted by thin glass.
vec3 trace_transmittance(Ray ray) {
  vec3 through;
  traverse(frame.tlas_all, ray, find_through, through);
  return through;
}

#endif
