// SPDX-License-Identifier: Apache-2.0
// What is printed on parts: lot and serial numbers of dots, as ink-jets and needles set them, or of strokes,
// as lasers and stamps do, and square codes that look like Data Matrix (ISO/IEC 16022: two solid sides, two
// dotted ones; what lies between is drawn by chance and says nothing).
#pragma once

#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/inspection/spots.h"
#include "scenes/material.h"
#include "scenes/mesh.h"

namespace understudy::inspection {

/// In a plane, to be read with x to the right and y up; centred.
struct Print {
  std::vector<glm::vec2> points;
  std::vector<glm::uvec3> triangles;  ///< counter-clockwise

  float radius() const;
  void scale(float factor);
};

struct Mark {
  Print print;
  Material ink;
};

/// On matter that looks like `ground`; `mm` is a millimetre in the part's units.
Mark make_mark(const Material& ground, float mm, Stream& stream);

/// The print laid around a spot of a surface, turned about its normal, a film thick; null where the surface
/// ends under it or bends away too far.
MeshPtr lay(const Print& print, const SurfaceMap& map, const Spot& spot, float turn_deg, float film_m);

}  // namespace understudy::inspection
