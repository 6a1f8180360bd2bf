// SPDX-License-Identifier: Apache-2.0
// PNG through libpng. Writing uses its full interface (16-bit values stay as they are); its errors leave by
// longjmp, so the functions that call it hold no C++ object. Reading pictures uses its simplified interface,
// which converts to 8-bit sRGB.
#include <csetjmp>
#include <cstring>
#include <functional>
#include <numeric>

#include <png.h>

#include "base/image_io.h"

namespace understudy {
namespace {

constexpr int run_lengths_only = 3;  // zlib's Z_RLE

struct Layout {
  int width_px, height_px, bit_depth, color_type;
  size_t bytes_per_row;
  bool repeats = true;  ///< rows that were seen before are worth looking for
};

void append(png_structp state, png_bytep data, png_size_t size) {
  static_cast<std::string*>(png_get_io_ptr(state))->append(reinterpret_cast<const char*>(data), size);
}

void flush_nothing(png_structp) {}

bool write(const Layout& layout, const unsigned char* pixels, std::string* out) {
  png_structp state = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  if (state == nullptr) return false;
  png_infop info = png_create_info_struct(state);
  if (info == nullptr || setjmp(png_jmpbuf(state))) {
    png_destroy_write_struct(&state, &info);
    return false;
  }
  png_set_write_fn(state, out, append, flush_nothing);
  png_set_IHDR(state, info, png_uint_32(layout.width_px), png_uint_32(layout.height_px), layout.bit_depth,
               layout.color_type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(state, 4);  // within 5 % of level 6 in size on rendered images, twice as fast
  if (!layout.repeats) png_set_compression_strategy(state, run_lengths_only);
  png_write_info(state, info);
  if (layout.bit_depth == 16) png_set_swap(state);  // files are big-endian
  for (int y = 0; y < layout.height_px; ++y) png_write_row(state, pixels + size_t(y) * layout.bytes_per_row);
  png_write_end(state, info);
  png_destroy_write_struct(&state, &info);
  return true;
}

/// Of a photo's noise nothing comes back: what looks for matches takes five times as long, and its file is
/// not even smaller. A drawing's neighbours are often the same.
template <typename T>
bool is_noisy(const Image<T>& image) {
  const T* at = image.data();
  const auto same =
      std::inner_product(at + 1, at + image.size(), at, size_t(0), std::plus<>(), std::equal_to<>());
  return size_t(same) * 8 < image.size();
}

template <typename T>
std::string encode(const Image<T>& image, int bit_depth, int color_type) {
  CHECK(!image.empty(), "a PNG file cannot hold an empty image");
  std::string out;
  const Layout layout{
      image.width_px(), image.height_px(), bit_depth, color_type, image.width_px() * sizeof(T),
      !is_noisy(image)};
  CHECK(write(layout, reinterpret_cast<const unsigned char*>(image.data()), &out), "libpng failed to write");
  return out;
}

struct Source {
  std::string_view bytes;
  size_t at = 0;
  std::string* message;
};

void take(png_structp state, png_bytep out, png_size_t size) {
  auto* source = static_cast<Source*>(png_get_io_ptr(state));
  if (size > source->bytes.size() - source->at) png_error(state, "its data are cut short");
  std::memcpy(out, source->bytes.data() + source->at, size);
  source->at += size;
}

void leave_with_message(png_structp state, png_const_charp why) {
  static_cast<Source*>(png_get_error_ptr(state))->message->assign(why);
  png_longjmp(state, 1);
}

void ignore_warning(png_structp, png_const_charp) {}

// Grey values of 16 bits as they are stored. `allocate(width, height)` gives room for them. False with a
// message in the source.
template <typename Allocate>
bool read_grey16(Source& source, Allocate&& allocate) {
  png_structp state =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, leave_with_message, ignore_warning);
  if (state == nullptr) return false;
  png_infop info = png_create_info_struct(state);
  if (info == nullptr || setjmp(png_jmpbuf(state))) {
    png_destroy_read_struct(&state, &info, nullptr);
    return false;
  }
  png_set_read_fn(state, &source, take);
  png_set_user_limits(state, 65536, 65536);
  png_read_info(state, info);
  const uint64_t width = png_get_image_width(state, info), height = png_get_image_height(state, info);
  if (png_get_bit_depth(state, info) != 16 || png_get_color_type(state, info) != PNG_COLOR_TYPE_GRAY)
    png_error(state, "it is not grey of 16 bits");
  if (width * height > max_image_px) png_error(state, "it is larger than 268 megapixels");
  // Deflate makes at most 1032 bytes of one (zlib's technical details).
  if (width * height * 2 > uint64_t(1032) * source.bytes.size()) png_error(state, "its data are cut short");
  png_set_swap(state);  // files are big-endian
  const int passes = png_set_interlace_handling(state);
  png_read_update_info(state, info);
  unsigned char* pixels = allocate(int(width), int(height));
  for (int pass = 0; pass < passes; ++pass) {
    for (uint64_t y = 0; y < height; ++y) png_read_row(state, pixels + y * width * 2, nullptr);
  }
  png_destroy_read_struct(&state, &info, nullptr);
  return true;
}

}  // namespace

Image<uint16_t> decode_png16(std::string_view bytes, const std::string& name) {
  std::string message = "libpng failed to read";
  Source source{bytes, 0, &message};
  Image<uint16_t> image;
  const auto allocate = [&image](int width_px, int height_px) {
    image = Image<uint16_t>(width_px, height_px);
    return reinterpret_cast<unsigned char*>(image.data());
  };
  if (!read_grey16(source, allocate)) throw UserError(name + ": expected a PNG image, but " + message);
  return image;
}

std::string encode_png(const Image<Rgb8>& image) { return encode(image, 8, PNG_COLOR_TYPE_RGB); }
std::string encode_png(const Image<Rgba8>& image) { return encode(image, 8, PNG_COLOR_TYPE_RGB_ALPHA); }
std::string encode_png(const Image<uint8_t>& image) { return encode(image, 8, PNG_COLOR_TYPE_GRAY); }
std::string encode_png(const Image<uint16_t>& image) { return encode(image, 16, PNG_COLOR_TYPE_GRAY); }

Image<Rgba8> decode_png(std::string_view bytes, const std::string& name) {
  png_image state;
  std::memset(&state, 0, sizeof state);
  state.version = PNG_IMAGE_VERSION;
  const auto fail = [&](const char* why) {
    const UserError error(name + ": expected a PNG image, but " + why);
    png_image_free(&state);
    throw error;
  };
  if (!png_image_begin_read_from_memory(&state, bytes.data(), bytes.size())) fail(state.message);
  if (uint64_t(state.width) * state.height > max_image_px) fail("it is larger than 268 megapixels");
  // A byte holds at most 8 pixels, and deflate makes at most 1032 bytes of one (zlib's technical details).
  if (uint64_t(state.width) * state.height > uint64_t(8 * 1032) * bytes.size())
    fail("its data are cut short");
  // libpng takes 16-bit samples without a gamma for linear light; cameras and editors write sRGB.
  state.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  state.format = PNG_FORMAT_RGBA;
  Image<Rgba8> image(int(state.width), int(state.height));
  if (!png_image_finish_read(&state, nullptr, image.data(), 0, nullptr)) fail(state.message);
  return image;
}

}  // namespace understudy
