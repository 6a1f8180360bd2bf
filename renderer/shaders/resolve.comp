// SPDX-License-Identifier: Apache-2.0
// Hit -> instance, class, part, depth, normal and albedo, through surface_at.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "camera.glsl"
#include "surface.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = BINDING_HITS, scalar) readonly buffer HitBlock { HitRecord hits[]; };
layout(set = 0, binding = BINDING_LABELS, scalar) writeonly buffer LabelBlock { LabelRecord labels[]; };
layout(set = 0, binding = BINDING_GEOMETRY, scalar) writeonly buffer GeometryBlock { GeometryRecord geometry[]; };

void main() {
  uvec2 pixel = gl_GlobalInvocationID.xy;
  if (pixel.x >= frame.width || pixel.y >= frame.height) return;
  uint index = pixel.y * frame.width + pixel.x;
  HitRecord hit = hits[index];
  LabelRecord label = LabelRecord(0u, 0u, 0u, 0.0);
  GeometryRecord geometric = GeometryRecord(vec3(0.0), vec3(0.0));
  if (hit.placement != NONE) {
    Ray ray;
    label_ray(ivec2(pixel), ray);
    Surface surface = surface_at(hit, ray);
    label = LabelRecord(surface.instance, surface.category, surface.part, dot(surface.position, frame.forward));
    bool behind = dot(surface.normal, ray.direction) > 0.0 &&
                  (material_at(surface.material).flags & MATERIAL_TWO_SIDED) != 0u;
    geometric = GeometryRecord(behind ? -surface.normal : surface.normal, material_at(surface.material).albedo);
  }
  labels[index] = label;
  geometry[index] = geometric;
}
