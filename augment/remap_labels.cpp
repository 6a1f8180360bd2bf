// SPDX-License-Identifier: Apache-2.0
#include "augment/remap_labels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "labels/polygon.h"

namespace understudy {
namespace {

struct Reach {
  double x0 = std::numeric_limits<double>::infinity(), y0 = x0, x1 = -x0, y1 = -x0;
  void add(Point p) {
    x0 = std::min(x0, p.x);
    y0 = std::min(y0, p.y);
    x1 = std::max(x1, p.x);
    y1 = std::max(y1, p.y);
  }
  bool empty() const { return x0 > x1; }
  double area() const { return empty() ? 0 : (x1 - x0) * (y1 - y0); }
  RealBox box() const { return empty() ? RealBox{} : RealBox{x0, y0, x1 - x0, y1 - y0}; }
  Reach cut(double width, double height) const {
    return {std::max(x0, 0.0), std::max(y0, 0.0), std::min(x1, width), std::min(y1, height)};
  }
};

RealRing corners_of(const RealBox& b) {
  return {{b.x, b.y}, {b.x + b.width, b.y}, {b.x + b.width, b.y + b.height}, {b.x, b.y + b.height}};
}

/// Edges no longer than this follow a bent map closely enough.
constexpr double longest_edge_px = 4;

RealRing subdivided(const RealRing& ring) {
  RealRing fine;
  for (size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    const int pieces = std::max(1, int(std::ceil(std::hypot(b.x - a.x, b.y - a.y) / longest_edge_px)));
    for (int k = 0; k < pieces; ++k) {
      const double t = double(k) / pieces;
      fine.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
  }
  return fine;
}

/// Cuts off what is nearer to the horizon than this share of the frame's own depth, and behind it.
RealRing before_horizon(const RealRing& ring, const Homography& map) {
  constexpr double least_depth = 1e-3;
  RealRing kept;
  for (size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i], b = ring[(i + 1) % ring.size()];
    const double da = map.depth(a) - least_depth, db = map.depth(b) - least_depth;
    if (da >= 0) kept.push_back(a);
    if ((da >= 0) != (db >= 0)) {
      const double t = da / (da - db);
      kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
  }
  return kept;
}

RealRing mapped_ring(const RealRing& ring, const Remap& remap) {
  RealRing mapped;
  if (const auto map = remap.homography()) {
    const bool safe = map->is_affine();
    for (const Point& p : safe ? ring : before_horizon(ring, *map)) mapped.push_back(map->apply(p));
    return mapped;
  }
  for (const Point& p : subdivided(ring)) {
    if (const auto target = remap.target_of(p)) mapped.push_back(*target);
  }
  return mapped;
}

/// What a map makes of rings: all of them, and what of that lies in the frame.
struct Mapped {
  Polygons inside;
  double inside_area = 0, whole_area = 0;
};

Mapped mapped_polygons(const Polygons& rings, bool lobed, const Remap& remap) {
  const auto area = [lobed](const RealRing& ring) {
    return lobed ? region_area(ring) : std::abs(signed_area(ring));
  };
  Mapped result;
  for (const RealRing& ring : rings) {
    const RealRing whole = mapped_ring(ring, remap);
    if (whole.size() < 3) continue;
    result.whole_area += area(whole);
    for (const RealRing& seen : clip_ring(ring, remap.source_width_px(), remap.source_height_px())) {
      const RealRing moved = mapped_ring(seen, remap);
      if (moved.size() < 3) continue;
      for (RealRing& piece : clip_ring(moved, remap.width_px(), remap.height_px())) {
        result.inside_area += area(piece);
        result.inside.push_back(std::move(piece));
      }
    }
  }
  return result;
}

/// The mask's pixels are squares: their outline through a map that keeps lines, filled as COCO fills
/// polygons. So an object has the same pixels afterwards whether it was stored as rings or as RLE.
MaskPatch remap_outlines(const Rle& rle, const Remap& remap) {
  std::vector<Outline> outlines;
  for (const Ring& corners : outlines_of(rle)) {
    RealRing ring;
    for (size_t i = 0; i < corners.size(); i += 2)
      ring.push_back({double(corners[i]), double(corners[i + 1])});
    const bool hole = signed_area(ring) < 0;
    const RealRing moved = mapped_ring(ring, remap);
    if (moved.size() < 3) continue;
    for (RealRing& piece : clip_ring(moved, remap.width_px(), remap.height_px()))
      outlines.push_back({std::move(piece), hole});
  }
  return rasterize_outlines(std::move(outlines), remap.width_px(), remap.height_px());
}

/// The target's region that a source rectangle may cover, whole pixels, cut at the frame.
Box target_box(const MaskPatch& patch, const Remap& remap) {
  Reach reach;
  bool all_seen = true;
  const int w = patch.inside.width_px(), h = patch.inside.height_px();
  const bool straight = remap.homography().has_value();
  const int steps_x = straight ? 1 : std::max(1, w / 4), steps_y = straight ? 1 : std::max(1, h / 4);
  const auto add = [&](double x, double y) {
    const auto target = remap.target_of({patch.x + x, patch.y + y});
    if (target) reach.add(*target);
    all_seen = all_seen && target.has_value();
  };
  for (int i = 0; i <= steps_x; ++i) add(double(w) * i / steps_x, 0), add(double(w) * i / steps_x, h);
  for (int i = 0; i <= steps_y; ++i) add(0, double(h) * i / steps_y), add(w, double(h) * i / steps_y);
  if (!all_seen) return {0, 0, remap.width_px(), remap.height_px()};
  const double margin = straight ? 1 : 3;
  const Reach cut = Reach{reach.x0 - margin, reach.y0 - margin, reach.x1 + margin, reach.y1 + margin}.cut(
      remap.width_px(), remap.height_px());
  const int x0 = int(std::floor(cut.x0)), y0 = int(std::floor(cut.y0));
  const int x1 = int(std::ceil(cut.x1)), y1 = int(std::ceil(cut.y1));
  if (cut.x0 >= cut.x1 || cut.y0 >= cut.y1) return {};
  return {x0, y0, x1 - x0, y1 - y0};
}

/// Pixels of the mask in the unbounded plane after the map: each of the source's pixels counts by how much it
/// grows, taken over the object's box.
double growth(const RealBox& box, const Remap& remap) {
  const RealRing corners = corners_of(box);
  const double before = box.width * box.height;
  return before > 0 ? std::abs(signed_area(mapped_ring(corners, remap))) / before : 0;
}

bool stays_inside(const RealBox& box, const Remap& remap) {
  const Reach all{0, 0, double(remap.width_px()), double(remap.height_px())};
  for (const Point p : corners_of(box)) {
    const auto target = remap.target_of(p);
    if (!target || target->x < all.x0 || target->y < all.y0 || target->x > all.x1 || target->y > all.y1)
      return false;
  }
  return true;
}

/// The ellipse within a box touches its four sides as most objects do; the reach of the mapped ellipse.
Reach ellipse_reach(const RealBox& box, const Remap& remap) {
  constexpr int points = 64;
  Reach reach;
  for (int i = 0; i < points; ++i) {
    const double angle = 2 * 3.14159265358979323846 * i / points;
    const Point p{box.x + box.width / 2 * (1 + std::cos(angle)),
                  box.y + box.height / 2 * (1 + std::sin(angle))};
    if (const auto target = remap.target_of(p)) reach.add(*target);
  }
  return reach;
}

/// Whether axes stay axes, so that a box stays a box.
bool keeps_boxes(const Remap& remap) {
  const auto map = remap.homography();
  if (!map || !map->is_affine()) return false;
  const auto& m = map->m;
  return (m[1] == 0 && m[3] == 0) || (m[0] == 0 && m[4] == 0);
}

void remap_box(PhotoObject& object, const Remap& remap) {
  const RealBox& b = *object.box;
  Reach corners;
  for (const Point p : corners_of(b)) {
    if (const auto target = remap.target_of(p)) corners.add(*target);
  }
  const Reach whole = keeps_boxes(remap) ? corners : ellipse_reach(b, remap);
  const Reach inside = whole.cut(remap.width_px(), remap.height_px());
  const Reach loose = corners.cut(remap.width_px(), remap.height_px());
  const bool gone = inside.x0 >= inside.x1 || inside.y0 >= inside.y1;
  object.visibility *= gone || whole.area() <= 0 ? 0 : inside.area() / whole.area();
  object.looseness *= gone ? 1 : std::max(1.0, loose.area() / inside.area());
  object.box = gone ? RealBox{} : inside.box();
  object.area_px = gone ? 0 : inside.area();
}

void remap_keypoints(PhotoObject& object, const Remap& remap, const MirroredKeypoints& mirrored) {
  for (Keypoint& k : object.keypoints) {
    if (k.visibility == 0) continue;
    const auto target = remap.target_of({k.x + 0.5, k.y + 0.5});
    const bool inside = target && target->x >= 0 && target->y >= 0 && target->x < remap.width_px() &&
                        target->y < remap.height_px();
    k = inside ? Keypoint{target->x - 0.5, target->y - 0.5, k.visibility} : Keypoint{};
  }
  const auto pairs = mirrored.find(object.category);
  if (!remap.mirrors() || pairs == mirrored.end() || pairs->second.size() != object.keypoints.size()) return;
  std::vector<Keypoint> swapped(object.keypoints.size());
  for (size_t i = 0; i < swapped.size(); ++i) swapped[size_t(pairs->second[i])] = object.keypoints[i];
  object.keypoints = std::move(swapped);
}

void remap_object(PhotoObject& object, const Remap& remap, const MirroredKeypoints& mirrored) {
  object.changed = true;
  if (auto* rings = std::get_if<Polygons>(&object.segmentation)) {
    Mapped mapped = mapped_polygons(*rings, object.lobed, remap);
    *rings = std::move(mapped.inside);
    measure(object);
    object.visibility *= mapped.whole_area > 0 ? std::min(1.0, mapped.inside_area / mapped.whole_area) : 0;
  } else if (auto* rle = std::get_if<Rle>(&object.segmentation)) {
    const Box box = rle->box();
    const RealBox region{double(box.x), double(box.y), double(box.width), double(box.height)};
    const double whole = double(rle->area()) * growth(region, remap);
    const MaskPatch moved =
        remap.homography() ? remap_outlines(*rle, remap) : remap_patch(patch_of(*rle), remap);
    *rle = rle_of(moved, remap.width_px(), remap.height_px());
    measure(object);
    // Of what stays whole, sampling may count a pixel more or less: that is not visibility.
    if (!stays_inside(region, remap))
      object.visibility *= whole > 0 ? std::min(1.0, object.area_px / whole) : 0;
  } else if (object.box) {
    remap_box(object, remap);
  }
  remap_keypoints(object, remap, mirrored);
}

/// Whoever reads such rings sees their pixels alone; where they have none, how small they are is told.
double lobed_area(const Polygons& rings, const Reach& reach) {
  double area = double(rasterize(rings, int(std::ceil(reach.x1)), int(std::ceil(reach.y1))).area());
  if (area > 0) return area;
  for (const RealRing& ring : rings) area += region_area(ring);
  return area;
}

}  // namespace

void measure(PhotoObject& object) {
  if (const auto* rings = std::get_if<Polygons>(&object.segmentation)) {
    Reach reach;
    for (const RealRing& ring : *rings) {
      for (const Point& p : ring) reach.add(p);
    }
    object.box = reach.box();
    object.area_px = object.lobed && !reach.empty() ? lobed_area(*rings, reach) : area_of(*rings);
  } else if (const auto* rle = std::get_if<Rle>(&object.segmentation)) {
    const Box box = rle->box();
    object.box = RealBox{double(box.x), double(box.y), double(box.width), double(box.height)};
    object.area_px = double(rle->area());
  }
}

MaskPatch remap_patch(const MaskPatch& patch, const Remap& remap) {
  if (patch.empty()) return {};
  const Box box = target_box(patch, remap);
  if (box.width == 0) return {};
  MaskPatch result{box.x, box.y, Image<uint8_t>(box.width, box.height, 0)};
  for (int y = 0; y < box.height; ++y) {
    for (int x = 0; x < box.width; ++x) {
      const Point from = remap.source_of({box.x + x + 0.5, box.y + y + 0.5});
      if (patch.holds(int(std::floor(from.x)), int(std::floor(from.y)))) result.inside(x, y) = 1;
    }
  }
  return tightened(std::move(result));
}

void remap_labels(Photo& photo, const Remap& remap, const MirroredKeypoints& mirrored) {
  for (PhotoObject& object : photo.objects) remap_object(object, remap, mirrored);
  photo.width_px = remap.width_px();
  photo.height_px = remap.height_px();
}

}  // namespace understudy
