// SPDX-License-Identifier: Apache-2.0
// Damaged signs. A sign is a plate on a pole: parts face, letters and back, which faces +x.
#pragma once

#include "base/random.h"
#include "generators/street/damage/object_damage.h"

namespace understudy {

/// Names that make_sign_damage() takes.
const std::vector<std::string>& sign_damage_kinds();

/// What the mask is: of a bent sign the plate, of a faded one its printed face, of graffiti the paint, of a
/// torn one the bared metal and its frayed edge, of a fallen one all above the stump.
std::optional<ObjectDamage> make_sign_damage(const std::string& kind, double severity, const DamageSite& site,
                                             Stream stream);

}  // namespace understudy
