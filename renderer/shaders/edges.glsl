// SPDX-License-Identifier: Apache-2.0
// A list of the few pixels that get rays of their own in a dispatch of theirs: among all pixels, lanes that have nothing to
// do would wait for them.
#ifndef EDGES_GLSL
#define EDGES_GLSL
#include "scene.glsl"
layout(set = 0, binding = BINDING_EDGES, scalar) buffer EdgeBlock { EdgeList edges; uint edge_pixels[]; };

void list_pixel(uint index) {
  uint i = atomicAdd(edges.count, 1u);
  edge_pixels[i] = index;
  atomicMax(edges.groups[0], i / EDGES_PER_GROUP + 1u);
}

#endif
