// SPDX-License-Identifier: Apache-2.0
#include "sensor/optics.h"

#include <algorithm>
#include <cmath>

namespace understudy {

void vignette(Planes& planes, double loss) {
  if (loss <= 0) return;
  const double corner_tan2 = 1 / std::sqrt(1 - loss) - 1;
  const double cx = planes.width_px / 2.0, cy = planes.height_px / 2.0;
  const double scale = corner_tan2 / (cx * cx + cy * cy);
  std::vector<float> x_term(static_cast<size_t>(planes.width_px));
  for (int x = 0; x < planes.width_px; ++x)
    x_term[size_t(x)] = float((x + 0.5 - cx) * (x + 0.5 - cx) * scale);
  for (int y = 0; y < planes.height_px; ++y) {
    const auto y_term = float(1 + (y + 0.5 - cy) * (y + 0.5 - cy) * scale);
    for (Plane& plane : planes.rgb) {
      float* row = plane.data() + size_t(y) * size_t(planes.width_px);
      for (size_t x = 0; x < x_term.size(); ++x) {
        const float sum = y_term + x_term[x];
        row[x] /= sum * sum;
      }
    }
  }
}

namespace {

// Where the pixels of one axis come from when it is scaled about its middle: between two neighbours, by
// weight.
struct Taps {
  std::vector<int> first, second;
  std::vector<float> weight;  // of the second

  Taps(int size, double source_per_pixel) {
    for (int i = 0; i < size; ++i) {
      const double at =
          std::clamp(size / 2.0 + (i + 0.5 - size / 2.0) * source_per_pixel - 0.5, 0.0, size - 1.0);
      first.push_back(int(at));
      second.push_back(std::min(int(at) + 1, size - 1));
      weight.push_back(float(at - std::floor(at)));
    }
  }
};

void scale_about_center(Plane& plane, int width, int height, double source_per_pixel) {
  const Taps columns(width, source_per_pixel), rows(height, source_per_pixel);
  Plane wide(plane.size());
  for (int y = 0; y < height; ++y) {
    const float* in = plane.data() + size_t(y) * size_t(width);
    float* out = wide.data() + size_t(y) * size_t(width);
    for (size_t x = 0; x < size_t(width); ++x) {
      const float a = in[columns.first[x]], b = in[columns.second[x]];
      out[x] = a + (b - a) * columns.weight[x];
    }
  }
  for (size_t y = 0; y < size_t(height); ++y) {
    const float* a = wide.data() + size_t(rows.first[y]) * size_t(width);
    const float* b = wide.data() + size_t(rows.second[y]) * size_t(width);
    const float weight = rows.weight[y];
    float* out = plane.data() + y * size_t(width);
    for (int x = 0; x < width; ++x) out[x] = a[x] + (b[x] - a[x]) * weight;
  }
}

void blur_rows(Plane& plane, int width, int height, const std::vector<float>& kernel) {
  const int radius = int(kernel.size()) - 1;
  std::vector<float> padded(static_cast<size_t>(width + 2 * radius));
  for (int y = 0; y < height; ++y) {
    float* row = plane.data() + size_t(y) * size_t(width);
    std::fill_n(padded.begin(), radius, row[0]);
    std::copy_n(row, width, padded.begin() + radius);
    std::fill_n(padded.begin() + radius + width, radius, row[width - 1]);
    const float* center = padded.data() + radius;
    for (int x = 0; x < width; ++x) row[x] = kernel[0] * center[x];
    for (int k = 1; k <= radius; ++k) {
      const float weight = kernel[size_t(k)];
      const float *left = center - k, *right = center + k;
      for (int x = 0; x < width; ++x) row[x] += weight * (left[x] + right[x]);
    }
  }
}

void blur_columns(Plane& plane, int width, int height, const std::vector<float>& kernel) {
  const Plane in = plane;
  const auto row_of = [&](int y) { return in.data() + size_t(std::clamp(y, 0, height - 1)) * size_t(width); };
  for (int y = 0; y < height; ++y) {
    float* row = plane.data() + size_t(y) * size_t(width);
    for (int x = 0; x < width; ++x) row[x] *= kernel[0];
    for (int k = 1; k < int(kernel.size()); ++k) {
      const float weight = kernel[size_t(k)];
      const float *above = row_of(y - k), *below = row_of(y + k);
      for (int x = 0; x < width; ++x) row[x] += weight * (above[x] + below[x]);
    }
  }
}

}  // namespace

void aberrate(Planes& planes, double separation_px) {
  if (separation_px <= 0) return;
  const double corner_px = std::hypot(planes.width_px / 2.0, planes.height_px / 2.0);
  const double growth = separation_px / (2 * corner_px);
  scale_about_center(planes.rgb[0], planes.width_px, planes.height_px, 1 - growth);
  scale_about_center(planes.rgb[2], planes.width_px, planes.height_px, 1 + growth);
}

std::vector<double> blur_kernel(double deviation_px) {
  const double t = deviation_px * deviation_px;
  std::vector<double> kernel;
  double sum = 0;
  for (int k = 0; sum < 1 - 1e-4 && k < 200; ++k) {
    kernel.push_back(std::exp(-t) * std::cyl_bessel_i(double(k), t));
    sum += (k == 0 ? 1 : 2) * kernel.back();
  }
  for (double& weight : kernel) weight /= sum;
  return kernel;
}

void blur(Planes& planes, double deviation_px) {
  if (deviation_px <= 0) return;
  const std::vector<double> exact = blur_kernel(deviation_px);
  const std::vector<float> kernel(exact.begin(), exact.end());
  for (Plane& plane : planes.rgb) {
    blur_rows(plane, planes.width_px, planes.height_px, kernel);
    blur_columns(plane, planes.width_px, planes.height_px, kernel);
  }
}

}  // namespace understudy
