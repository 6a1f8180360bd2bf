// SPDX-License-Identifier: Apache-2.0
#include "augment/standing.h"

#include <algorithm>

#include <fmt/format.h>

#include "augment/ground.h"

namespace understudy {
namespace {

double bottom_of(const RealBox& box) { return box.y + box.height; }

double overlap(const RealBox& a, const RealBox& b) {
  const double w = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double h = std::min(bottom_of(a), bottom_of(b)) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

/// What is in front of the box; empty where it may not stand there.
std::optional<std::vector<size_t>> in_front_of(const RealBox& box, const Photo& photo,
                                               const StandingRules& rules) {
  std::vector<size_t> in_front;
  double hidden = 0;
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    const PhotoObject& object = photo.objects[i];
    if (!object.box) continue;
    const double area = overlap(box, *object.box);
    if (area == 0) continue;
    if (bottom_of(*object.box) > bottom_of(box)) {
      if (object.segmentation.index() == 0) return std::nullopt;
      in_front.push_back(i);
      hidden += area;
    } else if (area > rules.most_covered * object.box->width * object.box->height) {
      return std::nullopt;
    }
  }
  if (hidden > (1 - rules.least_seen) * box.width * box.height) return std::nullopt;
  return in_front;
}

/// The foot: a strip as wide as the box, and a tenth of its width high.
bool is_on_ground(const RealBox& box, const Image<float>* likeness) {
  if (likeness == nullptr) return true;
  const int x0 = std::max(0, int(box.x)), x1 = std::min(likeness->width_px(), int(box.x + box.width) + 1);
  const int half = std::max(1, int(box.width / 20)), foot = int(bottom_of(box));
  const int y0 = std::max(0, foot - half), y1 = std::min(likeness->height_px(), foot + half + 1);
  double sum = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) sum += (*likeness)(x, y);
  }
  return sum > enough_ground * double(x1 - x0) * double(y1 - y0);
}

/// Something nearer whose box holds more than a fifth of the foot.
bool hides_foot(const RealBox& nearer, const RealBox& box) {
  const double foot = bottom_of(box);
  const double common = std::min(box.x + box.width, nearer.x + nearer.width) - std::max(box.x, nearer.x);
  return bottom_of(nearer) > foot && nearer.y < foot && common > 0.2 * box.width;
}

struct RowSpan {
  double first, last;
};

/// The rows of the frame in which something of that height is `least` to `most` px tall.
std::optional<RowSpan> rows_of_height(const Horizon& horizon, double height_m, double least_px,
                                      double most_px) {
  std::optional<RowSpan> span;
  for (int row = 0; row < horizon.projection.height_px; ++row) {
    const double height_px = horizon.standing_px(height_m, row);
    if (height_px < least_px || height_px > most_px) continue;
    if (!span) span = {double(row), double(row)};
    span->last = row;
  }
  return span;
}

}  // namespace

bool is_seen_to_foot(const PhotoObject& object, const Photo& photo, const ClassNames& names) {
  const RealBox& box = *object.box;
  for (const PhotoObject& other : photo.objects)
    if (other.box && other.id != object.id && hides_foot(*other.box, box)) return false;
  const auto name = names.find(object.category);
  if (name == names.end()) return true;
  const ClassHeight usual = class_height(name->second);
  if (usual.height_m == 0) return true;
  const bool person = name->second == "person" || name->second == "pedestrian";
  if (person && box.height < 1.8 * box.width) return false;
  const double height_m = height_m_of(object, photo, names);
  return height_m > 0.65 * usual.height_m && height_m < 1.5 * usual.height_m;
}

double height_m_of(const PhotoObject& object, const Photo& photo, const ClassNames& names) {
  const Horizon horizon =
      fit_horizon(standing_boxes(photo, names), usual_projection(photo.width_px, photo.height_px));
  const double foot_px = bottom_of(*object.box);
  if (horizon.confidence >= least_confidence && foot_px - horizon.row_px > 0.02 * photo.height_px)
    return horizon.standing_m(object.box->y, foot_px);
  const auto name = names.find(object.category);
  return name == names.end() ? 0 : class_height(name->second).height_m;
}

std::optional<StandingPlace> draw_standing_place(const Stander& stander, const Photo& photo,
                                                 const Horizon& horizon, const StandingRules& rules,
                                                 Stream stream, std::string& why) {
  const double least = std::max(rules.least_px, rules.least_scale * stander.box.height);
  const double most = rules.most_scale * stander.box.height;
  const std::optional<RowSpan> rows = rows_of_height(horizon, stander.height_m, least, most);
  if (!rows) {
    why = fmt::format("nowhere in the frame would something {:.2g} m tall be {:.0f} to {:.0f} px high",
                      stander.height_m, least, most);
    return std::nullopt;
  }
  for (int i = 0; i < rules.attempts; ++i) {
    const double foot = stream.uniform(rows->first, rows->last), share = stream.uniform();
    const double height = horizon.standing_px(stander.height_m, foot);
    const double width = stander.box.width * height / stander.box.height;
    if (width > photo.width_px || height > foot) continue;
    const RealBox box{share * (photo.width_px - width), foot - height, width, height};
    if (!is_on_ground(box, rules.likeness)) continue;
    if (auto in_front = in_front_of(box, photo, rules)) return StandingPlace{box, std::move(*in_front)};
  }
  why = fmt::format("{} places were tried and none is free", rules.attempts);
  return std::nullopt;
}

}  // namespace understudy
