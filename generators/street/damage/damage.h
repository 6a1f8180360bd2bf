// SPDX-License-Identifier: Apache-2.0
// Damage of what stands in the street as a recipe asks for it: who is damaged, how and how badly.
#pragma once

#include "base/parameters.h"
#include "generators/street/damage/object_damage.h"

namespace understudy {

/// "street.damage.*". By default nothing is damaged.
ParameterTable damage_parameters();

/// Of the thing of that number, unique among the image's signs, signals, lamps or cars; empty: it is whole.
Damager draw_sign_damage(const Draw& draw, uint64_t number);
Damager draw_signal_damage(const Draw& draw, uint64_t number);
Damager draw_lamp_damage(const Draw& draw, uint64_t number);
Damager draw_car_damage(const Draw& draw, uint64_t number);

}  // namespace understudy
