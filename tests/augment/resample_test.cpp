// SPDX-License-Identifier: Apache-2.0
#include "augment/resample.h"

#include <cmath>
#include <vector>

#include "augment/byte_lookup.h"
#include "augment/rearrange.h"
#include "base/random.h"
#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

constexpr Border borders[] = {Border::grey, Border::black, Border::edge, Border::reflect};

std::vector<Rgb8> sampled(const Image<Rgb8>& source, const std::vector<int32_t>& x,
                          const std::vector<int32_t>& y, Border border, int at_once) {
  std::vector<Rgb8> result(x.size());
  for (size_t i = 0; i < x.size(); i += size_t(at_once)) {
    const int count = int(std::min(size_t(at_once), x.size() - i));
    sample_row(source, {x.data() + i, y.data() + i, count}, border, result.data() + i);
  }
  return result;
}

TEST_CASE("rows are the same bytes whether pixels are sampled together or alone, on every border") {
  Stream stream({6, 1}, "positions");
  for (const auto& [width, height] : {std::pair{40, 30}, {1, 1}, {2, 5}, {3, 3}, {5, 2}}) {
    const Image<Rgb8> source = busy_picture(width, height);
    std::vector<int32_t> x, y;
    for (int i = 0; i < 3000; ++i) {
      const double margin = i % 5 == 0 ? 100 : i % 5 == 1 ? 2 : 0;
      x.push_back(fixed_px(stream.uniform(-margin, width - 1 + margin)));
      y.push_back(fixed_px(stream.uniform(-margin, height - 1 + margin)));
    }
    for (const Border border : borders)
      CHECK(sampled(source, x, y, border, 3000) == sampled(source, x, y, border, 1));
  }
}

TEST_CASE("sampling is the identity at pixels and linear between them") {
  const Image<Rgb8> source = busy_picture(31, 17);
  std::vector<int32_t> x, y, half;
  for (int i = 0; i < 30; ++i) {
    x.push_back(fixed_px(i));
    y.push_back(fixed_px(8));
    half.push_back(fixed_px(i + 0.25));
  }
  const std::vector<Rgb8> at = sampled(source, x, y, Border::black, 30),
                          between = sampled(source, half, y, Border::black, 30);
  for (int i = 0; i < 30; ++i) {
    CHECK(at[size_t(i)] == source(i, 8));
    for (size_t c = 0; c < 3; ++c) {
      const double wanted = 0.75 * source(i, 8)[c] + 0.25 * source(i + 1, 8)[c];
      CHECK(std::abs(between[size_t(i)][c] - wanted) <= 0.51);
    }
  }
}

TEST_CASE("beyond the frame is what its border says") {
  const Image<Rgb8> source = busy_picture(9, 7);
  const auto at = [&](double x, double y, Border border) {
    Rgb8 pixel;
    const int32_t from_x = fixed_px(x), from_y = fixed_px(y);
    sample_row(source, {&from_x, &from_y, 1}, border, &pixel);
    return pixel;
  };
  CHECK(at(-5, 3, Border::grey) == Rgb8{114, 114, 114});
  CHECK(at(1e9, 3, Border::black) == Rgb8{0, 0, 0});
  CHECK(at(-5, 3, Border::edge) == source(0, 3));
  CHECK(at(20, -40, Border::edge) == source(8, 0));
  CHECK(at(-1, 3, Border::reflect) == source(0, 3));
  CHECK(at(10, 8, Border::reflect) == source(7, 5));
  const Rgb8 rim = at(-0.5, 3, Border::black);
  for (size_t c = 0; c < 3; ++c) CHECK(std::abs(rim[c] - source(0, 3)[c] / 2.0) <= 1);
}

TEST_CASE("mirrored in place is mirrored, at every width") {
  for (int width = 1; width <= 70; ++width) {
    const Image<Rgb8> picture = busy_picture(width, 3);
    Image<Rgb8> mirrored = picture;
    mirror_rows(mirrored);
    bool same = true;
    for (int y = 0; y < 3; ++y) {
      for (int x = 0; x < width; ++x) same = same && mirrored(x, y) == picture(width - 1 - x, y);
    }
    CHECK(same);
  }
}

TEST_CASE("channels change places, however many pixels there are") {
  for (int width = 1; width <= 70; ++width) {
    const Image<Rgb8> picture = busy_picture(width, 1);
    for (const std::array<int, 3>& order : {std::array<int, 3>{2, 0, 1}, {0, 2, 1}, {1, 1, 0}}) {
      Image<Rgb8> image = picture;
      reorder_channels(image, order);
      bool same = true;
      for (int x = 0; x < width; ++x) {
        for (size_t c = 0; c < 3; ++c) same = same && image(x, 0)[c] == picture(x, 0)[size_t(order[c])];
      }
      CHECK(same);
    }
  }
}

TEST_CASE("bytes are looked up in their channel's table, alike or not") {
  Stream stream({6, 2}, "tables");
  std::array<ByteTable, 3> tables;
  for (ByteTable& table : tables) {
    for (uint8_t& entry : table) entry = uint8_t(stream.bits());
  }
  Image<Rgb8> picture(131, 17);
  for (Rgb8& pixel : picture)
    pixel = {uint8_t(stream.bits()), uint8_t(stream.bits()), uint8_t(stream.bits())};
  std::array<ByteTable, 3> bits;  // what only keeps, clears, sets and inverts bits goes another way
  for (size_t value = 0; value < 256; ++value) {
    bits[0][value] = uint8_t(value ^ 255);
    bits[1][value] = 42;
    bits[2][value] = uint8_t((value & 0xF0) | 3);
  }
  std::array<ByteTable, 3> nearly = bits;
  nearly[2][200] ^= 1;
  for (const auto& each : {tables, {tables[0], tables[0], tables[0]}, bits, nearly}) {
    Image<Rgb8> image = picture, expected = picture;
    look_up(image, each);
    for (Rgb8& pixel : expected) pixel = {each[0][pixel[0]], each[1][pixel[1]], each[2][pixel[2]]};
    CHECK(image == expected);
  }
}

}  // namespace
}  // namespace understudy
