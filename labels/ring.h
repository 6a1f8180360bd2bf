// SPDX-License-Identifier: Apache-2.0
// Rings of real numbers: polygons as people draw them, in edge coordinates.
#pragma once

#include <vector>

#include "labels/rle.h"

namespace understudy {

struct Point {
  double x = 0, y = 0;
  bool operator==(const Point&) const = default;
};

/// Corners in order, the first not repeated at the end.
using RealRing = std::vector<Point>;

/// Half the sum of cross products: positive where the ring runs clockwise on the screen.
double signed_area(const RealRing& ring);

/// Sum of the rings' areas, however they run.
double area_of(const std::vector<RealRing>& rings);

/// Whether the ring crosses itself so that its cross products do not tell the area of its region by the
/// even-odd rule: lobes run against each other, or twice round. Specks of less than a hundredth do not count.
bool has_lobes(const RealRing& ring);

/// Area of that region, of any ring: measured along a thousand lines.
double region_area(const RealRing& ring);

/// The parts of a ring within [0, width] x [0, height]: cut exactly, one ring per piece, so no edge runs
/// along the border where the region does not. The region is that of the even-odd rule; a ring inside the
/// frame comes back as it is.
std::vector<RealRing> clip_ring(const RealRing& ring, double width, double height);

/// What COCO's mask API takes for the inside of the rings' union, bit for bit: corners are rounded to a fifth
/// of a pixel, a pixel belongs to a ring where its centre does by the even-odd rule down each column
/// (P. Dollar, T.-Y. Lin, maskApi.c, 2015: rleFrPoly).
struct MaskPatch;
MaskPatch rasterize(const std::vector<RealRing>& rings, int width_px, int height_px);

struct Outline {
  RealRing ring;
  bool hole = false;
};
/// The same with holes, by the same rule for each ring. The larger ring counts first: so an island in a hole
/// is inside again.
MaskPatch rasterize_outlines(std::vector<Outline> outlines, int width_px, int height_px);

}  // namespace understudy
