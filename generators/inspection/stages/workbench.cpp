// SPDX-License-Identifier: Apache-2.0
// A workbench with what lies about on one: the part as someone with a phone would photograph it.
#include <cmath>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "generators/inspection/stages/placing.h"
#include "generators/inspection/stages/stage.h"
#include "generators/palette.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

Material wooden(Stream& stream) {
  Material m = matte("worktop", vary(glm::vec3(0.34f, 0.21f, 0.11f), 0.3, stream), 0.6f);
  m.pattern = Pattern::wood;
  m.pattern_color = m.albedo * glm::vec3(0.6f, 0.55f, 0.5f);
  m.pattern_scale_m = 0.008f;
  m.clearcoat = 0.3f, m.clearcoat_roughness = 0.4f;
  return m;
}

Prop pencil(const glm::dmat4& to_world, Stream& stream) {
  static const std::vector<NamedColor> lacquers{
      {"yellow", {0.7f, 0.4f, 0.03f}}, {"red", {0.45f, 0.02f, 0.02f}}, {"green", {0.02f, 0.18f, 0.07f}}};
  const float r = 0.0037f;
  Piece piece = cone({0.155f, 0, r}, {0.172f, 0, r}, r, 0.0004f, 6);
  piece.append(cylinder({0, 0, r}, {0.155f, 0, r}, r, 6));
  piece.crease_deg = 20;
  return prop("pencil", piece, gloss("lacquer", pick(lacquers, stream).linear, 0.4f, 0.7f), to_world);
}

Prop sheet_of_paper(const glm::dmat4& to_world) {
  return prop("paper", box({-0.105f, -0.1485f, 0}, {0.105f, 0.1485f, 0.0002f}),
              matte("paper", glm::vec3(0.72f), 0.85f), to_world);
}

Prop steel_rule(const glm::dmat4& to_world) {
  const Material steel = metal("rule", glm::vec3(0.56f, 0.55f, 0.53f), 0.32f);
  return prop("rule",
              rounded_extrusion(rectangle_outline({-0.08f, -0.0075f}, {0.08f, 0.0075f}, 0.002f, 4), {}, 0,
                                0.0008f, 0.0002f, 2),
              steel, to_world);
}

Prop tape_roll(const glm::dmat4& to_world, Stream& stream) {
  const Piece piece = rounded_extrusion(circle_outline({}, 0.045f, 64), {circle_outline({}, 0.038f, 64)}, 0,
                                        0.019f, 0.0005f, 2);
  return prop("tape", piece, gloss("tape", vary(glm::vec3(0.12f, 0.14f, 0.2f), 0.6, stream), 0.4f, 0.3f),
              to_world);
}

}  // namespace

void workbench_stage(const Draw& draw, Composition& composition) {
  place_single(draw, composition, 0);
  Stream stream = draw.stream("inspection/bench");
  const double r = composition.subject.radius_m, turn = stream.uniform(0, glm::two_pi<double>());
  const bool wood = stream.chance(0.65);
  const Material laminate = matte("worktop", glm::vec3(float(stream.uniform(0.15, 0.5))), 0.5f);
  composition.props.push_back(table_top("worktop", 2.5, wood ? wooden(stream) : laminate));
  composition.props.back().to_world = glm::rotate(glm::dmat4(1), stream.uniform(0, 6.3), glm::dvec3(0, 0, 1));
  // Each thing in a direction of its own, beyond the part.
  for (int i = 0; i < 4; ++i) {
    if (!stream.chance(0.7)) continue;
    constexpr double reach_m[] = {0.185, 0.1, 0.085, 0.05};
    const double angle = turn + glm::half_pi<double>() * i, away = r + reach_m[i] + 0.01;
    const glm::dmat4 at = glm::rotate(
        glm::translate(glm::dmat4(1), glm::dvec3(away * std::cos(angle), away * std::sin(angle), 0)),
        stream.uniform(0, 6.3), glm::dvec3(0, 0, 1));
    composition.props.push_back(
        i == 0   ? sheet_of_paper(at)
        : i == 1 ? pencil(at * glm::translate(glm::dmat4(1), glm::dvec3(-0.086, 0, 0)), stream)
        : i == 2 ? steel_rule(at)
                 : tape_roll(at, stream));
  }
}

}  // namespace understudy::inspection
