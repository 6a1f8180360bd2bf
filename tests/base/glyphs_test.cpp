// SPDX-License-Identifier: Apache-2.0
#include "base/glyphs.h"

#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.h"

using namespace understudy;

TEST_CASE("every letter and digit is there and no two capitals or digits look the same") {
  std::set<std::vector<uint8_t>> seen;
  for (char c = 'a'; c <= 'z'; ++c) CHECK(find_glyph(c) != nullptr);
  for (const char c : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")) {
    CAPTURE(c);
    const Glyph* glyph = find_glyph(c);
    REQUIRE(glyph != nullptr);
    CHECK(seen.emplace(std::begin(glyph->rows), std::end(glyph->rows)).second);
    for (const uint8_t row : glyph->rows) CHECK(row < 32);
    CHECK_FALSE(glyph->has_tail());
  }
  CHECK(find_glyph(' ') == nullptr);
  CHECK(find_glyph('p')->has_tail());
}

TEST_CASE("an L's foot is at the lower left") {
  const Glyph& glyph = *find_glyph('L');
  CHECK(glyph.is_set(6, 0));
  CHECK(glyph.is_set(0, 0));
  CHECK(glyph.is_set(6, 4));
  CHECK_FALSE(glyph.is_set(0, 4));
}
