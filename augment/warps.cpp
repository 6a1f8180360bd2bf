// SPDX-License-Identifier: Apache-2.0
#include "augment/warps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "augment/wide.h"

namespace understudy {
namespace {

/// Points about the middle, away from it by the factor 1 + k1 r^2 + k2 r^4; beyond r = 1 by that of there.
UNDERSTUDY_WIDE void stretch_row(Point first, double per_radius2, double k1, double k2, int count,
                                 Point* stretched) {
  for (int i = 0; i < count; ++i) {
    const double x = first.x + i, r2 = std::min((x * x + first.y * first.y) * per_radius2, 1.0);
    const double factor = 1 + r2 * (k1 + k2 * r2);
    stretched[i] = {x * factor, first.y * factor};
  }
}

class LensWarp : public Warp {
 public:
  LensWarp(int width_px, int height_px, double k1, double k2)
      : middle_{width_px / 2.0, height_px / 2.0},
        radius_(std::hypot(middle_.x, middle_.y)),
        k1_(k1),
        k2_(k2) {}

  Point source_of(Point target) const override {
    const double x = target.x - middle_.x, y = target.y - middle_.y;
    const double factor = stretch(std::hypot(x, y) / radius_);
    return {middle_.x + x * factor, middle_.y + y * factor};
  }

  void sources_of(Point first, int count, Point* sources) const override {
    const Point from_middle{first.x - middle_.x, first.y - middle_.y};
    stretch_row(from_middle, 1 / (radius_ * radius_), k1_, k2_, count, sources);
    for (int i = 0; i < count; ++i) sources[i] = {sources[i].x + middle_.x, sources[i].y + middle_.y};
  }

  /// Radii keep their order, so halving finds the one that is wanted.
  Point target_of(Point source) const override {
    const double x = source.x - middle_.x, y = source.y - middle_.y, wanted = std::hypot(x, y) / radius_;
    double low = 0, high = 16 * (wanted + 1);
    for (int i = 0; i < 60; ++i) {
      const double middle = (low + high) / 2;
      (middle * stretch(middle) < wanted ? low : high) = middle;
    }
    const double factor = wanted > 0 ? low / wanted : 1;
    return {middle_.x + x * factor, middle_.y + y * factor};
  }

 private:
  double stretch(double radius) const {
    // Beyond the corners nothing is seen: the map goes on as at their distance, so it stays one to one.
    const double r2 = std::min(radius * radius, 1.0);
    return 1 + r2 * (k1_ + k2_ * r2);
  }

  Point middle_;
  double radius_, k1_, k2_;
};

/// Shifts at the nodes of a lattice that covers the frame, and what lies between them.
class LatticeWarp : public Warp {
 public:
  LatticeWarp(int width_px, int height_px, double spacing_px, double shift, bool smooth, Stream stream)
      : spacing_px_(spacing_px), smooth_(smooth), columns_(int(width_px / spacing_px) + 5) {
    const int rows = int(height_px / spacing_px) + 5;
    for (int i = 0; i < columns_ * rows; ++i) {
      const double x = stream.uniform(-shift, shift), y = stream.uniform(-shift, shift);
      shifts_.push_back({x * spacing_px, y * spacing_px});
    }
    rows_ = rows;
  }

  Point source_of(Point target) const override {
    const Axis x = axis(target.x, columns_), y = axis(target.y, rows_);
    Point moved = target;
    for (size_t j = 0; j < 4; ++j) {
      const Point* row = shifts_.data() + size_t(y.first + int(j)) * size_t(columns_) + x.first;
      for (size_t i = 0; i < 4; ++i) {
        const double weight = y.weights[j] * x.weights[i];
        moved.x += weight * row[i].x;
        moved.y += weight * row[i].y;
      }
    }
    return moved;
  }

  /// The row's own shift of every column of nodes first, then what lies between the columns.
  void sources_of(Point first, int count, Point* sources) const override {
    const Axis y = axis(first.y, rows_);
    const Axis begin = axis(first.x, columns_), end = axis(first.x + count, columns_);
    std::vector<Point> shifts(static_cast<size_t>(end.first + 4 - begin.first));
    for (size_t i = 0; i < shifts.size(); ++i) {
      for (size_t j = 0; j < 4; ++j) {
        const Point& node = shifts_[size_t(y.first + int(j)) * size_t(columns_) + size_t(begin.first) + i];
        shifts[i].x += y.weights[j] * node.x;
        shifts[i].y += y.weights[j] * node.y;
      }
    }
    if (!smooth_) return between(first, count, shifts.data() - begin.first, sources);
    for (int k = 0; k < count; ++k) {
      const Axis x = axis(first.x + k, columns_);
      const Point* row = shifts.data() + (x.first - begin.first);
      Point moved{first.x + k, first.y};
      for (size_t i = 0; i < 4; ++i) {
        moved.x += x.weights[i] * row[i].x;
        moved.y += x.weights[i] * row[i].y;
      }
      sources[k] = moved;
    }
  }

 private:
  struct Axis {
    int first;
    std::array<double, 4> weights;
  };

  /// Where straight lines go from node to node: `shifts` are the row's own of all columns of nodes.
  void between(Point first, int count, const Point* shifts, Point* sources) const {
    const double last = double(columns_ - 4) - 1e-9;
    for (int k = 0; k < count; ++k) {
      const double x = first.x + k, at = std::min(std::max(x / spacing_px_, 0.0), last);
      const int cell = int(at);
      const double t = at - cell, s = 1 - t;
      const Point &left = shifts[cell + 1], &right = shifts[cell + 2];
      sources[k] = {x + s * left.x + t * right.x, first.y + s * left.y + t * right.y};
    }
  }

  /// The four nodes around a place, the second and third at its sides; outside the frame the last ones go on.
  Axis axis(double place, int nodes) const {
    const double at = std::clamp(place / spacing_px_, 0.0, double(nodes - 4) - 1e-9);
    const int cell = int(at);
    const double t = at - cell, s = 1 - t;
    if (!smooth_) return {cell, {0, s, t, 0}};
    return {cell,
            {s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6,
             t * t * t / 6}};
  }

  double spacing_px_;
  bool smooth_;
  int columns_, rows_ = 0;
  std::vector<Point> shifts_;
};

}  // namespace

std::shared_ptr<const Warp> lens_warp(int width_px, int height_px, double k1, double k2) {
  return std::make_shared<LensWarp>(width_px, height_px, k1, k2);
}

std::shared_ptr<const Warp> grid_warp(int width_px, int height_px, int cells, double shift, Stream stream) {
  const double cell_px = double(std::min(width_px, height_px)) / cells;
  return std::make_shared<LatticeWarp>(width_px, height_px, cell_px, shift, false, stream);
}

std::shared_ptr<const Warp> elastic_warp(int width_px, int height_px, double spacing_px, double shift,
                                         Stream stream) {
  return std::make_shared<LatticeWarp>(width_px, height_px, spacing_px, shift, true, stream);
}

}  // namespace understudy
