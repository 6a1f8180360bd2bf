// SPDX-License-Identifier: Apache-2.0
#include "base/distribution.h"

#include <cmath>
#include <map>

#include "base/samplers.h"
#include "tests/catch.h"
#include "tests/message.h"

namespace understudy {
namespace {

Distribution parse(const std::string& text) { return Distribution::parse(parse_document(text, "r.yaml")); }
std::string refusal(const std::string& text) {
  return message_of([&] { parse(text); });
}

struct Moments {
  double mean = 0, variance = 0, lowest = INFINITY, highest = -INFINITY;
};

Moments moments_of(const std::string& text, int n = 60'000) {
  const Distribution distribution = parse(text);
  Stream stream({3, 1}, text);
  Moments m;
  double square = 0;
  for (int i = 0; i < n; ++i) {
    const double x = std::get<double>(distribution.sample(stream, {}));
    m.mean += x / n;
    square += x * x / n;
    m.lowest = std::min(m.lowest, x);
    m.highest = std::max(m.highest, x);
  }
  m.variance = square - m.mean * m.mean;
  const auto bounds = distribution.bounds();
  CHECK(m.lowest >= bounds->first);
  CHECK(m.highest <= bounds->second);
  return m;
}

void check_moments(const std::string& text, double mean, double variance) {
  INFO(text);
  const Moments m = moments_of(text);
  CHECK(std::abs(m.mean - mean) < 5 * std::sqrt(variance / 60'000) + 1e-9);
  CHECK(m.variance == Approx(variance).epsilon(0.05).margin(1e-9));
}

TEST_CASE("every distribution has its moments and keeps its bounds") {
  check_moments("3", 3, 0);
  check_moments("{uniform: [-2, 4]}", 1, 3);
  check_moments("{uniform: [5, 5]}", 5, 0);
  check_moments("{normal: [10, 2]}", 10, 4);
  check_moments("{normal: [7, 0]}", 7, 0);
  const double log_range = std::log(100.0);
  const double log_mean = 99 / log_range, log_square = (100.0 * 100 - 1) / (2 * log_range);
  check_moments("{log_uniform: [1, 100]}", log_mean, log_square - log_mean * log_mean);
  for (const double mean : {0.0, 0.5, 4.0, 9.99, 10.0, 25.0, 400.0}) {
    check_moments("{poisson: " + std::to_string(mean) + "}", mean, mean);
  }
  for (const auto& [a, b] : {std::pair{2.0, 3.0}, {0.5, 0.5}, {0.05, 0.1}, {1.0, 1.0}, {30.0, 2.0}}) {
    const double s = a + b;
    check_moments("{beta: [" + std::to_string(a) + ", " + std::to_string(b) + "]}", a / s,
                  a * b / (s * s * (s + 1)));
  }
  check_moments("{beta: [2, 2], range: [-10, 10]}", 0, 0.05 * 400);
  check_moments("{beta: [1e-310, 3e-310]}", 0.25, 0.1875);
  check_moments("{choice: [1, 2, 3]}", 2, 2.0 / 3);
  check_moments("{choice: {1: 3, 5: 1}}", 2, 3);
}

TEST_CASE("the distribution function of a poisson is exact on both sides of the change of algorithm") {
  for (const double mean : {9.5, 10.5}) {
    Stream stream({1, 1}, "poisson");
    std::map<int, int> count;
    constexpr int n = 100'000;
    for (int i = 0; i < n; ++i) ++count[int(sample_poisson(stream, mean))];
    double chi2 = 0;
    int cells = 0;
    for (int k = 0; k < 40; ++k) {
      const double expected = n * std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
      if (expected < 20) continue;
      chi2 += std::pow(count[k] - expected, 2) / expected;
      ++cells;
    }
    CHECK(chi2 < cells + 5 * std::sqrt(2.0 * cells));
  }
}

TEST_CASE("clip moves what lies outside to the nearer end") {
  const Moments m = moments_of("{normal: [0, 10], clip: [-1, 2]}");
  CHECK((m.lowest == -1 && m.highest == 2));
  CHECK(moments_of("{poisson: 50, clip: [0, 10]}").lowest == 10);
}

TEST_CASE("a whole range gives its ends as often as the rest") {
  const Distribution distribution = parse("{uniform: [0.5, 3.2]}");
  Stream stream({1, 1}, "whole");
  DrawContext context;
  context.whole = true;
  std::map<double, int> count;
  for (int i = 0; i < 30'000; ++i) ++count[std::get<double>(distribution.sample(stream, context))];
  REQUIRE(count.size() == 3);
  for (const auto& [value, n] : count) CHECK(std::abs(n - 10'000) < 500);
}

TEST_CASE("sequence repeats, grid follows its stride") {
  const Distribution sequence = parse("{sequence: [a, b, c]}"), grid = parse("{grid: [1, 2]}");
  Stream stream({1, 1}, "x");
  for (uint64_t i = 0; i < 12; ++i) {
    DrawContext context;
    context.image_index = i;
    context.grid_stride = 3;
    CHECK(std::get<std::string>(sequence.sample(stream, context)) == std::string(1, "abc"[i % 3]));
    CHECK(std::get<double>(grid.sample(stream, context)) == double(1 + i / 3 % 2));
  }
  CHECK(grid.grid_length() == 2);
  CHECK(sequence.grid_length() == 1);
}

Value follow(const std::string& text, const Value& other) {
  DrawContext context;
  context.lookup = [&](const std::string&) { return other; };
  Stream stream({1, 1}, "x");
  return parse(text).sample(stream, context);
}

TEST_CASE("points are linear between and held beyond") {
  const std::string text = "{depends: sky.fog, points: [[0, 1], [1, 0.4], [3, 0.4]]}";
  for (const auto& [x, y] :
       {std::pair{-5.0, 1.0}, {0.0, 1.0}, {0.5, 0.7}, {1.0, 0.4}, {2.0, 0.4}, {9.0, 0.4}}) {
    CHECK(std::get<double>(follow(text, x)) == Approx(y));
  }
  CHECK(parse(text).bounds() == std::pair{0.4, 1.0});
  CHECK(parse(text).depends_on().at(0).path == "sky.fog");
  CHECK(std::get<double>(follow("{depends: a, points: [[2, 7]]}", 5.0)) == 7);
}

TEST_CASE("cases choose, else catches, and both nest") {
  const std::string text =
      "{depends: sky.time, cases: {night: 1, dusk: {depends: fog, cases: {thick: 2, else: 3}}, else: 4}}";
  CHECK(std::get<double>(follow(text, "night")) == 1);
  CHECK(std::get<double>(follow(text, "dusk")) == 3);  // the other parameter is "dusk" here too
  CHECK(std::get<double>(follow(text, "noon")) == 4);
  CHECK(parse(text).depends_on().size() == 2);
  CHECK(parse(text).bounds() == std::pair{1.0, 4.0});
  CHECK(std::get<double>(follow("{depends: on, cases: {true: 5, false: 6}}", 0.0)) == 6);
  CHECK(std::get<double>(follow("{depends: lanes, cases: {1: 5, 2: 6}}", 2.0)) == 6);
}

TEST_CASE("describe reads back to itself") {
  for (const std::string text : {"3",
                                 "-0.1",
                                 "1e+30",
                                 "red",
                                 "true",
                                 "{uniform: [0.1, 3]}",
                                 "{normal: [0, 1]}",
                                 "{normal: [0, 1], clip: [-1, 2]}",
                                 "{log_uniform: [0.001, 10]}",
                                 "{poisson: 4.5}",
                                 "{poisson: 4.5, clip: [1, 9]}",
                                 "{beta: [2, 5]}",
                                 "{beta: [2, 5], range: [-1, 1]}",
                                 "{choice: [red, dark blue]}",
                                 "{choice: {red: 3, blue: 0.5}}",
                                 "{choice: {true: 1, false: 3}}",
                                 "{sequence: [1, 2, 3]}",
                                 "{grid: [a, b]}",
                                 "\"12 px\"",
                                 "\"\"",
                                 "\"null\"",
                                 "\"3\"",
                                 "\"a: b # c\"",
                                 "\"with \\\"quotes\\\" and \\\\\"",
                                 "{depends: a.b, points: [[0, 1], [1, 0.4]]}",
                                 "{depends: a.b, cases: {night: {uniform: [0, 1]}, else: 3}}"}) {
    INFO(text);
    const Distribution distribution = parse(text);
    CHECK(distribution.describe() == text);
    CHECK(parse(distribution.describe()).type() == distribution.type());
  }
}

TEST_CASE("what is wrong with a distribution is said in one sentence") {
  const std::string at = "r.yaml:1: ";
  CHECK(refusal("{unifrom: [1, 2]}") ==
        at + "expected a value or a distribution, found 'unifrom' (did you mean 'uniform'?)");
  CHECK(refusal("{uniform: [3, 1]}") ==
        at + "uniform: the range [3, 1] is empty, expected the lower number first");
  CHECK(refusal("{uniform: [3]}") == at + "uniform: expected two numbers [low, high], found 1");
  CHECK(refusal("{uniform: [a, 1]}") == at + "uniform[0]: expected a number, found 'a'");
  CHECK(refusal("{uniform: [0, .inf]}") == at + "uniform[1]: expected a number, found '.inf'");
  CHECK(refusal("{uniform: 3}") == at + "uniform: expected a list, found '3'");
  CHECK(refusal("{uniform: [0, 1], normal: [0, 1]}").find("found both 'uniform' and 'normal'") !=
        std::string::npos);
  CHECK(refusal("{uniform: [0, 1], clip: [0, 1]}") == at + "clip: unknown key (expected uniform)");
  CHECK(refusal("{normal: [0, 1], clp: [0, 1]}") == at + "clp: unknown key (did you mean 'clip'?)");
  CHECK(refusal("{normal: [0, -1]}").find("standard deviation of 0 or more") != std::string::npos);
  CHECK(refusal("{log_uniform: [0, 1]}").find("expected numbers above 0, found 0") != std::string::npos);
  CHECK(refusal("{poisson: -1}").find("expected a mean in [0") != std::string::npos);
  CHECK(refusal("{beta: [0, 1]}").find("two shapes above 0") != std::string::npos);
  CHECK(refusal("{choice: {}}").find("weights with a positive sum, found 0") != std::string::npos);
  CHECK(refusal("{choice: {a: 0, b: 0}}").find("weights with a positive sum, found 0") != std::string::npos);
  CHECK(refusal("{choice: {a: -1, b: 2}}") == at + "choice.a: expected a weight of 0 or more, found '-1'");
  CHECK(refusal("{choice: {a: 1e308, b: 1e308}}").find("positive sum, found inf") != std::string::npos);
  CHECK(refusal("{choice: []}").find("at least one value") != std::string::npos);
  CHECK(refusal("{choice: [red, 3]}") == at + "choice: expected values of one type, found red and 3");
  CHECK(refusal("{choice: [[1], 3]}") == at + "choice[0]: expected a single number or name, found a list");
  CHECK(refusal("{depends: a}").find("either 'points' or 'cases'") != std::string::npos);
  CHECK(refusal("{depends: a, points: [[1, 0], [1, 1]]}").find("ascending order, found 1 after 1") !=
        std::string::npos);
  CHECK(refusal("{depends: a, points: []}").find("at least one point") != std::string::npos);
  CHECK(refusal("{depends: a, cases: {}}").find("at least one case") != std::string::npos);
  CHECK(refusal("{depends: a, cases: {x: 1, y: red}}").find("cases of one type") != std::string::npos);
  CHECK(refusal("{depends: a, cases: {1: 1, 1.0: 2}}").find("second time") != std::string::npos);
  CHECK(refusal("{depends: a, cases: {x: {grid: [1, 2]}}}").find("grid inside a case") != std::string::npos);
  CHECK(refusal("[1, 2]").find("expected a value or a distribution, found a list") != std::string::npos);
  CHECK(refusal("{}").find("found an empty mapping") != std::string::npos);
  CHECK(refusal("~").find("found nothing") != std::string::npos);
}

}  // namespace
}  // namespace understudy
