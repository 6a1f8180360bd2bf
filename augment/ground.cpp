// SPDX-License-Identifier: Apache-2.0
#include "augment/ground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace understudy {
namespace {

/// Which colours are the ground's: how frequent each is below the horizon, towards the lower edge.
class GroundModel {
 public:
  static constexpr int bins = 12;

  GroundModel(const Image<Rgb8>& photo, const Image<uint8_t>& ground, double horizon_px) {
    const int height = photo.height_px(), width = photo.width_px();
    const int first = std::clamp(int(horizon_px + 0.35 * (height - horizon_px)), 0, height - 1);
    for (int y = first; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        if (!ground(x, y)) continue;
        // The middle of the lower edge is most surely ground.
        const double off = (x + 0.5) / width * 2 - 1;
        weight_of_[cell(photo(x, y))] += std::exp(-2 * off * off);
      }
    }
    for (const double w : weight_of_) largest_ = std::max(largest_, w);
  }

  float operator()(const Rgb8& color) const {
    return largest_ > 0 ? float(std::min(1.0, 8 * weight_of_[cell(color)] / largest_)) : 1.0f;
  }

 private:
  static size_t cell(const Rgb8& c) {
    const int luma = (2 * c[0] + 5 * c[1] + c[2]) / 8;
    const auto bin = [](int v, int low, int high) {
      return size_t(std::clamp((v - low) * bins / (high - low), 0, bins - 1));
    };
    return (bin(luma, 0, 256) * bins + bin(c[0] - c[1], -60, 61)) * bins + bin(c[2] - c[1], -60, 61);
  }

  std::array<double, size_t(bins) * bins * bins> weight_of_{};
  double largest_ = 0;
};

/// Sets to 0 what no way over ground-like cells (or under annotated boxes) joins to the lower edge: walls and
/// tables that have the ground's colour.
void keep_connected(Image<float>& likeness, const Image<uint8_t>& ground, double horizon_px) {
  constexpr int cell_px = 6;
  constexpr float enough = 0.3f;
  const int columns = likeness.width_px() / cell_px, rows = likeness.height_px() / cell_px;
  Image<uint8_t> open(columns, rows), reached(columns, rows);
  for (int y = int(std::max(0.0, horizon_px)) / cell_px; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      float sum = 0;
      int covered = 0;
      for (int j = 0; j < cell_px; ++j) {
        for (int i = 0; i < cell_px; ++i) {
          sum += likeness(x * cell_px + i, y * cell_px + j);
          covered += !ground(x * cell_px + i, y * cell_px + j);
        }
      }
      open(x, y) = covered > cell_px * cell_px / 2 || sum > enough * cell_px * cell_px;
    }
  }
  std::vector<std::pair<int, int>> border;
  const auto reach = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= columns || y >= rows || !open(x, y) || reached(x, y)) return;
    reached(x, y) = 1;
    border.emplace_back(x, y);
  };
  for (int x = 0; x < columns; ++x) reach(x, rows - 1);
  while (!border.empty()) {
    const auto [x, y] = border.back();
    border.pop_back();
    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) reach(x + dx, y + dy);
  }
  for (int y = 0; y < likeness.height_px(); ++y) {
    for (int x = 0; x < likeness.width_px(); ++x) {
      const int i = std::min(x / cell_px, columns - 1), j = std::min(y / cell_px, rows - 1);
      if (i < 0 || j < 0 || !reached(i, j)) likeness(x, y) = 0;
    }
  }
}

}  // namespace

Image<uint8_t> free_ground(const Photo& photo, double horizon_px) {
  Image<uint8_t> ground(photo.width_px, photo.height_px);
  const int first = std::clamp(int(std::ceil(horizon_px)) + 2, 0, photo.height_px);
  for (int y = first; y < photo.height_px; ++y) {
    std::fill_n(&ground(0, y), photo.width_px, uint8_t(1));
  }
  for (const PhotoObject& object : photo.objects) {
    if (!object.box) continue;
    const RealBox& b = *object.box;
    const int x0 = std::clamp(int(b.x), 0, photo.width_px);
    const int x1 = std::clamp(int(std::ceil(b.x + b.width)), x0, photo.width_px);
    const int y1 = std::clamp(int(std::ceil(b.y + b.height)), 0, photo.height_px);
    for (int y = std::clamp(int(b.y), 0, y1); y < y1; ++y) {
      std::fill(&ground(0, y) + x0, &ground(0, y) + x1, uint8_t(0));
    }
  }
  return ground;
}

Image<float> ground_likeness(const Image<Rgb8>& photo, const Image<uint8_t>& ground, double horizon_px) {
  constexpr int blown_out = 250;
  const GroundModel model(photo, ground, horizon_px);
  Image<float> likeness(photo.width_px(), photo.height_px());
  for (int y = std::max(1, int(horizon_px)); y < photo.height_px() - 1; ++y) {
    for (int x = 1; x < photo.width_px() - 1; ++x) {
      const int across = std::abs(photo(x + 1, y)[1] - photo(x - 1, y)[1]);
      const int down = std::abs(photo(x, y + 1)[1] - photo(x, y - 1)[1]);
      // What is blown out may be anything: a sky in water, a wall in the sun.
      const Rgb8& here = photo(x, y);
      if (std::min({here[0], here[1], here[2]}) >= blown_out) continue;
      const float calm = std::exp(-float(across + down) / 60);
      likeness(x, y) = ground(x, y) ? calm * model(here) : 0;
    }
  }
  keep_connected(likeness, ground, horizon_px);
  return likeness;
}

}  // namespace understudy
