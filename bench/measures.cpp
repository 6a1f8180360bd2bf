// SPDX-License-Identifier: Apache-2.0
#include "bench/measures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sensor/tone.h"

namespace understudy {
namespace {

constexpr int window_px = 2 * ssim_radius_px + 1;

void check_same_size(const Image<LinearRgb>& a, const Image<LinearRgb>& b) {
  CHECK(a.width_px() == b.width_px() && a.height_px() == b.height_px() && !a.empty(),
        "only images of one size can be compared");
}

std::array<double, window_px> gaussian_window() {
  constexpr double deviation_px = 1.5;
  std::array<double, window_px> weights{};
  double sum = 0;
  for (int i = 0; i < window_px; ++i) {
    const double x = (i - ssim_radius_px) / deviation_px;
    sum += weights[size_t(i)] = std::exp(-0.5 * x * x);
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// Weighted means of value(x, y) in the windows that lie inside the image.
template <typename Value>
Image<double> window_means(int width_px, int height_px, Value value) {
  static const auto weights = gaussian_window();
  Image<double> rows(width_px - window_px + 1, height_px);
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < rows.width_px(); ++x) {
      for (int i = 0; i < window_px; ++i) rows(x, y) += weights[size_t(i)] * value(x + i, y);
    }
  }
  Image<double> means(rows.width_px(), height_px - window_px + 1);
  for (int y = 0; y < means.height_px(); ++y) {
    for (int x = 0; x < means.width_px(); ++x) {
      for (int i = 0; i < window_px; ++i) means(x, y) += weights[size_t(i)] * rows(x, y + i);
    }
  }
  return means;
}

void add_channel(const Image<LinearRgb>& a, const Image<LinearRgb>& b, size_t channel, SsimMap& map) {
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  const auto means = [&](auto value) {
    return window_means(a.width_px(), a.height_px(), [&](int x, int y) {
      return value(double(a(x, y)[channel]), double(b(x, y)[channel]));
    });
  };
  const Image<double> mean_a = means([](double p, double) { return p; });
  const Image<double> mean_b = means([](double, double q) { return q; });
  const Image<double> square_a = means([](double p, double) { return p * p; });
  const Image<double> square_b = means([](double, double q) { return q * q; });
  const Image<double> product = means([](double p, double q) { return p * q; });
  for (size_t i = 0; i < product.size(); ++i) {
    const double p = mean_a[i], q = mean_b[i];
    const double variance_a = square_a[i] - p * p, variance_b = square_b[i] - q * q;
    const double covariance = product[i] - p * q;
    map.ssim[i] += (2 * p * q + c1) * (2 * covariance + c2) /
                   ((p * p + q * q + c1) * (variance_a + variance_b + c2)) / 3;
    map.variance[i] += variance_a / 3;
    map.reference_variance[i] += variance_b / 3;
  }
}

}  // namespace

Image<LinearRgb> exposed(const Image<LinearRgb>& radiance, double gain) {
  Image<LinearRgb> image = radiance;
  for (LinearRgb& pixel : image) {
    for (float& value : pixel) value = float(value * gain);
  }
  return image;
}

Image<LinearRgb> to_srgb(const Image<LinearRgb>& linear) {
  Image<LinearRgb> image = linear;
  for (LinearRgb& pixel : image) {
    for (float& value : pixel) value = float(srgb_encode(std::clamp(double(value), 0.0, 1.0)));
  }
  return image;
}

RelativeError relative_error(const Image<LinearRgb>& image, const Image<LinearRgb>& reference) {
  check_same_size(image, reference);
  std::vector<double> errors;
  for (size_t i = 0; i < image.size(); ++i) {
    double error = 0;
    for (size_t c = 0; c < 3; ++c) {
      const double x = image[i][c], r = reference[i][c];
      error += (x - r) * (x - r) / (r * r + 0.01) / 3;
    }
    errors.push_back(error);
  }
  std::sort(errors.begin(), errors.end());
  const auto mean = [&](size_t count) {
    return std::accumulate(errors.begin(), errors.begin() + std::ptrdiff_t(count), 0.0) / double(count);
  };
  const auto kept = std::max<size_t>(1, size_t(double(errors.size()) * 0.999));
  return {mean(errors.size()), mean(kept)};
}

double psnr_db(const Image<LinearRgb>& image, const Image<LinearRgb>& reference) {
  check_same_size(image, reference);
  double sum = 0;
  for (size_t i = 0; i < image.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) sum += std::pow(double(image[i][c]) - double(reference[i][c]), 2);
  }
  return -10 * std::log10(sum / (3 * double(image.size())));
}

SsimMap ssim_map(const Image<LinearRgb>& image, const Image<LinearRgb>& reference) {
  check_same_size(image, reference);
  const int width_px = image.width_px() - 2 * ssim_radius_px;
  const int height_px = image.height_px() - 2 * ssim_radius_px;
  CHECK(width_px > 0 && height_px > 0, "the window does not fit into the image");
  SsimMap map{Image<double>(width_px, height_px), Image<double>(width_px, height_px),
              Image<double>(width_px, height_px)};
  for (size_t channel = 0; channel < 3; ++channel) add_channel(image, reference, channel, map);
  return map;
}

double mean_of(const Image<double>& plane) {
  return std::accumulate(plane.begin(), plane.end(), 0.0) / double(plane.size());
}

}  // namespace understudy
