// SPDX-License-Identifier: Apache-2.0
// What is true of one instance in one image. docs/labels.md is the contract.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "labels/rle.h"
#include "scenes/instance.h"

namespace understudy {

/// Pixels of an amodal mask that something in front hides. instance 0: background.
struct Occluder {
  InstanceId instance;
  int64_t hidden_px = 0;
};

/// Length and width of a mask along its principal axes, px.
struct SizePx {
  double length = 0, width = 0;
  bool operator==(const SizePx&) const = default;
};

/// What only a defect has.
struct DefectLabel {
  /// The object that it is part of, which has an annotation too; background: it is part of no object.
  InstanceId parent;
  DefectFacts facts;
  SizePx size_px;  ///< of the visible mask
  /// How much the defect changes the picture, 0..1: the mean, over its 16 most changed visible pixels,
  /// of the largest difference of a channel from the picture without defects. Empty where there is no such
  /// picture.
  std::optional<double> contrast;
};

/// Of an object, masks and counts include its defects.
struct Annotation {
  InstanceId instance;
  CategoryId category;
  Rle visible;          ///< modal mask: COCO's segmentation
  int64_t area_px = 0;  ///< pixels of `visible`
  Box box;              ///< tight around `visible`
  Rle amodal;           ///< in frame
  int64_t amodal_area_px = 0;
  Box amodal_box;                   ///< on the unbounded image plane: may leave the frame
  double visibility = 0;            ///< visible px / amodal px in frame
  double truncation = 0;            ///< 1 - amodal px in frame / amodal px on the unbounded plane
  bool truncation_capped = false;   ///< the plane was searched to its limit: truncation is a lower bound
  std::vector<Occluder> occluders;  ///< by pixels hidden, most first, then id; sums to amodal - visible
  double distance_m = 0;            ///< least distance of a visible pixel's surface from the camera
  std::map<std::string, int64_t> part_px;  ///< visible pixels of each named part
  std::map<std::string, std::string> provenance;
  std::optional<DefectLabel> defect;  ///< where the instance is a defect; sizes and contrast go by `visible`
};

/// An instance that got no annotation, and why. Nothing is dropped silently.
struct Dropped {
  InstanceId instance;
  CategoryId category;
  int64_t visible_px = 0;
  double visibility = 0;
  std::string reason;  ///< "hidden", "min_visible_px", "min_visibility", "parent_dropped"
};

struct Annotations {
  std::vector<Annotation> kept;  ///< ascending instance id
  std::vector<Dropped>
      dropped;  ///< ascending instance id; instances that no pixel's ray meets are not listed
};

}  // namespace understudy
