// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <cmath>
#include <set>
#include <vector>

#include "tests/catch.h"

namespace understudy {
namespace {

// The known answers of the paper's own library (Random123, tests/kat_vectors).
TEST_CASE("philox gives the known answers") {
  const uint32_t f = 0xffffffffu;
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) == PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32_10({f, f, f, f}, {f, f}) == PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream depends on seed, index and name, and on nothing else") {
  Stream a({1, 2}, "x"), same({1, 2}, "x");
  std::set<uint32_t> firsts;
  for (int i = 0; i < 100; ++i) CHECK(a.bits() == same.bits());
  for (Stream stream : {Stream({1, 2}, "x"), Stream({2, 1}, "x"), Stream({1, 3}, "x"), Stream({1, 2}, "y"),
                        Stream({1, 2}, ""), Stream({1, 2}, "x").child("x"), Stream({1, 2}, "x").child("y"),
                        Stream({1, 2}, "x").child(0), Stream({1, 2}, "x").child(1)}) {
    firsts.insert(stream.bits());
  }
  CHECK(firsts.size() == 9);
}

TEST_CASE("a child does not depend on what its parent has drawn") {
  Stream fresh({5, 6}, "p"), used({5, 6}, "p");
  for (int i = 0; i < 7; ++i) used.bits();
  CHECK(fresh.child("c").bits() == used.child("c").bits());
  CHECK(fresh.child(3).bits() == used.child(3).bits());
}

TEST_CASE("uniform is uniform in [0, 1)") {
  Stream stream({1, 1}, "uniform");
  constexpr int n = 100'000, cells = 64;
  std::vector<int> count(cells, 0);
  for (int i = 0; i < n; ++i) {
    const double u = stream.uniform();
    REQUIRE(u >= 0);
    REQUIRE(u < 1);
    ++count[size_t(u * cells)];
  }
  double chi2 = 0;
  for (const int c : count) chi2 += std::pow(c - double(n) / cells, 2) / (double(n) / cells);
  CHECK(chi2 < 63 + 5 * std::sqrt(2.0 * 63));
}

TEST_CASE("uniform_int reaches both ends and all between equally often") {
  Stream stream({1, 1}, "int");
  std::vector<int> count(7, 0);
  for (int i = 0; i < 70'000; ++i) ++count[size_t(stream.uniform_int(-3, 3) + 3)];
  for (const int c : count) CHECK(std::abs(c - 10'000) < 500);
  CHECK(stream.uniform_int(9, 9) == 9);
  const int64_t low = std::numeric_limits<int64_t>::min(), high = std::numeric_limits<int64_t>::max();
  bool negative = false, positive = false;
  for (int i = 0; i < 64; ++i) (stream.uniform_int(low, high) < 0 ? negative : positive) = true;
  CHECK((negative && positive));
}

TEST_CASE("normal has its moments") {
  Stream stream({1, 1}, "normal");
  double sum = 0, square = 0, fourth = 0;
  constexpr int n = 200'000;
  for (int i = 0; i < n; ++i) {
    const double z = (stream.normal(3, 2) - 3) / 2;
    sum += z;
    square += z * z;
    fourth += z * z * z * z;
  }
  CHECK(std::abs(sum / n) < 0.01);
  CHECK(square / n == Approx(1).epsilon(0.015));
  CHECK(fourth / n == Approx(3).epsilon(0.03));
}

TEST_CASE("weighted follows its weights and never picks a zero") {
  Stream stream({1, 1}, "weighted");
  const double weights[] = {0, 3, 0, 1, 0};
  std::vector<int> count(5, 0);
  for (int i = 0; i < 40'000; ++i) ++count[stream.weighted(weights, 5)];
  CHECK((count[0] == 0 && count[2] == 0 && count[4] == 0));
  CHECK(count[1] == Approx(30'000).epsilon(0.02));
}

TEST_CASE("hashes are what they were in the first release") {
  CHECK(hash_string("") == hash_bytes(nullptr, 0));
  CHECK(hash_string("a") != hash_string("b"));
  Stream stream({42, 7}, "golden");
  CHECK(stream.bits() == 0x8c021088u);
}

}  // namespace
}  // namespace understudy
