// SPDX-License-Identifier: Apache-2.0
#include "base/image_io.h"

#include <cmath>

#include <ImfArray.h>
#include <ImfChannelList.h>
#include <ImfFrameBuffer.h>
#include <ImfOutputFile.h>
#include <ImfRgbaFile.h>
#include <unistd.h>

#include "base/files.h"
#include "base/random.h"
#include "tests/catch.h"
#include "tests/message.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

Image<Rgb8> smooth_picture(int width, int height) {
  Image<Rgb8> image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image(x, y) = {uint8_t(255 * x / width), uint8_t(255 * y / height),
                     uint8_t(128 + 60 * std::sin(x * 0.05))};
    }
  }
  return image;
}

int largest_difference(const Image<Rgb8>& a, const Image<Rgb8>& b) {
  int largest = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) largest = std::max(largest, std::abs(int(a[i][c]) - int(b[i][c])));
  }
  return largest;
}

TEST_CASE("PNG keeps every value") {
  Stream stream({1, 1}, "png");
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 7}, {64, 33}}) {
    Image<Rgb8> rgb(width, height);
    Image<Rgba8> rgba(width, height);
    for (auto& pixel : rgb) pixel = {uint8_t(stream.bits()), uint8_t(stream.bits()), uint8_t(stream.bits())};
    for (auto& pixel : rgba) {
      pixel = {uint8_t(stream.bits()), uint8_t(stream.bits()), uint8_t(stream.bits()),
               uint8_t(stream.bits())};
    }
    CHECK(decode_png(encode_png(rgba), "x") == rgba);
    const Image<Rgba8> back = decode_png(encode_png(rgb), "x");
    REQUIRE(back.size() == rgb.size());
    for (size_t i = 0; i < rgb.size(); ++i) CHECK(back[i] == Rgba8{rgb[i][0], rgb[i][1], rgb[i][2], 255});
    CHECK(encode_png(rgb) == encode_png(rgb));
  }
}

TEST_CASE("a drawing's repeated rows make a small PNG") {
  Image<Rgb8> drawing(256, 256);  // a hatching that no run of equal bytes describes
  for (int y = 0; y < 256; ++y)
    for (int x = 0; x < 256; ++x)
      drawing(x, y) = Rgb8{uint8_t(x / 4 * 37), uint8_t(x / 4 * 91), uint8_t(y % 2 * 200)};
  CHECK(encode_png(drawing).size() < 8000);
}

TEST_CASE("a 16-bit PNG holds its values big end first") {
  Image<uint16_t> image(2, 1);
  image(0, 0) = 0x0102;
  image(1, 0) = 0xFFFE;
  const std::string bytes = encode_png(image);
  CHECK(uint8_t(bytes[24]) == 16);  // bit depth of IHDR
  CHECK(uint8_t(bytes[25]) == 0);   // grey
  Image<uint8_t> gray(2, 1, 7);
  CHECK(decode_png(encode_png(gray), "x")(1, 0) == Rgba8{7, 7, 7, 255});
}

TEST_CASE("JPEG is close, the same every time, and better with quality") {
  const Image<Rgb8> image = smooth_picture(97, 61);
  CHECK(encode_jpeg(image, 92) == encode_jpeg(image, 92));
  CHECK(largest_difference(decode_jpeg(encode_jpeg(image, 95), "x"), image) <= 8);
  CHECK(encode_jpeg(image, 50).size() < encode_jpeg(image, 95).size());
  for (const int quality : {1, 100})
    CHECK(decode_jpeg(encode_jpeg(image, quality), "x").size() == image.size());
}

TEST_CASE("a JPEG says how finely it holds colour, and is smaller the coarser that is") {
  const Image<Rgb8> image = smooth_picture(97, 61);
  size_t last = SIZE_MAX;
  for (const ChromaStep chroma : {ChromaStep{1, 1}, {2, 1}, {2, 2}}) {
    const std::string jpeg = encode_jpeg(image, 92, chroma);
    CHECK(chroma_step(jpeg) == chroma);
    CHECK(decode_jpeg(jpeg, "x").size() == image.size());
    CHECK(jpeg.size() < last);
    last = jpeg.size();
  }
  CHECK(chroma_step(encode_png(image)) == ChromaStep{1, 1});
  CHECK(chroma_step("\xff\xd8\xff") == ChromaStep{1, 1});
}

TEST_CASE("what is no image is refused by name") {
  const std::string jpeg = encode_jpeg(smooth_picture(40, 40), 90);
  const std::string png = encode_png(smooth_picture(40, 40));
  for (const std::string& bytes :
       {std::string(), std::string("hello"), jpeg.substr(0, jpeg.size() / 2), png}) {
    CHECK(message_of([&] { decode_jpeg(bytes, "a.jpg"); }).find("a.jpg: expected a JPEG image") == 0);
  }
  for (const std::string& bytes :
       {std::string(), std::string("hello"), png.substr(0, png.size() / 2), jpeg}) {
    CHECK(message_of([&] { decode_png(bytes, "a.png"); }).find("a.png: expected a PNG image") == 0);
  }
}

TEST_CASE("damaged images are refused or read, never more") {
  Stream stream({1, 1}, "damage");
  const std::string jpeg = encode_jpeg(smooth_picture(40, 40), 90), png = encode_png(smooth_picture(40, 40));
  for (int round = 0; round < 300; ++round) {
    std::string a = jpeg, b = png;
    for (int i = 0; i < 3; ++i) {
      a[size_t(stream.uniform_int(0, int64_t(a.size()) - 1))] = char(stream.bits());
      b[size_t(stream.uniform_int(0, int64_t(b.size()) - 1))] = char(stream.bits());
    }
    message_of([&] { decode_jpeg(a, "x"); });
    message_of([&] { decode_png(b, "x"); });
  }
}

fs::path scratch(const std::string& name) {
  return fs::temp_directory_path() / ("understudy-" + std::to_string(::getpid()) + "-" + name);
}

TEST_CASE("depth images: values as stored, and nothing but what they are") {
  Image<uint16_t> image(3, 2);
  for (size_t i = 0; i < image.size(); ++i) image[i] = uint16_t(9001 * i);
  const std::string png = encode_png(image);
  CHECK(decode_png16(png, "x") == image);
  CHECK(message_of([&] { decode_png16(png.substr(0, png.size() / 2), "d.png"); }).find("d.png: expected") ==
        0);
  const std::string grey = encode_png(Image<uint8_t>(3, 2, 7)), color = encode_png(Image<Rgb8>(3, 2));
  for (const std::string& other : {grey, color, std::string("hello")})
    CHECK(message_of([&] { decode_png16(other, "d.png"); }).find("d.png: expected a PNG image") == 0);
  CHECK(message_of([&] { decode_png16(grey, "d.png"); }).find("grey of 16 bits") != std::string::npos);
}

TEST_CASE("OpenEXR planes: the channel Z, or the only one") {
  const fs::path path = scratch("plane.exr");
  const float values[] = {1.5f, 2.5f, -3, INFINITY};
  const auto written = [&](const std::vector<const char*>& names) {
    Imf::Header header(2, 2);
    Imf::FrameBuffer buffer;
    for (const char* name : names) {
      header.channels().insert(name, Imf::Channel(Imf::FLOAT));
      buffer.insert(name, Imf::Slice(Imf::FLOAT, reinterpret_cast<char*>(const_cast<float*>(values)), 4, 8));
    }
    {
      Imf::OutputFile file(path.c_str(), header);
      file.setFrameBuffer(buffer);
      file.writePixels(2);
    }
    return read_file(path);
  };
  for (const auto& names : {std::vector{"depth"}, std::vector{"A", "Z"}}) {
    const Image<float> plane = decode_exr_plane(written(names), "x");
    REQUIRE((plane.width_px() == 2 && plane.height_px() == 2));
    CHECK(std::equal(plane.begin(), plane.end(), values));
  }
  const std::string two = written({"A", "B"});
  CHECK(message_of([&] { decode_exr_plane(two, "d.exr"); }).find("d.exr: expected the channel Z") == 0);
  fs::remove(path);
}

TEST_CASE("Radiance maps: plain, old runs and new runs hold the same picture") {
  const std::string head = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 8\n";
  const std::string pixel("\x80\x40\x20\x81", 4), last("\x00\x00\x00\x00", 4);
  std::string plain = head;
  for (int i = 0; i < 7; ++i) plain += pixel;
  plain += last;
  const std::string old_runs = head + pixel + std::string("\x01\x01\x01\x06", 4) + last;
  std::string new_runs = head + std::string("\x02\x02\x00\x08", 4);
  for (const char c : pixel) new_runs += std::string("\x87", 1) + c + std::string("\x01\x00", 2);
  const fs::path path = scratch("map.hdr");
  for (const std::string& bytes : {plain, old_runs, new_runs}) {
    write_file_atomic(path, bytes);
    const Image<LinearRgb> image = read_hdr(path);
    REQUIRE(image.width_px() == 8);
    // (mantissa + 0.5) / 256 * 2^(exponent - 128)
    CHECK(image(6, 0)[0] == Approx(128.5 / 256 * 2));
    CHECK(image(6, 0)[2] == Approx(32.5 / 256 * 2));
    CHECK(image(7, 0) == LinearRgb{0, 0, 0});
  }
  for (size_t size = 0; size < new_runs.size(); ++size) {
    write_file_atomic(path, new_runs.substr(0, size));
    CHECK(message_of([&] { read_hdr(path); }).find(path.string()) == 0);
  }
  fs::remove(path);
}

TEST_CASE("OpenEXR maps: linear values, a window that is shifted, and nothing that is not finite") {
  const fs::path path = scratch("map.exr");
  Imf::Array2D<Imf::Rgba> pixels(2, 3);
  for (int y = 0; y < 2; ++y) {
    for (int x = 0; x < 3; ++x) pixels[y][x] = Imf::Rgba(0.25f * float(x), float(y), 1000.0f);
  }
  pixels[1][2] = Imf::Rgba(INFINITY, -1.0f, NAN);
  {
    const Imath::Box2i window({10, 20}, {12, 21});
    Imf::RgbaOutputFile file(path.c_str(), window, window, Imf::WRITE_RGB);
    file.setFrameBuffer(&pixels[0][0] - 10 - 20 * 3, 1, 3);
    file.writePixels(2);
  }
  const Image<LinearRgb> image = read_hdr(path);
  REQUIRE((image.width_px() == 3 && image.height_px() == 2));
  CHECK(image(1, 0) == LinearRgb{0.25f, 0, 1000});
  CHECK(image(0, 1) == LinearRgb{0, 1, 1000});
  CHECK(std::isfinite(image(2, 1)[0]));
  CHECK(image(2, 1)[0] > 60000);
  CHECK((image(2, 1)[1] == 0 && image(2, 1)[2] == 0));
  const std::string bytes = read_file(path);
  write_file_atomic(path, bytes.substr(0, bytes.size() - 20));
  CHECK(message_of([&] { read_hdr(path); }).find(path.string()) == 0);
  fs::remove(path);
}

}  // namespace
}  // namespace understudy
