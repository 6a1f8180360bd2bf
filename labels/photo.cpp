// SPDX-License-Identifier: Apache-2.0
#include "labels/photo.h"

namespace understudy {

const std::vector<std::string>& amodal_keys() {
  static const std::vector<std::string> keys = {"amodal_segmentation",
                                                "amodal_bbox",
                                                "amodal_area",
                                                "truncation",
                                                "truncation_capped",
                                                "occluders",
                                                "parts",
                                                "visible_mask",
                                                "invisible_mask",
                                                "visible_bbox",
                                                "occlude_rate",
                                                "inmodal_seg",
                                                "inmodal_bbox",
                                                "a_segm",
                                                "i_segm",
                                                "a_bbox",
                                                "i_bbox",
                                                "a_area",
                                                "i_area"};
  return keys;
}

}  // namespace understudy
