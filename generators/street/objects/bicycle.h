// SPDX-License-Identifier: Apache-2.0
// A bicycle by its measures, so that a rider can be put on it.
#pragma once

#include <array>

#include "generators/shapes/mesh_builder.h"
#include "generators/street/objects/object.h"

namespace understudy {

struct BicycleShape {
  enum class Style { city, road, mountain } style = Style::city;
  float wheel_m = 0.34f;  ///< radius with tyre
  float tyre_m = 0.02f;   ///< radius of the tyre
  float wheelbase_m = 1.06f;
  bool low_step = false, mudguards = false, chain_case = false, striped = false, panniers = false;
  enum class Basket { none, wire, wicker } basket = Basket::none;
  float crank_m = 0.17f, crank_deg = 30;
  glm::vec3 rear_hub, front_hub, bottom_bracket, saddle, head_low, head_top, bar;
  std::array<glm::vec3, 2> grips, pedals;  ///< left, right
};

/// `rider_m`: body height that the saddle is set for.
BicycleShape draw_bicycle(const std::string& model, float rider_m, Stream& stream);

enum BicycleSlot {
  bicycle_frame,
  bicycle_tyre,
  bicycle_rim,
  bicycle_steel,
  bicycle_black,
  bicycle_lamp,
  bicycle_tail_lamp,
  bicycle_leather,  ///< saddle and grips
  bicycle_guard,    ///< mudguards, chain case
  bicycle_stripe,   ///< reflects, on tyres
  bicycle_wicker,
  bicycle_bag,
  bicycle_slot_count
};
const std::vector<std::string>& bicycle_slots();
const std::vector<std::string>& bicycle_models();

/// `first_slot`: number of the bicycle's first slot in the mesh.
void add_bicycle(MeshBuilder& builder, const BicycleShape& shape, int first_slot);
Dressing dress_bicycle(const Look& look, Stream stream);

}  // namespace understudy
