// SPDX-License-Identifier: Apache-2.0
#include "augment/noise_field.h"

#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"

namespace understudy {
namespace {

struct Gradient {
  float x, y;
};

float eased(float t) { return t * t * t * (t * (t * 6 - 15) + 10); }

// Where the pixels of one axis are in the lattice.
struct Axis {
  std::vector<int> cell;
  std::vector<float> inside, weight;

  Axis(int size_px, double period_px) {
    for (int i = 0; i < size_px; ++i) {
      const double at = (i + 0.5) / period_px;
      cell.push_back(int(at));
      inside.push_back(float(at - std::floor(at)));
      weight.push_back(eased(inside.back()));
    }
  }
  int points() const { return cell.empty() ? 0 : cell.back() + 2; }
};

}  // namespace

Image<float> perlin_noise(int width_px, int height_px, double period_x_px, double period_y_px,
                          const Stream& stream) {
  Image<float> field(width_px, height_px);
  const Axis columns(width_px, period_x_px), rows(height_px, period_y_px);
  Image<Gradient> lattice(columns.points(), rows.points());
  const uint64_t key = Stream(stream).bits64();
  for (size_t i = 0; i < lattice.size(); ++i) {
    const double angle = double(hash_number(key, i) >> 11) * 0x1p-53 * 2 * 3.141592653589793;
    lattice[i] = {float(std::cos(angle)), float(std::sin(angle))};
  }
  for (int y = 0; y < height_px; ++y) {
    const int j = rows.cell[size_t(y)];
    const float v = rows.inside[size_t(y)], down = rows.weight[size_t(y)];
    for (int x = 0; x < width_px; ++x) {
      const int i = columns.cell[size_t(x)];
      const float u = columns.inside[size_t(x)], right = columns.weight[size_t(x)];
      const auto reach = [&](int di, int dj) {
        const Gradient& g = lattice(i + di, j + dj);
        return g.x * (u - float(di)) + g.y * (v - float(dj));
      };
      const float top = reach(0, 0) + (reach(1, 0) - reach(0, 0)) * right;
      const float bottom = reach(0, 1) + (reach(1, 1) - reach(0, 1)) * right;
      field(x, y) = top + (bottom - top) * down;
    }
  }
  return field;
}

Image<float> fractal_noise(int width_px, int height_px, double period_px, int octaves, double persistence,
                           const Stream& stream) {
  Image<float> sum(width_px, height_px);
  auto amplitude = 1.0f;
  for (int octave = 0; octave < octaves && period_px >= 1; ++octave) {
    const Image<float> field =
        perlin_noise(width_px, height_px, period_px, period_px, stream.child(uint64_t(octave)));
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += amplitude * field[i];
    amplitude *= float(persistence);
    period_px /= 2;
  }
  return sum;
}

Image<float> broad_noise(int width_px, int height_px, double period_px, int octaves, double persistence,
                         const Stream& stream) {
  Image<float> small =
      fractal_noise((width_px + 3) / 4, (height_px + 3) / 4, period_px / 4, octaves, persistence, stream);
  Image<float> field(width_px, height_px);
  cv::Mat large = mat_of(field);
  if (!field.empty()) cv::resize(mat_of(small), large, large.size(), 0, 0, cv::INTER_LINEAR);
  return field;
}

}  // namespace understudy
