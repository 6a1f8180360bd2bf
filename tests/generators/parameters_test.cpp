// SPDX-License-Identifier: Apache-2.0
// Every parameter of the street does something.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "generators/compose.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

const std::string environment_map = UNDERSTUDY_SOURCE_DIR "/tests/fuzz/corpus/hdr/gray.exr";

/// What else a recipe must say before the parameter can matter.
const std::map<std::string, std::string>& contexts() {
  static const std::map<std::string, std::string> known{
      {"camera.k1", "camera.lens: brown_conrady"},
      {"camera.k2", "camera.lens: brown_conrady"},
      {"camera.k3", "camera.lens: brown_conrady"},
      {"camera.k4", "camera.lens: fisheye"},
      {"camera.p1", "camera.lens: brown_conrady"},
      {"camera.p2", "camera.lens: brown_conrady"},
      {"camera.distance_m", "camera.mode: closeup"},
      {"sky.sun_azimuth_deg", "sky.time: day"},
      {"sky.sun_brightness", "sky.time: day"},
      {"sky.turbidity", "sky.time: day"},
      {"sky.cloudiness", "sky.time: day"},
      {"sky.hdri_rotation_deg", "sky.hdri: " + environment_map},
      {"sky.hdri_klx", "sky.hdri: " + environment_map},
      {"sky.night_glow_klx", "sky.time: night"},
      {"street.intersection.control", "street.intersection.kind: cross"},
      {"street.intersection.corner_radius_m", "street.intersection.kind: cross"},
      {"street.intersection.distance_m", "street.intersection.kind: cross"},
      {"street.intersection.phase", "street.intersection.kind: cross; street.intersection.control: signals"},
      {"street.signals.mounting", "street.intersection.kind: cross; street.intersection.control: signals"},
      {"street.crossing", "street.intersection.kind: none"},
      {"street.trees.spacing_m", "street.trees.density: 1"},
      {"street.pedestrians.crossing_share", "street.intersection.kind: cross"},
      {"street.random.radius_m", "street.placement: random"},
      {"street.random.traffic_lights", "street.placement: random"},
      {"street.random.stop_signs", "street.placement: random"},
      {"street.random.distractors", "street.placement: random"},
  };
  return known;
}

std::string context_of(const std::string& path) {
  const size_t last_dot = path.rfind('.');
  if (path.compare(0, 20, "street.road_defects.") == 0 && path.substr(last_dot) != ".count")
    return path.substr(0, last_dot) + ".count: 2; street.placement: structured";
  if (path.starts_with("street.damage."))
    return (path.ends_with(".rate") ? "" : path.substr(0, last_dot) + ".rate: 1; ") +
           "street.intersection.kind: cross; street.intersection.control: " +
           (path.starts_with("street.damage.signals.") ? "signals" : "all_way_stop");
  const auto context = contexts().find(path);
  return context == contexts().end() ? "" : context->second;
}

/// Two values that should make a difference.
std::pair<std::string, std::string> two_values(const Parameter& p) {
  if (p.kind == Parameter::Kind::boolean) return {"false", "true"};
  if (p.kind == Parameter::Kind::name) return {p.names.front(), p.names.back()};
  if (p.kind == Parameter::Kind::path) return {"''", environment_map};
  if (p.kind == Parameter::Kind::integer)
    return {fmt::format("{}", p.low), fmt::format("{}", std::min(p.high, p.low + 3))};
  const double span = std::min(p.high - p.low, 2.0);
  if (p.path == "street.trees.spacing_m" || p.path == "street.lamps.spacing_m") return {"9", "14"};
  if (p.path == "sky.sun_elevation_deg") return {"20", "40"};
  if (p.path == "camera.fov_deg") return {"50", "60"};
  if (p.path.ends_with(".length_mm")) return {"1200", "1500"};  // longer than any is wide
  if (p.path.substr(0, 8) == "camera.k") return {"0", "0.01"};
  return {fmt::format("{}", p.low + 0.2 * span), fmt::format("{}", p.low + 0.6 * span)};
}

/// A recipe of dotted settings "a.b: x; c.d: y".
Recipe dotted_recipe(const std::string& context, const std::string& path, const std::string& value) {
  std::map<std::string, std::string> values{{path, value}};
  for (size_t begin = 0; begin < context.size();) {
    const size_t end = std::min(context.find("; ", begin), context.size());
    const std::string entry = context.substr(begin, end - begin);
    values[entry.substr(0, entry.find(": "))] = entry.substr(entry.find(": ") + 2);
    begin = end + 2;
  }
  // Keys of one mapping have to be together: print the tree of sorted paths, one level of indentation per
  // dot.
  std::string yaml, open;
  for (const auto& [key, text] : values) {
    std::string prefix;
    size_t depth = 0;
    for (size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1), ++depth) {
      prefix = key.substr(0, dot);
      if (open.compare(0, prefix.size() + 1, prefix + ".") != 0) {
        const size_t begin = prefix.rfind('.') == std::string::npos ? 0 : prefix.rfind('.') + 1;
        yaml += std::string(2 * depth, ' ') + prefix.substr(begin) + ":\n";
      }
    }
    yaml += std::string(2 * depth, ' ') + key.substr(key.rfind('.') + 1) + ": " + text + "\n";
    open = key;
  }
  return street_recipe(yaml);
}

}  // namespace

TEST_CASE("every parameter of the street changes some scene") {
  for (const Parameter& parameter : make_generator("street")->parameters()) {
    if (parameter.path.starts_with("sensor."))
      continue;  // the generator's default of a row that is not its own
    CAPTURE(parameter.path);
    const std::string more = context_of(parameter.path);
    const auto [first, second] = two_values(parameter);
    const Recipe a = dotted_recipe(more, parameter.path, first);
    const Recipe b = dotted_recipe(more, parameter.path, second);
    bool differs = false;
    for (uint64_t index = 0; index < 6 && !differs; ++index)
      differs = fingerprint(compose_image(a, 1, index)) != fingerprint(compose_image(b, 1, index));
    CHECK(differs);
  }
}

TEST_CASE("every parameter has a help line and a unit where it is a measure") {
  for (const Parameter& parameter : make_generator("street")->parameters()) {
    CAPTURE(parameter.path);
    CHECK(parameter.help.size() > 10);
    CHECK(parameter.help.back() == '.');
  }
}
