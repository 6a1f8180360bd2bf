// SPDX-License-Identifier: Apache-2.0
// Images to and from bytes. Encoders are deterministic: the same pixels give the same bytes with the same
// library.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/image.h"

namespace understudy {

/// Larger images are refused when read: 2^28 pixels.
inline constexpr uint64_t max_image_px = uint64_t(1) << 28;

/// JPEG through libjpeg-turbo, 4:4:4 from quality 90 up and 4:2:0 below; quality in [1, 100].
std::string encode_jpeg(const Image<Rgb8>& image, int quality);

/// How many pixels share one value of colour in a JPEG file: 1 x 1 is 4:4:4, 2 x 2 is 4:2:0.
struct ChromaStep {
  int across = 1;
  int down = 1;
  bool operator==(const ChromaStep&) const = default;
};
std::string encode_jpeg(const Image<Rgb8>& image, int quality, ChromaStep chroma);
/// Of a file, at most 2 each way; 1 x 1 of one without colour, or that is no JPEG.
ChromaStep chroma_step(std::string_view jpeg);

std::string encode_png(const Image<Rgb8>& image);
std::string encode_png(const Image<Rgba8>& image);
std::string encode_png(const Image<uint8_t>& image);
std::string encode_png(const Image<uint16_t>& image);

/// `name` is what an error calls the bytes. Throws UserError where they are no such image.
Image<Rgb8> decode_jpeg(std::string_view bytes, const std::string& name);
Image<Rgba8> decode_png(std::string_view bytes, const std::string& name);

/// What depth cameras write, values as stored: grey of 16 bits; and OpenEXR's channel Z, else the only one
/// there is. Throw UserError.
Image<uint16_t> decode_png16(std::string_view bytes, const std::string& name);
Image<float> decode_exr_plane(std::string_view bytes, const std::string& name);

/// An environment map, linear Rec. 709: OpenEXR (.exr: R, G, B or Y) or Radiance (.hdr). Finite and not
/// negative: NaN becomes 0, infinity a very bright light. Throws UserError.
Image<LinearRgb> decode_hdr(std::string_view bytes, const std::string& name);
Image<LinearRgb> read_hdr(const std::filesystem::path& path);

}  // namespace understudy
