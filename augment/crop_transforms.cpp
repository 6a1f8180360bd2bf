// SPDX-License-Identifier: Apache-2.0
// Crops that look at the objects before they cut.
#include <algorithm>
#include <cmath>

#include "augment/rows.h"
#include "augment/window.h"

namespace understudy {
namespace {

void cut_to(const Box& window, const StepContext& step, Remap& remap) {
  step.found("x_px", window.x);
  step.found("y_px", window.y);
  step.found("width_px", window.width);
  step.found("height_px", window.height);
  remap.then(translation(-window.x, -window.y), window.width, window.height);
}

/// What crops look at: all that is no crowd and has an extent, that of the mask where the file says another.
std::vector<PhotoObject> whole_objects(const StepContext& step) {
  std::vector<PhotoObject> objects = step.objects();
  for (PhotoObject& object : objects) measure(object);
  std::erase_if(objects, [](const PhotoObject& o) { return o.crowd || !o.box || o.area_px <= 0; });
  return objects;
}

Box draw_window(const StepContext& step, int width_px, int height_px, uint64_t attempt) {
  const auto size = [&](const char* key, int whole_px) {
    const double share = step.draw.number(step.name + "." + key, attempt);
    return std::clamp(int(std::lround(share * whole_px)), 1, whole_px);
  };
  const int w = size("width", width_px), h = size("height", height_px);
  Stream place = step.stream.child("place").child(attempt);
  const int x = int(place.uniform_int(0, width_px - w)), y = int(place.uniform_int(0, height_px - h));
  return {x, y, w, h};
}

void add_safe_crop(const StepContext& step, Remap& remap) {
  constexpr uint64_t most_tries = 50;
  const int width_px = remap.width_px(), height_px = remap.height_px(), least = step.integer("least_objects");
  const double keep = step.number("keep");
  std::vector<WindowShare> objects;
  for (const PhotoObject& object : whole_objects(step)) objects.emplace_back(object);
  for (uint64_t attempt = 0; attempt < most_tries; ++attempt) {
    const Box window = draw_window(step, width_px, height_px, attempt);
    if (keeps(window, objects, keep, least)) return cut_to(window, step, remap);
  }
  const Box first = draw_window(step, width_px, height_px, 0);
  cut_to(grown_to_keep(first, objects, keep, least, width_px, height_px), step, remap);
}

/// The objects of the class that the dataset has fewest of.
void leave_scarcest(std::vector<PhotoObject>& objects, const PhotoSource* source) {
  const auto count_of = [&](const PhotoObject& object) -> uint64_t {
    if (source == nullptr) return 0;
    const auto found = source->annotations_of_category.find(object.category);
    return found == source->annotations_of_category.end() ? 0 : found->second;
  };
  uint64_t fewest = UINT64_MAX;
  for (const PhotoObject& object : objects) fewest = std::min(fewest, count_of(object));
  std::erase_if(objects, [&](const PhotoObject& object) { return count_of(object) > fewest; });
}

void add_object_crop(const StepContext& step, Remap& remap) {
  std::vector<PhotoObject> objects = whole_objects(step);
  std::erase_if(objects, [&](const PhotoObject& object) { return !step.chosen(object); });
  if (objects.empty()) return;
  if (step.choice("around") == "scarcest") leave_scarcest(objects, step.source);
  const int64_t last = int64_t(objects.size()) - 1;
  const RealBox box = *objects[size_t(step.stream.child("object").uniform_int(0, last))].box;
  const double frame_w = remap.width_px(), frame_h = remap.height_px();
  // The frame's shape, unless pixels are given.
  const double zoom = step.number("fill") / std::max(box.width / frame_w, box.height / frame_h);
  const int px_w = step.integer("width_px"), px_h = step.integer("height_px");
  const double w = std::clamp(px_w > 0 ? px_w : std::round(frame_w / zoom), 1.0, frame_w);
  const double h = std::clamp(px_h > 0 ? px_h : std::round(frame_h / zoom), 1.0, frame_h);
  const double x = box.x + box.width / 2 - w * (0.5 + step.number("shift_x"));
  const double y = box.y + box.height / 2 - h * (0.5 + step.number("shift_y"));
  cut_to({int(std::clamp(std::round(x), 0.0, frame_w - w)), int(std::clamp(std::round(y), 0.0, frame_h - h)),
          int(w), int(h)},
         step, remap);
}

}  // namespace

std::vector<Transform> crop_transforms() {
  using namespace rows;
  constexpr double largest_px = 16384;
  return {
      mapped("safe_crop",
             "Cuts out a part that shows of every object either nothing or enough; whole pixels. Tried 50 "
             "times, "
             "then grown until it holds.",
             {each(number("width", 0.01, 1, "{uniform: [0.3, 1]}",
                          "Width of the part, in frame widths; drawn for each try.")),
              each(number("height", 0.01, 1, "{uniform: [0.3, 1]}", "Height, in frame heights; likewise.")),
              number("keep", 0, 1, "0.6",
                     "Least share of its area that a kept object keeps; crowds may be cut."),
              integer("least_objects", 0, 1000, "1", "How many are kept at least, where there are so many.")},
             add_safe_crop),
      mapped(
          "object_crop",
          "Cuts out a part about one of the objects of the step's `only`, as near to the middle as the frame "
          "allows; whole pixels.",
          {name("around", {"any", "scarcest"}, "any",
                "Which: any, or one of the class that the dataset has fewest of."),
           number("fill", 0.01, 4, "{uniform: [0.2, 0.6]}",
                  "Share of the part's side that the object fills, where it is larger."),
           number("shift_x", -0.5, 0.5, "{uniform: [-0.15, 0.15]}",
                  "Of the object from the middle, in widths of the part."),
           number("shift_y", -0.5, 0.5, "{uniform: [-0.15, 0.15]}", "Likewise, in heights."),
           integer("width_px", 0, largest_px, "0", "Width of the part in pixels instead; 0: by `fill`."),
           integer("height_px", 0, largest_px, "0", "Height in pixels instead; 0: by `fill`.")},
          add_object_crop),
  };
}

}  // namespace understudy
