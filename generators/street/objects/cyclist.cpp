// SPDX-License-Identifier: Apache-2.0
// Cyclists: a rider on a bicycle, hands on the grips, feet on the pedals; one object.
#include <algorithm>
#include <cmath>

#include "generators/shapes/mesh_join.h"
#include "generators/street/objects/bicycle.h"
#include "generators/street/objects/person.h"

namespace understudy {
namespace {

float lean_deg(BicycleShape::Style style, Stream& stream) {
  if (style == BicycleShape::Style::city) return float(stream.uniform(12, 22));
  return float(style == BicycleShape::Style::road ? stream.uniform(42, 50) : stream.uniform(28, 38));
}

Skeleton ride(const Physique& body, const BicycleShape& bike, Stream& stream) {
  const float h = body.height_m;
  Skeleton s =
      trunk_at(body, bike.saddle + glm::vec3(-0.03f, 0, 0.048f * h), lean_deg(bike.style, stream), 0);
  for (const int side : {0, 1}) {
    const auto i = size_t(side);
    const float y = side == 0 ? 1.0f : -1.0f;
    // The ball of the foot stands on the pedal.
    const glm::vec3 ankle = bike.pedals[i] + glm::vec3(-0.065f * h, -0.2f * bike.pedals[i].y, 0.06f * h);
    s.foot_pitch_deg[i] = 8;
    set_leg(s, body, side, ankle, {1, 0, 0.2f});
    const glm::vec3 towards = glm::normalize(bike.grips[i] - s.shoulder[i]);
    set_arm(s, body, side, bike.grips[i] - 0.05f * h * towards + glm::vec3(0, 0, 0.018f),
            {-0.4f, y * 0.8f, -0.8f});
  }
  s.forward = glm::normalize(glm::vec3(1, 0, -0.06f));
  return s;
}

ObjectModel make(const std::string& model, Stream stream) {
  Stream body_stream = stream.child("body"), outfit_stream = stream.child("outfit");
  const Physique body = draw_physique(false, body_stream);
  Outfit outfit = draw_outfit(false, outfit_stream);
  const BicycleShape bike = draw_bicycle(model, body.height_m, stream);
  if (outfit.top == Outfit::Top::coat) outfit.top = Outfit::Top::jacket;
  if (outfit.bottom == Outfit::Bottom::skirt) outfit.bottom = Outfit::Bottom::trousers;
  if (outfit.bag == Outfit::Bag::shoulder) outfit.bag = Outfit::Bag::backpack;
  if (model != "city" || stream.chance(0.4)) outfit.hat = Outfit::Hat::helmet;
  MeshBuilder rider("cyclist"), bicycle("cyclist");
  add_person(rider, body, outfit, ride(body, bike, stream));
  add_bicycle(bicycle, bike, person_slot_count);
  std::vector<std::string> slots = person_slots();
  slots.insert(slots.end(), bicycle_slots().begin(), bicycle_slots().end());
  ObjectModel object;
  object.model = model;
  object.slots = std::move(slots);
  object.apart = {rider.build(), bicycle.build()};
  auto all = std::make_shared<Mesh>(*object.apart[0]);
  append(*object.apart[1], 0, *all);
  all->finish();
  object.mesh = all;
  return object;
}

Dressing dress_cyclist(const ObjectModel&, const Look& look, Stream stream) {
  Dressing out = dress_person(stream.child("rider"));
  Dressing bike = dress_bicycle(look, stream.child("bicycle"));
  out.materials.insert(out.materials.end(), bike.materials.begin(), bike.materials.end());
  out.provenance.merge(bike.provenance);
  return out;
}

}  // namespace

FamilyEntry cyclist_family() { return {"cyclist", bicycle_models(), make, dress_cyclist}; }

}  // namespace understudy
