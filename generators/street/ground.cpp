// SPDX-License-Identifier: Apache-2.0
#include "generators/street/ground.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/defects/fields.h"
#include "generators/palette.h"
#include "generators/street/flat_mesh.h"
#include "generators/street/road_wear.h"

namespace understudy {
namespace {

constexpr double lot_m = 45;  ///< how far lots reach behind the pavement
constexpr int arc_points = 7;

/// One side's edge of the road, pushed `offset` into the block: a straight line, or around the corner of the
/// cross street.
std::vector<glm::dvec2> block_edge(const Layout& l, double side, double along, double offset) {
  const double y = side * (l.half_width_m + offset);
  if (along == 0) return {{-l.behind_m, y}, {l.ahead_m, y}};
  std::vector<glm::dvec2> edge{{along > 0 ? l.ahead_m : -l.behind_m, y}};
  const double radius = std::max(l.corner_m - offset, 0.0);
  const double inset = std::max(l.corner_m, offset);
  const glm::dvec2 center{l.cross_x_m + along * (l.cross_half_m + inset), side * (l.half_width_m + inset)};
  for (int i = 0; i < arc_points; ++i) {
    const double angle = glm::half_pi<double>() * i / (arc_points - 1);
    edge.push_back(center - radius * glm::dvec2(along * std::sin(angle), side * std::cos(angle)));
  }
  edge.push_back({l.cross_x_m + along * (l.cross_half_m + offset), side * l.aside_m});
  return edge;
}

void add_ribbon(FlatMesh& mesh, const std::vector<glm::dvec2>& a, const std::vector<glm::dvec2>& b, double z,
                uint16_t slot) {
  for (size_t i = 1; i < a.size(); ++i)
    mesh.face({{a[i - 1], z}, {a[i], z}, {b[i], z}, {b[i - 1], z}}, {0, 0, 1}, slot);
}

/// Earth that has crept on to the road where no kerb holds it back: `road` is the road's edge, `within` the
/// same edge a metre inside the road.
void add_crumbled_edge(FlatMesh& mesh, const std::vector<glm::dvec2>& road,
                       const std::vector<glm::dvec2>& within, Stream stream) {
  constexpr double step_m = 0.11;
  const double least = stream.uniform(0.02, 0.2), spread = stream.uniform(0.1, 0.5);
  const uint64_t seed = stream.bits();
  for (size_t i = 1; i < road.size(); ++i) {
    const int steps = std::max(1, int(glm::distance(road[i - 1], road[i]) / step_m));
    const auto at = [&](int k) { return glm::mix(road[i - 1], road[i], double(k) / steps); };
    const auto reach = [&](int k) {
      const glm::dvec3 p(at(k), 0);
      const double ragged = 0.5 + 0.5 * smooth_noise(p / 1.9, seed) + 0.3 * smooth_noise(p / 0.45, seed + 1) +
                            0.15 * smooth_noise(p / 0.16, seed + 2);
      return at(k) + (glm::mix(within[i - 1], within[i], double(k) / steps) - at(k)) *
                         (least + spread * std::max(0.0, ragged));
    };
    for (int k = 0; k < steps; ++k)
      mesh.face(
          {{at(k), gutter_z_m}, {at(k + 1), gutter_z_m}, {reach(k + 1), gutter_z_m}, {reach(k), gutter_z_m}},
          {0, 0, 1}, gutter);
  }
}

void add_block(FlatMesh& mesh, const Layout& l, double side, double along, Stream stream) {
  const std::vector<glm::dvec2> road = block_edge(l, side, along, 0),
                                inner = block_edge(l, side, along, l.kerb_m);
  const double h = l.kerb_height_m, bevel = std::min(0.02, 0.5 * h);
  const std::vector<glm::dvec2> edge = block_edge(l, side, along, bevel);
  for (size_t i = 1; i < road.size(); ++i) {
    const glm::dvec2 inward = (inner[i - 1] + inner[i]) - (road[i - 1] + road[i]);
    const double low = h - bevel;
    mesh.face({{road[i - 1], 0}, {road[i], 0}, {road[i], low}, {road[i - 1], low}}, -glm::vec3(inward, 0),
              kerb);
    mesh.face({{road[i - 1], low}, {road[i], low}, {edge[i], h}, {edge[i - 1], h}}, {0, 0, 1}, kerb);
  }
  const std::vector<glm::dvec2> back = block_edge(l, side, along, l.pavement_m);
  add_ribbon(mesh, edge, inner, h, kerb);
  add_ribbon(mesh, inner, back, h, pavement);
  add_ribbon(mesh, back, block_edge(l, side, along, l.pavement_m + lot_m), h, lot);
  if (l.verge) {
    add_crumbled_edge(mesh, road, block_edge(l, side, along, -1), stream);
  } else {
    add_ribbon(mesh, road, block_edge(l, side, along, -0.3), gutter_z_m, gutter);
    add_kerb_joints(mesh, l, road, inner);
  }
}

Material mottled(const std::string& name, const glm::vec3& albedo, float contrast, float scale_m,
                 Pattern pattern) {
  Material material = matte(name, albedo, 0.85f);
  material.pattern = pattern;
  material.pattern_color = albedo * (1 - contrast);
  material.pattern_scale_m = scale_m;
  return material;
}

/// Earth next to the road, then earth that grass has taken.
void lay_verge(std::vector<Material>& materials, Stream stream) {
  const glm::vec3 earth = vary(stream.chance(0.5) ? glm::vec3(0.17f, 0.125f, 0.085f)  // loam
                                                  : glm::vec3(0.23f, 0.195f, 0.15f),  // sand and grit
                               0.2, stream);
  const glm::vec3 grass = vary(glm::vec3(0.1f, 0.125f, 0.045f), 0.25, stream);
  materials[kerb] = materials[gutter] = mottled("earth", earth, 0.55f, 0.11f, Pattern::noise);
  materials[pavement] = mottled("verge", earth, 0, float(stream.uniform(0.2, 0.6)), Pattern::noise);
  materials[pavement].pattern_color = grass * 0.7f;
  materials[lot] = mottled("grass", grass, 0.65f, 0.16f, Pattern::noise);
}

}  // namespace

glm::vec3 road_color(const Stage& stage) {
  const auto light = float(stage.draw().number("street.asphalt_albedo"));
  const auto dust = float(stage.draw().number("street.asphalt_dust"));
  return glm::mix(light * glm::vec3(1, 1, 1.03f), glm::vec3(0.235f, 0.19f, 0.145f), 0.65f * dust);
}

std::vector<Material> ground_materials(const Stage& stage) {
  Stream stream = stage.draw().stream("street/ground").child("materials");
  const glm::vec3 road = road_color(stage);
  const float contrast = 0.5f + 0.4f * float(stage.draw().number("street.asphalt_wear"));
  const glm::vec3 slabs = vary(glm::vec3(0.32f, 0.31f, 0.29f), 0.15, stream);
  // From a survey vehicle one sees the stones themselves.
  const float stones_m = stage.view().mode == "survey" ? 0.5f : 0.8f;
  std::vector<Material> materials(ground_slots);
  materials[asphalt] = mottled("asphalt", road, contrast, stones_m, Pattern::asphalt);
  materials[kerb] =
      mottled("kerb", vary(glm::vec3(0.42f, 0.41f, 0.39f), 0.1, stream), 0.25f, 0.3f, Pattern::noise);
  materials[pavement] = mottled("pavement", slabs, 0.35f, float(stream.uniform(0.4, 0.75)), Pattern::paving);
  materials[lot] = stream.chance(0.5)
                       ? mottled("grass", vary(glm::vec3(0.1f, 0.125f, 0.045f), 0.25, stream), 0.65f, 0.16f,
                                 Pattern::noise)
                       : mottled("yard", glm::vec3(0.26f, 0.24f, 0.21f), 0.3f, 0.8f, Pattern::noise);
  materials[gutter] = mottled("gutter", glm::vec3(0.22f), 0.3f, 0.4f, Pattern::noise);
  materials[patch] = mottled("repair", road * 0.6f, 0.3f, stones_m, Pattern::asphalt);
  materials[iron] = metal("cast iron", glm::vec3(0.12f, 0.11f, 0.10f), 0.55f);
  materials[tar] = matte("tar", road * 0.35f, 0.55f);
  // It soaks in: the same stones, darker.
  materials[oil_rim] = mottled("oil, dried", road * 0.88f, contrast, stones_m, Pattern::asphalt);
  materials[oil_film] = mottled("oil, drying", road * 0.74f, contrast, stones_m, Pattern::asphalt);
  materials[oil] = mottled("oil", road * 0.6f, contrast, stones_m, Pattern::asphalt);
  materials[gum] = matte("gum", slabs * 0.45f, 0.6f);
  materials[joint] = matte("joint", glm::vec3(0.05f, 0.047f, 0.043f), 0.9f);
  if (stage.layout().verge) lay_verge(materials, stream.child("verge"));
  if (stage.randomized())
    for (Material& material : materials) material = random_material(material.name, stream);
  return materials;
}

double ground_reach_m(const Layout& l) { return std::max(l.aside_m, l.half_width_m + l.pavement_m + lot_m); }

void add_ground(Stage& stage) {
  const Layout& l = stage.layout();
  const Stream stream = stage.draw().stream("street/ground");
  FlatMesh mesh("ground");
  const double reach = ground_reach_m(l) + 5;
  mesh.face(
      {{-l.behind_m, -reach, 0}, {l.ahead_m, -reach, 0}, {l.ahead_m, reach, 0}, {-l.behind_m, reach, 0}},
      {0, 0, 1}, asphalt);
  const Stream edges = stream.child("edges");
  for (const double side : {1.0, -1.0}) {
    if (!(side > 0 ? l.arm_left : l.arm_right)) {
      add_block(mesh, l, side, 0, edges.child(side > 0 ? 0 : 1));
      continue;
    }
    add_block(mesh, l, side, 1, edges.child(side > 0 ? 2 : 3));
    add_block(mesh, l, side, -1, edges.child(side > 0 ? 4 : 5));
  }
  add_road_wear(mesh, stage, stream.child("wear"));
  stage.add_background(mesh.build(), ground_materials(stage));
}

}  // namespace understudy
