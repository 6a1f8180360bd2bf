// SPDX-License-Identifier: Apache-2.0
// Sheet and plate: sheared or cut, edges broken, sometimes with holes. Strip: a piece of the band that a mill
// rolls along x.
#include <fmt/format.h>

#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/extrusion.h"

namespace understudy::inspection {
namespace {

Shape flat_shape(const char* name, const glm::vec2& half, float thickness, const Piece& body) {
  MeshBuilder builder(name);
  tag(builder, 0, Region::face);
  builder.add(body);
  return {
      builder.build_on_ground(),
      {{"model", fmt::format("{:.0f}x{:.0f}x{:.1f} mm", 2000 * half.x, 2000 * half.y, 1000 * thickness)}}};
}

Shape make_plate(Stream stream) {
  const glm::vec2 half = 0.5f * glm::vec2(draw_mm(stream, 100, 180), draw_mm(stream, 80, 140));
  const float thickness = draw_mm(stream, 1.5, 6), radius = draw_mm(stream, 0.5, 8);
  std::vector<Outline> holes;
  if (stream.chance(0.35)) {
    const float hole = draw_mm(stream, 2.5, 5), inset = hole + draw_mm(stream, 6, 12);
    for (const float x : {-1.0f, 1.0f})
      for (const float y : {-1.0f, 1.0f})
        holes.push_back(circle_outline({x * (half.x - inset), y * (half.y - inset)}, hole, 48));
  }
  return flat_shape(
      "plate", half, thickness,
      rounded_extrusion(rectangle_outline(-half, half, radius, 10), holes, 0, thickness, 0.25f * mm));
}

Dressing dress_rolled(const Shape&, Stream stream) {
  const std::string alloy = stream.chance(0.6) ? "steel" : "aluminium";
  const glm::vec3 color = vary(metal_named(alloy).linear, 0.1, stream);
  const Material m = metal(alloy, color, float(stream.uniform(0.34, 0.46)));
  return {{patterned(m, Pattern::rolled, draw_mm(stream, 5, 12), color * 0.82f)}, {{"material", alloy}}};
}

Dressing dress_brushed(const Shape&, Stream stream) {
  const std::string alloy = stream.chance(0.6) ? "stainless steel" : "aluminium";
  const glm::vec3 color = vary(metal_named(alloy).linear, 0.08, stream);
  const Material m = metal(alloy, color, float(stream.uniform(0.26, 0.36)));
  return {{patterned(m, Pattern::brushed, draw_mm(stream, 0.35, 0.7), color * 0.72f)}, {{"material", alloy}}};
}

Shape make_strip(Stream stream) {
  const glm::vec2 half = 0.5f * glm::vec2(draw_mm(stream, 360, 440), draw_mm(stream, 280, 340));
  const float thickness = draw_mm(stream, 1.2, 5);
  return flat_shape(
      "strip", half, thickness,
      rounded_extrusion(rectangle_outline(-half, half, 0.5f * mm, 4), {}, 0, thickness, 0.2f * mm));
}

/// Hot-rolled: under mill scale, an oxide as grey as slate that no light is mirrored in; or pickled, when the
/// dull steel below it shows.
Dressing dress_strip(const Shape&, Stream stream) {
  const bool scaled = stream.chance(0.65);
  const std::string finish = scaled ? "mill scale" : "pickled steel";
  const float grey = float(scaled ? stream.uniform(0.05, 0.18) : stream.uniform(0.25, 0.42));
  const glm::vec3 color = vary(glm::vec3(grey), 0.06, stream);
  const Material m = scaled ? matte(finish, color, float(stream.uniform(0.5, 0.75)))
                            : metal(finish, color, float(stream.uniform(0.42, 0.55)));
  struct Texture {
    Pattern pattern;
    double least_mm, most_mm;  // its scale
  };
  // Streaked by the rolls, grained by the acid, blotched where scale is thicker here than there.
  const Texture textures[] = {{Pattern::rolled, 4, 14}, {Pattern::grain, 0.8, 2.5}, {Pattern::noise, 5, 30}};
  const double shares[] = {5, 3, 2};
  const Texture& texture = textures[stream.weighted(shares, 3)];
  const float darker = float(stream.uniform(0.3, 0.8));
  return {{patterned(m, texture.pattern, draw_mm(stream, texture.least_mm, texture.most_mm), color * darker)},
          {{"material", finish}}};
}

}  // namespace

PartKind rolled_plate_kind() { return {"rolled_plate", make_plate, dress_rolled}; }
PartKind brushed_plate_kind() { return {"brushed_plate", make_plate, dress_brushed}; }
PartKind steel_strip_kind() { return {"steel_strip", make_strip, dress_strip}; }

}  // namespace understudy::inspection
