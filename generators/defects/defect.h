// SPDX-License-Identifier: Apache-2.0
// What a defect is: a region of a surface, a relief and a change of material. A kind is one file, one line in
// the registry (kinds.cpp), one sheet of pictures.
#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "generators/defects/fields.h"
#include "generators/defects/surface_map.h"
#include "scenes/instance.h"
#include "scenes/material.h"

namespace understudy {

/// Where a defect begins, in the object's space.
struct DefectSite {
  const SurfaceMap& map;
  SurfacePoint at;
  glm::dvec3 along{1, 0, 0};                                     ///< unit, in the surface: its long direction
  glm::dvec3 down{0, 0, -1};                                     ///< unit: where liquids run
  double thickness_m = std::numeric_limits<double>::infinity();  ///< SurfaceMap::thickness_m(at)
  /// Straight in, to where another thing of the scene lies; infinite where nobody asks: of what has a
  /// thickness and does not bulge.
  double free_m = std::numeric_limits<double>::infinity();
  double pixel_m = 0;  ///< what a pixel of the image sees there

  /// Into the object, or of a sheet without a back to what it lies on.
  double room_below_m() const { return std::min(thickness_m, free_m); }
  /// Whether the far side may move outwards by so much.
  bool may_bulge(double depth_m) const { return thickness_m + depth_m <= free_m; }

  /// `wanted_m`, or half a pixel where that is more: finer triangles than that cost time and show nothing.
  /// Never more than a sixth of `side_m`, the shorter side of the defect.
  double fine_enough(double wanted_m, double side_m) const {
    return std::max(wanted_m, std::min(0.5 * pixel_m, side_m / 6));
  }
};

/// What stays on its side reaches no deeper than this share of the room below it: its floor is rough.
constexpr double deepest_share = 0.75;

/// How large it is wanted. All but the severity is what it has at severity 1: whatever the severity, the same
/// random numbers are drawn, and a milder defect is a part of the worse one.
struct DefectSize {
  double severity = 1;
  double length_m = 0, width_m = 0, depth_m = 0;  ///< the length is the longer one
  bool through = false;                           ///< it may reach the other side
  bool even = false;  ///< without the irregularities of chance, where its shape is to be calculated
  /// Share of the size that a defect of this severity has: 0.3 to 1.
  double grown() const { return 0.3 + 0.7 * severity; }
};

struct Defect {
  DefectShape shape;
  DefectFacts facts;  ///< as it became; without length and width where the shape is to be measured
  std::vector<SurfacePoint> trail{};  ///< where it laid the matter open: later rust may begin there
};

/// One defect's change of a material.
struct DefectLook {
  double severity = 1;
  double depth_m = 0;  ///< wanted at severity 1: whatever the severity, the same layers are reached
  uint16_t band = 0;   ///< 0: next to the outline
  Stream stream;       ///< the same for all bands of one defect
};

struct DefectKind {
  std::string name;  ///< also the name of its category
  /// Defaults of a recipe, as it would write them: at severity 1, mm.
  std::string length_mm, width_mm, depth_mm;
  std::string placement;  ///< "uniform", "edges", "curvature"
  bool begins_on_edge;    ///< it is moved to the nearest edge of the object
  Defect (*make)(const DefectSite& site, const DefectSize& size, Stream stream);
  void (*change)(Material& material, DefectLook look);
  std::string through{}, through_help{};  ///< default of "through"; empty: it never reaches the other side
  std::string seek{};                     ///< default of "seek"; empty: it does not care where others are
  /// It goes along the surface and ends where that bends sharply: places with room for its length come first.
  bool needs_room = false;
  /// How wide it is follows from its depth and the surface: what a recipe says of its width does nothing.
  bool width_follows = false;
  /// Right through, it takes nothing away but pushes the far side out, where there is room.
  bool bulges = false;
};

/// In the order of their categories: append.
std::span<const DefectKind> defect_kinds();

DefectKind scratch_kind();
DefectKind dent_kind();
DefectKind hole_kind();
DefectKind crack_kind();
DefectKind stain_kind();
DefectKind rust_kind();
DefectKind chip_kind();
DefectKind peeling_kind();

/// Balls that touch the site's own, scattered over an ellipse of the size's length and width on the surface:
/// the body of a patch. A milder one is the same patch, smaller.
std::vector<Stroke> patch_of_balls(const DefectSite& site, const DefectSize& size, int count, Stream stream);

/// Another material in place of what is there, in part; the pattern stays.
void blend_towards(Material& material, const Material& other, double share);

}  // namespace understudy
