// SPDX-License-Identifier: Apache-2.0
#include "labels/ring.h"

#include <cmath>

#include "base/random.h"
#include "labels/patch.h"
#include "labels/polygon.h"
#include "tests/catch.h"

namespace understudy {
namespace {

RealRing star(Stream& stream, double x, double y, double radius) {
  RealRing ring;
  for (int i = 0; i < 12; ++i) {
    const double angle = i * 0.5235987755982988, r = radius * stream.uniform(0.3, 1);
    ring.push_back({x + r * std::cos(angle), y + r * std::sin(angle)});
  }
  return ring;
}

TEST_CASE("a ring within the frame comes back as it is") {
  const RealRing ring{{0, 0}, {10, 0}, {10, 7.25}, {3, 8}};
  CHECK(clip_ring(ring, 10, 8) == std::vector<RealRing>{ring});
  CHECK(clip_ring({{-5, -5}, {-1, -5}, {-1, -1}}, 10, 8).empty());
}

TEST_CASE("a comb cut through its teeth falls into them, and no edge joins them along the border") {
  // Three teeth that point to the right, the back of the comb inside; the frame ends within the teeth's gaps.
  const RealRing comb{{2, 0}, {9, 0}, {9, 1}, {5, 1}, {5, 2}, {9, 2},
                      {9, 3}, {5, 3}, {5, 4}, {9, 4}, {9, 5}, {2, 5}};
  CHECK(area_of(clip_ring(comb, 7, 10)) == Approx(3 * 5 + 3 * 2.0));
  RealRing turned;  // teeth inside, back outside
  for (const Point& p : comb) turned.push_back({9 - p.x, p.y});
  const std::vector<RealRing> teeth = clip_ring(turned, 3, 10);
  CHECK(teeth.size() == 3);
  CHECK(area_of(teeth) == Approx(9));
  for (const RealRing& tooth : teeth) CHECK(tooth.size() == 4);
}

TEST_CASE("a ring that passes a corner outside leaves no corner point behind") {
  // It leaves by the right side, goes round the corner (10, 10) outside, and comes back by the lower one.
  const RealRing ring{{8, 2}, {12, 2}, {12, 12}, {2, 12}, {2, 8}, {3, 11}, {11, 11}, {11, 3}};
  for (const RealRing& piece : clip_ring(ring, 10, 10)) {
    for (const Point& p : piece) CHECK_FALSE((p.x == 10 && p.y == 10));
  }
}

TEST_CASE("clipping loses exactly what lies outside: a frame in four quarters") {
  Stream stream(Key{3, 1}, "rings");
  for (int i = 0; i < 200; ++i) {
    const RealRing ring = star(stream, stream.uniform(-5, 25), stream.uniform(-5, 25), 12);
    double sum = 0;
    for (const auto& [x, y] : {std::pair{0, 0}, {10, 0}, {0, 10}, {10, 10}}) {
      RealRing moved;
      for (const Point& p : ring) moved.push_back({p.x - x, p.y - y});
      sum += area_of(clip_ring(moved, 10, 10));
    }
    CHECK(sum == Approx(area_of(clip_ring(ring, 20, 20))).margin(1e-9));
  }
}

TEST_CASE("rasterising: rings along pixel edges give those pixels, even-odd and united") {
  const MaskPatch square = rasterize({{{2, 3}, {5, 3}, {5, 7}, {2, 7}}}, 20, 10);
  CHECK(square.x == 2);
  CHECK(square.y == 3);
  CHECK(square.inside.width_px() == 3);
  CHECK(square.inside.height_px() == 4);
  CHECK(square.area() == 12);
  CHECK(rasterize({{{2, 3}, {3, 3}, {3, 4}, {2, 4}}}, 20, 10).area() == 1);
  // A bow tie: its two halves, and nothing twice.
  CHECK(rasterize({{{0, 0}, {8, 8}, {8, 0}, {0, 8}}}, 20, 10).area() > 20);
  // Two parts that overlap are united.
  CHECK(rasterize({{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {{2, 0}, {6, 0}, {6, 4}, {2, 4}}}, 20, 10).area() == 24);
  // Beyond the frame nothing is.
  CHECK(rasterize({{{-5, -5}, {30, -5}, {30, 30}, {-5, 30}}}, 20, 10).area() == 200);
  CHECK(rasterize({{{-1e9, -1e9}, {1e9, -1e9}, {1e9, 1e9}, {-1e9, 1e9}}}, 20, 10).area() == 200);
  CHECK(rasterize({{{30, 2}, {40, 2}, {40, 8}}}, 20, 10).empty());
}

TEST_CASE("outlines of a mask with holes and islands fill to the same mask") {
  Stream stream(Key{5, 1}, "blobs");
  for (int i = 0; i < 100; ++i) {
    Image<uint8_t> mask(31, 23);
    for (uint8_t& pixel : mask) pixel = stream.chance(0.6);
    const Rle rle = encode_mask(mask);
    std::vector<Outline> outlines;
    for (const Ring& ring : outlines_of(rle)) {
      RealRing real;
      for (size_t k = 0; k < ring.size(); k += 2) real.push_back({double(ring[k]), double(ring[k + 1])});
      outlines.push_back({real, signed_area(real) < 0});
    }
    CHECK(rle_of(rasterize_outlines(outlines, 31, 23), 31, 23) == rle);
  }
}

TEST_CASE("lobes count by the even-odd rule, whichever way they run; simple rings have none") {
  const RealRing bow_tie{{0, 0}, {10, 10}, {10, 0}, {0, 10}};
  const RealRing touching{{0, 0}, {5, 5}, {0, 10}, {10, 10}, {5, 5}, {10, 0}};
  const RealRing twice{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}, {10, 0}, {10, 10}, {0, 10}};
  CHECK(signed_area(bow_tie) == Approx(0).margin(1e-12));
  CHECK(region_area(bow_tie) == Approx(50).epsilon(1e-3));
  CHECK(region_area(touching) == Approx(50).epsilon(1e-3));
  CHECK(has_lobes(bow_tie));
  CHECK(has_lobes(twice));
  // A figure of eight of which both lobes run the same way tells its area, however it touches itself.
  CHECK_FALSE(has_lobes({{0, 0}, {5, 5}, {10, 0}, {10, 10}, {5, 5}, {0, 10}}));
  CHECK_FALSE(has_lobes({{0, 0}, {10, 0}, {10, 0}, {10, 10}, {0, 10}}));
  Stream stream(Key{3, 2}, "rings");
  for (int i = 0; i < 100; ++i) {
    const RealRing ring = star(stream, 10, 10, 9);
    CHECK_FALSE(has_lobes(ring));
    CHECK(region_area(ring) == Approx(std::abs(signed_area(ring))).epsilon(3e-3));
  }
}

TEST_CASE("a frame cuts a bow tie into its halves, and a lobe that cancels another stays") {
  const RealRing bow_tie{{-10, 0}, {10, 10}, {10, 0}, {-10, 10}};
  double sum = 0;
  for (const RealRing& piece : clip_ring(bow_tie, 20, 20)) sum += region_area(piece);
  CHECK(sum == Approx(50).epsilon(1e-3));
  const RealRing cancelled{{2, -2}, {18, 12}, {18, -2}, {2, 12}};
  sum = 0;
  for (const RealRing& piece : clip_ring(cancelled, 20, 20)) sum += region_area(piece);
  CHECK(sum == Approx(112 - 32 / 7.0).epsilon(2e-3));
}

TEST_CASE("patches and RLE are the same mask") {
  Stream stream(Key{4, 1}, "patches");
  for (int i = 0; i < 100; ++i) {
    const MaskPatch patch =
        rasterize({star(stream, stream.uniform(0, 40), stream.uniform(0, 30), 15)}, 40, 30);
    const Rle rle = rle_of(patch, 40, 30);
    CHECK(rle.area() == patch.area());
    const MaskPatch back = patch_of(rle);
    CHECK(back.inside == patch.inside);
    CHECK(encode_mask(decode_mask(rle)) == rle);
  }
  CHECK(rle_of({}, 5, 4).counts == std::vector<uint32_t>{20});
}

}  // namespace
}  // namespace understudy
