// SPDX-License-Identifier: Apache-2.0
// COCO run-length encoding: runs down the columns, alternating from zeros; the compressed string of
// pycocotools.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/image.h"
#include "scenes/frame.h"

namespace understudy {

/// Inclusive of x, y; exclusive of x + width. Pixel edges are integers. Width 0: empty.
struct Box {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const Box&) const = default;
};

struct Rle {
  uint32_t height_px = 0, width_px = 0;
  std::vector<uint32_t> counts;  ///< zeros first; sum = height * width
  bool operator==(const Rle&) const = default;

  int64_t area() const;
  Box box() const;
};

/// All masks of an id image in one column-major sweep: one entry per id that occurs, background (0) left out.
std::map<uint32_t, Rle> encode_ids(const Image<uint32_t>& ids);

/// All amodal masks of a frame in one sweep: the pixels whose layers name the instance.
std::map<uint32_t, Rle> encode_layers(const Layers& layers, int width_px, int height_px);

Rle encode_mask(const Image<uint8_t>& mask);  ///< any value but 0 is inside
Image<uint8_t> decode_mask(const Rle& rle);   ///< 0 and 1

/// The compressed string of pycocotools and back. decode throws UserError where the runs do not fill the size
/// exactly.
std::string compress_counts(const Rle& rle);
Rle decompress_counts(std::string_view counts, uint32_t height_px, uint32_t width_px);

}  // namespace understudy
