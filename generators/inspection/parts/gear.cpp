// SPDX-License-Identifier: Apache-2.0
// A spur gear: involute teeth at a pressure angle of 20 degrees (ISO 53: addendum 1, dedendum 1.25 modules),
// a bore with a keyway, a hub, lightening holes.
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/extrusion.h"

namespace understudy::inspection {
namespace {

constexpr float pi = glm::pi<float>();

glm::vec2 polar(float radius, float angle) { return radius * glm::vec2(std::cos(angle), std::sin(angle)); }

Outline toothed_outline(int teeth, float module_m) {
  const float pressure = glm::radians(20.0f), pitch = 0.5f * module_m * float(teeth);
  const float base = pitch * std::cos(pressure), tip = pitch + module_m, root = pitch - 1.25f * module_m;
  const auto involute = [](float angle) { return std::tan(angle) - angle; };
  const auto half_angle = [&](float radius) {
    const float at = std::acos(std::min(base / radius, 1.0f));
    return pi / 2 / float(teeth) + involute(pressure) - involute(at);
  };
  constexpr int flank = 7;
  Outline outline;
  for (int tooth = 0; tooth < teeth; ++tooth) {
    const float middle = 2 * pi * float(tooth) / float(teeth);
    const float first = std::max(base, root), foot = half_angle(first) + 0.15f * pi / float(teeth);
    outline.push_back(polar(root, middle - foot));
    for (int i = 0; i <= flank; ++i) {
      const float radius = first * 1.001f + (tip - first * 1.001f) * float(i) / flank;
      outline.push_back(polar(radius, middle - half_angle(radius)));
    }
    for (int i = 1; i < 3; ++i)
      outline.push_back(polar(tip, middle + half_angle(tip) * (2 * float(i) / 3 - 1)));
    for (int i = flank; i >= 0; --i) {
      const float radius = first * 1.001f + (tip - first * 1.001f) * float(i) / flank;
      outline.push_back(polar(radius, middle + half_angle(radius)));
    }
    outline.push_back(polar(root, middle + foot));
    const float gap = 2 * (pi / float(teeth) - foot);
    outline.push_back(polar(root, middle + foot + 0.5f * gap));
  }
  return outline;
}

Outline bore_outline(float radius) {
  const float key = 0.3f * radius, depth = radius + 0.3f * radius, start = std::asin(key / radius);
  Outline outline;
  for (int i = 0; i <= 60; ++i)
    outline.push_back(polar(radius, start + (2 * pi - 2 * start) * float(i) / 60));
  outline.emplace_back(depth, -key);
  outline.emplace_back(depth, key);
  return outline;
}

Shape make(Stream stream) {
  const int teeth = int(stream.uniform_int(18, 36));
  const float module_m = mm * float(stream.uniform_int(2, 4)) * 0.5f + 0.5f * mm;
  const float pitch = 0.5f * module_m * float(teeth), width = module_m * float(stream.uniform(5, 9));
  const float bore = pitch * float(stream.uniform(0.2, 0.28)), hub = 1.75f * bore;
  const float web = pitch - 1.25f * module_m;
  std::vector<Outline> holes{bore_outline(bore)};
  const float lightening = 0.5f * (web - hub) * 0.6f;
  if (stream.chance(0.6) && lightening > 1.5f * mm)
    for (int i = 0; i < 6; ++i)
      holes.push_back(circle_outline(polar(0.5f * (web + hub), pi / 3 * float(i) + 0.2f), lightening, 40));
  MeshBuilder builder("gear");
  tag(builder, 0, Region::face);
  builder.add(
      rounded_extrusion(toothed_outline(teeth, module_m), holes, 0, width, 0.04f * module_m + 0.1f * mm));
  tag(builder, 0, Region::rim);
  if (stream.chance(0.7))
    builder.add(rounded_extrusion(circle_outline({}, hub, 96), {bore_outline(bore)}, width - 0.3f * mm,
                                  1.35f * width, 0.4f * mm));
  return {builder.build_on_ground(),
          {{"model", fmt::format("module {:.1f}, {} teeth", 1000 * module_m, teeth)}}};
}

Dressing dress(const Shape&, Stream stream) {
  const double weights[] = {5, 2, 2};
  const char* const names[] = {"steel", "brass", "black oxide"};
  const std::string alloy = names[stream.weighted(weights, 3)];
  const glm::vec3 color = vary(metal_named(alloy).linear, 0.08, stream);
  const Material m = metal(alloy, color, float(stream.uniform(0.28, 0.42)));
  return {{patterned(m, Pattern::brushed, draw_mm(stream, 0.3, 0.5), color * 0.86f)}, {{"material", alloy}}};
}

}  // namespace

PartKind gear_kind() { return {"gear", make, dress}; }

}  // namespace understudy::inspection
