// SPDX-License-Identifier: Apache-2.0
// What fills the street, one file for each kind. Each draws its own parameters and places what it can; the
// order of the calls in street.cpp decides who comes first where space is short.
#pragma once

#include "generators/street/stage.h"

namespace understudy {

void add_signals(Stage& stage);
void add_buildings(Stage& stage);
void add_lamps(Stage& stage);
void add_trees(Stage& stage);
void add_furniture(Stage& stage);
/// On the road; before the moving cars, which keep clear of it.
void add_debris(Stage& stage);
void add_parked_cars(Stage& stage);
void add_moving_cars(Stage& stage);
void add_cyclists(Stage& stage);
void add_bicycles(Stage& stage);
/// On or at the crossings; before the cars, which keep clear of them.
void add_crossing_pedestrians(Stage& stage);
void add_walking_pedestrians(Stage& stage);

/// Domain randomization: all classes and distractors anywhere.
void add_random_objects(Stage& stage);

/// A cyclist is one instance or two, as the recipe says.
void set_labels_of_cyclist(const Stage& stage, Item& item);
/// A car of the recipe's model and colour for this number.
Item make_car(const Stage& stage, uint64_t number, Stream& stream);

}  // namespace understudy
