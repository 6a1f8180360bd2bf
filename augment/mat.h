// SPDX-License-Identifier: Apache-2.0
// Our pixels under OpenCV's name: views, never copies. The image must outlive the view.
#pragma once

#include <opencv2/core.hpp>

#include "base/image.h"

namespace understudy {

inline cv::Mat mat_of(Image<Rgb8>& image) {
  return cv::Mat(image.height_px(), image.width_px(), CV_8UC3, image.data());
}
inline const cv::Mat mat_of(const Image<Rgb8>& image) {
  return cv::Mat(image.height_px(), image.width_px(), CV_8UC3, const_cast<Rgb8*>(image.data()));
}
inline cv::Mat mat_of(Image<uint8_t>& image) {
  return cv::Mat(image.height_px(), image.width_px(), CV_8UC1, image.data());
}
inline cv::Mat mat_of(Image<float>& image) {
  return cv::Mat(image.height_px(), image.width_px(), CV_32FC1, image.data());
}

}  // namespace understudy
