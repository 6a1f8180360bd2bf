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

/// Which may be anything: a sky in water, a wall in the sun.
bool is_blown_out(const Rgb8& c) { return std::min({c[0], c[1], c[2]}) >= 250; }

/// Without anything known to stand on the ground.
Image<float> likeness_to_front(const Image<Rgb8>& photo, const Image<uint8_t>& ground, double horizon_px) {
  const GroundModel model(photo, ground, horizon_px);
  Image<float> likeness(photo.width_px(), photo.height_px());
  for (int y = std::max(1, int(horizon_px)); y < photo.height_px() - 1; ++y) {
    for (int x = 1; x < photo.width_px() - 1; ++x) {
      const int across = std::abs(photo(x + 1, y)[1] - photo(x - 1, y)[1]);
      const int down = std::abs(photo(x, y + 1)[1] - photo(x, y - 1)[1]);
      const Rgb8& here = photo(x, y);
      if (is_blown_out(here)) continue;
      const float calm = std::exp(-float(across + down) / 60);
      likeness(x, y) = ground(x, y) ? calm * model(here) : 0;
    }
  }
  keep_connected(likeness, ground, horizon_px);
  return likeness;
}

/// Luma and two differences of colours.
using Tone = std::array<float, 3>;

Tone tone_of(const Rgb8& c) {
  return {float(2 * c[0] + 5 * c[1] + c[2]) / 8, float(c[0] - c[1]), float(c[2] - c[1])};
}

/// The photo in square cells: mean tones, where ground may be, and where it is known to be.
class GroundCells {
 public:
  GroundCells(const Image<Rgb8>& photo, const Image<uint8_t>& ground)
      : cell_px_(std::max(3, int(std::lround(photo.width_px() / 160.0)))),
        tones_(photo.width_px() / cell_px_, photo.height_px() / cell_px_),
        open_(tones_.width_px(), tones_.height_px()),
        reached_(tones_.width_px(), tones_.height_px()) {
    for (int y = 0; y < tones_.height_px(); ++y) {
      for (int x = 0; x < tones_.width_px(); ++x) measure(photo, ground, x, y);
    }
  }

  /// What is free in a strip about the lower edge, a little wider than the thing.
  void add_foot(const StandingBox& thing) {
    const double width = thing.right_px - thing.left_px, height = thing.bottom_px - thing.top_px;
    const double below_px = std::max(0.07 * height, double(cell_px_));
    const int x0 = cell_at(thing.left_px - 0.2 * width), x1 = cell_at(thing.right_px + 0.2 * width);
    const int y0 = cell_at(thing.bottom_px - 0.02 * height), y1 = cell_at(thing.bottom_px + below_px);
    for (int y = std::max(0, y0); y <= std::min(y1, tones_.height_px() - 1); ++y) {
      for (int x = std::max(0, x0); x <= std::min(x1, tones_.width_px() - 1); ++x) {
        if (open_(x, y)) reach(x, y);
      }
    }
  }
  /// Goes on from the feet.
  void spread() {
    const std::vector<Tone> known = known_tones();
    const float most_step = step_allowed(), most_double_step = 1.3f * most_step;
    while (!border_.empty()) {
      const auto [x, y] = border_.back();
      border_.pop_back();
      for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        const int u = x + dx, v = y + dy;
        if (u < 0 || v < 0 || u >= tones_.width_px() || v >= tones_.height_px()) continue;
        if (!open_(u, v) || reached_(u, v) || step(x, y, u, v) > most_step) continue;
        const int back_x = x - dx, back_y = y - dy;
        const bool has_back = back_x >= 0 && back_y >= 0 && back_x < tones_.width_px() &&
                              back_y < tones_.height_px() && open_(back_x, back_y);
        if (has_back && step(back_x, back_y, u, v) > most_double_step) continue;
        if (likeness(tones_(u, v), known) > 0.35f) reach(u, v);
      }
    }
    close_gaps();
  }

  bool holds(int x_px, int y_px) const {
    return reached_(std::min(x_px / cell_px_, reached_.width_px() - 1),
                    std::min(y_px / cell_px_, reached_.height_px() - 1)) != 0;
  }
  bool empty() const { return tones_.empty(); }

 private:
  int cell_at(double px) const { return int(std::floor(px / cell_px_)); }

  void measure(const Image<Rgb8>& photo, const Image<uint8_t>& ground, int x, int y) {
    Tone sum{};
    int free = 0;
    for (int j = 0; j < cell_px_; ++j) {
      for (int i = 0; i < cell_px_; ++i) {
        const Tone tone = tone_of(photo(x * cell_px_ + i, y * cell_px_ + j));
        for (size_t c = 0; c < 3; ++c) sum[c] += tone[c];
        free += ground(x * cell_px_ + i, y * cell_px_ + j);
      }
    }
    for (size_t c = 0; c < 3; ++c) tones_(x, y)[c] = sum[c] / float(cell_px_ * cell_px_);
    constexpr float nearly_black = 24;
    open_(x, y) = 2 * free > cell_px_ * cell_px_ && tones_(x, y)[0] > nearly_black;
  }

  void reach(int x, int y) {
    if (reached_(x, y)) return;
    reached_(x, y) = 1;
    border_.emplace_back(x, y);
  }

  /// Some of those at the feet.
  std::vector<Tone> known_tones() const {
    constexpr size_t most = 96;
    std::vector<Tone> tones;
    const size_t step = std::max<size_t>(1, border_.size() / most);
    for (size_t i = 0; i < border_.size(); i += step)
      tones.push_back(tones_(border_[i].first, border_[i].second));
    return tones;
  }

  /// Shadows change luma more than colour.
  static float likeness(const Tone& tone, const std::vector<Tone>& known) {
    constexpr float width = 16;
    float least = 1e9f;
    for (const Tone& other : known) {
      const float luma = 0.4f * (tone[0] - other[0]), a = tone[1] - other[1], b = tone[2] - other[2];
      least = std::min(least, luma * luma + a * a + b * b);
    }
    return std::exp(-least / (width * width));
  }

  /// Levels. A wall differs by more where it meets the ground, if not from cell to cell then over two, as
  /// edges are soft. Grass and gravel differ from cell to cell themselves; where it is more than such, what
  /// is seen about the feet is no even ground.
  float step_allowed() const {
    constexpr float even = 14, clutter = 26;
    std::vector<float> steps;
    for (const auto& [x, y] : border_) {
      for (const auto& [u, v] : {std::pair{x + 1, y}, {x, y + 1}}) {
        if (u < tones_.width_px() && v < tones_.height_px() && reached_(u, v))
          steps.push_back(step(x, y, u, v));
      }
    }
    if (steps.empty()) return even;
    const auto middle = steps.begin() + std::ptrdiff_t(steps.size() / 2);
    std::nth_element(steps.begin(), middle, steps.end());
    return *middle > clutter ? even : std::max(even, 1.6f * *middle);
  }

  float step(int x, int y, int u, int v) const {
    float sum = 0;
    for (size_t c = 0; c < 3; ++c) sum += std::abs(tones_(x, y)[c] - tones_(u, v)[c]);
    return sum;
  }

  /// A cell with three neighbours that are ground is a stone or a stain on it.
  void close_gaps() {
    const Image<uint8_t> before = reached_;
    for (int y = 1; y + 1 < before.height_px(); ++y) {
      for (int x = 1; x + 1 < before.width_px(); ++x) {
        const int around = before(x - 1, y) + before(x + 1, y) + before(x, y - 1) + before(x, y + 1);
        if (open_(x, y) && around >= 3) reached_(x, y) = 1;
      }
    }
  }

  int cell_px_;
  Image<Tone> tones_;
  Image<uint8_t> open_, reached_;
  std::vector<std::pair<int, int>> border_;
};

Image<float> likeness_to_feet(const Image<Rgb8>& photo, const Image<uint8_t>& ground,
                              const std::vector<StandingBox>& feet) {
  GroundCells cells(photo, ground);
  Image<float> likeness(photo.width_px(), photo.height_px());
  if (cells.empty()) return likeness;
  for (const StandingBox& thing : feet) cells.add_foot(thing);
  cells.spread();
  for (int y = 0; y < photo.height_px(); ++y) {
    for (int x = 0; x < photo.width_px(); ++x) {
      if (ground(x, y) && cells.holds(x, y) && !is_blown_out(photo(x, y))) likeness(x, y) = 1;
    }
  }
  return likeness;
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

Image<float> ground_likeness(const Image<Rgb8>& photo, const Image<uint8_t>& ground, double horizon_px,
                             const std::vector<StandingBox>& feet) {
  return feet.empty() ? likeness_to_front(photo, ground, horizon_px) : likeness_to_feet(photo, ground, feet);
}

}  // namespace understudy
