// SPDX-License-Identifier: Apache-2.0
#include "augment/edge.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "base/error.h"

namespace understudy {
namespace {

constexpr int opaque = 255, half = 128;

/// Opacity by signed distance from the edge.
void feather(Image<uint8_t>& opacity, const Image<uint8_t>& inside, double width_px) {
  Image<uint8_t> in(inside.width_px(), inside.height_px()), out = in;
  for (size_t i = 0; i < inside.size(); ++i) in[i] = inside[i] != 0, out[i] = inside[i] == 0;
  cv::Mat to_outside, to_inside;
  cv::distanceTransform(mat_of(in), to_outside, cv::DIST_L2, cv::DIST_MASK_5);
  cv::distanceTransform(mat_of(out), to_inside, cv::DIST_L2, cv::DIST_MASK_5);
  for (int y = 0; y < inside.height_px(); ++y) {
    for (int x = 0; x < inside.width_px(); ++x) {
      // The edge runs between two pixel centres.
      const double distance =
          inside(x, y) != 0 ? to_outside.at<float>(y, x) - 0.5 : 0.5 - to_inside.at<float>(y, x);
      opacity(x, y) = uint8_t(std::lround(opaque * std::clamp(0.5 + distance / width_px, 0.0, 1.0)));
    }
  }
}

/// A line of this length about the middle: the share of it that lies in each pixel.
cv::Mat motion_kernel(double length_px, double angle_deg) {
  const int reach = int(std::ceil(length_px / 2));
  cv::Mat kernel = cv::Mat::zeros(2 * reach + 1, 2 * reach + 1, CV_32F);
  const double angle = angle_deg * CV_PI / 180;
  constexpr int samples_per_px = 8;
  const int samples = std::max(1, int(length_px * samples_per_px));
  for (int i = 0; i < samples; ++i) {
    const double t = ((i + 0.5) / samples - 0.5) * length_px;
    const int x = int(std::lround(t * std::cos(angle))), y = int(std::lround(t * std::sin(angle)));
    kernel.at<float>(reach + y, reach + x) += 1.0f / float(samples);
  }
  return kernel;
}

void blur(Image<uint8_t>& opacity, const EdgeLook& look) {
  cv::Mat mask = mat_of(opacity);
  if (look.blend == Blend::motion) {
    cv::filter2D(mask, mask, -1, motion_kernel(look.width_px, look.angle_deg), {-1, -1}, 0,
                 cv::BORDER_REPLICATE);
  } else {
    const int side = 2 * int(std::ceil(look.width_px / 2)) + 1;
    cv::GaussianBlur(mask, mask, {side, side}, look.width_px / 4, 0, cv::BORDER_REPLICATE);
  }
}

}  // namespace

const std::vector<std::string>& blend_names() {
  static const std::vector<std::string> names{"hard", "feather", "gaussian", "motion", "poisson"};
  return names;
}

Blend blend_of(const std::string& name) {
  const auto& names = blend_names();
  const auto found = std::find(names.begin(), names.end(), name);
  CHECK(found != names.end(), "a blend of that name: " + name);
  return Blend(found - names.begin());
}

int edge_reach_px(const EdgeLook& look) {
  if (look.blend == Blend::poisson) return 1;  // what it is to meet
  return look.blend == Blend::hard || look.width_px <= 0 ? 0 : int(std::ceil(look.width_px / 2)) + 1;
}

Image<uint8_t> edge_opacity(const Image<uint8_t>& inside, const EdgeLook& look) {
  Image<uint8_t> opacity(inside.width_px(), inside.height_px());
  for (size_t i = 0; i < inside.size(); ++i) opacity[i] = inside[i] != 0 ? opaque : 0;
  if (look.blend == Blend::hard || look.blend == Blend::poisson || look.width_px <= 0) return opacity;
  if (look.blend == Blend::feather) {
    feather(opacity, inside, look.width_px);
  } else {
    blur(opacity, look);
  }
  for (size_t i = 0; i < inside.size(); ++i) {
    opacity[i] =
        uint8_t(inside[i] != 0 ? std::max<int>(opacity[i], half) : std::min<int>(opacity[i], half - 1));
  }
  return opacity;
}

}  // namespace understudy
