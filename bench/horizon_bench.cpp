// SPDX-License-Identifier: Apache-2.0
// By how much fit_horizon() is off on images of the street generator, whose cameras are known.
//   horizon_bench INSTANCES_JSON
#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/standing.h"
#include "base/error.h"
#include "exporters/coco_reader.h"

using namespace understudy;

namespace {

struct TrueCamera {
  double row_px = 0, height_m = 0;
};

/// Of an image as `understudy generate` writes it.
TrueCamera camera_of(const Photo& photo) {
  const nlohmann::json camera = nlohmann::json::parse(photo.json).at("camera");
  const auto up = camera.at("rotation").at(2).get<std::vector<double>>();
  return {camera.at("cy").get<double>() - camera.at("fy").get<double>() * up.at(2) / up.at(1),
          camera.at("position_m").at(2).get<double>()};
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[size_t(share * double(values.size() - 1))];
}

struct Errors {
  size_t images = 0;
  std::vector<double> rows, heights;  // of those that are believed: parts of the frame's height, |ln factor|

  void add(const Horizon& found, const TrueCamera& camera, int height_px) {
    ++images;
    if (found.confidence < least_confidence) return;
    rows.push_back(std::abs(found.row_px - camera.row_px) / height_px);
    heights.push_back(std::abs(std::log(found.camera_height_m / camera.height_m)));
  }

  void print(const char* what) const {
    if (images == 0) return;
    fmt::print(
        "{}: {} images, {} believed; horizon off by {:.1f} % of the frame's height (median), 9 in 10 below "
        "{:.1f} %, at most {:.1f} %; camera's height by a factor of {:.2f} (median)\n",
        what, images, rows.size(), 100 * quantile(rows, 0.5), 100 * quantile(rows, 0.9),
        100 * quantile(rows, 1), std::exp(quantile(heights, 0.5)));
  }
};

void measure(const char* file) {
  const CocoReader reader(file);
  const ClassNames names = class_names(reader.categories());
  constexpr double elevated_m = 3;
  Errors low, high;
  for (size_t i = 0; i < reader.image_count(); ++i) {
    const Photo photo = reader.read(i);
    const TrueCamera camera = camera_of(photo);
    const Horizon found =
        fit_horizon(standing_boxes(photo, names), usual_projection(photo.width_px, photo.height_px));
    (camera.height_m < elevated_m ? low : high).add(found, camera, photo.height_px);
  }
  low.print("cameras below 3 m");
  high.print("cameras above 3 m");
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw UserError("expected: horizon_bench INSTANCES_JSON");
  measure(argv[1]);
} catch (const UserError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return 1;
}
