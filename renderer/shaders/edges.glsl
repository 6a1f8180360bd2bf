// SPDX-License-Identifier: Apache-2.0
// Lists of the few pixels that get rays of their own in a dispatch of theirs: among all pixels, lanes that have nothing to
// do would wait for them.
#ifndef EDGES_GLSL
#define EDGES_GLSL
#include "scene.glsl"
layout(set = 0, binding = BINDING_EDGES, scalar) buffer EdgeBlock { EdgeList edges[EDGE_LISTS]; uint edge_pixels[]; };

uint place_in_lists(uint list, uint i) { return list * frame.width * frame.height + i; }
uint edge_pixel(uint list, uint i) { return edge_pixels[place_in_lists(list, i)]; }

void list_pixel(uint list, uint index) {
  uint i = atomicAdd(edges[list].count, 1u);
  edge_pixels[place_in_lists(list, i)] = index;
  atomicMax(edges[list].groups[0], i / EDGES_PER_GROUP + 1u);
}

#endif
