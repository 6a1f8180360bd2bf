// SPDX-License-Identifier: Apache-2.0
// Damage of a road's surface, one file per kind: a region of the road, its relief and its materials. Regions
// are functions of x and y alone and are the same on all layers (asphalt, repairs, markings). With the same
// random numbers a milder defect's region lies within the worse one's.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "base/random.h"
#include "generators/defects/fields.h"
#include "generators/defects/surface.h"
#include "generators/street/stage.h"

namespace understudy {

/// What is wanted: lengths are those at severity 1.
struct RoadDefectSite {
  glm::dvec2 center{0};
  double heading_rad = 0;  ///< of its long side, counter-clockwise from x
  double severity = 1;
  double length_m = 0, width_m = 0, depth_m = 0;
  bool wet = false;
  /// Share of the size that a defect of this severity has: 0.4 to 1.
  double grown() const { return 0.4 + 0.6 * severity; }
};

/// Something that lies in a defect and is labelled with it: water, a cover. In world coordinates.
struct RoadFilling {
  MeshPtr mesh;
  std::vector<Material> materials;
};

struct RoadDefect {
  DefectShape shape;
  DefectFacts facts;  ///< without length and width where the shape is to be measured
  glm::vec3 bed{0};   ///< albedo of what has gathered in it
  float worn = 0;  ///< how far wheels have rounded its rim: 0 freshly broken, 1 a slope of earth and stones
  std::vector<RoadFilling> fillings;
};

/// What a recipe's parameters mean, where a kind says no more of them.
struct RoadDefectHelp {
  const char* severity = "How bad: 0 is just beginning; its size is then 0.4 times that at severity 1.";
  const char* length = "Length at severity 1.";
  const char* width = "Width at severity 1.";
};

struct RoadDefectKind {
  const char* name;  ///< "pothole": of its parameters; with blanks, of its class
  Class label;
  const char *length_mm, *width_mm, *depth_mm;  ///< defaults of a recipe
  bool keeps_clear;                             ///< nothing stands on it
  bool on_markings;                             ///< cut into the paint, not into the road
  double turn_rad;                              ///< of its long side, from the road's direction
  RoadDefect (*make)(const RoadDefectSite& site, Stream stream);
  /// What a layer's material becomes in a band of this defect; `asphalt` is what lies under it.
  Material (*change)(const Material& layer, const Material& asphalt, int band, const RoadDefect& defect);
  RoadDefectHelp help{};
};

/// In the order of their classes: append.
std::span<const RoadDefectKind> road_defect_kinds();

RoadDefectKind pothole_kind();
RoadDefectKind longitudinal_crack_kind();
RoadDefectKind transverse_crack_kind();
RoadDefectKind alligator_crack_kind();
RoadDefectKind failed_patch_kind();
RoadDefectKind faded_marking_kind();
RoadDefectKind sunken_manhole_kind();

/// The same place, its heading along the longer side.
RoadDefectSite lengthwise(RoadDefectSite site);
/// A field of x and y only.
ScalarField on_the_plane(ScalarField field);
/// Whether the point is in the defect's region or closer to it than `margin_m`.
bool lies_in(const DefectShape& shape, const glm::dvec2& point, double margin_m = 0);
/// x along the site's heading, y to its left, from its centre.
glm::dvec2 local_of(const RoadDefectSite& site, const glm::dvec3& p);
glm::dvec2 world_of(const RoadDefectSite& site, const glm::dvec2& local);

}  // namespace understudy
