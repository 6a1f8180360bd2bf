// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/insert_object.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <nlohmann/json.hpp>

#include "augment/camera.h"
#include "labels/federated.h"
#include "pipeline/insert/composite.h"
#include "pipeline/insert/cover.h"
#include "pipeline/insert/footing.h"
#include "pipeline/insert/spot.h"
#include "sensor/optics.h"

namespace understudy {
namespace {

using Json = nlohmann::ordered_json;

PlacedObject draw_object(const Draw& draw, uint64_t number) {
  PlacedObject placed;
  placed.subject = draw_subject(draw, number);
  Stream stream = draw.stream("insert.heading").child(number);
  const double spread = draw.number("insert.heading_spread_deg", number);
  const std::string& category = placed.subject.category;
  const bool is_read = category == "stop sign" || category == "traffic light";
  const double heading_deg = is_read ? draw.number("insert.sign_heading_deg", number)
                                     : draw.number("insert.heading_deg", number) + stream.normal(0, spread);
  placed.heading_rad = heading_deg * std::numbers::pi / 180;
  return placed;
}

SpotRules spot_rules(const Draw& draw) {
  SpotRules rules;
  rules.nearest_m = draw.number("insert.nearest_m");
  rules.farthest_m = std::max(draw.number("insert.farthest_m"), rules.nearest_m);
  rules.least_height_px = draw.number("insert.least_height_px");
  rules.most_outside = draw.number("insert.most_outside");
  rules.most_covered = draw.number("insert.most_covered");
  return rules;
}

/// Where the `number`-th object stands.
bool place(PlacedObject& placed, const Photo& photo, const PhotoScene& scene,
           const std::vector<Obstacle>& obstacles, const Draw& draw, uint64_t number, std::string& why) {
  const Image<float> footing = footing_of(placed.subject.category, photo, scene);
  const Stream stream = draw.stream("insert").child(number).child("spot");
  return find_spot(placed, scene.camera, obstacles, {footing, scene.likeness}, spot_rules(draw), stream, why);
}

/// In the sun or in shadow, whichever fits better to how bright the ground about the foot is.
PhotoLight light_at(const PhotoScene& scene, const PlacedObject& placed) {
  PhotoLight light = scene.light;
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const glm::dvec2& corner : footprint(placed)) {
    const std::optional<glm::dvec2> p = scene.camera.project({corner.x, corner.y, 0});
    if (!p) return light;
    x0 = std::min(x0, p->x);
    x1 = std::max(x1, p->x);
    y0 = std::min(y0, p->y);
    y1 = std::max(y1, p->y);
  }
  const double margin_px = 3 + 0.2 * (x1 - x0);
  const auto here = median_light(scene.radiance, scene.ground, int(x0 - margin_px), int(y0 - margin_px),
                                 int(x1 + margin_px), int(y1 + margin_px));
  const double in_shadow = 1 - light.guess.share;
  if (here && (*here)[1] / light.ground[1] < std::sqrt(in_shadow)) light.sun.irradiance_klx = {0, 0, 0};
  return light;
}

/// The pixels of nearer things, whose outline is known.
Image<uint8_t> foreground(const Photo& photo, const std::vector<bool>& in_front) {
  Image<uint8_t> front(photo.width_px, photo.height_px);
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    if (!in_front[i]) continue;
    const MaskPatch mask = outline_of(photo.objects[i], photo.width_px, photo.height_px);
    for (int y = 0; y < mask.inside.height_px(); ++y) {
      for (int x = 0; x < mask.inside.width_px(); ++x) front(mask.x + x, mask.y + y) |= mask.inside(x, y);
    }
  }
  return front;
}

/// People draw outlines a pixel off, and the photo's own edges are soft.
Image<float> softened(const Image<uint8_t>& front, double blur_px) {
  Planes planes{front.width_px(), front.height_px(), {}};
  planes.rgb.fill(Plane(front.begin(), front.end()));
  blur(planes, std::clamp(blur_px, 0.5, 2.0));
  Image<float> share(front.width_px(), front.height_px());
  std::copy(planes.rgb[0].begin(), planes.rgb[0].end(), share.begin());
  return share;
}

/// Where a shadow on the ground can be seen: not on what stands upright before it.
Image<uint8_t> shaded_ground(const Photo& photo) {
  Image<uint8_t> shaded(photo.width_px, photo.height_px, 1);
  const Image<uint8_t> standing = foreground(photo, std::vector<bool>(photo.objects.size(), true));
  for (size_t i = 0; i < shaded.size(); ++i) shaded[i] = !standing[i];
  return shaded;
}

/// What of a window's mask lies in a frame as large as `front`.
MaskPatch in_frame(const Window& window, const Image<uint8_t>& mask, const Image<uint8_t>& front) {
  MaskPatch patch{window.x, window.y, mask};
  for (int y = 0; y < window.height; ++y) {
    for (int x = 0; x < window.width; ++x) {
      const int px = window.x + x, py = window.y + y;
      if (px < 0 || py < 0 || px >= front.width_px() || py >= front.height_px()) patch.inside(x, y) = 0;
    }
  }
  return tightened(std::move(patch));
}

/// Without the pixels in front of which something is.
MaskPatch unhidden(MaskPatch patch, const Image<uint8_t>& front) {
  for (int y = 0; y < patch.inside.height_px(); ++y) {
    for (int x = 0; x < patch.inside.width_px(); ++x)
      if (front(patch.x + x, patch.y + y)) patch.inside(x, y) = 0;
  }
  return tightened(std::move(patch));
}

/// Of what bears the label, in the frame: all pixels, and those that nothing hides.
struct ObjectMasks {
  MaskPatch amodal, visible;
  int64_t unbounded_px = 0;
  RealBox amodal_box;
};

ObjectMasks masks_of(const RenderedObject& object, const Image<uint8_t>& front) {
  const MaskPatch all = tightened({object.window.x, object.window.y, object.amodal});
  return {in_frame(object.window, object.amodal, front),
          unhidden(in_frame(object.window, object.label, front), front),
          all.area(),
          {double(all.x), double(all.y), double(all.inside.width_px()), double(all.inside.height_px())}};
}

double rounded(double value) { return std::round(value * 1000) / 1000; }

Json provenance_of(const PlacedObject& placed, const PhotoScene& scene, Key key, uint64_t number) {
  const SunGuess& sun = scene.light.guess;
  Json json{{"seed", key.seed}, {"image", key.index}, {"object", number}};
  for (const auto& [name, value] : placed.subject.object->provenance) json[name] = value;
  for (const auto& [name, value] : placed.subject.dressing.provenance) json[name] = value;
  json["ground_m"] = {rounded(placed.ground_m.x), rounded(placed.ground_m.y)};
  json["heading_deg"] = rounded(placed.heading_rad * 180 / std::numbers::pi);
  json["camera"] = {{"fx", rounded(scene.camera.fx)},
                    {"horizon_px", rounded(scene.horizon.row_px)},
                    {"height_m", rounded(scene.horizon.camera_height_m)},
                    {"confidence", rounded(scene.horizon.confidence)}};
  json["sun"] = {{"azimuth_deg", rounded(sun.azimuth_deg)},
                 {"elevation_deg", rounded(sun.elevation_deg)},
                 {"share", rounded(sun.share)},
                 {"confidence", rounded(sun.confidence)}};
  return json;
}

PhotoObject annotation_of(const ObjectMasks& masks, int64_t category, const Photo& photo,
                          const Json& provenance, bool capped) {
  PhotoObject object;
  object.category = category;
  object.added = true;
  object.amodal_holds = true;
  const MaskPatch& v = masks.visible;
  object.box = RealBox{double(v.x), double(v.y), double(v.inside.width_px()), double(v.inside.height_px())};
  object.segmentation = rle_of(v, photo.width_px, photo.height_px);
  object.area_px = double(v.area());
  object.visibility = double(v.area()) / double(masks.amodal.area());
  const RealBox& b = masks.amodal_box;
  Json json{{"category_id", category},
            {"bbox", Json::array()},
            {"segmentation", Json::object()},
            {"area", 0},
            {"iscrowd", 0},
            {"synthetic", true}};
  json["visibility"] = 1;
  json["truncation"] = rounded(1 - double(masks.amodal.area()) / double(masks.unbounded_px));
  json["truncation_capped"] = capped;
  json["amodal_segmentation"] = {
      {"size", {photo.height_px, photo.width_px}},
      {"counts", compress_counts(rle_of(masks.amodal, photo.width_px, photo.height_px))}};
  json["amodal_bbox"] = {b.x, b.y, b.width, b.height};
  json["amodal_area"] = masks.amodal.area();
  json["provenance"] = provenance;
  object.json = json.dump();
  return object;
}

/// Develops the window and puts what changed back; what did not keeps its bytes.
void put_back(Photo& photo, PhotoScene& scene, const Composite& made, const Stream& stream) {
  Sensor sensor = neutral_sensor();
  if (scene.tint) sensor.saturation = 0;
  Image<Rgb8> picture = develop(made.light, sensor, stream);
  if (scene.tint) {
    for (Rgb8& pixel : picture) pixel = tinted(pixel, *scene.tint);
  }
  add_noise(picture, made.object, scene.noise, stream.child("noise"));
  const Window& w = made.window;
  for (int y = 0; y < w.height; ++y) {
    for (int x = 0; x < w.width; ++x) {
      LinearRgb& light = scene.radiance(w.x + x, w.y + y);
      if (made.light(x, y) == light && made.object(x, y) <= 0) continue;
      light = made.light(x, y);
      photo.pixels(w.x + x, w.y + y) = picture(x, y);
    }
  }
  photo.pixels_changed = true;
}

/// A render is as sharp as its pixels; what the photo's edges are blurred beyond that.
double missing_blur_px(double photo_blur_px) {
  constexpr double render_blur_px = 0.4, most_px = 3;
  const double squared = photo_blur_px * photo_blur_px - render_blur_px * render_blur_px;
  return std::min(std::sqrt(std::max(0.0, squared)), most_px);
}

}  // namespace

bool has_place(const Photo& photo, const PhotoScene& scene, const Draw& draw, uint64_t number,
               std::string& why) {
  PlacedObject placed = draw_object(draw, number);
  return place(placed, photo, scene, obstacles_of(photo, scene.camera), draw, number, why);
}

bool insert_object(Photo& photo, PhotoScene& scene, InsertTools& tools, const Draw& draw, uint64_t number,
                   std::string& why) {
  if (scene.horizon.confidence < draw.number("camera.min_confidence")) {
    why = "its labels do not tell where the ground is";
    return false;
  }
  PlacedObject placed = draw_object(draw, number);
  const std::vector<Obstacle> obstacles = obstacles_of(photo, scene.camera);
  const Stream stream = draw.stream("insert").child(number);
  if (!place(placed, photo, scene, obstacles, draw, number, why)) return false;
  const std::vector<bool> in_front = nearer(obstacles, placed);
  const Image<uint8_t> front = foreground(photo, in_front);
  Key key = draw.key();
  key.index = hash_number(key.index, number);
  RenderedObject object =
      render_object(tools.renderer, scene.camera, placed, light_at(scene, placed), tools.quality, key);
  look_through(object, scene.haze, glm::length(placed.ground_m));
  const ObjectMasks masks = masks_of(object, front);
  if (masks.visible.empty()) {
    why = "nothing of it would be seen";
    return false;
  }

  put_back(photo, scene,
           composite(scene.radiance, object, softened(front, scene.blur_px), shaded_ground(photo),
                     {missing_blur_px(scene.blur_px)}),
           stream);
  std::vector<bool> behind = in_front;
  behind.flip();
  const MaskPatch covers = unhidden(in_frame(object.window, object.mask, front), front);
  cover_objects(photo, covers, behind, draw.number("insert.min_visibility"));
  const int64_t category = tools.id_of.at(placed.subject.category);
  one_more(photo, category, Shows::perhaps_others);
  photo.objects.push_back(
      annotation_of(masks, category, photo, provenance_of(placed, scene, draw.key(), number), object.capped));
  return true;
}

}  // namespace understudy
