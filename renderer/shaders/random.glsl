// SPDX-License-Identifier: Apache-2.0
// Low-discrepancy samples from hashed seeds: Owen-scrambled Sobol points, padded in pairs of dimensions (B. Burley,
// "Practical hash-based Owen scrambling", JCGT 2020). Pixels take their points in Morton order from one sequence, so
// that neighbours are stratified among themselves, which is what a denoiser wants (A. Ahmed and P. Wonka,
// "Screen-space blue-noise diffusion of Monte Carlo sampling error via hierarchical ordering of pixels", 2020).
#ifndef RANDOM_GLSL
#define RANDOM_GLSL

struct Sampler {
  uint index;  // in the sequence that all pixels share
  uint key;    // of the image
};

uint hash_uint(uint x) {
  x = (x ^ (x >> 16)) * 0x21F0AAADu;
  x = (x ^ (x >> 15)) * 0xD35A2D97u;
  return x ^ (x >> 15);
}

/// A permutation in which each bit depends on lower bits only (S. Laine and T. Karras, 2011; constants of Burley).
uint laine_karras(uint x, uint seed) {
  x += seed;
  x ^= x * 0x6C50B47Cu;
  x ^= x * 0xB82F1E52u;
  x ^= x * 0xC7AFE638u;
  x ^= x * 0x8D22F6E6u;
  return x;
}

/// Second Sobol dimension, bits reversed: Pascal's triangle modulo 2 as a product of five sparse factors.
uint sobol_second_reversed(uint n) {
  n ^= (n & 0xAAAAAAAAu) >> 1;
  n ^= (n & 0xCCCCCCCCu) >> 2;
  n ^= (n & 0xF0F0F0F0u) >> 4;
  n ^= (n & 0xFF00FF00u) >> 8;
  n ^= n >> 16;
  return n;
}

uint spread_bits(uint x) {
  x = (x | (x << 8)) & 0x00FF00FFu;
  x = (x | (x << 4)) & 0x0F0F0F0Fu;
  x = (x | (x << 2)) & 0x33333333u;
  return (x | (x << 1)) & 0x55555555u;
}

Sampler sampler_at(uvec2 pixel, uint sample_number, uint samples, uint key) {
  uint morton = spread_bits(pixel.x) | (spread_bits(pixel.y) << 1);
  return Sampler(morton * samples + sample_number, key);
}

float unit_float(uint bits) { return float(bits >> 8) * (1.0 / 16777216.0); }

/// Two numbers in [0, 1); the same dimension always gives the same two.
vec2 sample_2d(Sampler s, uint dimension) {
  uint seed = hash_uint(s.key ^ (dimension * 0x9E3779B9u + 0x7F4A7C15u));
  uint shuffled = bitfieldReverse(laine_karras(bitfieldReverse(s.index), seed));
  uint x = bitfieldReverse(laine_karras(shuffled, hash_uint(seed ^ 0x68BC21EBu)));
  uint y = bitfieldReverse(laine_karras(sobol_second_reversed(shuffled), hash_uint(seed ^ 0x02E5BE93u)));
  return vec2(unit_float(x), unit_float(y));
}

/// A number in [0, 1).
float sample_1d(Sampler s, uint dimension) {
  uint seed = hash_uint(s.key ^ (dimension * 0x9E3779B9u + 0x3C6EF372u));
  uint shuffled = bitfieldReverse(laine_karras(bitfieldReverse(s.index), seed));
  return unit_float(bitfieldReverse(laine_karras(shuffled, hash_uint(seed ^ 0x68BC21EBu))));
}

#endif
