// SPDX-License-Identifier: Apache-2.0
// OpenEXR environment maps, through its own library.
#include <algorithm>
#include <map>
#include <vector>

#include <ImfChannelList.h>
#include <ImfFrameBuffer.h>
#include <ImfHeader.h>
#include <ImfIO.h>
#include <ImfInputFile.h>
#include <ImfTileDescription.h>
#include <ImfVersion.h>
#include <ImfXdr.h>

#include "base/hdr.h"

namespace understudy {
namespace {

// OpenEXR's view of bytes in memory.
class MemoryStream : public Imf::IStream {
 public:
  MemoryStream(std::string_view bytes, const std::string& name) : IStream(name.c_str()), bytes_(bytes) {}
  bool read(char out[], int count) override {
    if (count < 0 || at_ > bytes_.size() || uint64_t(count) > bytes_.size() - at_) {
      throw std::runtime_error("its data are cut short");
    }
    std::copy_n(bytes_.data() + at_, count, out);
    at_ += uint64_t(count);
    return at_ < bytes_.size();
  }
  uint64_t tellg() override { return at_; }
  void seekg(uint64_t position) override { at_ = position; }

 private:
  std::string_view bytes_;
  uint64_t at_ = 0;
};

// Before OpenEXR allocates anything of the image's size: is it one picture that so many bytes can hold?
void require_plausible(const Imf::Header& header, int version, size_t bytes, const std::string& name) {
  const auto window = header.dataWindow();
  const int64_t width = int64_t(window.max.x) - window.min.x + 1;
  const int64_t height = int64_t(window.max.y) - window.min.y + 1;
  require_hdr_size(name, width, height);
  // Deflate makes at most 1032 bytes of one (zlib's technical details), a pixel has at least two; the
  // lossy kinds deflate one number for a block of 64 pixels.
  const bool lossy =
      header.compression() == Imf::DWAA_COMPRESSION || header.compression() == Imf::DWAB_COMPRESSION;
  const uint64_t most_px_per_byte = lossy ? 516 * 64 : 1032;
  if (uint64_t(width) * uint64_t(height) > most_px_per_byte * bytes)
    refuse_hdr(name, "its data are cut short");
  // OpenEXR keeps up to 256 rows, of all channels.
  uint64_t channels = 0;
  for (auto channel = header.channels().begin(); channel != header.channels().end(); ++channel) ++channels;
  if (uint64_t(width) * channels * 4 * 256 > uint64_t(1) << 30) refuse_hdr(name, "it has too many channels");
  if (!Imf::isTiled(version)) return;
  const Imf::TileDescription& tile = header.tileDescription();
  if (tile.xSize < 1 || tile.ySize < 1 || tile.xSize > 1024 || tile.ySize > 1024) {
    refuse_hdr(name, "expected tiles of up to 1024 x 1024 pixels");
  }
  const uint64_t tiles = (uint64_t(width) / tile.xSize + 1) * (uint64_t(height) / tile.ySize + 1);
  if (tiles > bytes) refuse_hdr(name, "its data are cut short");
}

// Types whose values have one size.
const std::map<std::string_view, size_t> size_of_type = {
    {"box2i", 16},      {"box2f", 16},  {"chromaticities", 32},
    {"compression", 1}, {"double", 8},  {"envmap", 1},
    {"float", 4},       {"int", 4},     {"keycode", 28},
    {"lineOrder", 1},   {"m33f", 36},   {"m33d", 72},
    {"m44f", 64},       {"m44d", 128},  {"rational", 8},
    {"tiledesc", 9},    {"v2i", 8},     {"v2f", 8},
    {"v2d", 16},        {"v3i", 12},    {"v3f", 12},
    {"v3d", 24},        {"timecode", 8}};

// The header is a list of attributes: name, type, size, value; an empty name ends it ("OpenEXR File Layout").
// OpenEXR reads each type as it expects it, whatever size is written, and makes room for what it takes for a
// size before it knows whether so much is there: so the list must be in order before OpenEXR sees it.
class ExrAttributes {
 public:
  ExrAttributes(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  void require_in_order() {
    at_ = 8;
    while (!text().empty()) {
      const std::string_view type = text();
      const size_t size = number();
      if (size > bytes_.size() - at_) refuse_hdr(name_, "its header is cut short");
      require_value(type, bytes_.substr(at_, size));
      at_ += size;
    }
  }

 private:
  std::string_view text() {
    const size_t end = bytes_.find('\0', at_);
    if (end == std::string_view::npos) refuse_hdr(name_, "its header is cut short");
    const std::string_view result = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return result;
  }

  uint32_t number() {
    if (bytes_.size() - at_ < 4) refuse_hdr(name_, "its header is cut short");
    uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 8) value |= uint32_t(uint8_t(bytes_[at_++])) << shift;
    return value;
  }

  void require_value(std::string_view type, std::string_view value) const {
    const auto fixed = size_of_type.find(type);
    bool good = fixed == size_of_type.end() || fixed->second == value.size();
    if (type == "chlist") good = is_channel_list(value);
    if (!good) refuse_hdr(name_, "its header is damaged");
    for (const char* nested : {"deepImageState", "floatvector", "idmanifest", "preview", "stringvector"}) {
      if (type == nested) refuse_hdr(name_, "expected no attribute of the type " + std::string(type));
    }
  }

  // Name, zero and 16 bytes each, and a zero at the end.
  static bool is_channel_list(std::string_view value) {
    while (!value.empty() && value.front() != '\0') {
      const size_t next = value.find('\0') + 17;
      if (next < 17 || next > value.size()) return false;
      value.remove_prefix(next);
    }
    return value.size() == 1;
  }

  std::string_view bytes_;
  const std::string& name_;
  size_t at_ = 0;
};

void check_exr_header(std::string_view bytes, const std::string& name) {
  MemoryStream stream(bytes, name);
  int magic = 0, version = 0;
  Imf::Xdr::read<Imf::StreamIO>(stream, magic);
  Imf::Xdr::read<Imf::StreamIO>(stream, version);
  if (Imf::isMultiPart(version) || Imf::isNonImage(version)) {
    refuse_hdr(name, "expected one flat picture, found several parts or deep pixels");
  }
  ExrAttributes(bytes, name).require_in_order();
  Imf::Header header;
  header.readFrom(stream, version);
  header.sanityCheck(Imf::isTiled(version));
  require_plausible(header, version, bytes.size(), name);
}

/// Reads these channels, in this order, into the pixels' floats.
template <typename Pixel>
Image<Pixel> read_channels(Imf::InputFile& file, const std::vector<std::string>& names) {
  const auto window = file.header().dataWindow();
  const int width = window.max.x - window.min.x + 1, height = window.max.y - window.min.y + 1;
  Image<Pixel> image(width, height);
  // OpenEXR addresses pixel (x, y) of the data window from the place where (0, 0) would be: an address
  // outside the image, so it is reckoned as a number.
  const auto origin = reinterpret_cast<uintptr_t>(image.data()) -
                      uintptr_t(int64_t(window.min.y) * width + window.min.x) * sizeof(Pixel);
  Imf::FrameBuffer buffer;
  for (size_t i = 0; i < names.size(); ++i) {
    buffer.insert(names[i].c_str(),
                  Imf::Slice(Imf::FLOAT, reinterpret_cast<char*>(origin + i * sizeof(float)), sizeof(Pixel),
                             sizeof(Pixel) * size_t(width)));
  }
  file.setFrameBuffer(buffer);
  file.readPixels(window.min.y, window.max.y);
  return image;
}

Image<LinearRgb> read_exr_pixels(Imf::InputFile& file, const std::string& name) {
  const Imf::ChannelList& channels = file.header().channels();
  const bool gray = channels.findChannel("R") == nullptr && channels.findChannel("Y") != nullptr;
  if (!gray && (!channels.findChannel("R") || !channels.findChannel("G") || !channels.findChannel("B"))) {
    refuse_hdr(name, "expected the channels R, G and B, or Y");
  }
  if (!gray) return read_channels<LinearRgb>(file, {"R", "G", "B"});
  auto image = read_channels<LinearRgb>(file, {"Y"});
  for (LinearRgb& pixel : image) pixel = {pixel[0], pixel[0], pixel[0]};
  return image;
}

Image<float> read_exr_plane(Imf::InputFile& file, const std::string& name) {
  const Imf::ChannelList& channels = file.header().channels();
  if (channels.findChannel("Z") != nullptr) return read_channels<float>(file, {"Z"});
  std::vector<std::string> names;
  for (auto channel = channels.begin(); channel != channels.end(); ++channel) names.push_back(channel.name());
  if (names.size() == 1) return read_channels<float>(file, names);
  throw UserError(name + ": expected the channel Z, or one alone, found " + std::to_string(names.size()) +
                  " channels");
}

/// What `read` makes of the file, once it is known to be in order.
template <typename Read>
auto read_exr(std::string_view bytes, const std::string& name, Read read) {
  try {
    check_exr_header(bytes, name);
    MemoryStream stream(bytes, name);
    Imf::InputFile file(stream);
    return read(file, name);
  } catch (const UserError&) {
    throw;
  } catch (const std::exception& error) {
    refuse_hdr(name, error.what());
  }
}

}  // namespace

Image<LinearRgb> decode_exr(std::string_view bytes, const std::string& name) {
  return read_exr(bytes, name, read_exr_pixels);
}

Image<float> decode_exr_plane(std::string_view bytes, const std::string& name) {
  return read_exr(bytes, name, read_exr_plane);
}

}  // namespace understudy
