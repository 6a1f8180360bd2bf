// SPDX-License-Identifier: Apache-2.0
// Environment maps. Radiance's format: G. Ward, "Real Pixels", Graphics Gems II, 1991, and its reference
// manual "Radiance picture file format". OpenEXR: exr.cpp.
#include "base/hdr.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/files.h"

namespace understudy {

void refuse_hdr(const std::string& name, const std::string& why) {
  throw UserError(name + ": " + why, "expected an OpenEXR (.exr) or Radiance (.hdr) image");
}

void require_hdr_size(const std::string& name, int64_t width, int64_t height) {
  if (width <= 0 || height <= 0 || width > 65536 || height > 65536 ||
      uint64_t(width) * uint64_t(height) > max_image_px) {
    refuse_hdr(
        name, "an image of " + std::to_string(width) + "x" + std::to_string(height) + " pixels is too large");
  }
}

namespace {

// A map's sun may be stored as infinity and its shadows as small negative numbers; a light can be neither.
void make_physical(Image<LinearRgb>& image) {
  constexpr float brightest = 65504 * 16;
  for (LinearRgb& pixel : image) {
    for (float& value : pixel) value = std::isnan(value) ? 0 : std::clamp(value, 0.0f, brightest);
  }
}

class RadianceReader {
 public:
  RadianceReader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  Image<LinearRgb> read() {
    read_header();
    // A row is at least a pixel and runs of up to 255 and 255 * 256 more, of four bytes each.
    const size_t least = 4 + (width_ > 1 ? 4 : 0) + (width_ > 256 ? 4 : 0);
    if (size_t(height_) * least > bytes_.size() - at_) refuse_hdr(name_, "its pixels are cut short");
    Image<LinearRgb> image(width_, height_);
    std::vector<std::array<uint8_t, 4>> row(static_cast<size_t>(width_));
    for (int y = 0; y < height_; ++y) {
      read_row(row);
      for (int x = 0; x < width_; ++x) image(x, y) = color(row[size_t(x)]);
    }
    return image;
  }

 private:
  std::string line() {
    const size_t end = bytes_.find('\n', at_);
    if (end == std::string::npos) refuse_hdr(name_, "its header is cut short");
    std::string text(bytes_.substr(at_, end - at_));
    at_ = end + 1;
    return text;
  }

  void read_header() {
    if (bytes_.rfind("#?", 0) != 0) refuse_hdr(name_, "it does not begin as a Radiance image does");
    for (std::string text = line(); !text.empty(); text = line()) {
      if (text.rfind("FORMAT=", 0) == 0 && text != "FORMAT=32-bit_rle_rgbe")
        refuse_hdr(name_, "unknown " + text);
    }
    char extra = 0;
    if (std::sscanf(line().c_str(), "-Y %d +X %d%c", &height_, &width_, &extra) != 2) {
      refuse_hdr(name_, "expected a resolution line like '-Y 512 +X 1024'");
    }
    require_hdr_size(name_, width_, height_);
  }

  uint8_t byte() {
    if (at_ >= bytes_.size()) refuse_hdr(name_, "its pixels are cut short");
    return uint8_t(bytes_[at_++]);
  }

  void read_row(std::vector<std::array<uint8_t, 4>>& row) {
    const bool separate = at_ + 4 <= bytes_.size() && uint8_t(bytes_[at_]) == 2 &&
                          uint8_t(bytes_[at_ + 1]) == 2 &&
                          (uint8_t(bytes_[at_ + 2]) << 8 | uint8_t(bytes_[at_ + 3])) == width_;
    if (!separate) return read_old_row(row);
    at_ += 4;
    for (size_t channel = 0; channel < 4; ++channel) {
      for (size_t x = 0; x < row.size();) {
        const unsigned code = byte();
        const bool run = code > 128;
        const size_t count = run ? code - 128 : code;
        if (count == 0 || x + count > row.size()) refuse_hdr(name_, "a run of pixels leaves its row");
        uint8_t value = run ? byte() : 0;
        for (size_t end = x + count; x < end; ++x) row[x][channel] = run ? value : byte();
      }
    }
  }

  // Plain pixels, or the old scheme where (1, 1, 1, n) repeats the pixel before.
  void read_old_row(std::vector<std::array<uint8_t, 4>>& row) {
    int shift = 0;
    for (size_t x = 0; x < row.size();) {
      std::array<uint8_t, 4> pixel;
      for (uint8_t& value : pixel) value = byte();
      if (pixel[0] != 1 || pixel[1] != 1 || pixel[2] != 1) {
        row[x++] = pixel;
        shift = 0;
        continue;
      }
      const size_t count = shift < 24 ? size_t(pixel[3]) << shift : row.size() + 1;
      if (x == 0 || x + count > row.size()) refuse_hdr(name_, "a run of pixels leaves its row");
      for (size_t end = x + count; x < end; ++x) row[x] = row[x - 1];
      shift += 8;
    }
  }

  static LinearRgb color(const std::array<uint8_t, 4>& rgbe) {
    if (rgbe[3] == 0) return {0, 0, 0};
    const float scale = std::ldexp(1.0f, int(rgbe[3]) - (128 + 8));
    return {(float(rgbe[0]) + 0.5f) * scale, (float(rgbe[1]) + 0.5f) * scale,
            (float(rgbe[2]) + 0.5f) * scale};
  }

  std::string_view bytes_;
  const std::string& name_;
  size_t at_ = 0;
  int width_ = 0, height_ = 0;
};

}  // namespace

Image<LinearRgb> decode_hdr(std::string_view bytes, const std::string& name) {
  Image<LinearRgb> image;
  if (bytes.starts_with("#?")) {
    image = RadianceReader(bytes, name).read();
  } else if (bytes.starts_with("\x76\x2f\x31\x01")) {
    image = decode_exr(bytes, name);
  } else {
    refuse_hdr(name, "neither of the two formats that are known");
  }
  make_physical(image);
  return image;
}

Image<LinearRgb> read_hdr(const std::filesystem::path& path) {
  return decode_hdr(read_file(path), path.string());
}

}  // namespace understudy
