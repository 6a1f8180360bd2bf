// SPDX-License-Identifier: Apache-2.0
// Tables that kernels read at indices of their own. On lavapipe a fetch from a texel buffer is one function call for all
// lanes, a load from a storage buffer one guarded scalar load per lane and word: tables that are read often are read as
// texels. Where the device's texel buffers are too small, the same functions read the storage buffers.
#ifndef TEXELS_GLSL
#define TEXELS_GLSL
#extension GL_EXT_scalar_block_layout : require

layout(constant_id = 0) const uint use_texels = 1u;

/// fetch_NAME(i): texel i, four words, of the table.
#define TEXEL_TABLE(NAME, STORAGE, TEXELS)                                                             \
  layout(set = 0, binding = STORAGE, scalar) readonly buffer NAME##_block { uvec4 NAME##_words[]; };   \
  layout(set = 0, binding = TEXELS) uniform usamplerBuffer NAME##_texels;                              \
  uvec4 fetch_##NAME(uint i) { return use_texels != 0u ? texelFetch(NAME##_texels, int(i)) : NAME##_words[i]; }

/// fetch_NAME(i): word i of the table.
#define WORD_TABLE(NAME, STORAGE, TEXELS)                                                              \
  layout(set = 0, binding = STORAGE, scalar) readonly buffer NAME##_block { uint NAME##_words[]; };    \
  layout(set = 0, binding = TEXELS) uniform usamplerBuffer NAME##_texels;                              \
  uint fetch_##NAME(uint i) { return use_texels != 0u ? texelFetch(NAME##_texels, int(i)).x : NAME##_words[i]; }

#endif
