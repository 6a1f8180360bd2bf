// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/stages/placing.h"

#include <algorithm>
#include <utility>

#include <glm/gtc/matrix_transform.hpp>

#include "generators/inspection/imported_part.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {

Part draw_part(const Draw& draw, uint64_t number) {
  if (auto imported = draw_imported_part(draw, number)) return *std::move(imported);
  const bool mixed = draw.boolean("inspection.mixed");
  const uint64_t of_kind = mixed ? number : 0;
  Stream kind_stream = draw.stream("inspection/kind").child(of_kind);
  Stream stream = draw.stream("inspection/part").child(number);
  const std::vector<std::string>& kinds = part_kinds();
  const size_t any = size_t(kind_stream.uniform_int(0, int64_t(kinds.size()) - 1));
  // A batch is of one make: the same variant in the same finish.
  Stream& make = mixed ? stream : kind_stream;
  const int variant = int(make.uniform_int(0, variants_per_kind - 1));
  const std::string wanted = draw.name("inspection.part", of_kind), stage = draw.name("inspection.stage");
  // From above, a bottle that stands shows little but its mouth.
  const bool seen_from_above = stage == "bench" || stage == "line_scan" || stage == "conveyor";
  const Pose pose = seen_from_above && make.child("pose").chance(0.75) ? Pose::lying : Pose::standing;
  return make_part(wanted == "any" ? kinds[any] : wanted, variant, make, pose);
}

std::vector<Part> draw_parts(const Draw& draw) {
  std::vector<Part> parts;
  const int count = std::max(draw.integer("inspection.count"), 1);
  for (int i = 0; i < count; ++i) parts.push_back(draw_part(draw, uint64_t(i)));
  return parts;
}

glm::dmat4 standing_at(const Draw& draw, uint64_t number, const glm::dvec3& at) {
  const double yaw_rad = glm::radians(draw.number("inspection.yaw_deg", number));
  return glm::rotate(glm::translate(glm::dmat4(1), at), yaw_rad, glm::dvec3(0, 0, 1));
}

void place_single(const Draw& draw, Composition& composition, double height_m) {
  composition.parts.push_back({draw_part(draw, 0), standing_at(draw, 0, {0, 0, height_m})});
  composition.subject = subject_of(composition.parts);
}

Prop prop(const char* name, const Piece& piece, const Material& material, const glm::dmat4& to_world) {
  MeshBuilder builder(name);
  builder.add(piece);
  return {builder.build(), {material}, to_world};
}

Prop table_top(const char* name, double half_m, const Material& material) {
  const float half = float(half_m);
  return prop(name, box({-half, -half, -0.03f}, {half, half, 0}), material);
}

}  // namespace understudy::inspection
