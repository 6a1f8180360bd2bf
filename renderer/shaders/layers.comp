// SPDX-License-Identifier: Apache-2.0
// The centre ray again, not stopped: every labelled instance along it at its nearest t, in no particular order, and the
// nearest background. First pass: all pixels, frame.layer_slots places each. Second pass: the pixels that need more.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "camera.glsl"
// Each time the traversal leaves a placement, what it met there becomes a layer and the search starts afresh.
#define ON_LEAVE(best) take_layer(best, ray.t_max);
void take_layer(inout HitRecord best, float t_max);
#include "trace.glsl"
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = BINDING_HITS, scalar) readonly buffer HitBlock { HitRecord hits[]; };
layout(set = 0, binding = BINDING_LAYER_COUNTS, scalar) buffer CountBlock { LayerCount counts[]; };
layout(set = 0, binding = BINDING_LAYERS, scalar) buffer LayerBlock { LayerRecord layers[]; };
layout(set = 0, binding = BINDING_LAYER_TASKS, scalar) readonly buffer TaskBlock { LayerTask tasks[]; };
layout(push_constant, scalar) uniform Push { uint task_count; };  // 0: first pass

// The pixel's layers: where they go, how many there are. While not `collecting`, the traversal is the ordinary one.
bool collecting = false;
uint layer_first, layer_capacity, layer_count = 0u;

/// Adds one hit; an instance of several placements keeps its nearest.
void add_layer(HitRecord hit) {
  uint instance = placement_instance(hit.placement);
  if ((placement_identity(hit.placement).z & PLACEMENT_SHARED) != 0u) {
    for (uint i = layer_first; i < layer_first + min(layer_count, layer_capacity); ++i) {
      if (layers[i].instance != instance) continue;
      layers[i].t = min(layers[i].t, hit.t);
      return;
    }
  }
  if (layer_count < layer_capacity) layers[layer_first + layer_count] = LayerRecord(instance, hit.t);
  ++layer_count;
}

void take_layer(inout HitRecord best, float t_max) {
  if (!collecting || best.placement == NONE) return;
  add_layer(best);
  best = HitRecord(NONE, NONE, 0.0, 0.0, t_max, t_max);
}

void main() {
  uint pixel;
  if (task_count == 0u) {
    if (gl_GlobalInvocationID.x >= frame.width || gl_GlobalInvocationID.y >= frame.height) return;
    pixel = gl_GlobalInvocationID.y * frame.width + gl_GlobalInvocationID.x;
    layer_capacity = frame.layer_slots;
    layer_first = pixel * layer_capacity;
  } else {
    uint task = gl_WorkGroupID.x * 64u + gl_LocalInvocationIndex;
    if (task >= task_count) return;
    pixel = tasks[task].pixel;
    layer_first = tasks[task].first;
    layer_capacity = tasks[task].capacity;
  }
  Ray ray;
  HitRecord background = HitRecord(NONE, NONE, 0.0, 0.0, 0.0, 0.0);
  if (label_ray(ivec2(pixel % frame.width, pixel / frame.width), ray)) {
    background = hits[pixel];
    bool background_in_front = background.placement != NONE && placement_instance(background.placement) == 0u;
    // First turn: the labelled. Second turn, where there are some in front of the background: the background.
    for (int turn = 0; turn < 2; ++turn) {
      collecting = turn == 0;
      if (turn == 1 && (layer_count == 0u || background_in_front)) break;
      TreeRecord tree = frame.tlas_labelled;
      if (turn == 1) tree = frame.tlas_background;
      HitRecord hit = trace(tree, ray);
      if (turn == 1) background = hit;
    }
  }
  bool has_background = layer_count > 0u && background.placement != NONE;
  counts[pixel] = LayerCount(layer_count, has_background ? background.t : -1.0);
  report_rays();
}
