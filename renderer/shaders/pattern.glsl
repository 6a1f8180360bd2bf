// SPDX-License-Identifier: Apache-2.0
// Procedural surface detail. Each pattern fades to its mean where its feature becomes smaller than a pixel, so that none
// needs more samples than a plain colour. Gradient noise: K. Perlin, "An image synthesizer", 1985, on an integer hash.
#ifndef PATTERN_GLSL
#define PATTERN_GLSL
#include "footprint.glsl"
#include "random.glsl"
#include "scene.glsl"

#define PATTERN_NONE 0u
#define PATTERN_NOISE 1u
#define PATTERN_ASPHALT 2u
#define PATTERN_BRICK 3u
#define PATTERN_PAVING 4u
#define PATTERN_CHECKER 5u
#define PATTERN_STRIPES 6u
#define PATTERN_FOLIAGE 7u
#define PATTERN_BRUSHED 8u
#define PATTERN_ROLLED 9u
#define PATTERN_WOOD 10u
#define PATTERN_GRAIN 11u

// Along a footprint's length; eight raise SSIM by less than 0.001, for a tenth more time.
const float most_probes = 4.0;

struct PatternSample {
  vec3 albedo;
  float roughness;
};

uint cell_bits(ivec3 c) { return hash_uint(uint(c.x) * 0x9E3779B1u ^ uint(c.y) * 0x85EBCA77u ^ uint(c.z) * 0xC2B2AE3Du); }

float cell_value(ivec3 c) { return unit_float(cell_bits(c)); }

/// Three numbers in -1 .. 1 that belong to a lattice point.
vec3 cell_gradient(ivec3 c) {
  uint bits = cell_bits(c);
  return vec3(uvec3(bits, bits >> 10, bits >> 20) & 1023u) * (2.0 / 1023.0) - 1.0;
}

/// Noise around 0, about -0.5 .. 0.5, of features one apart and of none much larger: 0 at each lattice point, so that what
/// a pixel cannot show of it is gone from a mean over the pixel.
float noise_at(vec3 p) {
  ivec3 cell = ivec3(floor(p));
  vec3 f = p - vec3(cell);
  vec3 s = f * f * (3.0 - 2.0 * f);
  float sum = 0.0;
  for (int i = 0; i < 8; ++i) {
    ivec3 corner = ivec3(i & 1, (i >> 1) & 1, i >> 2);
    vec3 w = mix(1.0 - s, s, vec3(corner));
    sum += w.x * w.y * w.z * dot(cell_gradient(cell + corner), f - vec3(corner));
  }
  return sum;
}

/// How much of a feature of this size a pixel of this footprint still shows. Measured on asphalt against many samples, as
/// the 0.9 below.
float shown(float feature_m, float footprint_m) { return clamp(1.9 - footprint_m / feature_m, 0.0, 1.0); }

/// What a footprint of this width around x shows of the cells [0, 1), [1, 2), ...: two of them and the second one's share.
void cells_around(float x, float width, out vec2 cells, out float second) {
  width = clamp(width, 1e-3, 1.0);
  cells = floor(vec2(x) + vec2(-0.5, 0.5) * width);
  second = clamp((x + 0.5 * width - cells.y) / width, 0.0, 1.0);
}

/// Tones of bricks or slabs, about -0.5 .. 0.5, each row half a stone aside: the mean over a footprint. `p` and `width` in
/// stones. Of a footprint over many stones the mean of two by two stands for all, its spread reduced accordingly.
float stone_tone(vec2 p, vec2 width, int kind) {
  vec2 rows, columns;
  float upper, right;
  cells_around(p.y, width.y, rows, upper);
  float tone = 0.0;
  for (int i = 0; i < 2; ++i) {
    cells_around(p.x + 0.5 * mod(rows[i], 2.0), width.x, columns, right);
    float row = mix(cell_value(ivec3(columns.x, rows[i], kind)), cell_value(ivec3(columns.y, rows[i], kind)), right);
    tone += (i == 0 ? 1.0 - upper : upper) * row;
  }
  vec2 many = max(width, vec2(1.0));
  return (tone - 0.5) * inversesqrt(many.x * many.y);
}

/// The contrast that a mean over a footprint, long and narrow where the view grazes, leaves of noise_at(): along the length
/// that of the waves which run across it, by the integral of sinc squared over all directions.
float noise_shown(float feature_m, float width_m, float length_m) {
  return shown(feature_m, width_m) * min(0.9 * sqrt(feature_m / length_m), 1.0);
}

/// Fractal noise around 0, about -0.5 .. 0.5, without the octaves that a pixel cannot show. Each octave has `decay` of the
/// weight of the one before. Along the footprint's length it is a mean of probes, or grain would be drawn out sideways.
float fractal_noise(vec3 p, float feature_m, LongBox footprint, int octaves, float decay) {
  float sum = 0.0, weight = 0.5, length_m = length(footprint.along);
  for (int i = 0; i < octaves; ++i) {
    float probes = clamp(ceil(length_m / feature_m - 0.5), 1.0, most_probes);
    float visible = noise_shown(feature_m, footprint.width_m, length_m / probes);
    if (visible <= 0.0) break;
    float mean = 0.0;
    for (float k = 0.5; k < probes; k += 1.0)
      mean += noise_at((p + (k / probes - 0.5) * footprint.along) / feature_m + float(i) * 7.31);
    sum += weight * visible * mean / probes;
    weight *= decay;
    feature_m *= 0.43;
  }
  return sum;
}

/// Share of a footprint around x that lies in [0, duty) of a pattern with period 1: a box-filtered pulse.
float filtered_pulse(float x, float duty, float width) {
  width = max(width, 1e-4);
  float a = x - 0.5 * width, b = x + 0.5 * width;
  float fill_a = floor(a) * duty + min(fract(a), duty);
  float fill_b = floor(b) * duty + min(fract(b), duty);
  return clamp((fill_b - fill_a) / width, 0.0, 1.0);
}

PatternSample brick_pattern(vec2 uv, float scale, vec2 width, vec3 albedo, vec3 mortar, float roughness) {
  vec2 size = vec2(0.215, 0.075) * scale / 0.215;
  float row = floor(uv.y / size.y);
  float x = uv.x / size.x + 0.5 * mod(row, 2.0);
  float y = uv.y / size.y;
  float joint_x = filtered_pulse(x, 0.05, width.x / size.x);
  float joint_y = filtered_pulse(y, 0.14, width.y / size.y);
  float tone = stone_tone(uv / size, width / size, 1);
  vec3 brick = albedo * (1.0 + 0.45 * tone);
  return PatternSample(mix(brick, mortar, max(joint_x, joint_y)), roughness);
}

PatternSample paving_pattern(vec2 p, float scale, vec2 width, vec3 albedo, vec3 joint_color, float roughness) {
  float row = floor(p.y / scale);
  float x = p.x / scale + 0.5 * mod(row, 2.0);
  float y = p.y / scale;
  float joint = max(filtered_pulse(x, 0.025, width.x / scale), filtered_pulse(y, 0.025, width.y / scale));
  float tone = stone_tone(p / scale, width / scale, 2);
  return PatternSample(mix(albedo * (1.0 + 0.22 * tone), joint_color, joint), roughness);
}

/// Growth rings cut lengthwise: light early wood that darkens, then ends at once. Mean 0.23.
float growth_ring(float rings, float width) {
  float at = fract(rings);
  float ring = at * at * at * (1.0 - smoothstep(0.93, 1.0, at));
  return mix(0.23, ring, shown(0.5, width));
}

/// The noise of a pattern, and a second one for what is finer or coarser.
struct PatternNoise {
  vec3 at[2];
  LongBox box[2];
  float feature_m[2];
  int octaves[2];
  float decay[2];
};

PatternNoise noise_of(uint pattern, vec3 world, LongBox box, vec2 uv, vec2 uv_width, float scale) {
  PatternNoise n = PatternNoise(vec3[2](world, world), LongBox[2](box, box), float[2](scale, 0.02 * scale), int[2](4, 0),
                                float[2](0.6, 0.6));
  bool drawn_out = pattern == PATTERN_BRUSHED || pattern == PATTERN_ROLLED || pattern == PATTERN_WOOD;
  if (drawn_out) {
    vec2 length = pattern == PATTERN_BRUSHED ? vec2(60.0, 200.0) : pattern == PATTERN_ROLLED ? vec2(3.0, 60.0) : vec2(9.0, 30.0);
    n.at = vec3[2](vec3(uv.x / length.x, uv.y, 0.3), vec3(uv.x / length.y, uv.y, 1.9));
    // It is resolved across u.
    box = LongBox(vec3(0.0, uv_width.y, 0.0), uv_width.y);
    n.box = LongBox[2](box, box);
    n.feature_m = pattern == PATTERN_BRUSHED  ? float[2](scale, 14.0 * scale)
                  : pattern == PATTERN_ROLLED ? float[2](scale, 0.07 * scale)
                                              : float[2](4.0 * scale, 0.1 * scale);
    n.octaves = int[2](3, 2);
    return n;
  }
  if (pattern == PATTERN_ASPHALT) {
    // Traffic draws its traces out along the street. Below them lie nests of stones and of bitumen, and the finer the
    // stronger the grades of stones themselves.
    const vec3 drawn = vec3(0.32, 1.0, 0.3);
    n.at[0] = world * drawn;
    n.box[0].along *= drawn;
    n.feature_m = float[2](1.7, 0.12 * scale);
    n.octaves = int[2](3, 4);
    n.decay[1] = 2.0;
  } else if (pattern == PATTERN_PAVING) {
    n.feature_m[0] = 0.6 * scale;
    n.octaves[0] = 3;
  } else if (pattern == PATTERN_FOLIAGE) {
    n.at = vec3[2](vec3(uv, 0.37), vec3(uv, 0.37) + 31.0);
    box = LongBox(vec3(uv_width.x, 0.0, 0.0), uv_width.y);
    n.box = LongBox[2](box, box);
    n.feature_m[1] = 4.0 * scale;
    n.octaves = int[2](3, 2);
  } else if (pattern == PATTERN_GRAIN) {
    n.feature_m[1] = 9.0 * scale;
    n.octaves[1] = 2;
  } else if (pattern != PATTERN_NOISE) {
    n.octaves[0] = 0;
  }
  return n;
}

PatternSample pattern_at(MaterialRecord m, Surface s, Footprint footprint, vec3 albedo, float roughness) {
  float scale = max(m.pattern_scale_m, 1e-5);
  vec3 world = s.position + frame.camera_position;
  vec2 uv = s.uv * m.uv_scale;
  vec2 uv_width = m.uv_scale * vec2(width_along(footprint, s.tangent), width_along(footprint, cross(s.geometric, s.tangent)));
  // All patterns share two calls: where lanes run under masks, each would be paid for by all.
  PatternNoise n = noise_of(m.pattern, world, longest_box(footprint), uv, uv_width, scale);
  float noise = fractal_noise(n.at[0], n.feature_m[0], n.box[0], n.octaves[0], n.decay[0]);
  float second = fractal_noise(n.at[1], n.feature_m[1], n.box[1], n.octaves[1], n.decay[1]);
  PatternSample result = PatternSample(albedo, roughness);
  if (m.pattern == PATTERN_NOISE) {
    result.albedo = mix(albedo, m.pattern_color, clamp(0.5 + 1.4 * noise, 0.0, 1.0));
  } else if (m.pattern == PATTERN_ASPHALT) {
    result.albedo = mix(albedo, m.pattern_color, clamp(0.5 + 1.2 * noise, 0.0, 1.0)) * (1.0 + 0.4 * second);
  } else if (m.pattern == PATTERN_BRICK) {
    result = brick_pattern(uv, scale, uv_width, albedo, m.pattern_color, roughness);
  } else if (m.pattern == PATTERN_PAVING) {
    vec2 width = vec2(width_along(footprint, vec3(1.0, 0.0, 0.0)), width_along(footprint, vec3(0.0, 1.0, 0.0)));
    result = paving_pattern(world.xy, scale, width, albedo, m.pattern_color, roughness);
    result.albedo *= 1.0 + 0.35 * noise;
  } else if (m.pattern == PATTERN_CHECKER) {
    vec2 on = vec2(filtered_pulse(0.5 * uv.x / scale, 0.5, 0.5 * uv_width.x / scale),
                   filtered_pulse(0.5 * uv.y / scale, 0.5, 0.5 * uv_width.y / scale));
    result.albedo = mix(albedo, m.pattern_color, on.x + on.y - 2.0 * on.x * on.y);
  } else if (m.pattern == PATTERN_STRIPES) {
    result.albedo = mix(albedo, m.pattern_color, filtered_pulse(uv.x / scale, 0.5, uv_width.x / scale));
  } else if (m.pattern == PATTERN_FOLIAGE) {
    result.albedo = mix(albedo, m.pattern_color, clamp(0.5 + 1.6 * noise, 0.0, 1.0)) * (1.0 + second);
  } else if (m.pattern == PATTERN_WOOD) {
    float ring = growth_ring(uv.y / scale + 5.0 * noise, uv_width.y / scale);
    result.albedo = mix(albedo, m.pattern_color, clamp(1.3 * ring + 0.9 * second, 0.0, 1.0));
  } else if (m.pattern >= PATTERN_BRUSHED) {
    float contrast = m.pattern == PATTERN_ROLLED ? 0.9 : 1.7;
    float coarse = m.pattern == PATTERN_GRAIN ? 0.25 : 0.7;
    result.albedo = mix(albedo, m.pattern_color, clamp(0.5 + contrast * noise + coarse * second, 0.0, 1.0));
    result.roughness = roughness * clamp(1.0 + 0.5 * noise + 0.3 * second, 0.5, 1.5);
  }
  result.albedo = clamp(mix(albedo, result.albedo, m.pattern_strength), 0.0, 1.0);
  result.roughness = mix(roughness, result.roughness, m.pattern_strength);
  return result;
}

#endif
