// SPDX-License-Identifier: Apache-2.0
// Shine of a pixel in which the surface bends: the lobe is as wide as all its normals make it (Y. Tokuyoshi and
// A. Kaplanyan, "Improved geometric specular antialiasing", I3D 2019). Where all paths of a pixel share the hit of its
// centre, a bevel of a pixel's width would else shine in dashes, as the centres happen to meet it.
#ifndef WIDENING_GLSL
#define WIDENING_GLSL

float normal_variance = 0.0;  // of the pixel, as that of a slope
const float most_normal_variance = 0.18;

float widened(float alpha) { return min(sqrt(alpha * alpha + min(2.0 * normal_variance, most_normal_variance)), 1.0); }

#endif
