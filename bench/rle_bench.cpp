// SPDX-License-Identifier: Apache-2.0
// Seconds to encode all masks of an image, with areas and boxes. One line of JSON; least of many repetitions.
//   rle_bench ids FILE WIDTH HEIGHT   the id image in FILE (32 bits per pixel, row-major): bench/rle_bench.py
//   compares rle_bench layers                  amodal masks of 10, 100 and 1,000 instances that cover the
//   same pixels
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "labels/rle.h"

using namespace understudy;

namespace {

double least_seconds(const std::function<void()>& work) {
  double least = 1e9;
  for (int k = 0; k < 60; ++k) {
    const auto start = std::chrono::steady_clock::now();
    work();
    least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return least;
}

/// What a COCO annotation needs of every mask; returns a number so that nothing is optimised away.
int64_t describe(const std::map<uint32_t, Rle>& masks) {
  int64_t sum = 0;
  for (const auto& [id, rle] : masks)
    sum += int64_t(compress_counts(rle).size()) + rle.area() + rle.box().width;
  return sum;
}

void bench_ids(const char* file, int width, int height) {
  const std::string bytes = read_file(file);
  Image<uint32_t> ids(width, height);
  if (bytes.size() != ids.size() * sizeof(uint32_t))
    throw UserError("the file has not 4 x WIDTH x HEIGHT bytes");
  std::memcpy(ids.data(), bytes.data(), bytes.size());
  int64_t sum = 0;
  const double seconds = least_seconds([&] { sum += describe(encode_ids(ids)); });
  fmt::print("{{\"seconds\": {}, \"masks\": {}, \"check\": {}}}\n", seconds, encode_ids(ids).size(), sum > 0);
}

/// A grid of side x side discs-like tiles, two layers deep, over one fixed area of a 640x480 frame.
Layers tiles(int side) {
  Layers layers;
  for (int y = 0; y < 480; ++y) {
    for (int x = 0; x < 640; ++x) {
      layers.begin.push_back(uint32_t(layers.entries.size()));
      if (x < 64 || x >= 576 || y < 48 || y >= 432) continue;
      const int columns = side, rows = side;
      const uint32_t tile = uint32_t((y - 48) * rows / 384 * columns + (x - 64) * columns / 512);
      layers.entries.push_back({1 + 2 * tile, 5});
      layers.entries.push_back({2 + 2 * tile, 6});
      layers.entries.push_back({0, 9});
    }
  }
  layers.begin.push_back(uint32_t(layers.entries.size()));
  return layers;
}

void bench_layers() {
  std::string line;
  for (int side : {2, 7, 22}) {  // 8, 98 and 968 instances
    const Layers layers = tiles(side);
    int64_t sum = 0;
    const double seconds = least_seconds([&] { sum += describe(encode_layers(layers, 640, 480)); });
    line += fmt::format("{}\"{}\": {}", line.empty() ? "" : ", ", 2 * side * side, seconds);
  }
  fmt::print("{{{}}}\n", line);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc == 5 && std::strcmp(argv[1], "ids") == 0) {
    bench_ids(argv[2], std::atoi(argv[3]), std::atoi(argv[4]));
  } else if (argc == 2 && std::strcmp(argv[1], "layers") == 0) {
    bench_layers();
  } else {
    throw UserError("expected: rle_bench ids FILE WIDTH HEIGHT | rle_bench layers");
  }
} catch (const UserError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return 1;
}
