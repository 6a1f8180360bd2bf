// SPDX-License-Identifier: Apache-2.0
// How much of an instance lies on the image plane outside the frame: each workgroup walks one tile of the extended plane
// for one instance, whose placements alone are tested.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "camera.glsl"
#include "trace.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = BINDING_EXTENT_TILES, scalar) readonly buffer TileBlock { ExtentTile tiles[]; };
layout(set = 0, binding = BINDING_EXTENT_JOBS, scalar) readonly buffer JobBlock { ExtentJob jobs[]; };
layout(set = 0, binding = BINDING_EXTENT_RESULTS, scalar) buffer ResultBlock { ExtentResult results[]; };

layout(push_constant, scalar) uniform Push { uint tile_count; };

const int tile_px = 32;     // kExtentTilePx in extents.h
const uint groups_x = 1024u;  // kExtentGroupsX in extents.cpp

bool meets_instance(Ray ray, ExtentJob job) {
  vec3 to_center = vec3(job.center[0], job.center[1], job.center[2]) - ray.origin;
  vec3 off = to_center - ray.direction * max(dot(to_center, ray.direction), 0.0);
  if (dot(off, off) > job.radius * job.radius) return false;
  for (uint i = 0u; i < job.placement_count; ++i) {
    if (meets_placement(job.first_placement + i, ray)) return true;
  }
  return false;
}

void main() {
  uint tile_index = gl_WorkGroupID.y * groups_x + gl_WorkGroupID.x;
  if (tile_index >= tile_count) return;
  ExtentTile tile = tiles[tile_index];
  ExtentJob job = jobs[tile.job];
  // The extended plane: two frames beyond each side.
  ivec2 size = ivec2(frame.width, frame.height);
  uint beyond = 0u;
  ivec2 lower = ivec2(0x7FFFFFFF), upper = ivec2(-0x7FFFFFFF);
  for (int y = int(gl_LocalInvocationID.y); y < tile_px; y += 8) {
    for (int x = int(gl_LocalInvocationID.x); x < tile_px; x += 8) {
      ivec2 pixel = ivec2(tile.x + x, tile.y + y);
      if (any(lessThan(pixel, size * -2)) || any(greaterThanEqual(pixel, size * 3))) continue;
      if (all(greaterThanEqual(pixel, ivec2(0))) && all(lessThan(pixel, size))) continue;
      Ray ray;
      if (!label_ray(pixel, ray) || !meets_instance(ray, job)) continue;
      ++beyond;
      lower = min(lower, pixel);
      upper = max(upper, pixel);
    }
  }
  report_rays();
  if (beyond == 0u) return;
  atomicAdd(results[tile.job].beyond_px, beyond);
  atomicMin(results[tile.job].x0, lower.x);
  atomicMin(results[tile.job].y0, lower.y);
  atomicMax(results[tile.job].x1, upper.x);
  atomicMax(results[tile.job].y1, upper.y);
}
