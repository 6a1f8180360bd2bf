// SPDX-License-Identifier: Apache-2.0
// Sheet and plate: sheared or cut, edges broken, sometimes with holes.
#include <fmt/format.h>

#include "generators/inspection/parts/kinds.h"
#include "generators/palette.h"
#include "generators/shapes/extrusion.h"

namespace understudy::inspection {
namespace {

Shape make_plate(Stream stream) {
  const glm::vec2 half = 0.5f * mm * glm::vec2(stream.uniform(100, 180), stream.uniform(80, 140));
  const float thickness = mm * float(stream.uniform(1.5, 6));
  const float radius = mm * float(stream.uniform(0.5, 8));
  std::vector<Outline> holes;
  if (stream.chance(0.35)) {
    const float hole = mm * float(stream.uniform(2.5, 5)), inset = hole + mm * float(stream.uniform(6, 12));
    for (const float x : {-1.0f, 1.0f})
      for (const float y : {-1.0f, 1.0f})
        holes.push_back(circle_outline({x * (half.x - inset), y * (half.y - inset)}, hole, 48));
  }
  MeshBuilder builder("plate");
  tag(builder, 0, Region::face);
  builder.add(rounded_extrusion(rectangle_outline(-half, half, radius, 10), holes, 0, thickness, 0.25f * mm));
  return {
      builder.build_on_ground(),
      {{"model", fmt::format("{:.0f}x{:.0f}x{:.1f} mm", 2000 * half.x, 2000 * half.y, 1000 * thickness)}}};
}

const std::vector<NamedColor>& metals() {
  static const std::vector<NamedColor> list{{"steel", {0.56f, 0.55f, 0.53f}, 3},
                                            {"aluminium", {0.80f, 0.81f, 0.82f}, 2}};
  return list;
}

Dressing dress_rolled(const Shape&, Stream stream) {
  const NamedColor& alloy = pick(metals(), stream);
  Material m = metal(alloy.name, vary(alloy.linear, 0.1, stream), float(stream.uniform(0.34, 0.46)));
  m.pattern = Pattern::noise;
  m.pattern_color = m.albedo * 0.86f;
  m.pattern_scale_m = 9 * mm;
  return {{m}, {{"material", alloy.name}}};
}

}  // namespace

PartKind rolled_plate_kind() { return {"rolled_plate", make_plate, dress_rolled}; }

}  // namespace understudy::inspection
