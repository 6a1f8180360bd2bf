// SPDX-License-Identifier: Apache-2.0
// Steps that put something before what is in the photo: labels below lose what is covered.
#include <algorithm>
#include <cmath>

#include "augment/cover.h"
#include "augment/rows.h"

namespace understudy {
namespace {

/// Fills the patch's pixels with one colour, or with noise.
void paint(Photo& photo, const MaskPatch& patch, const std::string& fill, Stream stream) {
  const Rgb8 color = fill == "grey" ? Rgb8{114, 114, 114}
                     : fill == "black"
                         ? Rgb8{0, 0, 0}
                         : Rgb8{uint8_t(stream.bits()), uint8_t(stream.bits()), uint8_t(stream.bits())};
  for (int y = 0; y < patch.inside.height_px(); ++y) {
    for (int x = 0; x < patch.inside.width_px(); ++x) {
      if (patch.inside(x, y) == 0) continue;
      Rgb8& pixel = photo.pixels(patch.x + x, patch.y + y);
      const uint32_t bits = fill == "noise" ? stream.bits() : 0;
      pixel = fill == "noise" ? Rgb8{uint8_t(bits), uint8_t(bits >> 8), uint8_t(bits >> 16)} : color;
    }
  }
  photo.pixels_changed = true;
  cover_all(photo, patch);
}

MaskPatch rectangle(int x, int y, int width_px, int height_px) {
  return {x, y, Image<uint8_t>(width_px, height_px, 1)};
}

void erase(const StepContext& step, Photo& photo) {
  const int count = step.integer("count");
  for (int i = 0; i < count; ++i) {
    const double area = step.draw.number("erase.area", uint64_t(i)) * photo.width_px * photo.height_px;
    const double aspect = step.draw.number("erase.aspect", uint64_t(i));
    const int w = std::clamp(int(std::lround(std::sqrt(area * aspect))), 1, photo.width_px);
    const int h = std::clamp(int(std::lround(std::sqrt(area / aspect))), 1, photo.height_px);
    Stream place = step.stream.child("place").child(uint64_t(i));
    const int x = int(place.uniform_int(0, photo.width_px - w)),
              y = int(place.uniform_int(0, photo.height_px - h));
    paint(photo, rectangle(x, y, w, h), step.choice("fill"), step.stream.child("fill").child(uint64_t(i)));
  }
}

/// P. Chen et al., "GridMask data augmentation", 2020: squares of a regular grid.
void grid_mask(const StepContext& step, Photo& photo) {
  const int unit =
      std::max(2, int(std::lround(step.number("unit") * std::min(photo.width_px, photo.height_px))));
  const int hole = std::clamp(int(std::lround(unit * step.number("hole"))), 1, unit - 1);
  Stream place = step.stream.child("place");
  const int dx = int(place.uniform_int(0, unit - 1)), dy = int(place.uniform_int(0, unit - 1));
  MaskPatch patch = rectangle(0, 0, photo.width_px, photo.height_px);
  for (int y = 0; y < photo.height_px; ++y) {
    for (int x = 0; x < photo.width_px; ++x) {
      patch.inside(x, y) = (x + dx) % unit < hole && (y + dy) % unit < hole;
    }
  }
  paint(photo, patch, step.choice("fill"), step.stream.child("fill"));
}

/// Covers part of the object by a rectangle that comes in from one side until the wanted share is left.
void occlude_object(const StepContext& step, Photo& photo, size_t number) {
  const PhotoObject& object = photo.objects[number];
  MaskPatch seen = outline_of(object, photo.width_px, photo.height_px);
  if (seen.empty()) return;
  const double wanted = step.draw.number("occlude.visibility", number) * double(seen.area());
  const auto side = step.stream.child("side").child(number).uniform_int(0, 3);
  const int w = seen.inside.width_px(), h = seen.inside.height_px();
  const bool along_x = side < 2, from_end = side % 2 == 1;
  const int length = along_x ? w : h;
  const auto cover_to = [&](int depth) {
    const int from = from_end ? length - depth : 0;
    return along_x ? rectangle(seen.x + from, seen.y, depth, h) : rectangle(seen.x, seen.y + from, w, depth);
  };
  int best = 0;
  double nearest = double(seen.area()) - wanted;
  for (int depth = 1; depth <= length; ++depth) {
    const double left = double(seen.area() - overlap_px(seen, cover_to(depth)));
    if (std::abs(left - wanted) < nearest) nearest = std::abs(left - wanted), best = depth;
    if (left < wanted) break;
  }
  if (best == 0) return;
  paint(photo, cover_to(best), step.choice("fill"), step.stream.child("fill").child(number));
}

void occlude(const StepContext& step, Photo& photo) {
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    if (!photo.objects[i].crowd && step.chosen(photo.objects[i])) occlude_object(step, photo, i);
  }
}

}  // namespace

std::vector<Transform> cover_transforms() {
  using namespace rows;
  const auto fill = [] {
    return name("fill", {"grey", "black", "color", "noise"}, "grey", "What is put there.");
  };
  return {
      mixed(
          "erase", "Rectangles over the picture. Labels lose what is covered.",
          {integer("count", 0, 1000, "1", "How many."),
           each(number("area", 0.0001, 1, "{uniform: [0.02, 0.15]}", "Of the frame's area; drawn for each.")),
           each(number("aspect", 0.05, 20, "{log_uniform: [0.5, 2]}", "Width by height; drawn for each.")),
           fill()},
          erase),
      mixed("grid_mask", "Squares of a regular grid over the picture.",
            {number("unit", 0.01, 1, "{uniform: [0.1, 0.3]}",
                    "Distance of the squares, in shorter sides of the frame."),
             number("hole", 0.05, 0.95, "0.5", "Side of a square, in distances."), fill()},
            grid_mask),
      mixed("occlude",
            "Covers a part of every object of the step's `only` from one side, until a given share of it is "
            "left. "
            "Objects without a mask are left alone.",
            {each(number("visibility", 0, 1, "{uniform: [0.3, 0.8]}",
                         "Share that is left; drawn for each object.")),
             fill()},
            occlude),
  };
}

}  // namespace understudy
