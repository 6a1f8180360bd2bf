// SPDX-License-Identifier: Apache-2.0
// Damaged cars: panels are dented, scraped or rusted through their paint.
#pragma once

#include "base/random.h"
#include "generators/street/damage/object_damage.h"

namespace understudy {

/// Names that make_car_damage() takes.
const std::vector<std::string>& car_damage_kinds();

/// One to three of a kind, on panels that the camera may see; nothing where none of them faces it.
std::optional<ObjectDamage> make_car_damage(const std::string& kind, double severity, const DamageSite& site,
                                            Stream stream);

}  // namespace understudy
