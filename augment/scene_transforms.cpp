// SPDX-License-Identifier: Apache-2.0
// Camera, weather and light: what needs to know the scene or passes through linear light.
#include <algorithm>
#include <cmath>
#include <vector>

#include "augment/camera.h"
#include "augment/lighting.h"
#include "augment/rows.h"
#include "augment/standing.h"
#include "augment/weather.h"
#include "base/field_of_view.h"
#include "labels/patch.h"

namespace understudy {
namespace {

using rows::boolean;
using rows::integer;
using rows::number;
using rows::pixels;
using S = const StepContext&;
using I = Image<Rgb8>&;

ParameterTable with_view(ParameterTable table) {
  for (Parameter& row : ParameterTable{
           boolean("estimate_horizon", "true",
                   "Horizon and height of the camera from annotated people and vehicles where enough of them "
                   "agree, unless the step gives one of both; else as below."),
           number("horizon", -2, 3, "0.45",
                  "Where the horizon is: 0 at the top of the frame, 1 at the bottom."),
           number("field_of_view_deg", 5, 150, "60", "Across the width."),
           number("camera_height_m", 0.1, 500, "1.5", "Above the ground."),
           number("background_m", 1, 10000, "60", "Distance of what stands above the horizon."),
       }) {
    table.push_back(std::move(row));
  }
  return table;
}

// Empty where too few labelled things tell it.
std::optional<Horizon> horizon_of(S s, const Image<Rgb8>& image, double focal_px) {
  Photo labels;
  labels.width_px = image.width_px();
  labels.height_px = image.height_px();
  labels.objects = s.objects();
  const Horizon horizon =
      fit_horizon(standing_boxes(labels, class_names(s.categories)), {image.height_px(), focal_px});
  if (horizon.confidence < least_confidence) return std::nullopt;
  return horizon;
}

GroundView view_of(S s, const Image<Rgb8>& image) {
  GroundView view;
  view.horizon_row = s.number("horizon") * image.height_px();
  view.focal_px = focal_length_px(image.width_px(), s.number("field_of_view_deg"));
  view.camera_height_m = s.number("camera_height_m");
  view.background_m = s.number("background_m");
  if (!s.boolean("estimate_horizon")) return view;
  if (const std::optional<Horizon> horizon = horizon_of(s, image, view.focal_px)) {
    view.horizon_row = horizon->row_px;
    view.camera_height_m = horizon->camera_height_m;
    s.found("horizon", view.horizon_row / image.height_px());
    s.found("camera_height_m", view.camera_height_m);
  }
  return view;
}

MaskPatch mask_of(const PhotoObject& object, const Image<Rgb8>& image) {
  if (const auto* polygons = std::get_if<Polygons>(&object.segmentation)) {
    return rasterize(*polygons, image.width_px(), image.height_px());
  }
  if (const auto* rle = std::get_if<Rle>(&object.segmentation)) return patch_of(*rle);
  return {};
}

// The ground, and every object that has a mask where its foot is; where a file knows better, what it says.
DepthImage depth_of(S s, const Image<Rgb8>& image, const GroundView& view) {
  DepthImage depth = ground_depth(image.width_px(), image.height_px(), view);
  for (const PhotoObject& object : s.objects()) {
    if (!object.crowd) stand_on_ground(depth, mask_of(object, image), view);
  }
  put_known(depth, s.depth_m());
  return depth;
}

void take_photo(S s, I image) {
  Sensor sensor = neutral_sensor();
  draw_camera_look(s.draw, s.name, sensor);
  photograph(image, sensor, s.stream);
}

// 1 by daylight; less where even the brightest tenth of the upper half, which is where the fog's light comes
// from, is darker than a day's sky.
double daylight(const Image<Rgb8>& image) {
  constexpr double sky = 0.75;
  std::vector<int> levels;  // of the strongest channel: a strong colour is not dark
  const size_t count = std::max<size_t>(1, image.size() / 2), step = 1 + count / 10000;
  for (size_t i = 0; i < count; i += step)
    levels.push_back(*std::max_element(image[i].begin(), image[i].end()));
  const auto bright = levels.begin() + std::ptrdiff_t(levels.size() * 9 / 10);
  std::nth_element(levels.begin(), bright, levels.end());
  return std::min(1.0, *bright / (255 * sky));
}

void make_foggy(S s, I image) {
  if (image.empty()) return;
  PhotoFog fog;
  fog.beta_per_m = 3.912 / s.number("visibility_m");
  const auto level = uint8_t(std::lround(255 * s.number("brightness") * daylight(image)));
  fog.airlight = {level, level, level};
  fog.patchiness = s.number("patchiness");
  add_fog(image, depth_of(s, image, view_of(s, image)), fog, s.stream);
}

void make_rainy(S s, I image) {
  const GroundView view = view_of(s, image);
  const Rain rain{s.number("rate_mm_per_h"), s.number("exposure_s"), s.number("wind_mps"), view.focal_px};
  add_rain(image, depth_of(s, image, view), rain, s.stream);
}

void make_snowy(S s, I image) {
  const GroundView view = view_of(s, image);
  const Snow snow{s.number("flakes_per_m3"), s.number("exposure_s"), s.number("wind_mps"), view.focal_px};
  add_snow(image, depth_of(s, image, view), snow, s.stream);
}

void put_sun(S s, I image) {
  add_sun_flare(image, {s.number("x"), s.number("y"), s.number("strength"), s.integer("blades")}, s.stream);
}

void cast_shadows(S s, I image) {
  add_shadows(image, {s.integer("count"), s.number("darkness"), s.number("softness_px"), s.number("top")},
              s.stream);
}

ParameterTable camera_parameters() {
  ParameterTable table;
  for (Parameter row : sensor_parameters()) {
    row.path = row.path.substr(std::string("sensor.").size());
    if (row.path.starts_with("auto_") || row.path == "jpeg_quality") continue;
    // A photo has a camera's look already: less is added than to the renderer's light.
    if (row.path == "saturation" || row.path == "contrast") row.default_yaml = "1";
    table.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<Transform> scene_transforms() {
  std::vector<Transform> list = {
      pixels("camera", "The renderer's camera on the photo, in linear light: lens, sensor, development.",
             camera_parameters(), take_photo),
      pixels("fog", "By distance: objects that have masks stand on the ground.",
             with_view({number("visibility_m", 1, 1e5, "{log_uniform: [80, 600]}", "Where contrast is 2 %."),
                        number("brightness", 0, 1, "{uniform: [0.7, 0.88]}",
                               "Of the fog by daylight; less in a photo whose sky is darker."),
                        number("patchiness", 0, 1, "{uniform: [0, 0.6]}", "How unevenly it lies.")}),
             make_foggy),
      pixels("rain", "Streaks and their veil, hidden by what is nearer.",
             with_view({number("rate_mm_per_h", 0, 300, "{log_uniform: [5, 80]}", "10 is heavy."),
                        number("exposure_s", 1e-4, 1, "0.01", "Longer streaks."),
                        number("wind_mps", -30, 30, "{normal: [0, 2], clip: [-6, 6]}", "To the right.")}),
             make_rainy),
      pixels("snow", "Falling flakes and their veil, hidden by what is nearer.",
             with_view({number("flakes_per_m3", 0, 5000, "{log_uniform: [40, 400]}", "How many."),
                        number("exposure_s", 1e-4, 1, "0.005", "Longer streaks."),
                        number("wind_mps", -30, 30, "{normal: [0, 1], clip: [-4, 4]}", "To the right.")}),
             make_snowy),
      pixels("sun_flare", "The sun in or near the frame.",
             {number("x", -1, 2, "{uniform: [0, 1]}", "0 at the left, 1 at the right."),
              number("y", -1, 2, "{uniform: [-0.1, 0.35]}", "0 at the top, 1 at the bottom."),
              number("strength", 0, 10, "{uniform: [0.3, 1.2]}", "Of all of it."),
              integer("blades", 3, 20, "{uniform: [5, 9]}", "Of the iris: they make the rays.")},
             put_sun),
      pixels("shadows", "Of things outside the frame.",
             {integer("count", 0, 50, "{uniform: [1, 3]}", "How many."),
              number("darkness", 0, 1, "{uniform: [0.3, 0.7]}", "Share of the light that is the sun's."),
              number("softness_px", 0, 100, "2", "Of their rims."),
              number("top", 0, 1, "0.35", "They lie below this part of the frame.")},
             cast_shadows),
      pixels("wet_lens", "Drops on the lens.",
             {integer("drops", 0, 2000, "{uniform: [10, 60]}", "How many."),
              number("radius", 0.001, 0.3, "{uniform: [0.01, 0.03]}", "Mean, in parts of the shorter side.")},
             [](S s, I i) {
               wet_lens(i, {s.integer("drops"), s.number("radius")}, s.stream);
             }),
  };
  for (Transform& transform : list) {
    transform.needs_depth = transform.name == "fog" || transform.name == "rain" || transform.name == "snow";
    if (transform.needs_depth) transform.guess = {"estimate_horizon", {"horizon", "camera_height_m"}};
  }
  return list;
}

}  // namespace understudy
