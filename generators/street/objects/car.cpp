// SPDX-License-Identifier: Apache-2.0
// Cars: hatchback, sedan, estate, SUV, van, pickup.
#include "generators/palette.h"
#include "generators/street/objects/car_shape.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

const std::vector<std::string> slot_names{"paint",    "glass",       "dark",       "plastic",   "chrome",
                                          "headlamp", "tail_lamp",   "stop_lamp",  "indicator", "tyre",
                                          "rim",      "plate_front", "plate_rear", "letters",   "clear_lens",
                                          "cabin",    "reflector",   "gap",        "seat"};

/// Shares of new cars by colour in Europe and North America are roughly these.
const std::vector<NamedColor>& paints() {
  static const std::vector<NamedColor> colors{
      {"white", srgb(0xe9ebea), 5},    {"black", srgb(0x0f1012), 4},    {"grey", srgb(0x55585b), 4},
      {"silver", srgb(0xa6a9ab), 3},   {"blue", srgb(0x1b3f7a), 3},     {"red", srgb(0x9e1417), 3},
      {"green", srgb(0x2b4a38), 1},    {"brown", srgb(0x59432f), 0.8},  {"beige", srgb(0xb8a888), 0.7},
      {"orange", srgb(0xcf5a14), 0.7}, {"yellow", srgb(0xe3b31b), 0.7}, {"light blue", srgb(0x6fa3c7), 0.8}};
  return colors;
}

ObjectModel make(const std::string& model, Stream stream) {
  const CarShape shape = draw_car_shape(model, stream);
  MeshBuilder builder("car " + model);
  builder.add(car_shell(shape));
  builder.add(car_greenhouse(shape, stream.child("trim").chance(0.35)));
  add_car_seams(builder, shape);
  add_car_front(builder, shape, stream.child("front"));
  add_car_rear(builder, shape, stream.child("rear"));
  tag(builder, CarSlot::cabin, Part::none);
  builder.add(car_lining(shape));
  add_car_cabin(builder, shape);
  add_car_windows(builder, shape, stream.child("windows"));
  add_car_details(builder, shape, stream.child("details"));
  const int spokes = int(stream.uniform_int(5, 9));
  for (const float x : {shape.axle_front_x, shape.axle_rear_x})
    for (const float side : {1.0f, -1.0f})
      add_car_wheel(builder, shape, spokes,
                    translate({x, side * shape.track_m(x), shape.wheel_m}) * rotate_z(side > 0 ? 0 : 180));
  ObjectModel object = finish_object(model, builder, slot_names);
  object.points["driver"] = driver_head(shape);
  object.points["headlamp"] = {shape.length_m / 2, 0, shape.nose_m - 0.12f};
  return object;
}

/// Tinted green in the mass, or grey for privacy.
Material pane(Stream& stream) {
  Material glass = matte(
      "glass", stream.chance(0.8) ? glm::vec3(0.72f, 0.77f, 0.74f) : glm::vec3(0.3f, 0.31f, 0.32f), 0.02f);
  glass.thin_glass = true;
  return glass;
}

Dressing dress_car(const ObjectModel& object, const Look& look, Stream stream) {
  const NamedColor& paint = look.color.empty() ? pick(paints(), stream) : named(paints(), look.color);
  const bool white_van = look.color.empty() && object.model == "van" && stream.chance(0.5);
  const NamedColor& chosen = white_van ? paints()[0] : paint;
  Material body = gloss("paint", vary(chosen.linear, 0.12, stream), 0.45f);
  body.coats_metal = true;
  body.metalness = chosen.name == "white" || stream.chance(0.35) ? 0.0f : 0.35f;
  const glm::vec3 plate = stream.chance(0.75) ? srgb(0xe8e8e4) : srgb(0xe6c02a);
  // Some 1,200 lm from each headlamp, but evenly: of what a beam throws far away, most falls before the
  // bumper here.
  const float head = look.lit ? 36.0f : 0.0f, tail = look.lit ? 0.8f : 0.0f;
  const glm::vec3 red{1, 0.03f, 0.02f};
  static const std::vector<NamedColor> upholstery{{"black", srgb(0x2c2c2e), 4},
                                                  {"grey", srgb(0x68686a), 3},
                                                  {"beige", srgb(0x9a8b72), 1},
                                                  {"brown", srgb(0x5a3d2a), 0.5}};
  Dressing out;
  out.provenance = {{"color", chosen.name}, {"lights", look.lit ? "on" : "off"}};
  out.materials = {
      body,
      pane(stream),
      matte("dark", srgb(0x0c0c0d), 0.6f),
      matte("plastic", srgb(0x222325), 0.5f),
      metal("chrome", glm::vec3(0.62f), 0.25f),
      shining("headlamp", glm::vec3(0.36f, 0.38f, 0.40f), head * glm::vec3(1, 0.95f, 0.85f)),
      shining("tail_lamp", glm::vec3(0.22f, 0.008f, 0.010f), tail * red),
      shining("stop_lamp", glm::vec3(0.42f, 0.02f, 0.02f), (look.braking ? 20.0f : tail) * red),
      shining("indicator", srgb(0xb8641a), glm::vec3(0)),
      matte("tyre", srgb(0x1b1b1c), 0.85f),
      stream.chance(0.8) ? metal("rim", glm::vec3(0.5f), 0.38f) : gloss("rim", srgb(0x2a2b2c), 0.4f),
      gloss("plate_front", plate, 0.5f, 0.3f),
      gloss("plate_rear", plate, 0.5f, 0.3f),
      matte("letters", srgb(0x16181c), 0.5f),
      gloss("clear_lens", glm::vec3(0.5f, 0.5f, 0.52f), 0.2f),
      matte("cabin", vary(glm::vec3(0.05f, 0.048f, 0.046f), 0.3, stream), 0.8f),
      gloss("reflector", glm::vec3(0.22f, 0.008f, 0.010f), 0.3f),
      matte("gap", body.albedo * 0.22f, 0.6f),
      matte("seat", vary(pick(upholstery, stream).linear, 0.2, stream), 0.8f)};
  return out;
}

}  // namespace

const std::vector<std::string>& paint_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const NamedColor& color : paints()) all.push_back(color.name);
    return all;
  }();
  return names;
}

FamilyEntry car_family() {
  return {"car", {"hatchback", "sedan", "estate", "suv", "van", "pickup"}, make, dress_car};
}

}  // namespace understudy
