// SPDX-License-Identifier: Apache-2.0
// Bottles, drinking glasses and vials: turned walls of thin glass, outside and inside.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/inspection/parts/turned.h"

namespace understudy::inspection {
namespace {

enum Slot { glass, closure };

/// Where a line from `a` up to `b` (radius, height) is at this height.
glm::vec2 at_height(const glm::vec2& a, const glm::vec2& b, float height) {
  return glm::mix(a, b, std::clamp((height - a.y) / std::max(b.y - a.y, 1e-9f), 0.0f, 1.0f));
}

/// Up the outside, over the lip, down the inside at the same distance, round into the floor.
std::vector<glm::vec2> walled(const std::vector<glm::vec2>& outside, const std::vector<float>& radii,
                              float wall, float floor) {
  std::vector<glm::vec2> profile = rounded_profile(outside, radii, 8);
  const std::vector<glm::vec2> skin = profile;
  profile.emplace_back(skin.back().x - wall, skin.back().y);
  size_t i = skin.size() - 1;
  for (; i-- > 1 && skin[i].y > floor;)
    if (skin[i].x > 1.5f * wall && skin[i].y < profile.back().y)
      profile.emplace_back(skin[i].x - wall, skin[i].y);
  const float inner = at_height(skin[i], skin[i + 1], floor).x - wall,
              round = std::min(0.3f * inner, 2 * wall);
  constexpr int steps = 5;
  for (int k = 0; k <= steps; ++k) {
    const float angle = glm::half_pi<float>() * float(k) / steps;
    const float height = floor + round * (1 - std::sin(angle));
    if (height < profile.back().y) profile.emplace_back(inner - round * (1 - std::cos(angle)), height);
  }
  profile.emplace_back(0, floor);
  return profile;
}

Shape make_bottle(Stream stream) {
  const float height = draw_mm(stream, 190, 270), radius = 0.5f * draw_mm(stream, 58, 74),
              neck = draw_mm(stream, 13, 15);
  const float shoulder = height * float(stream.uniform(0.52, 0.66)),
              slope = height * float(stream.uniform(0.1, 0.2));
  const float wall = draw_mm(stream, 2, 3);
  const std::vector<glm::vec2> outside{{0, 3 * mm},
                                       {0.7f * radius, 2 * mm},
                                       {0.8f * radius, 0},
                                       {radius, 0},
                                       {radius, shoulder},
                                       {1.15f * neck, shoulder + slope},
                                       {neck, height - 18 * mm},
                                       {neck + 2 * mm, height - 16 * mm},
                                       {neck + 2 * mm, height - 11 * mm},
                                       {neck, height - 9 * mm},
                                       {neck + 0.5f * mm, height}};
  MeshBuilder builder("bottle");
  tag(builder, glass, Region::wall);
  builder.add(turned(walled(outside,
                            {0, 4 * mm, 2 * mm, 6 * mm, 0.45f * radius * 1.6f, 0.8f * slope, 1 * mm, 1 * mm,
                             1 * mm, 1 * mm, 0},
                            wall, 7 * mm),
                     112, radius));
  if (stream.chance(0.5)) {
    const float lip = neck + 1.3f * mm;
    tag(builder, closure, Region::rim);
    builder.add(turned(rounded_profile({{0, height + 0.3f * mm},
                                        {0.01f * mm, height + 0.1f * mm},
                                        {lip, height + 0.1f * mm},
                                        {lip + 1 * mm, height - 5 * mm},
                                        {lip + 2 * mm, height - 5 * mm},
                                        {lip + 0.8f * mm, height + 2 * mm},
                                        {0, height + 2.5f * mm}},
                                       {0, 0, 0, 0, 0, 2 * mm, 0}, 5),
                       96, neck));
  }
  return {builder.build_on_ground(), {{"model", fmt::format("{:.0f} mm", 1000 * height)}}};
}

Shape make_glass(Stream stream) {
  MeshBuilder builder("glass");
  tag(builder, glass, Region::wall);
  if (stream.chance(0.5)) {
    const float height = draw_mm(stream, 95, 150), top = 0.5f * draw_mm(stream, 65, 82),
                foot = top * float(stream.uniform(0.72, 0.95));
    builder.add(turned(
        walled({{0, 1 * mm}, {0.8f * foot, 0.5f * mm}, {foot - 2 * mm, 0}, {foot, 2 * mm}, {top, height}},
               {0, 1 * mm, 1 * mm, 2 * mm, 0}, 1.8f * mm, 9 * mm),
        112, top));
    return {builder.build_on_ground(), {{"model", "tumbler"}}};
  }
  const float radius = 0.5f * draw_mm(stream, 16, 30), height = radius * float(stream.uniform(3.4, 4.4)),
              neck = 0.62f * radius;
  builder.add(turned(walled({{0, 0.8f * mm},
                             {0.8f * radius, 0.3f * mm},
                             {radius, 0},
                             {radius, 0.72f * height},
                             {neck, 0.82f * height},
                             {neck, 0.9f * height},
                             {neck + 1.6f * mm, 0.91f * height},
                             {neck + 1.6f * mm, height}},
                            {0, 1 * mm, 1.5f * mm, 0.3f * radius, 0.25f * radius, 0.4f * mm, 0.4f * mm, 0},
                            1.1f * mm, 2.2f * mm),
                     96, radius));
  return {builder.build_on_ground(), {{"model", "vial"}}};
}

Material pane(const std::string& name, const glm::vec3& tint) {
  Material m = gloss(name, tint, 0.05f, 0);
  m.thin_glass = true;
  return m;
}

Dressing dress(const Shape&, Stream stream) {
  // Of one skin; what one sees through a bottle has passed four.
  static const std::vector<NamedColor> tints{{"clear", {0.97f, 0.985f, 0.975f}, 3},
                                             {"green", {0.68f, 0.85f, 0.60f}, 2},
                                             {"brown", {0.80f, 0.60f, 0.33f}, 2}};
  const NamedColor& tint = pick(tints, stream);
  static const std::vector<NamedColor> caps{
      {"gold", {0.72f, 0.52f, 0.2f}}, {"red", {0.45f, 0.03f, 0.03f}}, {"white", {0.75f, 0.75f, 0.72f}}};
  const NamedColor& cap = pick(caps, stream);
  return {{pane(tint.name + " glass", tint.linear), gloss("closure", cap.linear, 0.3f, 0.8f)},
          {{"color", tint.name}}};
}

Dressing dress_clear(const Shape& shape, Stream stream) {
  const bool amber = shape.provenance.at("model") == "vial" && stream.chance(0.4);
  return {{pane("glass", amber ? glm::vec3(0.8f, 0.58f, 0.3f) : glm::vec3(0.97f, 0.985f, 0.98f))},
          {{"color", amber ? "brown" : "clear"}}};
}

}  // namespace

PartKind bottle_kind() { return {"bottle", make_bottle, dress, true}; }
PartKind glass_kind() { return {"glass", make_glass, dress_clear, true}; }

}  // namespace understudy::inspection
