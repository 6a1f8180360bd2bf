// SPDX-License-Identifier: Apache-2.0
#include "augment/compression.h"

#include <algorithm>
#include <cmath>

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

void downscale(Image<Rgb8>& image, double scale, Upscaling upscaling) {
  if (scale >= 1 || image.empty()) return;
  const Image<Rgb8> small = shrunk_by_area(image, std::max(1, int(std::lround(image.width_px() * scale))),
                                           std::max(1, int(std::lround(image.height_px() * scale))));
  cv::Mat picture = mat_of(image);
  cv::resize(mat_of(small), picture, picture.size(), 0, 0,
             upscaling == Upscaling::blocks ? cv::INTER_NEAREST_EXACT : cv::INTER_LINEAR);
}

}  // namespace understudy
