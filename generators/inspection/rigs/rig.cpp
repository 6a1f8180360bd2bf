// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/rigs/rig.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"

namespace understudy::inspection {
namespace {

using Maker = std::vector<Prop> (*)(RigPlan);
constexpr std::pair<const char*, Maker> rigs[] = {{"ring", ring_rig},       {"dome", dome_rig},
                                                  {"bar", bar_rig},         {"dark_field", dark_field_rig},
                                                  {"softbox", softbox_rig}, {"room", room_rig}};

glm::vec3 light_color(const std::string& name) {
  if (name == "warm") return {1.25f, 0.98f, 0.62f};
  if (name == "cool") return {0.88f, 1.0f, 1.28f};
  if (name == "red") return {4.2f, 0.14f, 0.04f};
  if (name == "blue") return {0.12f, 0.75f, 6.0f};
  return {1.02f, 1.0f, 0.97f};
}

double half_diagonal(const Camera& camera) {
  return 0.5 * std::hypot(double(camera.width_px), double(camera.height_px)) / camera.fx;
}

}  // namespace

bool RigPlan::in_picture(const glm::dvec3& at, double radius_m) const {
  const glm::dvec3 from = at - subject.centre_m;
  const double along = glm::dot(from, toward), beside = glm::length(from - along * toward);
  return along < to_camera_m() + radius_m &&
         beside < radius_m + std::max(view_radius_m(along - radius_m), 0.0);
}

bool RigPlan::blocks_view(const glm::dvec3& at, double radius_m) const {
  const glm::dvec3 from = at - subject.centre_m;
  const double along = glm::dot(from, toward), beside = glm::length(from - along * toward);
  if (along < -radius_m || along > to_camera_m() + radius_m) return false;
  return beside < radius_m + std::max(view_radius_m(std::max(along - radius_m, 0.0)), 0.0);
}

const std::vector<std::string>& rig_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [name, make] : rigs) list.emplace_back(name);
    return list;
  }();
  return names;
}

void add_rig(const Draw& draw, Composition& composition) {
  const std::string wanted = draw.name("inspection.rig");
  composition.provenance["inspection.rig"] = wanted;
  composition.provenance["inspection.light_color"] = draw.name("inspection.light_color");
  const glm::dmat3& axes = composition.camera.world_from_camera;
  RigPlan plan{composition.subject,
               composition.camera.position_m,
               half_diagonal(composition.camera),
               composition.camera.model == LensModel::orthographic,
               -axes[2],
               light_color(draw.name("inspection.light_color")),
               draw.stream("inspection/rig")};
  for (const auto& [name, make] : rigs) {
    if (name != wanted) continue;
    for (Prop& prop : make(plan)) composition.props.push_back(std::move(prop));
  }
  composition.sky.kind = Sky::Kind::uniform;
  composition.sky.radiance = glm::vec3(float(draw.number("inspection.ambient")));
}

}  // namespace understudy::inspection
