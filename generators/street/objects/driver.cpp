// SPDX-License-Identifier: Apache-2.0
// Drivers: who is seen through the panes of a car that moves, from the hips up, with the wheel in both hands.
// The origin is the middle of the head, which a car's point "driver" is set to.
#include "generators/palette.h"
#include "generators/street/objects/person.h"

namespace understudy {
namespace {

constexpr float lean_deg = -16;
const glm::vec3 wheel_at{0.41f, 0, -0.4f};
constexpr float wheel_m = 0.185f;

Skeleton seated(const Physique& body) {
  const Skeleton at_origin = trunk_at(body, {0, 0, 0}, lean_deg, 0);
  Skeleton s = trunk_at(body, -at_origin.head, lean_deg, 0);
  for (const int side : {0, 1}) {
    const float y = side == 0 ? 1.0f : -1.0f;
    set_arm(s, body, side, wheel_at + glm::vec3(-0.07f, y * 0.16f, 0.03f), {0, y * 0.6f, -1});
  }
  return s;
}

ObjectModel make(const std::string& model, Stream stream) {
  Stream body_stream = stream.child("body"), outfit_stream = stream.child("outfit");
  const Physique body = draw_physique(false, body_stream);
  Outfit outfit = draw_outfit(false, outfit_stream);
  if (outfit.top == Outfit::Top::coat) outfit.top = Outfit::Top::jumper;
  MeshBuilder builder("driver");
  add_upper_body(builder, body, outfit, seated(body));
  tag(builder, person_slot_count, Part::none);
  builder.add(torus(wheel_m, 0.014f, 20, 6), translate(wheel_at) * rotate_y(-65));
  builder.add(cylinder(wheel_at, wheel_at + glm::vec3(0.04f, 0, -0.02f), 0.07f, 10));
  ObjectModel object;
  object.model = model;
  object.mesh = builder.build();
  object.slots = person_slots();
  object.slots.push_back("wheel");
  return object;
}

Dressing dress_driver(const ObjectModel&, const Look&, Stream stream) {
  Dressing out = dress_person(stream);
  out.materials.push_back(matte("wheel", srgb(0x151516), 0.5f));
  out.provenance.clear();  // of a car it says nothing
  return out;
}

}  // namespace

FamilyEntry driver_family() { return {"driver", {"seated"}, make, dress_driver}; }

}  // namespace understudy
