// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "augment/remap_labels.h"
#include "augment/warps.h"
#include "base/random.h"
#include "labels/polygon.h"
#include "tests/catch.h"

namespace understudy {
namespace {

constexpr int width = 160, height = 120;

Homography mirror_x(double w) { return {{-1, 0, w, 0, 1, 0, 0, 0, 1}}; }

void quarter_turn(Remap& remap) {
  const int w = remap.width_px(), h = remap.height_px();
  remap.then({{0, -1, double(h), 1, 0, 0, 0, 0, 1}}, h, w);
}

Photo photo_with(Segmentation segmentation) {
  Photo photo;
  photo.width_px = width;
  photo.height_px = height;
  photo.objects.resize(1);
  photo.objects[0].segmentation = std::move(segmentation);
  measure(photo.objects[0]);
  return photo;
}

Image<Rgb8> noise_image(int w, int h) {
  Image<Rgb8> image(w, h);
  Stream stream(Key{1, 1}, "pixels");
  for (Rgb8& pixel : image) pixel = {uint8_t(stream.bits()), uint8_t(stream.bits()), uint8_t(stream.bits())};
  return image;
}

TEST_CASE("two flips and four quarter turns are the identity, of rings and of pixels") {
  Remap flips(width, height), turns(width, height);
  flips.then(mirror_x(width));
  CHECK(flips.is_lattice());
  CHECK(flips.mirrors());
  flips.then(mirror_x(width));
  for (int i = 0; i < 4; ++i) quarter_turn(turns);
  CHECK(flips.is_identity());
  CHECK(turns.is_identity());

  Photo photo = photo_with(Polygons{{{214.27 / 4, 79.01}, {220.54 / 4, 82.35}, {12.5, 91.25}}});
  const Photo before = photo;
  for (int i = 0; i < 4; ++i) {
    Remap turn(photo.width_px, photo.height_px);
    quarter_turn(turn);
    CHECK_FALSE(turn.mirrors());
    remap_labels(photo, turn, {});
  }
  const auto& ring = std::get<Polygons>(photo.objects[0].segmentation).at(0);
  const auto& old = std::get<Polygons>(before.objects[0].segmentation).at(0);
  REQUIRE(ring.size() == old.size());
  for (size_t i = 0; i < ring.size(); ++i) {
    CHECK(ring[i].x == Approx(old[i].x).margin(1e-12));
    CHECK(ring[i].y == Approx(old[i].y).margin(1e-12));
  }
  CHECK(photo.objects[0].visibility == 1);

  const Image<Rgb8> image = noise_image(37, 23);
  Image<Rgb8> turned = image;
  for (int i = 0; i < 4; ++i) {
    Remap turn(turned.width_px(), turned.height_px());
    quarter_turn(turn);
    turned = remap_pixels(turned, turn, Border::black);
  }
  CHECK(turned == image);
}

TEST_CASE("a quarter turn moves the pixel that its map says") {
  const Image<Rgb8> image = noise_image(7, 5);
  Remap turn(7, 5);
  quarter_turn(turn);
  const Image<Rgb8> turned = remap_pixels(image, turn, Border::black);
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 7; ++x) {
      const Point to = *turn.target_of({x + 0.5, y + 0.5});
      CHECK(turned(int(to.x), int(to.y)) == image(x, y));
    }
  }
}

constexpr int wide = 480, high = 360;

Photo wide_photo(Segmentation segmentation) {
  Photo photo = photo_with(std::move(segmentation));
  photo.width_px = wide;
  photo.height_px = high;
  return photo;
}

/// About the middle of the frame: scaled, sheared, turned, mirrored every other time, shifted.
Homography random_affine(Stream& stream) {
  const double scale = stream.uniform(0.6, 1.6), side = stream.chance(0.5) ? -1 : 1;
  Homography map = composed(translation(-wide / 2.0, -high / 2.0),
                            scaling(side * scale, scale * stream.uniform(0.9, 1.2)));
  map = composed(map, composed(shear(stream.uniform(-20, 20), 0), rotation(stream.uniform(-180, 180))));
  return composed(map,
                  translation(wide / 2.0 + stream.uniform(-80, 80), high / 2.0 + stream.uniform(-80, 80)));
}

/// A star about the middle, from 3 to 80 pixels in radius; every third is flattened to a tenth, so that it is
/// a few pixels thick.
RealRing random_shape(Stream& stream, int number) {
  const double radius = 3 * std::pow(80.0 / 3, stream.uniform()), flat = number % 3 == 0 ? 0.1 : 1;
  const double x = stream.uniform(160, 320), y = stream.uniform(120, 240), tilt = stream.uniform(0, 6.28);
  RealRing ring;
  for (int i = 0; i < 14; ++i) {
    const double angle = i * 2 * 3.14159265358979 / 14, r = radius * stream.uniform(0.4, 1);
    const double u = r * std::cos(angle), v = flat * r * std::sin(angle);
    ring.push_back(
        {x + u * std::cos(tilt) - v * std::sin(tilt), y + u * std::sin(tilt) + v * std::cos(tilt)});
  }
  return ring;
}

Polygons outline_polygons(const Rle& rle) {
  Polygons rings;
  for (const Ring& corners : outlines_of(rle)) {
    rings.emplace_back();
    for (size_t i = 0; i < corners.size(); i += 2)
      rings.back().push_back({double(corners[i]), double(corners[i + 1])});
  }
  return rings;
}

double iou(const MaskPatch& a, const MaskPatch& b) {
  const int64_t both = overlap_px(a, b), either = a.area() + b.area() - both;
  return either == 0 ? 1 : double(both) / double(either);
}

TEST_CASE("polygons and bitmaps go the same way on 1,000 affine maps, small and thin ones too") {
  Stream stream(Key{7, 1}, "maps");
  int shapes = 0, seen = 0;
  for (int i = 0; i < 1000; ++i) {
    const Rle rle = rle_of(rasterize({random_shape(stream, i)}, wide, high), wide, high);
    Remap remap(wide, high);
    remap.then(random_affine(stream));
    if (rle.area() == 0 || !polygons_of(rle))
      continue;  // too thin for a pixel; or thin parts that close a ring
    ++shapes;
    Photo polygon = wide_photo(outline_polygons(rle)), bitmap = wide_photo(rle);
    remap_labels(polygon, remap, {});
    remap_labels(bitmap, remap, {});
    const MaskPatch a = rasterize(std::get<Polygons>(polygon.objects[0].segmentation), wide, high);
    const MaskPatch b = patch_of(std::get<Rle>(bitmap.objects[0].segmentation));
    seen += !b.empty();
    CHECK(iou(a, b) >= 0.99);
    CHECK(std::abs(polygon.objects[0].visibility - bitmap.objects[0].visibility) <=
          (rle.area() > 400 ? 0.02 : 0.2));
  }
  CHECK(shapes > 950);
  CHECK(seen > 900);
}

TEST_CASE("only what a bitmap lost when it was drawn sets it apart: IoU >= 0.99") {
  // Four times as fine, so that half a pixel of it is little beside the object.
  constexpr int fine = 4;
  Stream stream(Key{8, 1}, "maps");
  for (int i = 0; i < 200; ++i) {
    RealRing ring = random_shape(stream, 1), fine_ring;
    for (Point& p : ring) p = {wide / 2.0 + (p.x - 240) * 1.2, high / 2.0 + (p.y - 180) * 1.2};
    for (const Point& p : ring) fine_ring.push_back({p.x * fine, p.y * fine});
    const Homography map = random_affine(stream);
    Remap remap(wide, high), from_fine(wide * fine, high * fine);
    remap.then(map);
    from_fine.then(composed(scaling(1.0 / fine, 1.0 / fine), map), wide, high);
    Photo polygon = wide_photo(Polygons{ring}), bitmap;
    bitmap.width_px = wide * fine;
    bitmap.height_px = high * fine;
    bitmap.objects.resize(1);
    bitmap.objects[0].segmentation =
        rle_of(rasterize({fine_ring}, wide * fine, high * fine), wide * fine, high * fine);
    remap_labels(polygon, remap, {});
    remap_labels(bitmap, from_fine, {});
    const MaskPatch a = rasterize(std::get<Polygons>(polygon.objects[0].segmentation), wide, high);
    if (a.area() > 4000) CHECK(iou(a, patch_of(std::get<Rle>(bitmap.objects[0].segmentation))) >= 0.99);
  }
}

TEST_CASE("a mask goes where its pixels go, with holes and islands, to within a third of a pixel") {
  Stream stream(Key{9, 1}, "maps");
  for (int i = 0; i < 40; ++i) {
    const MaskPatch disc = rasterize({random_shape(stream, 1)}, wide, high);
    MaskPatch holed = disc;  // with a hole, and an island in it
    const int w = disc.inside.width_px(), h = disc.inside.height_px();
    for (int y = h / 3; y < 2 * h / 3; ++y) {
      for (int x = w / 3; x < 2 * w / 3; ++x) holed.inside(x, y) = x == w / 2 && y == h / 2;
    }
    Remap remap(wide, high);
    remap.then(random_affine(stream));
    Photo photo = wide_photo(rle_of(holed, wide, high));
    remap_labels(photo, remap, {});
    const MaskPatch moved = patch_of(std::get<Rle>(photo.objects[0].segmentation));
    int wrong = 0;
    for (int y = 0; y < high; ++y) {
      for (int x = 0; x < wide; ++x) {
        // Around the pixel's centre, as far as COCO's fifths of a pixel may be wrong.
        int inside = 0;
        for (const double dx : {-0.3, 0.0, 0.3}) {
          for (const double dy : {-0.3, 0.0, 0.3}) {
            const Point from = remap.source_of({x + 0.5 + dx, y + 0.5 + dy});
            inside += holed.holds(int(std::floor(from.x)), int(std::floor(from.y)));
          }
        }
        wrong += (inside == 0 && moved.holds(x, y)) || (inside == 9 && !moved.holds(x, y));
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("a photo that is handed over comes out as one that is kept; half the size is the mean of four") {
  const Image<Rgb8> image = noise_image(50, 30);
  Remap flip(50, 30), half(50, 30), rest(50, 30);
  flip.then(mirror_x(50));
  half.then(scaling(0.5, 0.5), 25, 15);
  rest.then(composed(scaling(0.5, 0.5), translation(0.25, 0)), 25, 15);
  for (const Remap& remap : {flip, half, rest}) {
    Image<Rgb8> given = image;
    CHECK(remap_pixels(std::move(given), remap, Border::edge) == remap_pixels(image, remap, Border::edge));
  }
  const Image<Rgb8> small = remap_pixels(image, half, Border::edge);
  const int sum = image(4, 6)[0] + image(5, 6)[0] + image(4, 7)[0] + image(5, 7)[0];
  CHECK(std::abs(small(2, 3)[0] - sum / 4.0) <= 0.51);
  CHECK(remap_pixels(image, rest, Border::edge) != small);
}

TEST_CASE("of a ring whose lobes cancel pixels are counted, and what the frame leaves is seen") {
  const Polygons bow_tie{{{80, 20}, {120, 60}, {120, 20}, {80, 60}}};
  Photo photo = photo_with(bow_tie);
  photo.objects[0].lobed = true;
  for (const double shift_px : {0, -100}) {
    Photo moved = photo;
    Remap remap(width, height);
    remap.then(translation(shift_px, 0));
    remap_labels(moved, remap, {});
    const PhotoObject& object = moved.objects[0];
    const auto& rings = std::get<Polygons>(object.segmentation);
    CHECK(object.area_px == double(rasterize(rings, width, height).area()));
    CHECK(object.area_px == Approx(shift_px == 0 ? 800 : 400).margin(30));
    CHECK(object.visibility == Approx(shift_px == 0 ? 1 : 0.5).margin(0.01));
  }
}

TEST_CASE("boxes are tight on masks, areas count them, and the frame's cut is not visible any more") {
  Remap remap(width, height);
  remap.then(translation(-100, 0));
  Photo photo = photo_with(Polygons{{{90, 10}, {110, 10}, {110, 30}, {90, 30}}});
  photo.objects.push_back(photo.objects[0]);
  photo.objects[1].segmentation =
      rle_of(rasterize({{{90, 10}, {110, 10}, {110, 30}, {90, 30}}}, width, height), width, height);
  measure(photo.objects[1]);
  remap_labels(photo, remap, {});
  for (const PhotoObject& object : photo.objects) {
    CHECK(*object.box == RealBox{0, 10, 10, 20});
    CHECK(object.area_px == 200);
    CHECK(object.visibility == Approx(0.5));
  }
}

TEST_CASE("a box without a mask is exact where axes stay axes, else estimated between its limits") {
  Photo photo = photo_with({});
  photo.objects[0].box = RealBox{40, 40, 30, 20};
  Photo turned = photo;
  Remap flip(width, height), turn(width, height);
  flip.then(mirror_x(width));
  remap_labels(photo, flip, {});
  CHECK(*photo.objects[0].box == RealBox{90, 40, 30, 20});
  CHECK(photo.objects[0].looseness == 1);
  turn.then(composed(composed(translation(-55, -50), rotation(45)), translation(55, 50)));
  remap_labels(turned, turn, {});
  const double half = std::sqrt((15 * 15 + 10 * 10) / 2.0);  // of the turned ellipse
  CHECK(turned.objects[0].box->width == Approx(2 * half).epsilon(0.01));
  CHECK(turned.objects[0].looseness == Approx(std::pow((15 + 10) / std::sqrt(2.0) / half, 2)).epsilon(0.02));
}

TEST_CASE("keypoints: pixel indices, sides change in a mirror, nothing is labelled outside") {
  Photo photo = photo_with({});
  photo.objects[0].keypoints = {{10, 5, 2}, {20, 6, 1}, {0, 0, 0}, {150, 100, 2}};
  const MirroredKeypoints pairs{{0, {1, 0, 2, 3}}};
  Remap flip(width, height);
  flip.then(mirror_x(width));
  flip.then(translation(0, -50), width, 60);
  remap_labels(photo, flip, pairs);
  CHECK(photo.objects[0].keypoints == std::vector<Keypoint>{{}, {}, {}, {9, 50, 2}});
  Photo again = photo_with({});
  again.objects[0].keypoints = {{10, 5, 2}, {20, 6, 1}, {0, 0, 0}, {150, 100, 2}};
  Remap plain(width, height);
  plain.then(mirror_x(width));
  remap_labels(again, plain, pairs);
  CHECK(again.objects[0].keypoints == std::vector<Keypoint>{{139, 6, 1}, {149, 5, 2}, {}, {9, 100, 2}});
}

TEST_CASE("warps are one to one, and pixels and labels use the same one") {
  Stream stream(Key{9, 1}, "warps");
  for (const auto& warp :
       {lens_warp(width, height, -0.3, 0), lens_warp(width, height, 0.3, 0.3),
        grid_warp(width, height, 4, 0.24, stream), elastic_warp(width, height, 25, 0.24, stream)}) {
    for (int i = 0; i < 300; ++i) {
      const Point p{stream.uniform(0, width), stream.uniform(0, height)};
      const Point back = warp->source_of(warp->target_of(p));
      CHECK(std::hypot(back.x - p.x, back.y - p.y) < 1e-3);
    }
    for (int y = -20; y < height + 20; y += 7) {
      std::vector<Point> row(width + 40);
      warp->sources_of({-19.5, y + 0.5}, int(row.size()), row.data());
      double most = 0;
      for (size_t i = 0; i < row.size(); ++i) {
        const Point alone = warp->source_of({double(i) - 19.5, y + 0.5});
        most = std::max(most, std::hypot(row[i].x - alone.x, row[i].y - alone.y));
      }
      CHECK(most < 1e-9);
    }
  }
  Remap remap(width, height);
  remap.then(elastic_warp(width, height, 40, 0.2, stream));
  const RealRing ring{{50, 30}, {110, 35}, {100, 90}, {45, 80}};
  const MaskPatch mask = rasterize({ring}, width, height);
  Image<Rgb8> drawn(width, height, {0, 0, 0});
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (mask.holds(x, y)) drawn(x, y) = {255, 255, 255};
    }
  }
  const Image<Rgb8> bent = remap_pixels(drawn, remap, Border::black);
  Photo photo = photo_with(Polygons{ring});
  remap_labels(photo, remap, {});
  const MaskPatch label = rasterize(std::get<Polygons>(photo.objects[0].segmentation), width, height);
  int wrong = 0, inside = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool white = bent(x, y)[0] > 127;
      wrong += white != label.holds(x, y);
      inside += white;
    }
  }
  CHECK(wrong < inside / 50);
}

TEST_CASE("a perspective that bends the frame beyond its horizon keeps labels finite") {
  Photo photo = photo_with(Polygons{{{0, 0}, {width, 0}, {width, height}, {0, height}}});
  Remap remap(width, height);
  remap.then({{1, 0, 0, 0, 1, 0, 0, -0.012, 1}});
  remap_labels(photo, remap, {});
  for (const RealRing& ring : std::get<Polygons>(photo.objects[0].segmentation)) {
    for (const Point& p : ring) CHECK((p.x >= 0 && p.y >= 0 && p.x <= width && p.y <= height));
  }
}

}  // namespace
}  // namespace understudy
