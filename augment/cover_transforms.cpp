// SPDX-License-Identifier: Apache-2.0
// Steps that put something before what is in the photo: labels below lose what is covered.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

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

/// Of each pixel, how many of the step's objects show there: a cover of one of them leaves out the others.
Image<uint8_t> targets_at(const StepContext& step, const Photo& photo) {
  Image<uint8_t> count(photo.width_px, photo.height_px);
  for (const PhotoObject& object : photo.objects) {
    if (object.crowd || !step.chosen(object)) continue;
    const MaskPatch seen = outline_of(object, photo.width_px, photo.height_px);
    for (int y = 0; y < seen.inside.height_px(); ++y) {
      for (int x = 0; x < seen.inside.width_px(); ++x) {
        uint8_t& here = count(seen.x + x, seen.y + y);
        if (seen.inside(x, y) != 0 && here < 255) ++here;
      }
    }
  }
  return count;
}

/// A rectangle that comes in from one side over `seen`, until `hidden_px` of it are covered; its last row or
/// column is as long as is still needed. Of what it covers, `hidden_px` is told what was not to be had.
MaskPatch cover_from(int side, const MaskPatch& seen, const Image<uint8_t>& targets, int64_t& hidden_px) {
  const int w = seen.inside.width_px(), h = seen.inside.height_px();
  const bool along_x = side < 2, from_end = side % 2 == 1;
  const int length = along_x ? w : h, across = along_x ? h : w;
  MaskPatch cover{seen.x, seen.y, Image<uint8_t>(w, h)};
  for (int depth = 0; depth < length; ++depth) {
    const int line = from_end ? length - 1 - depth : depth;
    for (int i = 0; i < across && hidden_px > 0; ++i) {
      const int x = along_x ? line : i, y = along_x ? i : line;
      const bool own = seen.inside(x, y) != 0;
      if (targets(seen.x + x, seen.y + y) > (own ? 1 : 0)) continue;
      cover.inside(x, y) = 1;
      hidden_px -= own ? 1 : 0;
    }
  }
  return cover;
}

/// Covers part of the object until the wanted share of it is left.
void occlude_object(const StepContext& step, Photo& photo, size_t number, const Image<uint8_t>& targets) {
  const PhotoObject& object = photo.objects[number];
  const MaskPatch seen = outline_of(object, photo.width_px, photo.height_px);
  if (seen.empty()) return;
  const double share = step.draw.number("occlude.visibility", number);
  const auto side = int(step.stream.child("side").child(number).uniform_int(0, 3));
  int64_t missing_px = std::llround((1 - share) * double(seen.area()));
  if (missing_px == 0) return;
  const MaskPatch cover = cover_from(side, seen, targets, missing_px);
  if (double(missing_px) > visibility_tolerance * double(seen.area())) {
    photo.notes.push_back(
        {"visibility_not_met", fmt::format("occlude: {:.2f} of object {} was to be left, but others of the "
                                           "step's objects lie over it",
                                           share, object.id)});
  }
  paint(photo, cover, step.choice("fill"), step.stream.child("fill").child(number));
}

void occlude(const StepContext& step, Photo& photo) {
  const Image<uint8_t> targets = targets_at(step, photo);
  int without_mask = 0;
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    const PhotoObject& object = photo.objects[i];
    if (object.crowd || !step.chosen(object)) continue;
    if (object.segmentation.index() != 0)
      occlude_object(step, photo, i, targets);
    else
      ++without_mask;
  }
  if (without_mask > 0)
    photo.notes.push_back({"no_mask", fmt::format("occlude: {} objects left as they are", without_mask)});
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
            "left, and nothing of the others. Objects without a mask are left alone.",
            {each(number("visibility", 0, 1, "{uniform: [0.3, 0.8]}",
                         "Share that is left; drawn for each object.")),
             fill()},
            occlude),
  };
}

}  // namespace understudy
