// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/image_io.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  fuzz::accepts([&] { decode_exr_plane(fuzz::text_of(data, size), "fuzz"); });
  fuzz::accepts([&] {
    const Image<LinearRgb> image = decode_hdr(fuzz::text_of(data, size), "fuzz");
    const auto is_light = [](const LinearRgb& pixel) {
      return std::all_of(pixel.begin(), pixel.end(), [](float v) { return std::isfinite(v) && v >= 0; });
    };
    fuzz::require(std::all_of(image.begin(), image.end(), is_light),
                  "a light that is negative or not finite");
  });
  return 0;
}
