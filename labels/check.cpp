// SPDX-License-Identifier: Apache-2.0
// The invariants of a Sample, looked at from its masks alone: shares no step with annotate.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "labels/annotate.h"

namespace understudy {

namespace {

/// One byte per pixel, column-major, as the runs are.
using Plane = std::vector<uint8_t>;

bool fills(const Rle& rle, int width_px, int height_px) {
  if (rle.width_px != uint32_t(width_px) || rle.height_px != uint32_t(height_px)) return false;
  uint64_t sum = 0;
  for (uint32_t run : rle.counts) sum += run;
  return sum == uint64_t(rle.width_px) * rle.height_px;
}

/// Calls f(begin, end) for each run of inside pixels.
template <typename F>
void for_each_run(const Rle& rle, F f) {
  size_t position = 0;
  for (size_t i = 0; i < rle.counts.size(); position += rle.counts[i], ++i) {
    if (i % 2 == 1) f(position, position + rle.counts[i]);
  }
}

Plane plane_of(const Rle& rle) {
  Plane plane(size_t(rle.width_px) * rle.height_px, 0);
  for_each_run(rle,
               [&](size_t begin, size_t end) { std::fill(plane.begin() + begin, plane.begin() + end, 1); });
  return plane;
}

/// Tight box by looking at every pixel.
Box box_of(const Plane& plane, int height_px) {
  int x0 = -1, x1 = -1, y0 = height_px, y1 = -1;
  for (size_t p = 0; p < plane.size(); ++p) {
    if (plane[p] == 0) continue;
    const int x = int(p / size_t(height_px)), y = int(p % size_t(height_px));
    if (x0 < 0) x0 = x;
    x1 = x;
    y0 = std::min(y0, y);
    y1 = std::max(y1, y);
  }
  return x0 < 0 ? Box{} : Box{x0, y0, x1 - x0 + 1, y1 - y0 + 1};
}

bool contains(const Box& outer, const Box& inner) {
  const auto end = [](int begin, int size) { return int64_t(begin) + size; };
  return outer.x <= inner.x && outer.y <= inner.y && end(outer.x, outer.width) >= end(inner.x, inner.width) &&
         end(outer.y, outer.height) >= end(inner.y, inner.height);
}

std::string masks_violation(const Annotation& a, int width_px, int height_px) {
  if (!fills(a.visible, width_px, height_px) || !fills(a.amodal, width_px, height_px)) {
    return "its runs do not fill the image";
  }
  const Plane visible = plane_of(a.visible), amodal = plane_of(a.amodal);
  if (std::count(visible.begin(), visible.end(), 1) != a.area_px) return "area is not the visible mask's";
  if (std::count(amodal.begin(), amodal.end(), 1) != a.amodal_area_px) return "amodal area is not its mask's";
  if (a.area_px <= 0) return "it has no visible pixel";
  if (box_of(visible, height_px) != a.box) return "the box is not tight around the visible mask";
  if (!contains(a.amodal_box, box_of(amodal, height_px)))
    return "the amodal box does not hold the amodal mask";
  for (size_t p = 0; p < visible.size(); ++p) {
    if (visible[p] > amodal[p]) return "a visible pixel is not in the amodal mask";
  }
  return {};
}

std::string numbers_violation(const Annotation& a) {
  if (a.visibility != double(a.area_px) / double(a.amodal_area_px))
    return "visibility is not visible / amodal";
  if (!(a.truncation >= 0 && a.truncation < 1)) return "truncation is outside [0, 1)";
  if (!(a.distance_m > 0 && a.distance_m < 1e9)) return "the distance is not positive and finite";
  int64_t hidden = 0, parts = 0;
  for (const Occluder& occluder : a.occluders) {
    if (occluder.hidden_px <= 0 || occluder.instance == a.instance) return "an occluder hides nothing";
    if (occluder.hidden_px > a.amodal_area_px) return "an occluder hides more than there is";
    hidden += occluder.hidden_px;
  }
  if (hidden != a.amodal_area_px - a.area_px) return "its occluders do not add up to amodal - visible";
  for (const auto& [name, px] : a.part_px) {
    if (px < 0 || px > a.area_px - parts) return "its parts have more pixels than it";
    parts += px;
  }
  return {};
}

bool is_part(const Annotation& a) { return a.defect && a.defect->parent != background; }

/// Of a defect that is part of an object: `parent` is the annotation of that.
std::string part_violation(const Annotation& a, const Annotation* parent) {
  if (parent == nullptr || parent->defect) return "it is a defect of nothing";
  const Plane object = plane_of(parent->visible);
  bool outside = false;
  for_each_run(a.visible, [&](size_t begin, size_t end) {
    outside = outside || std::count(object.begin() + begin, object.begin() + end, 1) != int64_t(end - begin);
  });
  return outside ? "a visible pixel of a defect is not its object's" : "";
}

std::string defect_violation(const Annotation& a) {
  if (principal_size_px(a.visible) != a.defect->size_px) return "its size in pixels is not its mask's";
  if (!(a.defect->facts.severity >= 0 && a.defect->facts.severity <= 1))
    return "its severity is outside [0, 1]";
  if (a.defect->contrast && !(*a.defect->contrast >= 0 && *a.defect->contrast <= 1))
    return "its contrast is outside [0, 1]";
  return {};
}

}  // namespace

std::string find_violation(const Annotations& annotations, int width_px, int height_px) {
  // Objects are disjoint, and so are the defects that are part of them.
  const size_t size = size_t(width_px) * size_t(height_px);
  Plane taken_by_objects(size, 0), taken_by_parts(size, 0);
  std::map<InstanceId, const Annotation*> known;
  InstanceId last = background;
  for (const Annotation& a : annotations.kept) {
    std::string wrong;
    if (a.instance <= last) wrong = "instances are not in ascending order";
    if (wrong.empty()) wrong = masks_violation(a, width_px, height_px);
    if (wrong.empty()) wrong = numbers_violation(a);
    if (wrong.empty() && is_part(a)) {
      const auto parent = known.find(a.defect->parent);
      wrong = part_violation(a, parent == known.end() ? nullptr : parent->second);
    }
    if (wrong.empty() && a.defect) wrong = defect_violation(a);
    if (wrong.empty()) {
      Plane& taken = is_part(a) ? taken_by_parts : taken_by_objects;
      for_each_run(a.visible, [&](size_t begin, size_t end) {
        for (size_t p = begin; p < end; ++p) {
          if (taken[p]++ != 0) wrong = "its visible mask overlaps another";
        }
      });
    }
    if (!wrong.empty()) return fmt::format("instance {}: {}", a.instance.value, wrong);
    known[a.instance] = &a;
    last = a.instance;
  }
  return {};
}

}  // namespace understudy
