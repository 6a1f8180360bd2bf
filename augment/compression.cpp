// SPDX-License-Identifier: Apache-2.0
#include "augment/compression.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>
#include <webp/decode.h>
#include <webp/encode.h>

#include "augment/mat.h"
#include "augment/shrink.h"
#include "base/image_io.h"

namespace understudy {

void compress_jpeg(Image<Rgb8>& image, int quality) {
  if (image.empty()) return;
  image = decode_jpeg(encode_jpeg(image, quality), "a picture of our own");
}

void compress_webp(Image<Rgb8>& image, double quality) {
  if (image.empty()) return;
  const int width = image.width_px(), height = image.height_px(), stride = width * 3;
  auto* pixels = reinterpret_cast<uint8_t*>(image.data());
  uint8_t* bytes = nullptr;
  const size_t size = WebPEncodeRGB(pixels, width, height, stride, float(quality), &bytes);
  const bool good = size > 0 && WebPDecodeRGBInto(bytes, size, pixels, image.size() * 3, stride) != nullptr;
  WebPFree(bytes);
  if (!good) throw UserError("a picture larger than 16383 pixels cannot be a WebP file");
}

namespace {

/// Every pixel as that of `small` whose share of the picture holds its middle.
void enlarge_to_blocks(const Image<Rgb8>& small, Image<Rgb8>& image) {
  const auto source_of = [](int place, int size, int small_size) {
    return int((2 * int64_t(place) + 1) * small_size / (2 * int64_t(size)));
  };
  std::vector<int> columns(size_t(image.width_px()));
  for (int x = 0; x < image.width_px(); ++x)
    columns[size_t(x)] = source_of(x, image.width_px(), small.width_px());
  int done = -1;  // the row of `small` that the row above shows
  for (int y = 0; y < image.height_px(); ++y) {
    const int from = source_of(y, image.height_px(), small.height_px());
    Rgb8* out = &image(0, y);
    if (from == done) {
      std::copy_n(out - image.width_px(), image.width_px(), out);
      continue;
    }
    const Rgb8* row = &small(0, from);
    for (size_t x = 0; x < columns.size(); ++x) out[x] = row[columns[x]];
    done = from;
  }
}

}  // namespace

void downscale(Image<Rgb8>& image, double scale, Upscaling upscaling) {
  if (scale >= 1 || image.empty()) return;
  const Image<Rgb8> small = shrunk_by_area(image, std::max(1, int(std::lround(image.width_px() * scale))),
                                           std::max(1, int(std::lround(image.height_px() * scale))));
  if (upscaling == Upscaling::blocks) return enlarge_to_blocks(small, image);
  cv::Mat picture = mat_of(image);
  cv::resize(mat_of(small), picture, picture.size(), 0, 0, cv::INTER_LINEAR);
}

}  // namespace understudy
