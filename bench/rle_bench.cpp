// SPDX-License-Identifier: Apache-2.0
// Seconds to encode all masks of an image, with areas and boxes. One line of JSON; least of many repetitions.
//   rle_bench FILE WIDTH HEIGHT   the id image in FILE (32 bits per pixel, row-major): bench/rle_bench.py
//   compares
#include <chrono>
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

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 4) throw UserError("expected: rle_bench FILE WIDTH HEIGHT");
  bench_ids(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
} catch (const UserError& error) {
  fmt::print(stderr, "{}\n", error.what());
  return 1;
}
