// SPDX-License-Identifier: Apache-2.0
// Quads of two by two pixels. Where all four show the same even surface, one of them, the leader, gathers light for all at
// twice the distance; what has no noise is still each pixel's own (after coarse pixel shading, K. Vaidyanathan et al.,
// HPG 2014). Edges and mirrors never share, nor does the relief of defects.
#ifndef QUADS_GLSL
#define QUADS_GLSL
#include "scene.glsl"

/// The pixel of an invocation. Lanes that run together take the same place in their quads: followers end together.
uvec2 pixel_of_invocation() {
  if (!quads_share) return gl_GlobalInvocationID.xy;
  uint place = gl_LocalInvocationIndex >> 4, quad = gl_LocalInvocationIndex & 15u;
  return gl_WorkGroupID.xy * 8u + 2u * uvec2(quad & 3u, quad >> 2) + uvec2(place & 1u, place >> 1);
}

uvec2 quad_corner(uvec2 pixel) { return pixel & ~uvec2(1u); }
bool is_leader(uvec2 pixel) { return ((pixel.x | pixel.y) & 1u) == 0u; }

/// Index of the i-th pixel of a quad, the leader first.
uint quad_index(uvec2 corner, uint i) { return (corner.y + (i >> 1)) * frame.width + corner.x + (i & 1u); }

#endif
