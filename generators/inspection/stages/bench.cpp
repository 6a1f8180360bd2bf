// SPDX-License-Identifier: Apache-2.0
// One part on a plain surface: a dark bench, a turntable, a line scanner's belt, a studio's sweep.
#include <cmath>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "generators/inspection/stages/placing.h"
#include "generators/inspection/stages/stage.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

Material mottled(const char* name, const glm::vec3& color, float roughness, double scale_m,
                 Pattern pattern = Pattern::noise) {
  Material m = matte(name, color, roughness);
  m.pattern = pattern;
  m.pattern_color = color * 0.7f;
  m.pattern_scale_m = float(scale_m);
  return m;
}

Material dark_top(const Composition& composition, Stream stream) {
  const glm::vec3 tone(float(stream.uniform(0.015, 0.06)));
  return mottled("bench", tone, float(stream.uniform(0.5, 0.8)), composition.subject.radius_m);
}

/// A floor that bends up into a wall behind the subject, seen from `toward_rad`.
Prop sweep_of(const Subject& subject, double toward_rad, const Material& paper) {
  const float r = float(subject.radius_m), bend = 2.5f * r;
  std::vector<glm::vec2> line{{8 * r, 0}};  // x towards the camera, z up
  for (int i = 0; i <= 12; ++i) {
    const float angle = glm::half_pi<float>() * float(i) / 12;
    line.emplace_back(-3 * r - bend * std::sin(angle), bend * (1 - std::cos(angle)));
  }
  line.emplace_back(-3 * r - bend, 14 * r);
  const int rows = int(line.size()) - 1;
  Piece sheet = grid(rows, 1, [&](int row, int column) {
    return glm::vec3(line[size_t(row)].x, (column ? -14 : 14) * r, line[size_t(row)].y);
  });
  sheet.crease_deg = 60;
  return prop("sweep", sheet, paper, glm::rotate(glm::dmat4(1), toward_rad, glm::dvec3(0, 0, 1)));
}

}  // namespace

void bench_stage(const Draw& draw, Composition& composition) {
  place_single(draw, composition, 0);
  composition.props.push_back(table_top("bench", 40 * composition.subject.radius_m,
                                        dark_top(composition, draw.stream("inspection/bench"))));
}

void turntable_stage(const Draw& draw, Composition& composition) {
  constexpr double height = 0.025;
  place_single(draw, composition, height);
  Stream stream = draw.stream("inspection/bench");
  const float radius = 1.25f * float(composition.subject.radius_m);
  composition.props.push_back(
      table_top("bench", 40 * composition.subject.radius_m, dark_top(composition, stream.child("top"))));
  const glm::vec3 tone(float(stream.uniform(0.05, 0.5)));
  composition.props.push_back(prop(
      "turntable",
      lathe({{0, 0.004f}, {radius, 0.004f}, {radius, 0.023f}, {radius - 0.002f, 0.025f}, {0, 0.025f}}, 96),
      mottled("turntable", tone, 0.5f, radius)));
}

void line_scan_stage(const Draw& draw, Composition& composition) {
  place_single(draw, composition, 0);
  composition.props.push_back(table_top("belt", 40 * composition.subject.radius_m,
                                        mottled("belt", glm::vec3(0.02f), 0.75f, 0.001, Pattern::grain)));
}

void studio_stage(const Draw& draw, Composition& composition) {
  place_single(draw, composition, 0);
  Stream stream = draw.stream("inspection/bench");
  static const std::vector<NamedColor> papers{{"white", glm::vec3(0.78f), 3},
                                              {"grey", glm::vec3(0.3f), 2},
                                              {"black", glm::vec3(0.03f), 1},
                                              {"blue", {0.1f, 0.2f, 0.36f}, 1}};
  Material paper = matte("paper", pick(papers, stream).linear, 0.8f);
  composition.props.push_back(
      sweep_of(composition.subject, glm::radians(draw.number("camera.azimuth_deg")), paper));
}

}  // namespace understudy::inspection
