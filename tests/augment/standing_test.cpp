// SPDX-License-Identifier: Apache-2.0
// Pasted objects that stand on the ground, in photos of a camera that is known.
#include "augment/standing.h"

#include <cmath>
#include <set>

#include <fmt/format.h>

#include "augment/apply.h"
#include "augment/cover.h"
#include "base/field_of_view.h"
#include "tests/catch.h"

namespace understudy {
namespace {

constexpr int width = 640, height = 480;
constexpr int64_t person = 1, hydrant = 2, thing = 3;
const std::vector<PhotoCategory> categories{
    {person, "person", {}}, {hydrant, "fire hydrant", {}}, {thing, "thing", {}}};

/// A tilted camera: rows by angles below the level.
struct View {
  double horizon_px, camera_m;
  double height_px(double height_m, double foot_px) const {
    const double focal_px = usual_projection(width, height).focal_px;
    const double tilt = std::atan((height / 2.0 - horizon_px) / focal_px);
    const double foot = tilt + std::atan((foot_px - height / 2.0) / focal_px);
    const double away_m = camera_m / std::tan(foot);
    const double top = std::atan((camera_m - height_m) / away_m);
    return foot_px - (height / 2.0 + focal_px * std::tan(top - tilt));
  }
};

/// A rectangle that stands in row `foot_px`.
PhotoObject standing(const View& view, int64_t category, double height_m, double x, double foot_px) {
  const double h = view.height_px(height_m, foot_px), w = 0.35 * h;
  PhotoObject object;
  object.category = category;
  object.segmentation = Polygons{{{x, foot_px - h}, {x + w, foot_px - h}, {x + w, foot_px}, {x, foot_px}}};
  object.json = "{}";
  measure(object);
  return object;
}

Photo photo_of(const View& view, int64_t id, const std::vector<double>& feet_px) {
  Photo photo;
  photo.id = id;
  photo.width_px = width;
  photo.height_px = height;
  photo.pixels = Image<Rgb8>(width, height, {uint8_t(40 * id), 120, 90});
  double x = 20;
  for (const double foot : feet_px) {
    photo.objects.push_back(standing(view, person, 1.68, x, foot));
    photo.objects.back().id = 100 * id + int64_t(photo.objects.size());
    x += 75;
  }
  return photo;
}

const View here{190, 1.6}, there{240, 2.4};

/// Donors are hydrants of 0.6 m in photos of another camera, which their people tell of.
PhotoSource hydrants() {
  PhotoSource source;
  source.count = 2;
  source.read = [](uint64_t index) -> std::optional<Photo> {
    Photo photo = photo_of(there, int64_t(index) + 2, {300, 330, 360, 390, 330, 350});
    photo.objects.push_back(standing(there, hydrant, 0.6, 500, index == 0 ? 420 : 360));
    photo.objects.back().id = 9;
    return photo;
  };
  return source;
}

Photo after(const std::string& step, uint64_t index, const Photo& before) {
  Photo photo = before;
  apply_recipe(photo, AugmentRecipe::parse("augment:\n  - " + step, "recipe.yaml"), {1, index}, hydrants(),
               categories);
  return photo;
}

constexpr const char* paste =
    "copy_paste: {count: 2, placement: structured, only: {classes: [fire hydrant]}}\n";

TEST_CASE("what is pasted stands below the horizon and is as tall as its distance says") {
  const Photo before = photo_of(here, 1, {230, 260, 290, 330, 380, 300, 250});
  int pasted = 0;
  for (uint64_t i = 0; i < 40; ++i) {
    const Photo photo = after(paste, i, before);
    CHECK(photo.notes.empty());
    for (const PhotoObject& object : photo.objects) {
      if (!object.added || object.visibility < 1) continue;
      ++pasted;
      const double foot = object.box->y + object.box->height;
      CHECK(foot > here.horizon_px);
      CHECK(object.box->height == Approx(here.height_px(0.6, foot)).epsilon(0.06));
    }
  }
  CHECK(pasted > 40);
}

TEST_CASE("it is hidden by what is nearer, which loses nothing, and hides what is farther") {
  const Photo before = photo_of(here, 1, {230, 260, 290, 330, 380, 300, 250});
  int behind = 0, before_others = 0;
  for (uint64_t i = 0; i < 60; ++i) {
    const Photo photo = after(paste, i, before);
    for (size_t a = 0; a < photo.objects.size(); ++a) {
      const MaskPatch mask = outline_of(photo.objects[a], width, height);
      for (size_t b = 0; b < a; ++b)
        CHECK(overlap_px(mask, outline_of(photo.objects[b], width, height)) == 0);
    }
    for (size_t k = 0; k < before.objects.size(); ++k) {
      if (!photo.objects[k].changed) continue;
      ++before_others;
      const bool farther = std::any_of(photo.objects.begin(), photo.objects.end(), [&](const PhotoObject& o) {
        return o.added &&
               o.box->y + o.box->height >= before.objects[k].box->y + before.objects[k].box->height;
      });
      CHECK(farther);
    }
    for (const PhotoObject& object : photo.objects) behind += object.added && object.visibility < 1;
  }
  CHECK(behind > 3);
  CHECK(before_others > 3);
}

TEST_CASE("where no horizon can be had, or no place is ground, nothing is pasted, with a reason") {
  const Photo lonely = photo_of(here, 1, {230});
  const Photo photo = after(paste, 1, lonely);
  CHECK(photo.objects.size() == 1);
  CHECK(photo.pixels == lonely.pixels);
  REQUIRE(photo.notes.size() == 1);
  CHECK(photo.notes[0].kind == "no_place");
  CHECK(photo.notes[0].detail.find("confidence") != std::string::npos);
  Photo rough = photo_of(here, 1, {230, 260, 290, 330, 380, 300, 250});
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x)
      rough.pixels(x, y) = (x / 2 + y / 2) % 2 ? Rgb8{0, 0, 0} : Rgb8{250, 250, 250};
  }
  const Photo same = after(paste, 1, rough);
  CHECK(same.objects.size() == rough.objects.size());
  CHECK(same.notes.size() == 2);  // one for each donor
}

TEST_CASE("the height of a donor: by its own photo's horizon, else what is usual for its class") {
  const ClassNames names = class_names(categories);
  Photo photo = *hydrants().read(0);
  CHECK(height_m_of(photo.objects.back(), photo, names) == Approx(0.6).epsilon(0.06));
  photo.objects.erase(photo.objects.begin(), photo.objects.end() - 1);
  CHECK(height_m_of(photo.objects[0], photo, names) == class_height("fire hydrant").height_m);
  photo.objects[0].category = thing;
  CHECK(height_m_of(photo.objects[0], photo, names) == 0);
}

TEST_CASE("a box without an outline that is nearer is not touched") {
  Photo photo = photo_of(here, 1, {});
  photo.objects.push_back(standing(here, person, 1.68, 100, 450));
  photo.objects[0].segmentation = {};
  photo.objects[0].box = RealBox{0, 200, 600, 270};
  std::string why;
  const Horizon horizon{here.horizon_px, here.camera_m, 9, 1, usual_projection(width, height)};
  const Stander stander{0.6, {0, 0, 30, 80}};
  for (uint64_t i = 0; i < 20; ++i) {
    const auto place = draw_standing_place(stander, photo, horizon, {}, Stream({i, 0}, "place"), why);
    if (!place) continue;
    const RealBox& b = *photo.objects[0].box;
    const bool apart = place->box.x >= b.x + b.width || place->box.y + place->box.height <= b.y ||
                       place->box.y + place->box.height >= b.y + b.height;
    CHECK(apart);
  }
  const auto none =
      draw_standing_place({0.01, {0, 0, 30, 80}}, photo, horizon, {}, Stream({1, 0}, "place"), why);
  CHECK_FALSE(none);
  CHECK(why.find("0.01 m") != std::string::npos);
}

TEST_CASE("nothing stands where the photo does not look like ground") {
  Photo before = photo_of(here, 1, {250, 280, 300});
  for (int y = 200; y < height; ++y) {
    for (int x = 320; x < width; ++x) before.pixels(x, y) = x % 4 < 2 ? Rgb8{0, 0, 0} : Rgb8{250, 250, 250};
  }
  int stand = 0;
  for (uint64_t index = 0; index < 12; ++index) {
    const Photo photo = after(paste, index, before);
    for (const PhotoObject& object : photo.objects) {
      if (!object.added) continue;
      CHECK(object.box->x + object.box->width / 2 < 330);
      ++stand;
    }
  }
  CHECK(stand > 8);
}

TEST_CASE("a donor is seen down to its foot, upright, and about as tall as its class is") {
  const ClassNames names = class_names(categories);
  Photo photo = photo_of(there, 1, {300, 330, 360, 390});
  const PhotoObject whole = photo.objects[1];
  CHECK(is_seen_to_foot(whole, photo, names));
  PhotoObject torso = whole;
  torso.box->height /= 2;
  CHECK_FALSE(is_seen_to_foot(torso, photo, names));
  PhotoObject sitting = whole;
  sitting.box->width = sitting.box->height * 0.7;
  CHECK_FALSE(is_seen_to_foot(sitting, photo, names));
  PhotoObject table = standing(there, thing, 0.8, whole.box->x, 340);
  table.id = 77;
  photo.objects.push_back(table);
  CHECK_FALSE(is_seen_to_foot(whole, photo, names));
  photo.objects.back().box->x += 3 * whole.box->width;
  CHECK(is_seen_to_foot(whole, photo, names));
}

TEST_CASE("photos whose labels have no donor are not decoded") {
  PhotoSource source = hydrants();
  source.labels = [&](uint64_t index) {
    Photo photo = *hydrants().read(index);
    photo.pixels = {};
    if (index == 0) photo.objects.pop_back();
    return photo;
  };
  std::set<uint64_t> decoded;
  source.read = [&](uint64_t index) {
    decoded.insert(index);
    return hydrants().read(index);
  };
  Photo photo = photo_of(here, 1, {250, 280, 300});
  const AugmentRecipe recipe = AugmentRecipe::parse(
      "augment:\n  - copy_paste: {count: 8, only: {classes: [fire hydrant]}}\n", "r.yaml");
  apply_recipe(photo, recipe, {1, 1}, source, categories);
  CHECK(decoded == std::set<uint64_t>{1});
  CHECK(photo.objects.size() > 3);
}

TEST_CASE("weather lies on the ground that people tell of, unless the step says where the horizon is") {
  const Photo before = photo_of(here, 1, {230, 260, 290, 330, 380, 300, 250});
  const auto foggy = [&](const Photo& photo, const std::string& view) {
    Photo made = photo;
    apply_recipe(
        made,
        AugmentRecipe::parse("augment:\n  - fog: {visibility_m: 60, patchiness: 0" + view + "}\n", "r.yaml"),
        {1, 0}, {}, categories);
    return made.pixels;
  };
  const Horizon fitted =
      fit_horizon(standing_boxes(before, class_names(categories)), {height, focal_length_px(width, 60)});
  CHECK(fitted.row_px == Approx(here.horizon_px).margin(8));
  const std::string same = fmt::format(", horizon: {:.17g}, camera_height_m: {:.17g}", fitted.row_px / height,
                                       fitted.camera_height_m);
  const Image<Rgb8> estimated = foggy(before, "");
  CHECK((estimated == foggy(before, same)));
  CHECK_FALSE(estimated == foggy(before, ", horizon: 0.6"));
  CHECK(foggy(before, ", horizon: 0.6") == foggy(before, ", horizon: 0.6, estimate_horizon: false"));
  CHECK(estimated == foggy(before, ", horizon: 0.6, estimate_horizon: true"));
  Photo told = before;
  const std::string steps =
      apply_recipe(told, AugmentRecipe::parse("augment: [fog]\n", "r.yaml"), {1, 0}, {}, categories);
  CHECK(steps.find(fmt::format("\"horizon\":{}", std::round(fitted.row_px / height * 1e4) / 1e4)) !=
        std::string::npos);
  const auto as_bright = [&](uint8_t level) {
    Photo plain;
    plain.width_px = 40;
    plain.height_px = 30;
    plain.pixels = Image<Rgb8>(40, 30, {level, level, level});
    return foggy(plain, ", brightness: 0.8")(5, 5)[0];
  };
  CHECK(as_bright(200) > 190);
  CHECK(as_bright(15) < 40);  // no grey wall by night
  // Nobody stands there to tell.
  Photo empty = before;
  empty.objects.clear();
  CHECK(foggy(empty, "") == foggy(empty, ", estimate_horizon: false"));
}

}  // namespace
}  // namespace understudy
