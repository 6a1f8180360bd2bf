// SPDX-License-Identifier: Apache-2.0
// Damaged traffic lights and street lamps: parts lens, housing, pole and the arm of a pole.
#pragma once

#include "base/random.h"
#include "generators/street/damage/object_damage.h"

namespace understudy {

/// Names that make_light_damage() takes.
const std::vector<std::string>& light_damage_kinds();

/// What the mask is: of a dark light the lens that should shine, of a cracked lens its cracks and where
/// shards are missing, of a missing lens what one sees in its place, of a broken housing the head, of a
/// leaning or fallen post all of it above the foot.
std::optional<ObjectDamage> make_light_damage(const std::string& kind, double severity,
                                              const DamageSite& site, Stream stream);

}  // namespace understudy
