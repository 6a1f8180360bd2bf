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
};
/// By COCO's names.
ClassHeight class_height(std::string_view category);

/// A thing that stands on the ground and is seen whole.
struct StandingBox {
  double top_px = 0, bottom_px = 0;  ///< edges, y down
  ClassHeight size;
  double left_px = 0, right_px = 0;
  bool drives = false;  ///< a car, bus, truck or motorcycle: where it stands is a road
};

/// Whether things of this class (COCO's name) drive on roads: cars, buses, trucks, motorcycles.
bool drives(std::string_view category);

/// Names of a dataset's classes, by id.
using ClassNames = std::map<int64_t, std::string>;
ClassNames class_names(const std::vector<PhotoCategory>& categories);

/// Boxes of the photo's things of known height that are seen whole (0.7 of them at least, where the file
/// tells) and upright; what was pasted says nothing.
std::vector<StandingBox> standing_boxes(const Photo& photo, const ClassNames& names);

struct Horizon {
  double row_px = 0;           ///< y of the horizon; may lie outside the frame
  double camera_height_m = 0;  ///< of the lens above the ground
  int support = 0;             ///< boxes that agree
  double confidence = 0;       ///< 0: nothing but the prior; 1: many boxes that all agree
};

/// What is assumed where nothing is known: a camera at eye level whose horizon is a little above the middle.
Horizon usual_horizon(int frame_height_px);

/// A thing of height H whose foot is in row y has height H (y - row) / camera_height in the picture, as long
/// as the camera is held about level. Of all pairs of boxes, each of which gives one solution, and a grid
/// about the usual one, the most likely, then refined: boxes err by their class's deviation, some are
/// outliers, and the camera is likely at eye level. The model: D. Hoiem, A. Efros, M. Hebert, "Putting
/// objects in perspective", CVPR 2006.
Horizon fit_horizon(const std::vector<StandingBox>& boxes, int frame_height_px);

/// Those of the boxes whose height is what the horizon makes of their foot's row, within two fifths.
std::vector<StandingBox> agreeing_boxes(const std::vector<StandingBox>& boxes, const Horizon& horizon);

}  // namespace understudy
