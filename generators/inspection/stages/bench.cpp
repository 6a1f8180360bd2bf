// SPDX-License-Identifier: Apache-2.0
// One part on a dark bench.
#include <glm/gtc/matrix_transform.hpp>

#include "generators/inspection/stages/stage.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

Prop bench(double radius_m, Stream stream) {
  const float half = float(12 * radius_m);
  MeshBuilder builder("bench");
  builder.add(box({-half, -half, -0.03f}, {half, half, 0}));
  const float tone = float(stream.uniform(0.015, 0.06));
  Material top = matte("bench", glm::vec3(tone), float(stream.uniform(0.5, 0.8)));
  top.pattern = Pattern::noise;
  top.pattern_color = top.albedo * 0.6f;
  top.pattern_scale_m = float(radius_m);
  return {builder.build_on_ground(), {top}, glm::translate(glm::dmat4(1), glm::dvec3(0, 0, -0.03))};
}

}  // namespace

void bench_stage(const Draw& draw, Composition& composition) {
  const double yaw_rad = glm::radians(draw.number("inspection.yaw_deg"));
  composition.parts.push_back({draw_part(draw, 0), glm::rotate(glm::dmat4(1), yaw_rad, glm::dvec3(0, 0, 1))});
  composition.subject = subject_of(composition.parts);
  composition.props.push_back(bench(composition.subject.radius_m, draw.stream("inspection/bench")));
}

}  // namespace understudy::inspection
