// SPDX-License-Identifier: Apache-2.0
// A cut of pipe, lying: drawn tube, or with a collar at one end.
#include <fmt/format.h>

#include "generators/inspection/parts/kinds.h"
#include "generators/inspection/parts/turned.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

Shape make(Stream stream) {
  const float outer = draw_mm(stream, 10, 30), wall = outer * float(stream.uniform(0.08, 0.2));
  const float half = 0.5f * draw_mm(stream, 90, 170), inner = outer - wall, chamfer = 0.25f * wall;
  // Up the inside would face inward: the profile goes down inside, up outside.
  std::vector<glm::vec2> profile{{inner + chamfer, half},  {inner, half - chamfer},
                                 {inner, -half + chamfer}, {inner + chamfer, -half},
                                 {outer - chamfer, -half}, {outer, -half + chamfer}};
  if (stream.chance(0.4)) {
    const float collar = outer + 1.2f * wall + 2 * mm, at = half - draw_mm(stream, 8, 18),
                end = at + draw_mm(stream, 3, 7);
    profile.insert(profile.end(), {{outer, at},
                                   {collar - chamfer, at},
                                   {collar, at + chamfer},
                                   {collar, end - chamfer},
                                   {collar - chamfer, end},
                                   {outer, end}});
  }
  profile.insert(profile.end(), {{outer, half - chamfer}, {outer - chamfer, half}, {inner + chamfer, half}});
  // Squares, not strips: what is cut into a strip is cut into its whole length.
  Piece piece = turned(in_steps(profile, 3 * mm), 128, outer);
  const auto around = piece.map_uv;
  const glm::mat4 lay = rotate_y(90);
  piece.map_uv = [around, back = glm::inverse(lay)](const glm::vec3& p) {
    const glm::vec2 uv = around(glm::vec3(back * glm::vec4(p, 1)));
    return glm::vec2(uv.y, uv.x);
  };
  MeshBuilder builder("pipe");
  tag(builder, 0, Region::wall);
  builder.add(piece, lay);
  return {builder.build_on_ground(), {{"model", fmt::format("{:.0f}x{:.1f} mm", 2000 * outer, 1000 * wall)}}};
}

Dressing dress(const Shape&, Stream stream) {
  const double weights[] = {3, 2, 2, 1};
  const char* const names[] = {"stainless steel", "copper", "zinc", "aluminium"};
  const std::string alloy = names[stream.weighted(weights, 4)];
  const glm::vec3 color = vary(metal_named(alloy).linear, 0.08, stream);
  const Material m = metal(alloy, color, float(stream.uniform(0.25, 0.4)));
  const Pattern pattern = alloy == "zinc" ? Pattern::rolled : Pattern::brushed;
  const float scale = alloy == "zinc" ? draw_mm(stream, 5, 9) : draw_mm(stream, 0.3, 0.6);
  return {{patterned(m, pattern, scale, color * 0.8f)}, {{"material", alloy}}};
}

}  // namespace

PartKind pipe_kind() { return {"pipe", make, dress}; }

}  // namespace understudy::inspection
