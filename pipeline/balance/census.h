// SPDX-License-Identifier: Apache-2.0
// What a plan has to know of a dataset: every annotation's class and box, and which may be pasted elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "augment/donor.h"
#include "exporters/coco_reader.h"

namespace understudy {

struct CensusObject {
  uint32_t image = 0;     ///< its number in the file
  uint32_t number = 0;    ///< among the image's objects
  uint32_t category = 0;  ///< its number in `Census::categories`
  RealBox box;            ///< pixels; of size 0 where there is none
  Donor donor = Donor::yes;
};

struct CensusImage {
  int width_px = 0, height_px = 0;
  uint32_t group = 0;             ///< number in `Census::groups`
  uint32_t first = 0, count = 0;  ///< of its objects in `Census::objects`
  float horizon_confidence = 0;   ///< fit_horizon()'s; 0 where it was not asked for
};

/// About 64 bytes an annotation.
struct Census {
  std::vector<PhotoCategory> categories;
  std::vector<std::string> groups;  ///< values of the group key, as JSON writes them; one empty one without
  std::vector<CensusImage> images;
  std::vector<CensusObject> objects;  ///< image by image

  /// Annotations of each class, crowds included, as report.json counts them.
  std::vector<uint64_t> counts() const;
};

/// Throws UserError where an image lacks the group key. `horizons`: whether they are wanted.
Census take_census(const CocoReader& reader, const std::string& group_key, double min_donor_px,
                   bool horizons = false);

}  // namespace understudy
