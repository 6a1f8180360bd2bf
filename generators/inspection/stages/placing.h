// SPDX-License-Identifier: Apache-2.0
// What stages share: drawing parts, standing one up, simple props.
#pragma once

#include <vector>

#include "base/parameters.h"
#include "generators/inspection/composition.h"
#include "generators/shapes/mesh_builder.h"

namespace understudy::inspection {

/// The part with that number among those of the image. Where parts are not mixed, all are of number 0's kind.
Part draw_part(const Draw& draw, uint64_t number);
/// All of them, at least one.
std::vector<Part> draw_parts(const Draw& draw);

/// Turned about z by the recipe's yaw and put at `at`, where its lowest point comes.
glm::dmat4 standing_at(const Draw& draw, uint64_t number, const glm::dvec3& at);

/// Puts the image's one part onto z = `height_m` and makes it the subject.
void place_single(const Draw& draw, Composition& composition, double height_m);

/// A piece of one material, in the world.
Prop prop(const char* name, const Piece& piece, const Material& material,
          const glm::dmat4& to_world = glm::dmat4(1));

/// A surface whose upper side is at z = 0, `half_m` to each side, in mottled tones of `color`.
Prop table_top(const char* name, double half_m, const Material& material);

}  // namespace understudy::inspection
