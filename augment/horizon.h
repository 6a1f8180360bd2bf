// SPDX-License-Identifier: Apache-2.0
// Where the horizon of a photo lies and how high its camera was held, from annotated things of known height.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "labels/photo.h"

namespace understudy {

/// How tall the things of a class are: the median, and the deviation of the logarithm (people sit and are
/// children). Height 0: no class that says anything.
struct ClassHeight {
  double height_m = 0, deviation = 0;
  /// How much farther away than its foot the far edge of its top is, on the average over all sides it is seen
  /// from.
  double roof_m = 0;
};
/// By COCO's names, and "pedestrian" and "cyclist" (a rider with the bicycle); capitals do not matter.
ClassHeight class_height(std::string_view category);

/// A thing that stands on the ground and is seen whole.
struct StandingBox {
  double top_px = 0, bottom_px = 0;  ///< edges, y down
  ClassHeight size;
  double left_px = 0, right_px = 0;
  bool drives = false;  ///< a car, bus, truck or motorcycle: where it stands is a road
};

/// Whether things of this class (COCO's name, capitals do not matter) drive on roads: cars, buses, trucks,
/// motorcycles.
bool drives(std::string_view category);

/// Names of a dataset's classes, by id.
using ClassNames = std::map<int64_t, std::string>;
ClassNames class_names(const std::vector<PhotoCategory>& categories);

/// Boxes of the photo's things of known height that are seen whole (0.7 of them at least, where the file
/// tells) and upright; what was pasted says nothing.
std::vector<StandingBox> standing_boxes(const Photo& photo, const ClassNames& names);

/// Field of view of the longer side where nobody says otherwise: that of a phone or a kit lens at its wide
/// end.
inline constexpr double usual_fov_deg = 58;

/// How a photo was projected, but for where the camera was.
struct Projection {
  int height_px = 0;
  double focal_px = 0;
};
Projection usual_projection(int width_px, int height_px);

/// A pinhole camera over flat ground, level sideways, tilted so that the horizon is in a row.
struct Horizon {
  double row_px = 0;           ///< y of the horizon; may lie outside the frame
  double camera_height_m = 0;  ///< of the lens above the ground
  int support = 0;             ///< boxes that agree
  double confidence = 0;       ///< 0: nothing but the prior; 1: many boxes that all agree
  Projection projection;

  /// How tall in the picture something upright is that stands in row `foot_px`; 0 at the horizon and above.
  double standing_px(double height_m, double foot_px) const;
  /// The reverse: how tall something is that reaches from row `top_px` down to `foot_px`, below the horizon.
  double standing_m(double top_px, double foot_px) const;
  /// Height of the box of a thing of that size; from above, its roof is seen beyond its front.
  double box_px(const ClassHeight& size, double foot_px) const;
};

/// What is assumed where nothing is known: a camera at eye level whose horizon is a little above the middle.
Horizon usual_horizon(const Projection& projection);

/// Of a grid over rows and heights the most likely ones, refined: boxes err by their class's deviation, some
/// are outliers, and the camera is likely at eye level, or else, one in 25, on a pole or a bridge. The model:
/// D. Hoiem, A. Efros, M. Hebert, "Putting objects in perspective", CVPR 2006, there for cameras held level;
/// here for tilted ones (A. Criminisi, I. Reid, A. Zisserman, "Single view metrology", IJCV 2000).
Horizon fit_horizon(const std::vector<StandingBox>& boxes, const Projection& projection);

/// Those of the boxes whose height is what the horizon makes of their foot's row, within two fifths.
std::vector<StandingBox> agreeing_boxes(const std::vector<StandingBox>& boxes, const Horizon& horizon);

}  // namespace understudy
