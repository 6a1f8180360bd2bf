// SPDX-License-Identifier: Apache-2.0
// Homogeneous fog: what passes is exp(-density * distance) (Beer and Lambert), what comes in is the sky's mean.
#ifndef FOG_GLSL
#define FOG_GLSL
#include "scene.glsl"

// The layer ends above the ground: else no fog, however thin, would show a sky.
const float fog_layer_m = 60.0;

float fog_transmittance(float distance_m) { return exp(-frame.shading.fog_density * distance_m); }

float fog_transmittance_to_sky(vec3 direction) {
  return fog_transmittance(min(fog_layer_m / max(direction.z, 1e-3), 2000.0));
}

#endif
