// SPDX-License-Identifier: Apache-2.0
// Exchangeable image file format, CIPA DC-008: a TIFF header and directory in a JPEG's APP1 segment.
#include "augment/exif.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace understudy {
namespace {

/// Bytes of a TIFF structure; reading beyond the end gives 0.
class Tiff {
 public:
  explicit Tiff(std::string_view bytes) : bytes_(bytes), big_(bytes.starts_with("MM")) {}

  uint32_t number(size_t at, size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i) {
      value = value << 8 | uint8_t(bytes_[at + (big_ ? i : size - 1 - i)]);
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool big_;
};

/// Value of a tag of type SHORT or LONG in the directory at `directory`; 0 where it is absent.
uint32_t value_of(const Tiff& file, size_t directory, uint32_t tag) {
  constexpr uint32_t long_type = 4;
  const uint32_t entries = file.number(directory, 2);
  for (uint32_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + size_t(i) * 12;
    if (file.number(entry, 2) != tag) continue;
    return file.number(entry + 8, file.number(entry + 2, 2) == long_type ? 4 : 2);
  }
  return 0;
}

/// The TIFF structure in the file's APP1 segment; empty where there is none.
std::string_view tiff_of(std::string_view jpeg) {
  constexpr std::string_view head("Exif\0\0", 6);
  const auto byte = [&](size_t at) { return at < jpeg.size() ? uint8_t(jpeg[at]) : uint8_t(0); };
  for (size_t at = 2; byte(at) == 0xFF && byte(at + 1) != 0xDA;) {
    const size_t size = size_t(byte(at + 2)) << 8 | byte(at + 3);
    if (size < 2 || at + 2 + size > jpeg.size()) break;
    const std::string_view content = jpeg.substr(at + 4, size - 2);
    if (byte(at + 1) == 0xE1 && content.starts_with(head)) {
      const std::string_view tiff = content.substr(head.size());
      return Tiff(tiff).number(2, 2) == 42 ? tiff : std::string_view();
    }
    at += 2 + size;
  }
  return {};
}

}  // namespace

int exif_orientation(std::string_view jpeg) {
  constexpr uint32_t orientation_tag = 0x0112;
  const Tiff file(tiff_of(jpeg));
  const uint32_t value = value_of(file, file.number(4, 4), orientation_tag);
  return value >= 1 && value <= 8 ? int(value) : 1;
}

double exif_focal_35mm(std::string_view jpeg) {
  constexpr uint32_t exif_directory_tag = 0x8769, focal_35mm_tag = 0xA405;
  const Tiff file(tiff_of(jpeg));
  const size_t directory = value_of(file, file.number(4, 4), exif_directory_tag);
  const uint32_t value = directory > 0 ? value_of(file, directory, focal_35mm_tag) : 0;
  return value >= 5 && value <= 2000 ? value : 0;
}

void turn_upright(Remap& remap, int orientation) {
  const double w = remap.width_px(), h = remap.height_px();
  const int iw = remap.width_px(), ih = remap.height_px();
  switch (orientation) {
    case 2:
      return remap.then({{-1, 0, w, 0, 1, 0, 0, 0, 1}});
    case 3:
      return remap.then({{-1, 0, w, 0, -1, h, 0, 0, 1}});
    case 4:
      return remap.then({{1, 0, 0, 0, -1, h, 0, 0, 1}});
    case 5:
      return remap.then({{0, 1, 0, 1, 0, 0, 0, 0, 1}}, ih, iw);
    case 6:
      return remap.then({{0, -1, h, 1, 0, 0, 0, 0, 1}}, ih, iw);
    case 7:
      return remap.then({{0, -1, h, -1, 0, w, 0, 0, 1}}, ih, iw);
    case 8:
      return remap.then({{0, 1, 0, -1, 0, w, 0, 0, 1}}, ih, iw);
    default:
      return;
  }
}

}  // namespace understudy
