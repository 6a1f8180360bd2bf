// SPDX-License-Identifier: Apache-2.0
// tests/readers decodes the same polygons with pycocotools; here an even-odd fill at pixel centres is the
// judge.
#include "labels/polygon.h"

#include <cstdlib>

#include "base/error.h"
#include "tests/catch.h"
#include "tests/labels/random_masks.h"

using namespace understudy;

namespace {

Image<uint8_t> fill(const std::vector<Ring>& rings, int width, int height) {
  Image<uint8_t> result(width, height);
  for (const Ring& ring : rings) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        int crossings = 0;  // vertical edges to the left of the centre, at its height
        for (size_t i = 0; i < ring.size(); i += 2) {
          const size_t j = (i + 2) % ring.size();
          const int low = std::min(ring[i + 1], ring[j + 1]), high = std::max(ring[i + 1], ring[j + 1]);
          if (ring[i] == ring[j] && ring[i] <= x && low <= y && y < high) ++crossings;
        }
        if (crossings % 2 == 1) result(x, y) |= 1;
      }
    }
  }
  return result;
}

/// Whether some outside pixel cannot reach the outside of the image, diagonal steps allowed.
bool has_hole(const Image<uint8_t>& mask) {
  const int width = mask.width_px() + 2, height = mask.height_px() + 2;
  Image<uint8_t> reached(width, height);
  std::vector<std::pair<int, int>> stack = {{0, 0}};
  reached(0, 0) = 1;
  const auto inside = [&](int x, int y) {
    return x > 0 && y > 0 && x < width - 1 && y < height - 1 && mask(x - 1, y - 1) != 0;
  };
  while (!stack.empty()) {
    const auto [x, y] = stack.back();
    stack.pop_back();
    for (int v = std::max(0, y - 1); v <= std::min(height - 1, y + 1); ++v) {
      for (int u = std::max(0, x - 1); u <= std::min(width - 1, x + 1); ++u) {
        if (reached(u, v) != 0 || inside(u, v)) continue;
        reached(u, v) = 1;
        stack.push_back({u, v});
      }
    }
  }
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (reached(x, y) == 0 && !inside(x, y)) return true;
    }
  }
  return false;
}

int64_t shoelace(const Ring& ring) {
  int64_t twice = 0;
  for (size_t i = 0; i < ring.size(); i += 2) {
    const size_t j = (i + 2) % ring.size();
    twice += int64_t(ring[i]) * ring[j + 1] - int64_t(ring[j]) * ring[i + 1];
  }
  return twice / 2;
}

Image<uint8_t> from_text(const std::vector<std::string>& rows) {
  Image<uint8_t> mask(int(rows[0].size()), int(rows.size()));
  for (int y = 0; y < mask.height_px(); ++y) {
    for (int x = 0; x < mask.width_px(); ++x) mask(x, y) = rows[size_t(y)][size_t(x)] == '#';
  }
  return mask;
}

}  // namespace

TEST_CASE("one pixel is a ring of its four corners") {
  const auto rings = polygons_of(encode_mask(from_text({"...", ".#.", "..."})));
  REQUIRE(rings);
  CHECK(*rings == std::vector<Ring>{{1, 1, 2, 1, 2, 2, 1, 2}});
  CHECK(polygons_of(encode_mask(from_text({"..", ".."}))).value().empty());
}

TEST_CASE("pixels that touch at a corner are two rings; a hole that opens diagonally is no hole") {
  CHECK(polygons_of(encode_mask(from_text({"#.", ".#"}))).value().size() == 2);
  CHECK(polygons_of(encode_mask(from_text({"###", "#.#", "##."}))).value().size() == 1);
  CHECK(!polygons_of(encode_mask(from_text({"###", "#.#", "###"}))));
}

TEST_CASE("every mask without a hole comes back exactly, every mask with one is refused") {
  int exact = 0, refused = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Stream stream({seed, 0}, "polygons");
    Image<uint8_t> mask(int(stream.uniform_int(1, 30)), int(stream.uniform_int(1, 30)));
    const int shapes = int(stream.uniform_int(1, 5));
    for (int k = 0; k < shapes; ++k) tests::paint_shape<uint8_t>(mask, stream, stream.chance(0.8));
    const Rle rle = encode_mask(mask);
    const auto rings = polygons_of(rle);
    REQUIRE(rings.has_value() == !has_hole(mask));
    if (!rings) {
      ++refused;
      continue;
    }
    int64_t area = 0;
    for (const Ring& ring : *rings) {
      REQUIRE(ring.size() >= 8);
      REQUIRE(ring.size() % 2 == 0);
      area += shoelace(ring);
    }
    REQUIRE(area == rle.area());
    REQUIRE(fill(*rings, mask.width_px(), mask.height_px()) == mask);
    REQUIRE(mask_of(*rings, mask.width_px(), mask.height_px()) == rle);
    ++exact;
  }
  CHECK(exact > 100);
  CHECK(refused > 30);
}

TEST_CASE("only rings along pixel edges within the image are masks") {
  CHECK(mask_of({}, 3, 2).counts == std::vector<uint32_t>{6});
  CHECK_THROWS_AS(mask_of({{0, 0, 2, 0, 2, 2, 1, 1}}, 3, 3), UserError);
  CHECK_THROWS_AS(mask_of({{0, 0, 4, 0, 4, 2, 0, 2}}, 3, 3), UserError);
  CHECK_THROWS_AS(mask_of({{-1, 0, 2, 0, 2, 2, -1, 2}}, 3, 3), UserError);
  CHECK_THROWS_AS(mask_of({{0, 0, 2, 0, 2, 2}}, 3, 3), UserError);
}
