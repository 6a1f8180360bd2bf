// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/photo_scene.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "augment/camera.h"
#include "augment/exif.h"
#include "augment/ground.h"
#include "base/field_of_view.h"
#include "pipeline/insert/ground_albedo.h"
#include "pipeline/insert/photo_camera.h"

namespace understudy {
namespace {

Horizon horizon_of(const Photo& photo, double focal_px, const std::map<int64_t, std::string>& name_of,
                   const Draw& draw) {
  const Projection projection{photo.height_px, focal_px};
  if (draw.boolean("camera.estimate_horizon")) return fit_horizon(standing_boxes(photo, name_of), projection);
  return {draw.number("camera.horizon") * photo.height_px, draw.number("camera.height_m"), 0, 1, projection};
}

std::optional<SunGuess> given_sun(const Draw& draw) {
  if (draw.boolean("light.estimate_sun")) return std::nullopt;
  return SunGuess{draw.number("light.sun_azimuth_deg"), draw.number("light.sun_elevation_deg"),
                  draw.number("light.sun_share"), 1};
}

double fov_of(const Photo& photo, std::string_view bytes, const Draw& draw) {
  const double given = draw.number("camera.fov_deg"), film_mm = exif_focal_35mm(bytes);
  if (given == 0 && film_mm > 0) return horizontal_fov_of_film(photo.width_px, photo.height_px, film_mm);
  return horizontal_fov_deg(photo.width_px, photo.height_px, given > 0 ? given : usual_fov_deg);
}

PhotoLight light_of(const PhotoScene& scene, const std::vector<StandingBox>& feet, const Draw& draw) {
  constexpr double least_albedo = 0.02;
  const LinearRgb ground = ground_light(scene.radiance, scene.ground);
  const double given = draw.number("light.ground_albedo");
  const double albedo =
      given > 0 ? std::max(given, least_albedo) : estimate_ground_albedo(scene.radiance, ground, feet);
  PhotoLight light = estimate_light({scene.radiance, ground, scene.horizon.row_px}, albedo, given_sun(draw),
                                    draw.stream("insert.light"));
  light.ground_wetness = draw.number("light.ground_wetness");
  return light;
}

}  // namespace

PhotoScene photo_scene(const Photo& photo, std::string_view bytes,
                       const std::map<int64_t, std::string>& name_of, const Draw& draw) {
  PhotoScene scene;
  const double fov_deg = fov_of(photo, bytes, draw);
  scene.horizon = horizon_of(photo, focal_length_px(photo.width_px, fov_deg), name_of, draw);
  scene.camera = photo_camera(photo.width_px, photo.height_px, fov_deg, scene.horizon.row_px,
                              scene.horizon.camera_height_m);
  scene.radiance = undevelop(photo.pixels, neutral_sensor());
  scene.ground = free_ground(photo, scene.horizon.row_px);
  const std::vector<StandingBox> feet = agreeing_boxes(standing_boxes(photo, name_of), scene.horizon);
  scene.likeness = ground_likeness(photo.pixels, scene.ground, scene.horizon.row_px, feet);
  std::vector<StandingBox> driving;
  std::copy_if(feet.begin(), feet.end(), std::back_inserter(driving),
               [](const StandingBox& b) { return b.drives; });
  if (!driving.empty())
    scene.road = ground_likeness(photo.pixels, scene.ground, scene.horizon.row_px, driving);
  scene.light = light_of(scene, feet, draw);
  scene.haze = estimate_haze(scene.radiance, obstacles_of(photo, scene.camera), scene.horizon.row_px);
  scene.tint = tint_of(photo.pixels);
  scene.noise = noise_curve(photo.pixels);
  scene.blur_px = edge_blur_px(photo.pixels);
  return scene;
}

}  // namespace understudy
