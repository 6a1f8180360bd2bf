// SPDX-License-Identifier: Apache-2.0
#include "augment/corruption_layers.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/noise_field.h"
#include "augment/normal_draws.h"
#include "augment/sparse_filter.h"

namespace understudy::corruption {
namespace {

// What noise_field.h draws is smooth; these layers begin with independent normal deviates.
cv::Mat normal_layer(int width, int height, double mean, double deviation, const Stream& stream) {
  cv::Mat layer(height, width, CV_32F);
  auto* values = layer.ptr<float>();
  each_normal(size_t(width) * size_t(height), stream,
              [&](size_t i, float z) { values[i] = float(mean) + float(deviation) * z; });
  return layer;
}

cv::Mat zoomed_in(const cv::Mat& layer, double zoom) {
  const cv::Size size = layer.size();
  const cv::Size kept(std::max(1, int(std::ceil(size.width / zoom))),
                      std::max(1, int(std::ceil(size.height / zoom))));
  cv::Mat large;
  cv::resize(layer(cv::Rect({(size.width - kept.width) / 2, (size.height - kept.height) / 2}, kept)), large,
             size, 0, 0, cv::INTER_LINEAR);
  return large;
}

std::vector<Tap> trail_taps(int radius_px, double deviation_px, double angle_deg) {
  const double angle = angle_deg * 3.141592653589793 / 180;
  const int reach = 2 * radius_px + 1;
  Image<double> weights(2 * reach + 1, 2 * reach + 1);
  for (int i = 0; i < reach; ++i) {
    const int dx = int(std::ceil(i * std::cos(angle) - 0.5)), dy = int(std::ceil(i * std::sin(angle) - 0.5));
    weights(reach + dx, reach + dy) += std::exp(-0.5 * std::pow(i / deviation_px, 2));
  }
  return taps_of(weights);
}

// Diamonds and squares: A. Fournier, D. Fussell, L. Carpenter, "Computer rendering of stochastic models",
// 1982. A torus of 2^n; each halving of the step divides the displacement by the square of `decay`, as in the
// authors' code. In [0, 1].
Image<float> plasma(int side, double decay, Stream stream) {
  Image<float> map(side, side);
  double reach = 100;
  const auto at = [&](int x, int y) -> float& { return map(x & (side - 1), y & (side - 1)); };
  for (int step = side; step >= 2; step /= 2, reach /= decay * decay) {
    const int half = step / 2;
    const auto displaced = [&](float sum) { return float(sum / 4 + reach * stream.uniform(-1, 1)); };
    for (int y = half; y < side; y += step) {
      for (int x = half; x < side; x += step) {
        at(x, y) = displaced(at(x - half, y - half) + at(x + half, y - half) + at(x - half, y + half) +
                             at(x + half, y + half));
      }
    }
    for (int y = 0; y < side; y += half) {
      for (int x = (y / half) % 2 == 0 ? half : 0; x < side; x += step) {
        at(x, y) = displaced(at(x - half, y) + at(x + half, y) + at(x, y - half) + at(x, y + half));
      }
    }
  }
  const auto [low, high] = std::minmax_element(map.begin(), map.end());
  const float base = *low, range = std::max(*high - *low, 1e-6f);
  for (float& value : map) value = (value - base) / range;
  return map;
}

uint8_t to_byte(float value) { return uint8_t(std::clamp(value, 0.0f, 1.0f) * 255 + 0.5f); }

}  // namespace

void trail(Image<Rgb8>& image, int radius_px, double deviation_px, double angle_deg) {
  if (!image.empty()) sparse_filter(mat_of(image), trail_taps(radius_px, deviation_px, angle_deg));
}

void trail(Image<uint8_t>& image, int radius_px, double deviation_px, double angle_deg) {
  if (!image.empty()) sparse_filter(mat_of(image), trail_taps(radius_px, deviation_px, angle_deg));
}

void snow(Image<Rgb8>& image, int severity, const Stream& stream) {
  struct Setting {
    double mean, deviation, zoom, threshold;
    int radius_px;
    double trail_px, kept;
  };
  constexpr std::array<Setting, 5> settings = {{{0.1, 0.3, 3, 0.5, 10, 4, 0.8},
                                                {0.2, 0.3, 2, 0.5, 12, 4, 0.7},
                                                {0.55, 0.3, 4, 0.9, 12, 8, 0.7},
                                                {0.55, 0.3, 4.5, 0.85, 12, 8, 0.65},
                                                {0.55, 0.3, 2.5, 0.85, 12, 12, 0.55}}};
  if (image.empty()) return;
  const Setting& s = settings[size_t(severity) - 1];
  const int width = image.width_px(), height = image.height_px();
  const cv::Mat flakes =
      zoomed_in(normal_layer(width, height, s.mean, s.deviation, stream.child("flakes")), s.zoom);
  Image<uint8_t> layer(width, height);
  for (size_t i = 0; i < layer.size(); ++i) {
    const float flake = flakes.ptr<float>()[i];
    layer[i] = flake < float(s.threshold) ? 0 : to_byte(flake);
  }
  trail(layer, s.radius_px, s.trail_px, Stream(stream.child("angle")).uniform(-135, -45));
  const auto kept = float(s.kept);
  for (size_t i = 0; i < image.size(); ++i) {
    const float grey = (0.299f * image[i][0] + 0.587f * image[i][1] + 0.114f * image[i][2]) / 255;
    const float both =
        float(layer[i] + layer[layer.size() - 1 - i]) / 255;  // and the same turned by 180 degrees
    for (uint8_t& channel : image[i]) {
      const float value = float(channel) / 255;
      channel = to_byte(kept * value + (1 - kept) * std::max(value, grey * 1.5f + 0.5f) + both);
    }
  }
}

void frost(Image<Rgb8>& image, int severity, const Stream& stream) {
  constexpr std::array<std::array<float, 2>, 5> weights = {
      {{1, 0.4f}, {0.8f, 0.6f}, {0.7f, 0.7f}, {0.65f, 0.7f}, {0.6f, 0.75f}}};
  const auto [kept, added] = weights[size_t(severity) - 1];
  const int width = image.width_px(), height = image.height_px();
  const double shorter = std::min(width, height);
  const auto field = [&](double period, int octaves, const char* name) {
    return fractal_noise(width, height, std::max(period, 2.0), octaves, 0.6, stream.child(name));
  };
  const Image<float> broad = field(shorter / 2, 3, "broad"), fine = field(shorter / 8, 5, "fine"),
                     needles = field(shorter / 20, 3, "needles");
  const LinearRgb ice = {0.86f, 0.93f, 1.0f};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const size_t i = size_t(y) * size_t(width) + size_t(x);
      const float ridge = 1 - std::min(1.0f, 3 * std::abs(fine[i])),
                  needle = 1 - std::min(1.0f, 4 * std::abs(needles[i]));
      const float edge = float(std::max(std::abs(2.0 * x / width - 1), std::abs(2.0 * y / height - 1)));
      const float mist = std::clamp(0.50f + 0.6f * broad[i] + 0.35f * edge * edge, 0.1f, 1.0f);
      const float crystal =
          std::min(1.0f, mist * (0.6f + 0.8f * ridge * ridge + 0.8f * needle * needle * ridge));
      for (size_t c = 0; c < 3; ++c) {
        image[i][c] = to_byte(kept * float(image[i][c]) / 255 + added * crystal * ice[c]);
      }
    }
  }
}

void fog(Image<Rgb8>& image, int severity, const Stream& stream) {
  constexpr std::array<std::array<double, 2>, 5> settings = {
      {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}}};
  const auto [thickness, decay] = settings[size_t(severity) - 1];
  if (image.empty()) return;
  int side = 2;
  while (side < std::max(image.width_px(), image.height_px())) side *= 2;
  const Image<float> map = plasma(side, decay, stream);
  uint8_t brightest = 1;
  for (const Rgb8& pixel : image) brightest = std::max({brightest, pixel[0], pixel[1], pixel[2]});
  const float most = float(brightest) / 255, scale = most / (most + float(thickness));
  for (int y = 0; y < image.height_px(); ++y) {
    for (int x = 0; x < image.width_px(); ++x) {
      const float haze = float(thickness) * map(x, y);
      for (uint8_t& channel : image(x, y)) channel = to_byte((float(channel) / 255 + haze) * scale);
    }
  }
}

namespace {

// Drops of water, from 0 to 1: bright rims where a thresholded blob ends.
cv::Mat water_of(const cv::Mat& liquid) {
  cv::Mat bytes, edges, distance, shape;
  liquid.convertTo(bytes, CV_8U, 255);
  cv::Canny(bytes, edges, 50, 150);
  cv::distanceTransform(255 - edges, distance, cv::DIST_L2, 5);
  cv::threshold(distance, distance, 20, 20, cv::THRESH_TRUNC);
  cv::blur(distance, distance, cv::Size(3, 3));
  distance.convertTo(shape, CV_8U);
  cv::equalizeHist(shape, shape);
  const cv::Mat emboss = (cv::Mat_<float>(3, 3) << -2, -1, 0, -1, 1, 1, 0, 1, 2);
  cv::filter2D(shape, shape, CV_8U, emboss);
  cv::blur(shape, shape, cv::Size(3, 3));
  cv::Mat water;
  shape.convertTo(water, CV_32F);
  bytes.convertTo(bytes, CV_32F);
  water = water.mul(bytes);
  double most = 0;
  cv::minMaxLoc(water, nullptr, &most);
  if (most > 0) water /= most;
  return water;
}

}  // namespace

void spatter(Image<Rgb8>& image, int severity, const Stream& stream) {
  struct Setting {
    double mean, deviation, blob_px, threshold, strength;
    bool mud;
  };
  constexpr std::array<Setting, 5> settings = {{{0.65, 0.3, 4, 0.69, 0.6, false},
                                                {0.65, 0.3, 3, 0.68, 0.6, false},
                                                {0.65, 0.3, 2, 0.68, 0.5, false},
                                                {0.65, 0.3, 1, 0.65, 1.5, true},
                                                {0.67, 0.4, 1, 0.65, 1.5, true}}};
  if (image.empty()) return;
  const Setting& s = settings[size_t(severity) - 1];
  cv::Mat liquid = normal_layer(image.width_px(), image.height_px(), s.mean, s.deviation, stream);
  const int side = 2 * int(4 * s.blob_px + 0.5) + 1;
  cv::GaussianBlur(liquid, liquid, cv::Size(side, side), s.blob_px, s.blob_px, cv::BORDER_REPLICATE);
  cv::Mat cover;
  if (s.mud) {
    cv::threshold(liquid, cover, s.threshold, 1, cv::THRESH_BINARY);
    const int soft = 2 * int(4 * s.strength + 0.5) + 1;
    cv::GaussianBlur(cover, cover, cv::Size(soft, soft), s.strength, s.strength, cv::BORDER_REPLICATE);
    cv::threshold(cover, cover, 0.8, 0, cv::THRESH_TOZERO);
  } else {
    cv::threshold(liquid, liquid, s.threshold, 0, cv::THRESH_TOZERO);
    cover = water_of(liquid) * s.strength;
  }
  const LinearRgb color = s.mud ? LinearRgb{63 / 255.0f, 42 / 255.0f, 20 / 255.0f}
                                : LinearRgb{175 / 255.0f, 238 / 255.0f, 238 / 255.0f};
  for (size_t i = 0; i < image.size(); ++i) {
    const float covered = cover.ptr<float>()[i], kept = s.mud ? 1 - covered : 1;
    for (size_t c = 0; c < 3; ++c)
      image[i][c] = to_byte(float(image[i][c]) / 255 * kept + color[c] * covered);
  }
}

// The authors' constants are for pictures of 224 pixels; these are for any size: C. Michaelis et al.,
// "Benchmarking robustness in object detection", 2019.
void elastic_transform(Image<Rgb8>& image, int severity, const Stream& stream) {
  constexpr std::array<double, 5> reaches = {0.05, 0.065, 0.085, 0.1, 0.12};
  if (image.empty()) return;
  const int width = image.width_px(), height = image.height_px();
  const double reach_px = 250 * reaches[size_t(severity) - 1] * 0.005 * height;
  const double smooth_x_px = 0.01 * width, smooth_y_px = 0.01 * height;
  const cv::Size kernel(2 * int(3 * smooth_x_px + 0.5) + 1, 2 * int(3 * smooth_y_px + 0.5) + 1);
  std::array<cv::Mat, 2> from;
  for (uint64_t axis = 0; axis < 2; ++axis) {
    from[axis].create(height, width, CV_32F);
    const uint64_t key = Stream(stream.child(axis)).bits64();
    for (int i = 0; i < width * height; ++i) {
      from[axis].ptr<float>()[i] =
          float((double(hash_number(key, uint64_t(i)) >> 11) * 0x1p-52 - 1) * reach_px);
    }
    cv::GaussianBlur(from[axis], from[axis], kernel, smooth_x_px, smooth_y_px, cv::BORDER_REFLECT);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) from[axis].at<float>(y, x) += float(axis == 0 ? x : y);
    }
  }
  cv::Mat picture = mat_of(image);
  cv::remap(picture.clone(), picture, from[0], from[1], cv::INTER_LINEAR, cv::BORDER_REFLECT);
}

}  // namespace understudy::corruption
