// SPDX-License-Identifier: Apache-2.0
// Steps that put several photos into one.
#include <algorithm>
#include <cmath>

#include "augment/cover.h"
#include "augment/donor.h"
#include "augment/rows.h"
#include "augment/transform.h"
#include "labels/federated.h"

namespace understudy {
namespace {

/// Another photo of the dataset with its labels, all of which count as added here; empty where none can be
/// read.
std::optional<Photo> other_photo(const StepContext& step, uint64_t number) {
  if (step.source == nullptr || step.source->count == 0) return std::nullopt;
  Stream stream = step.stream.child("donor").child(number);
  std::optional<Photo> photo =
      step.source->read(uint64_t(stream.uniform_int(0, int64_t(step.source->count) - 1)));
  if (!photo) return std::nullopt;
  if (step.source->used) step.source->used(*photo);
  for (PhotoObject& object : photo->objects) {
    object.added = true;
    object.provenance = donor_json(*step.source, *photo, object);
  }
  return photo;
}

/// The photo with its labels through the map.
Photo through(Photo photo, const Remap& remap, const StepContext& step) {
  if (remap.is_identity()) return photo;
  photo.pixels = remap_pixels(photo.pixels, remap, Border::grey);
  remap_labels(photo, remap, step.source->mirrored);
  return photo;
}

/// Scaled until it fills a frame of this size and cut to that, at a place that is drawn.
Remap filling(const Photo& photo, int width_px, int height_px, double zoom, Stream stream) {
  const double scale =
      zoom * std::max(double(width_px) / photo.width_px, double(height_px) / photo.height_px);
  const double spare_x = photo.width_px * scale - width_px, spare_y = photo.height_px * scale - height_px;
  Remap remap(photo.width_px, photo.height_px);
  const double x = stream.uniform() * spare_x, y = stream.uniform() * spare_y;
  remap.then(composed(scaling(scale, scale), translation(-x, -y)), width_px, height_px);
  return remap;
}

/// Moves the objects of a photo of a part of the frame to where that part is.
void add_objects(Photo& photo, Photo part, int x, int y, const StepContext& step) {
  Remap placed(part.width_px, part.height_px);
  placed.then(translation(x, y), photo.width_px, photo.height_px);
  remap_labels(part, placed, step.source->mirrored);
  for (PhotoObject& object : part.objects) photo.objects.push_back(std::move(object));
}

void put_pixels(Photo& photo, const Image<Rgb8>& part, int x, int y) {
  for (int row = 0; row < part.height_px(); ++row) {
    std::copy_n(&part(0, row), part.width_px(), &photo.pixels(x, y + row));
  }
  photo.pixels_changed = true;
}

/// n x n tiles; the first is the photo itself.
void mosaic(const StepContext& step, Photo& photo) {
  const int n = step.integer("tiles");
  const int width_px = step.integer("width_px") > 0 ? step.integer("width_px") : photo.width_px;
  const int height_px = step.integer("height_px") > 0 ? step.integer("height_px") : photo.height_px;
  const double x = step.number("split_x"), y = step.number("split_y");
  const auto edge = [n](int i, double split, int size) {
    // The inner lines move together about the middle of the frame.
    return i == 0 ? 0
           : i == n
               ? size
               : std::clamp(int(std::lround(size * (double(i) / n + (split - 0.5) * 2 / n))), 1, size - 1);
  };
  Photo canvas;
  canvas.width_px = width_px;
  canvas.height_px = height_px;
  canvas.pixels = Image<Rgb8>(width_px, height_px, {114, 114, 114});
  const Photo original = photo;
  Knowledge known = knowledge_of(photo);
  bool federated = photo.federated.has_value();
  for (int row = 0; row < n; ++row) {
    for (int column = 0; column < n; ++column) {
      const int number = row * n + column;
      const std::optional<Photo> tile = number == 0 ? original : other_photo(step, uint64_t(number));
      if (!tile) continue;
      const int x0 = edge(column, x, width_px), x1 = edge(column + 1, x, width_px);
      const int y0 = edge(row, y, height_px), y1 = edge(row + 1, y, height_px);
      if (x1 <= x0 || y1 <= y0) continue;
      const Remap remap = filling(*tile, x1 - x0, y1 - y0, step.draw.number("mosaic.zoom", uint64_t(number)),
                                  step.stream.child("place").child(uint64_t(number)));
      if (number > 0) known = knowledge_of_both(known, knowledge_of(*tile));
      federated = federated || tile->federated;
      Photo part = through(*tile, remap, step);
      put_pixels(canvas, part.pixels, x0, y0);
      add_objects(canvas, std::move(part), x0, y0, step);
    }
  }
  photo.objects = std::move(canvas.objects);
  if (federated) set_federated(photo, known);
  photo.pixels = std::move(canvas.pixels);
  photo.width_px = width_px;
  photo.height_px = height_px;
  photo.pixels_changed = true;
}

void mixup(const StepContext& step, Photo& photo) {
  const std::optional<Photo> other = other_photo(step, 0);
  if (!other) return;
  Photo part =
      through(*other, filling(*other, photo.width_px, photo.height_px, 1, step.stream.child("place")), step);
  unite_federated(photo, *other);
  const auto share = int(std::lround(256 * step.number("share")));
  for (size_t i = 0; i < photo.pixels.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) {
      photo.pixels[i][c] =
          uint8_t((photo.pixels[i][c] * (256 - share) + part.pixels[i][c] * share + 128) >> 8);
    }
  }
  photo.pixels_changed = true;
  add_objects(photo, std::move(part), 0, 0, step);
}

void cutmix(const StepContext& step, Photo& photo) {
  const std::optional<Photo> other = other_photo(step, 0);
  if (!other) return;
  const double side = std::sqrt(step.number("share"));
  const int w = std::max(1, int(std::lround(photo.width_px * side))),
            h = std::max(1, int(std::lround(photo.height_px * side)));
  Stream place = step.stream.child("place");
  const int x = int(place.uniform_int(0, photo.width_px - w)),
            y = int(place.uniform_int(0, photo.height_px - h));
  Photo part = through(*other, filling(*other, w, h, 1, step.stream.child("part")), step);
  put_pixels(photo, part.pixels, x, y);
  unite_federated(photo, *other);
  cover_all(photo, {x, y, Image<uint8_t>(w, h, 1)});
  add_objects(photo, std::move(part), x, y, step);
}

}  // namespace

std::vector<Transform> mix_transforms() {
  using namespace rows;
  std::vector<Transform> list = {
      mixed(
          "mosaic",
          "Tiles of several photos; the first is the photo itself. Boxes and masks end with their tile.",
          {integer("tiles", 2, 5, "2", "Along each side: 2 is mosaic 4, 3 is mosaic 9."),
           integer("width_px", 0, 16384, "0", "Width of the result; 0: the photo's."),
           integer("height_px", 0, 16384, "0", "Height of the result; 0: the photo's."),
           number("split_x", 0.05, 0.95, "{uniform: [0.3, 0.7]}", "Where the tiles meet; 0.5 is the middle."),
           number("split_y", 0.05, 0.95, "{uniform: [0.3, 0.7]}", "Likewise."),
           each(number("zoom", 1, 10, "1", "Of each tile, beyond what fills its place; drawn for each."))},
          mosaic),
      mixed("mixup", "Blends with another photo; all labels of both stay.",
            {number("share", 0, 1, "{beta: [8, 8]}", "Of the other photo.")}, mixup),
      mixed("cutmix", "Puts a rectangle of another photo over this one.",
            {number("share", 0.001, 1, "{uniform: [0.1, 0.4]}", "Of the frame's area.")}, cutmix),
  };
  for (Transform& transform : list) transform.adds_objects = true;
  return list;
}

}  // namespace understudy
