// SPDX-License-Identifier: Apache-2.0
// The fields that outlines of defects are made of: strokes along paths, made rough by noise.
#pragma once

#include <cstdint>
#include <vector>

#include "generators/defects/surface.h"

namespace understudy {

/// A way through space, thick as `radii_m` say at each of its points and linear between. A single point is a
/// ball.
struct Stroke {
  std::vector<glm::dvec3> points;
  std::vector<double> radii_m;
};

/// Distance to the nearest stroke's surface, negative inside. Exactly linear across a straight stroke.
ScalarField stroke_field(const std::vector<Stroke>& strokes);

/// Smooth noise within -1..1 whose feature has size 1; changes by at most 2 per unit in any direction.
double smooth_noise(const glm::dvec3& p, uint64_t seed);

/// The field with its outline moved in and out by up to `amplitude_m`, features of `feature_m` and finer
/// ones.
ScalarField roughened(ScalarField field, double amplitude_m, double feature_m, uint64_t seed);

/// What a field that is roughened by about as much as its features are large changes by per metre but at few
/// points: its noise is seldom as steep as it may be.
constexpr double rough_field_steepest = 0.5;

/// Sets the sphere around the strokes, grown by `more_m`.
void enclose(const std::vector<Stroke>& strokes, double more_m, DefectShape& shape);

/// Piecewise linear; ends are held. `points`: (x, y), ascending x.
double linear_profile(double x, const std::vector<glm::dvec2>& points);

}  // namespace understudy
