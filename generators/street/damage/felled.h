// SPDX-License-Identifier: Apache-2.0
// What stood upright lies on the ground.
#pragma once

#include <optional>

#include "base/random.h"
#include "generators/street/damage/object_damage.h"
#include "generators/street/damage/pieces.h"

namespace understudy {

/// How an object lies: it fell to one side, turned on the ground and came to rest on both its ends.
/// `sides`: ways to fall, unit, of which it takes one; `half_width_m` of what must lie on level ground.
/// Nothing where no level ground is found.
std::optional<Warp> felled(const Mesh& mesh, const std::vector<glm::dvec2>& sides, double half_width_m,
                           const DamageSite& site, Stream stream);

/// The whole object, broken off above its foot, as one piece of that class; its stump is what is left.
std::optional<ObjectDamage> fell(const std::vector<glm::dvec2>& sides, double half_width_m, Class label,
                                 double severity, const DamageSite& site, Stream stream);

}  // namespace understudy
