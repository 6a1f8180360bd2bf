// SPDX-License-Identifier: Apache-2.0
#include "base/parameters.h"

#include <filesystem>
#include <set>

#include "tests/base/sample_table.h"
#include "tests/catch.h"
#include "tests/message.h"

namespace understudy {
namespace {

ParameterSet read(const std::string& text, const ParameterTable& table = sample_table()) {
  const Node root = parse_document(text, "r.yaml");
  ParameterSet set = ParameterSet::read(table, root);
  std::vector<std::string> paths;
  for (const Parameter& parameter : table) paths.push_back(parameter.path);
  root.require_all_read(paths);
  return set;
}

std::string refusal(const std::string& text) {
  return message_of([&] { read(text); });
}

TEST_CASE("absent parameters take their defaults, present ones what the recipe says") {
  const ParameterSet set = read("street:\n  cars:\n    count: 7\n");
  const Draw draw(set, {1, 0});
  CHECK(draw.integer("street.cars.count") == 7);
  CHECK(draw.name("sky.time") == "day");
  CHECK(draw.boolean("street.lamps") == false);
  CHECK(draw.name("sky.hdri").empty());
  CHECK(draw.number("sky.fog") == 0);
}

TEST_CASE("a draw depends on seed, index, path and object alone") {
  const ParameterSet set = read("sky: {fog: {uniform: [0, 1]}}\nstreet: {cars: {hue: {uniform: [0, 1]}}}\n");
  const ParameterSet changed = read(
      "sky: {fog: {uniform: [0, 1]}, time: night}\nstreet: {cars: {hue: {uniform: [0, 1]}, count: {poisson: "
      "3}}}\n");
  for (uint64_t i = 0; i < 20; ++i) {
    const Draw a(set, {1, i}), b(changed, {1, i});
    CHECK(a.number("sky.fog") == b.number("sky.fog"));
    for (uint64_t car = 0; car < 5; ++car)
      CHECK(a.number("street.cars.hue", car) == b.number("street.cars.hue", car));
  }
  const Draw draw(set, {1, 0});
  CHECK(draw.number("street.cars.hue", 0) != draw.number("street.cars.hue", 1));
  CHECK(draw.number("sky.fog", 0) == draw.number("sky.fog", 1));  // once per image
  CHECK(draw.number("sky.fog") != Draw(set, {2, 0}).number("sky.fog"));
  CHECK(draw.number("sky.fog") != Draw(set, {1, 1}).number("sky.fog"));
}

TEST_CASE("one parameter follows another, through a third") {
  const ParameterSet set = read(
      "sky:\n  time: {choice: [day, night]}\n"
      "  fog: {depends: sky.time, cases: {night: 0.5, day: 0}}\n"
      "street:\n  lamps: {depends: sky.time, cases: {night: true, else: false}}\n"
      "sensor:\n  contrast: {depends: sky.fog, points: [[0, 1], [1, 0.4]]}\n");
  std::set<std::string> seen;
  for (uint64_t i = 0; i < 40; ++i) {
    const Draw draw(set, {1, i});
    const bool night = draw.name("sky.time") == "night";
    seen.insert(draw.name("sky.time"));
    CHECK(draw.boolean("street.lamps") == night);
    CHECK(draw.number("sensor.contrast") == Approx(night ? 0.7 : 1));
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("an object's parameter follows the same object") {
  const ParameterSet set = read(
      "street: {cars: {kind: {choice: [van, sedan]}, hue: {depends: street.cars.kind, cases: {van: 1, sedan: "
      "0}}}}");
  const Draw draw(set, {1, 0});
  std::set<double> seen;
  for (uint64_t car = 0; car < 20; ++car) {
    CHECK(draw.number("street.cars.hue", car) == (draw.name("street.cars.kind", car) == "van" ? 1 : 0));
    seen.insert(draw.number("street.cars.hue", car));
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("grids make their cross product, each combination once") {
  const ParameterSet set = read(
      "sky: {time: {grid: [day, night]}, fog: {grid: [0, 0.5, 1]}}\nstreet: {cars: {count: {grid: [1, 2]}}}");
  std::set<std::tuple<std::string, double, int>> seen;
  for (uint64_t i = 0; i < 12; ++i) {
    const Draw draw(set, {1, i});
    seen.emplace(draw.name("sky.time"), draw.number("sky.fog"), draw.integer("street.cars.count"));
  }
  CHECK(seen.size() == 12);
}

TEST_CASE("integers are whole, and unbounded tails are cut at the parameter's range") {
  const ParameterSet set =
      read("street: {cars: {count: {poisson: 19}}}\nsensor: {contrast: {normal: [1, 50]}}");
  int at_high = 0;
  for (uint64_t i = 0; i < 300; ++i) {
    const Draw draw(set, {1, i});
    const int count = draw.integer("street.cars.count");
    CHECK((count >= 0 && count <= 20));
    at_high += count == 20;
    CHECK((draw.number("sensor.contrast") >= 0 && draw.number("sensor.contrast") <= 2));
  }
  CHECK(at_high > 50);
}

TEST_CASE("whole numbers stay between the ends that a recipe gives, and a case for each of them is enough") {
  for (const std::string count :
       {"{poisson: 12, clip: [0, 2.5]}", "{beta: [50, 1], range: [0, 2.6]}", "{log_uniform: [0.6, 2.9]}",
        "{normal: [5, 1], clip: [0.5, 2.7]}", "{depends: sky.fog, points: [[0, 0.7], [1, 2.5]]}"}) {
    const ParameterSet set = read(
        "sky: {fog: {uniform: [0, 1]}}\nsensor: {contrast: {depends: "
        "street.cars.count, cases: {0: 0, 1: 1, 2: 2}}}\nstreet: {cars: {count: " +
        count + "}}\n");
    INFO(count);
    int most = 0;
    for (uint64_t i = 0; i < 100; ++i) {
      const Draw draw(set, {1, i});
      most = std::max(most, draw.integer("street.cars.count"));
      CHECK(draw.number("sensor.contrast") == draw.integer("street.cars.count"));
    }
    CHECK(most == 2);
  }
  for (const std::string none :
       {"{poisson: 20, clip: [0.5, 0.7]}", "{beta: [50, 1], range: [2.1, 2.6]}", "{log_uniform: [2.6, 2.9]}",
        "{normal: [5, 1], clip: [0.5, 0.7]}", "{depends: sky.fog, points: [[0, 2.2], [1, 2.5]]}",
        "{depends: sky.time, cases: {night: {log_uniform: [2.6, 2.9]}, else: 1}}"}) {
    INFO(none);
    CHECK(
        refusal("street: {cars: {count: " + none + "}}").find("expected a whole number in [0, 20], found ") !=
        std::string::npos);
  }
}

TEST_CASE("a recipe fully resolved reads back to the same draws") {
  const ParameterSet set = read(
      "sky:\n  time: {choice: {day: 3, night: 1}}\n  hdri: '/a \"b\": c.exr'\n"
      "  fog: {depends: sky.time, cases: {night: {beta: [2, 3], range: [0, 0.5]}, else: {uniform: [0, 1]}}}\n"
      "street: {cars: {count: {normal: [5, 2], clip: [0, 9]}}}\n");
  const std::string yaml = set.to_yaml();
  const ParameterSet again = read(yaml);
  CHECK(again.to_yaml() == yaml);
  for (uint64_t i = 0; i < 30; ++i) {
    const Draw a(set, {9, i}), b(again, {9, i});
    CHECK(a.name("sky.time") == b.name("sky.time"));
    CHECK(a.name("sky.hdri") == "/a \"b\": c.exr");
    CHECK(b.name("sky.hdri") == "/a \"b\": c.exr");
    CHECK(a.number("sky.fog") == b.number("sky.fog"));
    CHECK(a.integer("street.cars.count") == b.integer("street.cars.count"));
  }
}

TEST_CASE("every refusal names file, line, key and what was expected") {
  CHECK(refusal("sky:\n  fgo: 1\n") == "r.yaml:2: sky.fgo: unknown key (did you mean 'fog'?)");
  CHECK(refusal("skies: {}\n").find("r.yaml:1: skies: unknown key") == 0);
  CHECK(refusal("sky: {fog: 3}") == "r.yaml:1: sky.fog: expected a number in [0, 1], found 3");
  CHECK(refusal("sky: {fog: {uniform: [-1, 0.5]}}")
            .find("sky.fog: expected a number in [0, 1], found {uniform") != std::string::npos);
  CHECK(
      refusal("sky: {fog: {uniform: [3, 1]}}").find("r.yaml:1: sky.fog.uniform: the range [3, 1] is empty") ==
      0);
  CHECK(refusal("sky: {fog: {normal: [5, 1]}}").find("expected a number in [0, 1]") != std::string::npos);
  CHECK(refusal("sky: {fog: red}") == "r.yaml:1: sky.fog: expected a number, found 'red'");
  CHECK(refusal("sky: {fog: 10 m}").find("r.yaml:1: sky.fog: expected a number, found '10 m' (the unit") ==
        0);
  CHECK(refusal("sky: {fog: .nan}") == "r.yaml:1: sky.fog: expected a number, found '.nan'");
  CHECK(refusal("sky: {fog: true}") == "r.yaml:1: sky.fog: expected a number, found 'true'");
  CHECK(refusal("sky: {fog: }") == "r.yaml:1: sky.fog: expected a value or a distribution, found nothing");
  CHECK(refusal("sky: {fog: [0, 1]}").find("found a list (write {choice") != std::string::npos);
  CHECK(refusal("street: {cars: 4}") == "r.yaml:1: street.cars: expected a mapping, found '4'");
  CHECK(refusal("street: {cars: {count: 2.5}}") ==
        "r.yaml:1: street.cars.count: expected a whole number in [0, 20], found 2.5");
  CHECK(refusal("street: {cars: {count: {uniform: [1.2, 1.8]}}}").find("whole number") != std::string::npos);
  CHECK(refusal("street: {cars: {count: 99999999999999999999}}").find("expected a whole number in [0, 20]") !=
        std::string::npos);
  CHECK(refusal("street: {cars: {count: {poisson: 1000}}}").find("expected a whole number in [0, 20]") !=
        std::string::npos);
  CHECK(refusal("street: {lamps: 1}") == "r.yaml:1: street.lamps: expected true or false, found 1");
  CHECK(refusal("sky: {time: nigth}") ==
        "r.yaml:1: sky.time: expected day or night, found 'nigth' (did you mean 'night'?)");
  CHECK(refusal("sky: {time: {choice: {day: 1, dusk: 2}}}").find("expected day or night, found 'dusk'") !=
        std::string::npos);
  CHECK(refusal("sky: {hdri: 3}").find("expected the path of a file, found 3 (put it in quotes)") !=
        std::string::npos);
  CHECK(refusal("image: {width_px: {uniform: [1, 5]}}") ==
        "r.yaml:1: image.width_px: expected a plain value, found a distribution (this is one setting for the "
        "whole "
        "dataset)");
}

TEST_CASE("a whole number that no double holds is refused, not rounded") {
  const ParameterTable table{{"seed", Parameter::Kind::integer, "1", "seed", 0, 9007199254740992.0}};
  const auto said = [&](const std::string& text) { return message_of([&] { read(text, table); }); };
  CHECK(said("seed: 9007199254740992") == "no error");
  CHECK(said("seed: 9007199254740993").starts_with("r.yaml:1: seed: expected a whole number in [0, 9"));
  CHECK(said("seed: 1e3") == "no error");
}

TEST_CASE("impossible dependencies are refused") {
  CHECK(
      refusal("sky: {fog: {depends: sky.tmie, cases: {night: 1, else: 0}}}") ==
      "r.yaml:1: sky.fog.depends: there is no parameter 'sky.tmie' to depend on (did you mean 'sky.time'?)");
  CHECK(refusal("sky: {fog: {depends: sky.fog, points: [[0, 1]]}}") ==
        "r.yaml:1: sky.fog.depends: 'sky.fog' depends on itself");
  CHECK(refusal("sky: {fog: {depends: sensor.contrast, points: [[0, 1]]}}\n"
                "sensor: {contrast: {depends: sky.fog, points: [[0, 1]]}}")
            .find("depends on itself through") != std::string::npos);
  CHECK(refusal("sky: {fog: {depends: sky.time, points: [[0, 1]]}}").find("points need a number") !=
        std::string::npos);
  CHECK(refusal("sensor: {contrast: {depends: sky.fog, cases: {1: 1}}}").find("(use points)") !=
        std::string::npos);
  CHECK(refusal("sky: {time: {choice: [day, night]}, fog: {depends: sky.time, cases: {night: 1}}}") ==
        "r.yaml:1: sky.fog.depends: 'sky.time' can be day, which has no case (add it, or an else)");
  CHECK(refusal("sky: {fog: {depends: sky.time, cases: {nigth: 1, else: 0}}}")
            .find("the case nigth never happens") != std::string::npos);
  CHECK(refusal("sky: {fog: {depends: street.cars.hue, points: [[0, 1]]}}")
            .find("differs from object to object") != std::string::npos);
  CHECK(refusal("sky: {fog: {depends: street.lamps, cases: {true: 1}}}")
            .find("can be false, which has no case") != std::string::npos);
}

TEST_CASE("a relative path counts from the folder of the recipe, or of the program where an option sets it") {
  const auto hdri_of = [](Node root, uint64_t index) {
    const ParameterSet set = ParameterSet::read(sample_table(), root);
    const std::string name = Draw(set, {1, index}).name("sky.hdri");
    const ParameterSet again =
        ParameterSet::read(sample_table(), parse_document(set.to_yaml(), "/else/r.yaml"));
    CHECK(Draw(again, {1, index}).name("sky.hdri") == name);
    return name;
  };
  const std::string recipe = "sky: {hdri: {sequence: [a.exr, ../b.exr, /c.exr]}}\n";
  CHECK(hdri_of(parse_document(recipe, "/some/where/r.yaml"), 0) == "/some/where/a.exr");
  CHECK(hdri_of(parse_document(recipe, "/some/where/r.yaml"), 1) == "/some/b.exr");
  CHECK(hdri_of(parse_document(recipe, "/some/where/r.yaml"), 2) == "/c.exr");
  Node root = parse_document(recipe, "/some/where/r.yaml");
  root.set("sky.hdri={choice: [d.exr]}", "--set");
  CHECK(hdri_of(root, 0) == (std::filesystem::current_path() / "d.exr").string());
}

}  // namespace
}  // namespace understudy
