// SPDX-License-Identifier: Apache-2.0
// JPEG through libjpeg-turbo. Its errors leave by longjmp, so the functions that call it hold no C++ object.
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <jpeglib.h>

#include "base/image_io.h"

namespace understudy {
namespace {

struct ErrorManager {
  jpeg_error_mgr base;  // first: libjpeg hands back a pointer to it
  jpeg_progress_mgr progress;
  std::jmp_buf leave;
  char message[JMSG_LENGTH_MAX];
};

// A progressive file of a few kilobytes can ask for thousands of passes over all of its pixels.
constexpr int most_scans = 200;

[[noreturn]] void leave_saying(j_common_ptr state, const char* why) {
  auto* manager = reinterpret_cast<ErrorManager*>(state->err);
  std::snprintf(manager->message, sizeof manager->message, "%s", why);
  std::longjmp(manager->leave, 1);
}

void leave_with_message(j_common_ptr state) {
  auto* manager = reinterpret_cast<ErrorManager*>(state->err);
  (*state->err->format_message)(state, manager->message);
  std::longjmp(manager->leave, 1);
}

// Warnings are about damaged data, which libjpeg would fill with grey; what is above them is a trace.
void leave_on_warning(j_common_ptr state, int level) {
  if (level < 0) leave_saying(state, "its data are damaged or cut short");
}

void count_scans(j_common_ptr state) {
  if (reinterpret_cast<j_decompress_ptr>(state)->input_scan_number > most_scans) {
    leave_saying(state, "it has more than 200 scans");
  }
}

void install(ErrorManager& manager) {
  jpeg_std_error(&manager.base);
  manager.base.error_exit = leave_with_message;
  manager.base.emit_message = leave_on_warning;
  manager.progress = {};
  manager.progress.progress_monitor = count_scans;
}

// Allocates `bytes` with malloc; false with a message in `manager`.
bool compress(const Image<Rgb8>& image, int quality, ChromaStep chroma, ErrorManager& manager,
              unsigned char** bytes, unsigned long* size) {
  jpeg_compress_struct state{};
  state.err = &manager.base;
  if (setjmp(manager.leave)) {
    jpeg_destroy_compress(&state);
    return false;
  }
  jpeg_create_compress(&state);
  jpeg_mem_dest(&state, bytes, size);
  state.image_width = JDIMENSION(image.width_px());
  state.image_height = JDIMENSION(image.height_px());
  state.input_components = 3;
  state.in_color_space = JCS_RGB;
  jpeg_set_defaults(&state);
  jpeg_set_quality(&state, quality, TRUE);
  state.dct_method = JDCT_ISLOW;
  state.comp_info[0].h_samp_factor = chroma.across;
  state.comp_info[0].v_samp_factor = chroma.down;
  jpeg_start_compress(&state, TRUE);
  while (state.next_scanline < state.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(image.data()[size_t(state.next_scanline) * state.image_width].data());
    jpeg_write_scanlines(&state, &row, 1);
  }
  jpeg_finish_compress(&state);
  jpeg_destroy_compress(&state);
  return true;
}

// Before anything of the image's size is allocated: is it an image that so many bytes can hold?
void require_plausible(jpeg_decompress_struct& state, size_t bytes) {
  auto* common = reinterpret_cast<j_common_ptr>(&state);
  const uint64_t pixels = uint64_t(state.image_width) * state.image_height;
  if (pixels > max_image_px) leave_saying(common, "it is larger than 268 megapixels");
  if (state.arith_code) leave_saying(common, "it is coded arithmetically, which few programs read");
  // A Huffman code has at least one bit, and each block of each component has at least one code. A block is
  // 8 x 8 samples, and those of the component that is finest across are at most 4 rows apart (ITU-T T.81).
  constexpr uint64_t most_px_per_byte = 8 * 8 * (8 * 4);
  if (pixels > most_px_per_byte * bytes) leave_saying(common, "its data are damaged or cut short");
}

// Cyan, magenta, yellow and black to RGB by plain subtraction, without a profile. Adobe's programs store inks
// inverted: 255 is none.
void mix_inks(const unsigned char* inks, unsigned char* rgb, size_t pixels, bool inverted) {
  const int flip = inverted ? 0 : 255;
  for (size_t i = 0; i < pixels; ++i) {
    const int light = inks[4 * i + 3] ^ flip;
    for (size_t c = 0; c < 3; ++c)
      rgb[3 * i + c] = (unsigned char)(((inks[4 * i + c] ^ flip) * light + 127) / 255);
  }
}

// Reads the header and hands the state to `use`, which libjpeg may leave by longjmp. False with a message in
// `manager`.
template <typename Use>
bool with_header(std::string_view bytes, ErrorManager& manager, Use&& use) {
  jpeg_decompress_struct state{};
  state.err = &manager.base;
  if (setjmp(manager.leave)) {
    jpeg_destroy_decompress(&state);
    return false;
  }
  jpeg_create_decompress(&state);
  state.progress = &manager.progress;
  jpeg_mem_src(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&state, TRUE);
  use(state);
  jpeg_destroy_decompress(&state);
  return true;
}

void decompress(jpeg_decompress_struct& state, size_t bytes, Image<Rgb8>& image) {
  require_plausible(state, bytes);
  const bool inks = state.jpeg_color_space == JCS_CMYK || state.jpeg_color_space == JCS_YCCK;
  state.out_color_space = inks ? JCS_CMYK : JCS_RGB;
  state.dct_method = JDCT_ISLOW;
  jpeg_start_decompress(&state);
  // Freed with the state, also when libjpeg leaves by longjmp.
  JSAMPARRAY ink_row = (*state.mem->alloc_sarray)(reinterpret_cast<j_common_ptr>(&state), JPOOL_IMAGE,
                                                  state.output_width * 4, 1);
  image = Image<Rgb8>(int(state.output_width), int(state.output_height));
  unsigned char* pixels = image.data()->data();
  while (state.output_scanline < state.output_height) {
    JSAMPROW row = pixels + size_t(state.output_scanline) * state.output_width * 3;
    jpeg_read_scanlines(&state, inks ? ink_row : &row, 1);
    if (inks) mix_inks(ink_row[0], row, state.output_width, state.saw_Adobe_marker != 0);
  }
  jpeg_finish_decompress(&state);
}

void read_chroma(const jpeg_decompress_struct& state, ChromaStep& chroma) {
  if (state.num_components != 3 || state.jpeg_color_space != JCS_YCbCr) return;
  const jpeg_component_info *luma = &state.comp_info[0], *colour = &state.comp_info[1];
  chroma.across = luma->h_samp_factor > colour->h_samp_factor ? 2 : 1;
  chroma.down = luma->v_samp_factor > colour->v_samp_factor ? 2 : 1;
}

}  // namespace

std::string encode_jpeg(const Image<Rgb8>& image, int quality) {
  return encode_jpeg(image, quality, quality >= 90 ? ChromaStep{1, 1} : ChromaStep{2, 2});
}

ChromaStep chroma_step(std::string_view jpeg) {
  ErrorManager manager;
  install(manager);
  ChromaStep chroma;
  with_header(jpeg, manager, [&](const jpeg_decompress_struct& state) { read_chroma(state, chroma); });
  return chroma;
}

std::string encode_jpeg(const Image<Rgb8>& image, int quality, ChromaStep chroma) {
  CHECK(!image.empty() && image.width_px() <= 65500 && image.height_px() <= 65500,
        "a size that JPEG cannot hold");
  CHECK(quality >= 1 && quality <= 100, "JPEG quality must be in [1, 100]");
  ErrorManager manager;
  install(manager);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const bool good = compress(image, quality, chroma, manager, &bytes, &size);
  const std::unique_ptr<unsigned char, decltype(&std::free)> owner(bytes, &std::free);
  CHECK(good, manager.message);
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

Image<Rgb8> decode_jpeg(std::string_view bytes, const std::string& name) {
  ErrorManager manager;
  install(manager);
  Image<Rgb8> image;
  const bool good = with_header(
      bytes, manager, [&](jpeg_decompress_struct& state) { decompress(state, bytes.size(), image); });
  if (!good) throw UserError(name + ": expected a JPEG image, but " + manager.message);
  return image;
}

}  // namespace understudy
