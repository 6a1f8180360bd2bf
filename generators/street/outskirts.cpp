// SPDX-License-Identifier: Apache-2.0
#include "generators/street/outskirts.h"

#include <algorithm>
#include <cmath>

#include "generators/street/flat_mesh.h"
#include "generators/street/ground.h"
#include "generators/street/road_wear.h"

namespace understudy {
namespace {

constexpr double margin_m = 34;  ///< of ground around the plan
constexpr double horizon_m = 700;
constexpr double step_m = 8;  ///< between the edges of a bent road

/// A strip along the street between two lines beside it; `z` of both.
void add_strip(FlatMesh& mesh, const FarStreet& street, glm::dvec2 aside_m, glm::dvec2 z, uint16_t slot) {
  // The last houses of a bend reach over its end at their backs.
  const double length = street.length_m + (street.radius_m == 0 ? 0 : 15);
  const int steps = std::max(1, int(length / step_m));
  for (int i = 0; i < steps; ++i) {
    const double s0 = length * i / steps, s1 = length * (i + 1) / steps;
    const glm::dvec3 a(street.at(s0, aside_m.x), z.x), b(street.at(s1, aside_m.x), z.x);
    const glm::dvec3 c(street.at(s1, aside_m.y), z.y), d(street.at(s0, aside_m.y), z.y);
    const bool upright = aside_m.x == aside_m.y;
    const glm::dvec2 to_road = street.at(s0, 0) - street.at(s0, aside_m.x);
    mesh.face({a, b, c, d}, upright ? glm::vec3(to_road, 0) : glm::vec3(0, 0, 1), slot);
  }
}

void add_area(FlatMesh& mesh, const glm::dvec2& a, const glm::dvec2& b, double z, uint16_t slot) {
  mesh.face({{a, z}, {b.x, a.y, z}, {b, z}, {a.x, b.y, z}}, {0, 0, 1}, slot);
}

/// A kerb across the street at `x`, facing the camera, and a green behind it.
void add_green(FlatMesh& mesh, double x, double wide, double h) {
  mesh.face({{x, -wide, 0}, {x, wide, 0}, {x, wide, h}, {x, -wide, h}}, {-1, 0, 0}, kerb);
  add_area(mesh, {x, -wide}, {x + 2 * margin_m, wide}, h, lot);
}

void add_road(FlatMesh& mesh, const Layout& l, const FarStreet& street) {
  const double half = l.half_width_m, back = half + l.pavement_m, h = l.kerb_height_m;
  // On the inner side of a bend there is ground up to its centre and no further.
  const double most = street.radius_m == 0 ? 1e9 : 0.9 * std::abs(street.radius_m);
  add_strip(mesh, street, {-half, half}, {0, 0}, asphalt);
  for (const double side : {1.0, -1.0}) {
    const double far = std::min(back + 60, side * street.radius_m > 0 ? most : 1e9);
    add_strip(mesh, street, {side * half, side * half}, {0, h}, kerb);
    add_strip(mesh, street, {side * half, side * (half + l.kerb_m)}, {h, h}, kerb);
    add_strip(mesh, street, {side * (half + l.kerb_m), side * back}, {h, h}, pavement);
    add_strip(mesh, street, {side * back, side * far}, {h, h}, lot);
  }
  if (street.radius_m == 0) add_green(mesh, street.from_m + street.length_m, back + 60, h);
}

/// A street across the end of the main one, with a pavement before the houses that close the view.
void add_closing_street(FlatMesh& mesh, const Layout& l, double wide) {
  const double x = l.ahead_m + 2 * FarStreet::closing_half_m, h = l.kerb_height_m;
  add_area(mesh, {l.ahead_m, -wide}, {x, wide}, 0, asphalt);
  mesh.face({{x, -wide, 0}, {x, wide, 0}, {x, wide, h}, {x, -wide, h}}, {-1, 0, 0}, kerb);
  add_area(mesh, {x, -wide}, {x + l.kerb_m, wide}, h, kerb);
  add_area(mesh, {x + l.kerb_m, -wide}, {x + l.pavement_m, wide}, h, pavement);
  add_area(mesh, {x + l.pavement_m, -wide}, {x + l.pavement_m + margin_m, wide}, h, lot);
}

}  // namespace

glm::dvec2 FarStreet::at(double s, double aside_m) const {
  const double along = std::min(s, straight_m);
  const glm::dvec2 start(from_m + along, 0);
  if (radius_m == 0) return {from_m + s, aside_m};
  const double turn = (s - along) / radius_m;
  const glm::dvec2 centre = start + glm::dvec2(0, radius_m);
  return centre + (radius_m - aside_m) * glm::dvec2(std::sin(turn), -std::cos(turn));
}

double FarStreet::heading_rad(double s) const {
  return radius_m == 0 ? 0 : std::max(s - straight_m, 0.0) / radius_m;
}

void add_outskirts(Stage& stage, const FarStreet& street) {
  const Layout& l = stage.layout();
  const double reach = ground_reach_m(l), h = l.kerb_height_m;
  FlatMesh mesh("ground beyond");
  add_area(mesh, glm::dvec2(-horizon_m), glm::dvec2(horizon_m), -0.1, lot);
  for (const double side : {1.0, -1.0})
    add_area(mesh, {-l.behind_m - margin_m, side * reach}, {l.ahead_m, side * (reach + margin_m)}, h, lot);
  add_area(mesh, {-l.behind_m - margin_m, -reach}, {-l.behind_m, reach}, h, lot);
  if (street.length_m > 0)
    add_road(mesh, l, street);
  else
    add_closing_street(mesh, l, reach + margin_m);
  stage.add_background(mesh.build(), ground_materials(stage));
}

}  // namespace understudy
