// SPDX-License-Identifier: Apache-2.0
// What bench/quality measured, as a table for people, JSON for programs and a sheet to look at.
#pragma once

#include <string>
#include <vector>

#include "base/image.h"
#include "bench/measures.h"
#include "bench/regions.h"

namespace understudy {

struct Measures {
  double ssim = 0, psnr_db = 0, seconds = 0;
  RelativeError error;
  LossTable loss{};
};

struct Level {
  std::string quality;
  std::vector<Measures> scenes;
};

struct QualityReport {
  std::string device;
  int width_px = 0, height_px = 0, reference_spp = 0;
  std::string window;               ///< size of what is compared of each image
  std::vector<std::string> scenes;  ///< one description per image
  std::vector<Level> levels;
};

/// Means over the images; losses are added up.
Measures mean_of(const Level& level);

std::string table_of(const QualityReport& report);
/// On one line.
std::string json_of(const QualityReport& report);

/// One row of the sheet: images of 0..1 values side by side, then 4 |images[shown] - images[0]|.
std::vector<Image<Rgb8>> sheet_row(const std::vector<Image<LinearRgb>>& images, size_t shown);
/// Rows of images of one size, white lines between them.
Image<Rgb8> sheet_of(const std::vector<std::vector<Image<Rgb8>>>& rows);

}  // namespace understudy
