// SPDX-License-Identifier: Apache-2.0
// What is painted on the road: centre line, lane dashes, edge lines, stop lines, zebra crossings, arrows.
#include <algorithm>
#include <cmath>

#include "generators/palette.h"
#include "generators/street/flat_mesh.h"
#include "generators/street/ground.h"

namespace understudy {
namespace {

enum PaintSlot : uint16_t { white, yellow, paint_slots };
constexpr double paint_z_m = 0.004, line_m = 0.12;

/// Stretches of the main road that carry lines: all but the intersection and the crossings.
std::vector<std::pair<double, double>> open_stretches(const Layout& l) {
  if (l.intersection())
    return {{-l.behind_m, l.cross_x_m - l.approach_m}, {l.cross_x_m + l.approach_m, l.ahead_m}};
  if (l.crossings.empty()) return {{-l.behind_m, l.ahead_m}};
  const Crossing& c = l.crossings.front();
  return {{-l.behind_m, c.center.x - c.half_depth_m - 0.5}, {c.center.x + c.half_depth_m + 0.5, l.ahead_m}};
}

void add_line(FlatMesh& mesh, double from, double to, double y, uint16_t slot) {
  if (to > from) mesh.strip({(from + to) / 2, y}, {1, 0}, to - from, line_m, paint_z_m, slot);
}

void add_dashes(FlatMesh& mesh, double from, double to, double y, uint16_t slot) {
  for (double x = from + 1; x + 3 < to; x += 7.5) add_line(mesh, x, x + 3, y, slot);
}

void add_center_line(FlatMesh& mesh, const std::string& kind, double from, double to) {
  if (kind == "white_dashes") add_dashes(mesh, from, to, 0, white);
  if (kind == "white_solid") add_line(mesh, from, to, 0, white);
  if (kind == "yellow_double")
    for (const double y : {-0.13, 0.13}) add_line(mesh, from, to, y, yellow);
}

void add_main_lines(FlatMesh& mesh, const Layout& l, const Draw& draw) {
  const std::string center = draw.name("street.center_line");
  const bool edges = draw.boolean("street.edge_lines");
  for (const auto& [from, to] : open_stretches(l)) {
    add_center_line(mesh, center, from, to);
    for (const double s : {1.0, -1.0}) {
      for (int i = 1; i < l.lanes_per_direction; ++i)
        add_dashes(mesh, from, to, s * i * l.lane_width_m, white);
      if (edges) add_line(mesh, from, to, s * l.lanes_per_direction * l.lane_width_m, white);
    }
  }
}

void add_cross_line(FlatMesh& mesh, const Layout& l) {
  const double from = l.half_width_m + l.approach_m - l.cross_half_m;
  for (const double s : {1.0, -1.0})
    if (s > 0 ? l.arm_left : l.arm_right)
      for (double y = from; y + 3 < l.aside_m; y += 7.5)
        mesh.strip({l.cross_x_m, s * (y + 1.5)}, {0, 1}, 3, line_m, paint_z_m, white);
}

void add_zebra(FlatMesh& mesh, const Crossing& crossing) {
  const double pitch = 1.0, from = -crossing.half_length_m + 0.5;
  const glm::dvec2 across{-crossing.direction.y, crossing.direction.x};
  for (double s = from; s < crossing.half_length_m - 0.2; s += pitch)
    mesh.strip(crossing.center + crossing.direction * s, across, crossing.half_depth_m * 2, pitch / 2,
               paint_z_m, white);
}

void add_stop_line(FlatMesh& mesh, const Lane& lane) {
  const glm::dvec2 across{-lane.direction.y, lane.direction.x};
  mesh.strip(lane.start + lane.direction * (lane.stop_m - 0.2), across, lane.width_m - 0.3, 0.4, paint_z_m,
             white);
}

/// "Straight on", 5 m long, its tip 4 m before the stop line.
void add_arrow(FlatMesh& mesh, const Lane& lane) {
  const glm::dvec2 across{-lane.direction.y, lane.direction.x};
  const auto at = [&](double along, double aside) {
    return glm::vec3(
        glm::dvec3(lane.start + lane.direction * (lane.stop_m - 9 + along) + across * aside, paint_z_m));
  };
  mesh.face({at(0, -0.075), at(3.4, -0.075), at(3.4, 0.075), at(0, 0.075)}, {0, 0, 1}, white);
  mesh.face({at(3.4, -0.3), at(5, 0), at(3.4, 0.3)}, {0, 0, 1}, white);
}

Material paint(const std::string& name, const glm::vec3& albedo, double wear, const glm::vec3& road) {
  Material material = matte(name, glm::mix(albedo, road, float(wear) * 0.5f), 0.55f);
  material.pattern = Pattern::noise;
  material.pattern_color = glm::mix(material.albedo, road, float(wear));
  material.pattern_scale_m = 0.12f;
  return material;
}

}  // namespace

void add_markings(Stage& stage) {
  const Layout& l = stage.layout();
  FlatMesh mesh("markings");
  add_main_lines(mesh, l, stage.draw());
  if (l.intersection()) add_cross_line(mesh, l);
  for (const Crossing& crossing : l.crossings) add_zebra(mesh, crossing);
  for (const Lane& lane : l.lanes) {
    if (lane.stop_m < 10) continue;
    const bool bound = l.control == "signals" || l.control == "all_way_stop" ||
                       l.control == (lane.street == Street::main ? "stop_here" : "stop_cross");
    if (bound) add_stop_line(mesh, lane);
    if (l.control == "signals" && lane.street == Street::main && l.lanes_per_direction > 1)
      add_arrow(mesh, lane);
  }
  if (mesh.empty()) return;
  const double wear = stage.draw().number("street.marking_wear");
  const glm::vec3 road = road_color(stage);
  stage.add_background(mesh.build(), {paint("white paint", glm::vec3(0.68f), wear, road),
                                      paint("yellow paint", {0.62f, 0.40f, 0.04f}, wear, road)});
}

}  // namespace understudy
