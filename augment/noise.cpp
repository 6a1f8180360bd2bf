// SPDX-License-Identifier: Apache-2.0
#include "augment/noise.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "augment/mat.h"
#include "augment/normal_draws.h"
#include "augment/wide.h"

namespace understudy {
namespace {

// Two neighbouring quantiles of the finer table as one.
double coarse_normal(int i) {
  static_assert(normal_draws == 2 * noise_quantiles);
  return (normal_quantiles()[size_t(2 * i)] + normal_quantiles()[size_t(2 * i + 1)]) / 2.0;
}

UNDERSTUDY_WIDE void add_changes(uint8_t* values, const int16_t* changes, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const auto sum = int16_t(values[i] + changes[i]);  // deviations are at most some thousand levels
    values[i] = uint8_t(sum < 0 ? 0 : sum > 255 ? 255 : sum);
  }
}

// Shares are `parts` of a value: the largest, five deviations of 5, still fits 16 bits.
constexpr int parts = 1024;

UNDERSTUDY_WIDE void add_shares(uint8_t* values, const int16_t* shares, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const int32_t sum = values[i] + ((values[i] * int32_t(shares[i]) + parts / 2) >> 10);
    values[i] = uint8_t(sum < 0 ? 0 : sum > 255 ? 255 : sum);
  }
}

uint8_t* bytes_of(Image<Rgb8>& image) { return reinterpret_cast<uint8_t*>(image.data()); }

// Normal deviates of 32 levels about 128, blurred to clumps: what their deviation now is, is returned too.
struct Clumps {
  Image<uint8_t> plane;
  double deviation;
};
Clumps clumps(int width, int height, double size_px, uint64_t key) {
  Clumps result{Image<uint8_t>(width, height), 32};
  std::array<uint8_t, normal_draws> levels;
  for (size_t i = 0; i < normal_draws; ++i)
    levels[i] = uint8_t(std::lround(128 + 32 * normal_quantiles()[i]));
  each_draw<12>(key, result.plane.size(), [&](size_t i, size_t draw) { result.plane[i] = levels[draw]; });
  if (size_px <= 0) return result;
  const int side = 2 * int(std::ceil(3 * size_px)) + 1;
  cv::Mat plane = mat_of(result.plane);
  cv::GaussianBlur(plane, plane, cv::Size(side, side), size_px, size_px, cv::BORDER_REFLECT_101);
  const cv::Mat kernel = cv::getGaussianKernel(side, size_px);
  result.deviation = 32 * kernel.dot(kernel);  // of both directions: the root of its square
  return result;
}

}  // namespace

namespace {

// Changes every value, chunk by chunk, as looking up goes value by value and calculating many values at once:
// change(values, deviates, count), where a deviate is one of `table`.
template <typename Change>
void change_values(Image<Rgb8>& image, const std::array<int16_t, normal_draws>& table, const Stream& stream,
                   const Change& change) {
  constexpr size_t hashes = 256, chunk = hashes * draws_per_hash<12>;
  std::array<int16_t, chunk> deviates;
  const uint64_t key = key_of(stream);
  const size_t count = image.size() * 3;
  uint8_t* values = bytes_of(image);
  for (size_t begin = 0, first = 0; begin < count; begin += chunk, first += hashes) {
    const size_t n = std::min(chunk, count - begin);
    each_draw<12>(
        key, n, [&](size_t i, size_t draw) { deviates[i] = table[draw]; }, first);
    change(values + begin, deviates.data(), n);
  }
}

std::array<int16_t, normal_draws> scaled_normals(double factor) {
  std::array<int16_t, normal_draws> table;
  for (size_t i = 0; i < normal_draws; ++i) table[i] = int16_t(std::lround(normal_quantiles()[i] * factor));
  return table;
}

}  // namespace

void gaussian_noise(Image<Rgb8>& image, double deviation, const Stream& stream) {
  if (deviation <= 0) return;
  change_values(image, scaled_normals(deviation * 255), stream, add_changes);
}

void noise_by_level(Image<Rgb8>& image, const std::function<void(int level, double* quantiles)>& fill,
                    const Stream& stream) {
  std::vector<uint8_t> table(size_t(256) * noise_quantiles);
  std::array<double, noise_quantiles> quantiles;
  for (int level = 0; level < 256; ++level) {
    fill(level, quantiles.data());
    uint8_t* row = table.data() + size_t(level) * noise_quantiles;
    for (size_t i = 0; i < quantiles.size(); ++i)
      row[i] = uint8_t(std::clamp(quantiles[i], 0.0, 255.0) + 0.5);
  }
  uint8_t* values = bytes_of(image);
  each_draw<11>(key_of(stream), image.size() * 3, [&](size_t i, size_t draw) {
    values[i] = table[size_t(values[i]) * noise_quantiles + draw];
  });
}

void shot_noise(Image<Rgb8>& image, double photons, const Stream& stream) {
  if (photons <= 0) return;
  const auto poisson = [&](int level, double* quantiles) {
    const double mean = photons * level / 255;
    if (mean > 400) {  // normal to within a level
      for (int i = 0; i < noise_quantiles; ++i) {
        quantiles[i] = (mean + std::sqrt(mean) * coarse_normal(i)) * 255 / photons;
      }
      return;
    }
    double count = 0, probability = std::exp(-mean), below = probability;
    for (int i = 0; i < noise_quantiles; ++i) {
      while (below < (i + 0.5) / noise_quantiles && count < 10 * mean + 100) {
        ++count;
        probability *= mean / count;
        below += probability;
      }
      quantiles[i] = count * 255 / photons;
    }
  };
  noise_by_level(image, poisson, stream);
}

void speckle_noise(Image<Rgb8>& image, double deviation, const Stream& stream) {
  if (deviation <= 0) return;
  change_values(image, scaled_normals(deviation * parts), stream, add_shares);
}

void impulse_noise(Image<Rgb8>& image, double amount, double salt, const Stream& stream) {
  if (amount <= 0) return;
  const uint64_t key = key_of(stream);
  uint8_t* values = bytes_of(image);
  const size_t count = image.size() * 3;
  const double log_kept = std::log1p(-std::min(amount, 1 - 1e-12));
  const auto salty = uint64_t(std::min(salt, 1.0) * 4294967296.0);
  double at = -1;
  for (uint64_t number = 0;; ++number) {  // gaps between hits are geometric: only hits cost anything
    const uint64_t random = hash_number(key, number);
    const double u = (double(random >> 32) + 0.5) * 0x1p-32;
    at += 1 + std::floor(std::log(u) / log_kept);
    if (at >= double(count)) return;
    values[size_t(at)] = (random & 0xFFFFFFFF) < salty ? 255 : 0;
  }
}

void iso_noise(Image<Rgb8>& image, const IsoNoise& noise, const Stream& stream) {
  if (image.empty() || (noise.luma <= 0 && noise.chroma <= 0)) return;
  const int width = image.width_px(), height = image.height_px();
  // Blotches are smooth: a grid of half the size holds them.
  const int half_w = (width + 1) / 2, half_h = (height + 1) / 2;
  std::array<cv::Mat, 2> chroma;
  std::array<int32_t, 2> chroma_scale{};
  for (uint64_t i = 0; i < 2; ++i) {
    Clumps blotches = clumps(half_w, half_h, noise.blotch_px / 2, key_of(stream.child(i)));
    cv::resize(mat_of(blotches.plane), chroma[i], cv::Size(width, height), 0, 0, cv::INTER_LINEAR);
    chroma_scale[i] = int32_t(std::lround(noise.chroma * 255 / blotches.deviation * 4096));
  }
  // Photon noise in linear light, seen through the encoding, is strongest in the shadows.
  std::array<int32_t, 256> luma_scale;
  for (size_t level = 0; level < 256; ++level) {
    luma_scale[level] = int32_t(std::lround(noise.luma * 255 * (1.4 - 0.8 * double(level) / 255) * 64));
  }
  std::array<int32_t, normal_draws> deviates;
  for (size_t i = 0; i < normal_draws; ++i) deviates[i] = int32_t(std::lround(normal_quantiles()[i] * 64));
  each_draw<12>(key_of(stream.child("luma")), image.size(), [&](size_t i, size_t draw) {
    Rgb8& pixel = image[i];
    const int32_t luma = luma_scale[pixel[1]] * deviates[draw];
    const int32_t cb = (chroma[0].data[i] - 128) * chroma_scale[0],
                  cr = (chroma[1].data[i] - 128) * chroma_scale[1];
    const std::array<int32_t, 3> change = {luma + cr, luma - cr / 2 - cb / 4, luma + cb};
    for (size_t c = 0; c < 3; ++c) {
      pixel[c] = uint8_t(std::clamp(pixel[c] + ((change[c] + 2048) >> 12), 0, 255));
    }
  });
}

void film_grain(Image<Rgb8>& image, double deviation, double grain_px, const Stream& stream) {
  if (deviation <= 0 || image.empty()) return;
  Clumps grain = clumps(image.width_px(), image.height_px(), grain_px, key_of(stream));
  std::array<int32_t, 256> scale;
  for (size_t level = 0; level < 256; ++level) {
    const double v = double(level) / 255, weight = 0.25 + 3 * v * (1 - v);  // 1 at mid-grey
    scale[level] = int32_t(std::lround(deviation * weight * 255 / grain.deviation * 4096));
  }
  for (size_t i = 0; i < image.size(); ++i) {
    const int32_t clump = grain.plane[i] - 128;
    for (uint8_t& channel : image[i]) {
      channel = uint8_t(std::clamp(channel + ((clump * scale[channel] + 2048) >> 12), 0, 255));
    }
  }
}

}  // namespace understudy
