// SPDX-License-Identifier: Apache-2.0
#include "labels/rle.h"

#include "base/error.h"
#include "tests/catch.h"
#include "tests/labels/random_masks.h"

using namespace understudy;

namespace {

Image<uint8_t> mask_of(const Image<uint32_t>& ids, uint32_t id) {
  Image<uint8_t> mask(ids.width_px(), ids.height_px());
  for (size_t i = 0; i < ids.size(); ++i) mask[i] = ids[i] == id;
  return mask;
}

/// Box and area by looking at every pixel.
std::pair<Box, int64_t> brute_box(const Image<uint8_t>& mask) {
  int x0 = mask.width_px(), y0 = mask.height_px(), x1 = -1, y1 = -1;
  int64_t area = 0;
  for (int y = 0; y < mask.height_px(); ++y) {
    for (int x = 0; x < mask.width_px(); ++x) {
      if (mask(x, y) == 0) continue;
      ++area;
      x0 = std::min(x0, x), x1 = std::max(x1, x), y0 = std::min(y0, y), y1 = std::max(y1, y);
    }
  }
  return {area == 0 ? Box{} : Box{x0, y0, x1 - x0 + 1, y1 - y0 + 1}, area};
}

void check_runs(const Rle& rle) {
  uint64_t sum = 0;
  for (size_t i = 0; i < rle.counts.size(); ++i) {
    REQUIRE((i == 0 || rle.counts[i] > 0));
    sum += rle.counts[i];
  }
  REQUIRE(sum == uint64_t(rle.width_px) * rle.height_px);
}

}  // namespace

TEST_CASE("the compressed string is pycocotools' own, on vectors made with it") {
  const std::vector<std::pair<std::vector<uint32_t>, std::string>> vectors = {
      {{6, 1, 40, 4, 5, 4, 5, 4, 21}, "61X13mN000`0"},
      {{0, 2000}, "0`n1"},
      {{1000, 1, 15, 2, 14, 31, 16, 32}, "Xo01?1Om021"},
      {{3, 4, 9, 0}, "349L"},
      {{16}, "`0"},
      {{0, 16}, "0`0"},
  };
  for (const auto& [counts, text] : vectors) {
    uint32_t sum = 0;
    for (uint32_t run : counts) sum += run;
    const Rle rle{1, sum, counts};
    CHECK(compress_counts(rle) == text);
    CHECK(decompress_counts(text, 1, sum) == rle);
  }
}

TEST_CASE("one sweep gives every mask of an id image exactly") {
  for (uint64_t seed = 0; seed < 120; ++seed) {
    const Image<uint32_t> ids = tests::random_ids(seed);
    const std::map<uint32_t, Rle> masks = encode_ids(ids);
    const std::set<uint32_t> present(ids.begin(), ids.end());
    REQUIRE(masks.size() == present.size() - present.count(0));
    for (const auto& [id, rle] : masks) {
      const Image<uint8_t> mask = mask_of(ids, id);
      check_runs(rle);
      REQUIRE(decode_mask(rle) == mask);
      REQUIRE(rle == encode_mask(mask));
      const auto [box, area] = brute_box(mask);
      REQUIRE(rle.box() == box);
      REQUIRE(rle.area() == area);
      REQUIRE(decompress_counts(compress_counts(rle), rle.height_px, rle.width_px) == rle);
    }
  }
}

TEST_CASE("ids over the whole range of 32 bits and more than 65,536 of them keep their masks") {
  Image<uint32_t> ids(300, 300);
  for (size_t i = 0; i < ids.size(); ++i) ids[i] = uint32_t(0xFFFFFFFEu - 7 * i);
  const std::map<uint32_t, Rle> masks = encode_ids(ids);
  REQUIRE(masks.size() == ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    const Box box = masks.at(ids[i]).box();
    REQUIRE(box == Box{int(i % 300), int(i / 300), 1, 1});
  }
}

TEST_CASE("layers: every instance along a pixel's ray gets that pixel, the background none") {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const tests::RandomLayers random = tests::random_layers(seed);
    const std::map<uint32_t, Rle> masks = encode_layers(random.layers, random.width_px, random.height_px);
    REQUIRE(masks.size() == random.masks.size());
    for (const auto& [id, mask] : random.masks) REQUIRE(masks.at(id) == encode_mask(mask));
  }
}

TEST_CASE("an empty mask, a full mask and an empty image") {
  const Image<uint8_t> none(4, 3), all(4, 3, 255);
  CHECK(encode_mask(none).counts == std::vector<uint32_t>{12});
  CHECK(encode_mask(none).box() == Box{});
  CHECK(encode_mask(all).counts == std::vector<uint32_t>{0, 12});
  CHECK(encode_mask(all).box() == Box{0, 0, 4, 3});
  CHECK(encode_ids(Image<uint32_t>(0, 0)).empty());
  CHECK(encode_ids(Image<uint32_t>(5, 5)).empty());
}

TEST_CASE("a run over two columns makes the box full height") {
  const Rle rle{10, 5, {8, 4, 38}};  // rows 8, 9 of column 0 and 0, 1 of column 1
  CHECK(rle.box() == Box{0, 0, 2, 10});
  CHECK(Rle{10, 5, {8, 0, 4, 2, 36}}.box() == Box{1, 2, 1, 2});  // a run of no pixels is legal and is nowhere
}

TEST_CASE("run lengths that do not fill the mask, or are none, are refused") {
  CHECK_THROWS_AS(decompress_counts("61X13mN000`0", 9, 9), UserError);  // one pixel too few
  CHECK_THROWS_AS(decompress_counts("61X13mN000`0", 10, 11), UserError);
  CHECK_THROWS_AS(decompress_counts("", 1, 1), UserError);
  CHECK_THROWS_AS(decompress_counts("X", 1, 1), UserError);  // ends within a number
  CHECK_THROWS_AS(decompress_counts("\x7f", 1, 1), UserError);
  CHECK_THROWS_AS(decompress_counts("oooooooooooo0", 1, 1), UserError);
  CHECK_THROWS_AS(decompress_counts("1O", 1, 1), UserError);  // a negative run
  Stream stream({1, 2}, "mutations");
  const std::string good = "Xo01?1Om021";
  for (int k = 0; k < 2000; ++k) {
    std::string text = good;
    text[size_t(stream.uniform_int(0, int64_t(text.size()) - 1))] = char(stream.uniform_int(0, 255));
    try {
      const Rle rle = decompress_counts(text, 1, 1111);
      uint64_t sum = 0;
      for (uint32_t run : rle.counts) sum += run;
      REQUIRE(sum == 1111);
    } catch (const UserError&) {
      continue;  // most mutations
    }
  }
}
