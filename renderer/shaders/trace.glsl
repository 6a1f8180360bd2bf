// SPDX-License-Identifier: Apache-2.0
// The only code that finds what a ray meets, alpha test included.
// Triangle test: S. Woop, C. Benthin, I. Wald, "Watertight ray/triangle intersection", JCGT 2013. Two triangles that
// share an edge compute the same edge function with opposite signs, so no ray passes between them; `precise` keeps a
// compiler from contracting one of them only.
// Tree: bvh.h. No stack, one loop over both levels, a few boxes and one triangle per turn. Lanes that run under masks pay
// for every instruction of a loop whether they need it or not; so what is rare waits outside the loop until all lanes
// wait: entering and leaving a placement, and surfaces whose existence a texture decides.
#ifndef TRACE_GLSL
#define TRACE_GLSL
#include "scene.glsl"
#include "surface.glsl"

TEXEL_TABLE(node, BINDING_NODES, BINDING_NODE_TEXELS)
TEXEL_TABLE(triangle, BINDING_TRIANGLES, BINDING_TRIANGLE_TEXELS)
TEXEL_TABLE(traversal, BINDING_TRAVERSAL, BINDING_TRAVERSAL_TEXELS)

// Slab tests are widened by more than their rounding (T. Ize, "Robust BVH ray traversal", JCGT 2013).
const float slab_widening = 1.000001;
const float coordinate_rounding = 1e-6;

const uint inner_bit = 0x80000000u;  // BvhNode::content

/// A ray in the space of one tree, as box and triangle tests read it.
struct TreeRay {
  vec3 enter_from, leave_from;  // its origin on the tree's grid, moved by its rounding: for planes that it enters, leaves
  vec3 inverse_direction;       // on the grid
  uint end;                     // the node after the last one
  vec3 origin;
  vec3 shear;  // makes the ray the z axis of its own space: x and y per z, 1 / z ...
  uint axis;   // ... where z is the largest component of its direction
};

float precise_dot(vec3 a, vec3 b) {
  precise float sum = a.x * b.x + a.y * b.y + a.z * b.z;
  return sum;
}

/// The vector with its component `axis` last.
vec3 turn_last(vec3 v, uint axis) { return axis == 0u ? v.yzx : axis == 1u ? v.xzy : v; }

/// `first`: the node at which its walk through the tree begins.
TreeRay tree_ray(vec3 origin, vec3 d, TreeRecord tree, out uint first) {
  TreeRay r;
  vec3 a = abs(d);
  vec3 side = mix(vec3(1.0), vec3(-1.0), lessThan(d, vec3(0.0)));
  float rounding = coordinate_rounding * (max(abs(origin.x), max(abs(origin.y), abs(origin.z))) + tree.reach);
  vec3 from = (origin - tree.grid.xyz) * tree.grid.w, moved = side * (rounding * tree.grid.w);
  r.enter_from = from + moved;
  r.leave_from = from - moved;
  r.inverse_direction = side / max(a * tree.grid.w, vec3(1e-20));
  uint octant = (d.x < 0.0 ? 1u : 0u) | (d.y < 0.0 ? 2u : 0u) | (d.z < 0.0 ? 4u : 0u);
  first = tree.root + octant * tree.node_count;
  r.end = first + tree.node_count;
  r.origin = origin;
  r.axis = a.x >= a.y && a.x >= a.z ? 0u : a.y >= a.z ? 1u : 2u;
  vec3 turned = turn_last(d, r.axis);
  r.shear = vec3(-turned.xy, 1.0) / turned.z;
  return r;
}

/// The ray in the space of a placement's mesh; t stays the same.
void ray_in_mesh(uint placement, uint flags, Ray ray, out vec3 origin, out vec3 direction) {
  vec4 r0 = uintBitsToFloat(fetch_traversal(placement * 5u));
  vec4 r1 = uintBitsToFloat(fetch_traversal(placement * 5u + 1u));
  vec4 r2 = uintBitsToFloat(fetch_traversal(placement * 5u + 2u));
  vec3 from = ray.origin, along = ray.direction;
  if (times_differ && ray.time_s != 0.0 && (flags & PLACEMENT_MOVES) != 0u) {
    vec3 pivot = pivot_of(placement);
    vec3 back = -angular_radps(placement) * ray.time_s;
    from = rotate_by(back, from - pivot - linear_mps(placement) * ray.time_s) + pivot;
    along = rotate_by(back, along);
  }
  precise vec3 o = vec3(precise_dot(r0.xyz, from) + r0.w, precise_dot(r1.xyz, from) + r1.w, precise_dot(r2.xyz, from) + r2.w);
  precise vec3 d = vec3(precise_dot(r0.xyz, along), precise_dot(r1.xyz, along), precise_dot(r2.xyz, along));
  origin = o;
  direction = d;
}

/// The ray as the tree of a placement's mesh is asked for it; the first node of that tree for it.
uint enter_placement(uint placement, Ray ray, out TreeRay r, out uint flags) {
  vec4 grid = uintBitsToFloat(fetch_traversal(placement * 5u + 3u));
  uvec4 rest = fetch_traversal(placement * 5u + 4u);
  TreeRecord tree = TreeRecord(grid, rest.x, rest.y, uintBitsToFloat(rest.z), rest.w);
  flags = tree.flags;
  vec3 origin, direction;
  ray_in_mesh(placement, flags, ray, origin, direction);
  uint first;
  r = tree_ray(origin, direction, tree, first);
  return first;
}

/// hit = (t, u, v); false where missed or behind. Both sides count.
bool meets_triangle(TreeRay r, vec3 v0, vec3 v1, vec3 v2, out vec3 hit) {
  precise vec3 a = turn_last(v0 - r.origin, r.axis);
  precise vec3 b = turn_last(v1 - r.origin, r.axis);
  precise vec3 c = turn_last(v2 - r.origin, r.axis);
  precise float ax = a.x + r.shear.x * a.z, ay = a.y + r.shear.y * a.z;
  precise float bx = b.x + r.shear.x * b.z, by = b.y + r.shear.y * b.z;
  precise float cx = c.x + r.shear.x * c.z, cy = c.y + r.shear.y * c.z;
  precise float u = cx * by - cy * bx;
  precise float v = ax * cy - ay * cx;
  precise float w = bx * ay - by * ax;
  precise float determinant = u + v + w;
  precise float t = u * (r.shear.z * a.z) + v * (r.shear.z * b.z) + w * (r.shear.z * c.z);
  hit = vec3(t, v, w) / determinant;
  bool outside = min(u, min(v, w)) < 0.0 && max(u, max(v, w)) > 0.0;
  return !outside && determinant != 0.0 && hit.x > 0.0;
}

/// Whether the surface exists at a point of a triangle: the albedo texture's nearest texel decides.
bool passes_alpha(uint placement, uint primitive, uint slot, vec2 barycentric) {
  uint material = material_of(placement, slot);
  MaterialRecord m = material_at(material);
  if (m.alpha_cutoff <= 0.0 || m.albedo_texture == NONE) return true;
  uint record = (fetch_placement(placement * 8u + 4u).x + primitive) * 3u;
  uvec4 uv01 = fetch_attribute(record + 1u), rest = fetch_attribute(record + 2u);
  vec2 uv = uintBitsToFloat(uv01.xy) * (1.0 - barycentric.x - barycentric.y) +
            uintBitsToFloat(uv01.zw) * barycentric.x + uintBitsToFloat(rest.xy) * barycentric.y;
  uv *= m.uv_scale;
  TextureRecord t = texture_record(m.albedo_texture);
  uvec2 size = uvec2(t.width, t.height);
  uvec2 texel = min(uvec2((uv - floor(uv)) * vec2(size)), size - 1u);
  uint packed = fetch_texel(t.first + texel.y * size.x + texel.x);
  return float(packed >> 24) * (1.0 / 255.0) >= m.alpha_cutoff;
}

bool is_nearer(float t, uint placement, uint primitive, HitRecord best) {
  if (t != best.t) return t < best.t;
  return placement != best.placement ? placement < best.placement : primitive < best.primitive;
}

/// Whether the ray meets a node's box before t_max.
bool meets_box(TreeRay r, uvec3 planes, float t_max) {
  vec3 enter = (vec3(planes & 0xFFFFu) - r.enter_from) * r.inverse_direction;
  vec3 leave = (vec3(planes >> 16) - r.leave_from) * r.inverse_direction;
  float t_in = max(max(enter.x, enter.y), max(enter.z, 0.0));
  float t_out = min(min(leave.x, leave.y), min(leave.z, t_max));
  return t_in <= t_out * slab_widening;
}

// What a traversal is for.
const uint find_nearest = 0u;
const uint find_any = 1u;       // stops at the first surface that it meets, whichever; `through` becomes 0
const uint find_through = 2u;   // the same, but thin glass only tints `through`

/// What lets the ray pass although it meets a triangle: a cut-out, or glass that only tints.
bool lets_pass(uint purpose, uint placement, uint flags, uint primitive, uint slot, vec2 barycentric, inout vec3 through) {
  if (textures_exist && (flags & PLACEMENT_ALPHA) != 0u && !passes_alpha(placement, primitive, slot, barycentric)) return true;
  if (purpose != find_through || (flags & PLACEMENT_GLASS) == 0u) return false;
  uint material = material_of(placement, slot);
  MaterialRecord m = material_at(material);
  if ((m.flags & MATERIAL_THIN_GLASS) == 0u) return false;
  through *= m.albedo * 0.92;  // two faces of 4 % reflection each
  return true;
}

/// Where a traversal stands.
struct Walk {
  uint node;           // to visit next
  uint entered;        // a placement that waits to be entered
  uint triangle, end;  // what is left of a leaf
};
const int node_steps = 3;

/// One box. A leaf is taken up when the one before it is done, until then the walk stays there.
void visit_node(inout Walk w, TreeRay r, bool in_mesh, float t_max) {
  bool here = w.node < r.end && w.entered == NONE;
  uvec4 node = fetch_node(here ? w.node : 0u);
  bool meets = here && meets_box(r, node.xyz, t_max);
  bool inner = (node.w & inner_bit) != 0u, leaf = meets && !inner, busy = w.triangle < w.end;
  if (leaf && !in_mesh) w.entered = node.w >> 3;
  if (leaf && in_mesh && !busy) {
    w.triangle = node.w >> 3;
    w.end = w.triangle + (node.w & 7u);
  }
  bool stays = !here || (leaf && in_mesh && busy);
  w.node = stays ? w.node : inner && !meets ? node.w & ~inner_bit : w.node + 1u;
}

layout(set = 0, binding = BINDING_RAY_COUNT, scalar) buffer RayCountBlock { RayCount ray_count; };
uint rays_cast = 0u;  // by this invocation
uint flags_met = 0u;  // of all placements whose boxes its rays came into
uint row_met = 0u;    // in the table of triangles, of what the last traversal found

/// To be called once, when an invocation has cast its rays.
void report_rays() {
  uint before = atomicAdd(ray_count.low, rays_cast);
  if (before + rays_cast < before) atomicAdd(ray_count.high, 1u);
}

/// The traversal of a tree over placements, or, where that has no nodes, of the placement `alone`.
HitRecord traverse(TreeRecord tree, uint alone, Ray ray, uint purpose, out vec3 through) {
  ++rays_cast;
  HitRecord best = HitRecord(NONE, NONE, 0.0, 0.0, ray.t_max, ray.t_max);
  through = vec3(1.0);
  uint first_node;
  TreeRay world = tree_ray(ray.origin, ray.direction, tree, first_node);
  TreeRay r = world;
  uint placement = NONE, flags = 0u;
  Walk w = Walk(first_node, alone, 0u, 0u);
  uint resume = NONE;     // the next node of the tree over placements
  uint doubtful = NONE, doubtful_row = 0u;  // a triangle that may let the ray pass
  HitRecord met;
  uint deferring = (textures_exist ? PLACEMENT_ALPHA : 0u) | (purpose == find_through ? PLACEMENT_GLASS : 0u);
  while (true) {
    while (w.entered == NONE && doubtful == NONE && (w.node < r.end || w.triangle < w.end)) {
      for (int step = 0; step < node_steps; ++step) visit_node(w, r, placement != NONE, best.t);

      bool tests = w.triangle < w.end;
      uint first = tests ? w.triangle * 3u : 0u;
      uvec4 a = fetch_triangle(first), b = fetch_triangle(first + 1u), c = fetch_triangle(first + 2u);
      vec3 hit;
      tests = meets_triangle(r, uintBitsToFloat(a.xyz), uintBitsToFloat(b.xyz), uintBitsToFloat(c.xyz), hit) && tests &&
              is_nearer(hit.x, placement, a.w, best);
      if (tests) {
        met = HitRecord(placement, a.w, hit.y, hit.z, hit.x, hit.x);
        if ((flags & deferring) != 0u) {
          doubtful = b.w;
          doubtful_row = first;
        } else {
          best = met;
          row_met = first;
          if (purpose != find_nearest) { w.node = NONE; resume = NONE; w.end = 0u; }
        }
      }
      ++w.triangle;
    }
    if (doubtful != NONE) {
      if (!lets_pass(purpose, placement, flags, met.primitive, doubtful, vec2(met.u, met.v), through)) {
        best = met;
        row_met = doubtful_row;
        if (purpose != find_nearest) { w.node = NONE; resume = NONE; w.end = 0u; }
      }
      doubtful = NONE;
    } else if (w.entered != NONE) {
      placement = w.entered;
      resume = w.node;
      w.node = enter_placement(placement, ray, r, flags);
      flags_met |= flags;
      w.entered = NONE;
    } else if (placement != NONE) {
      placement = NONE;
      w.node = resume;
      r = world;
#ifdef ON_LEAVE
      ON_LEAVE(best)
#endif
    } else {
      break;
    }
  }
  if (purpose != find_nearest && best.placement != NONE) through = vec3(0.0);
  return best;
}

/// The nearest surface in a tree over placements; placement NONE where the ray meets nothing before ray.t_max.
HitRecord trace(TreeRecord tree, Ray ray) {
  vec3 through;
  return traverse(tree, NONE, ray, find_nearest, through);
}

/// Where the ray meets the plane of the triangle that it has met. Barycentric coordinates have an error of some roundings of
/// the triangle's longest side times its slenderness. Along the triangle that hardly matters, but seen along its length, t
/// inherits it: more than rays start off a surface. The point that they stand for lies on the plane, whatever their error.
float meet_plane(Ray ray, HitRecord hit, uint row) {
  vec3 origin, direction;
  ray_in_mesh(hit.placement, fetch_traversal(hit.placement * 5u + 4u).w, ray, origin, direction);
  vec3 v0 = uintBitsToFloat(fetch_triangle(row).xyz);
  vec3 e1 = uintBitsToFloat(fetch_triangle(row + 1u).xyz) - v0, e2 = uintBitsToFloat(fetch_triangle(row + 2u).xyz) - v0;
  vec3 normal = cross(e1, e2);
  vec3 gap = (v0 - origin) + e1 * hit.u + e2 * hit.v - direction * hit.t;
  float t = hit.t + dot(gap, normal) / dot(direction, normal);
  return abs(t - hit.t) < 0.01 * hit.t ? t : hit.t;  // seen edge-on it has no such point
}

HitRecord trace_nearest(Ray ray) {
  HitRecord hit = trace(frame.tlas_all, ray);
  if (hit.placement != NONE) hit.plane_t = meet_plane(ray, hit, row_met);
  return hit;
}

bool meets_placement(uint placement, Ray ray) {
  vec3 through;
  traverse(TreeRecord(vec4(0.0, 0.0, 0.0, 1.0), 0u, 0u, 0.0, 0u), placement, ray, find_any, through);
  return through == vec3(0.0);
}

/// What reaches the ray's origin from t_max: 0 behind anything solid, tinted by thin glass.
vec3 trace_transmittance(Ray ray) {
  vec3 through;
  traverse(frame.tlas_all, NONE, ray, find_through, through);
  return through;
}

#endif
