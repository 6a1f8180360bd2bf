// SPDX-License-Identifier: Apache-2.0
// Pedestrians: adults and children, walking, standing and waiting.
#include "generators/street/objects/person.h"

namespace understudy {
namespace {

ObjectModel make(const std::string& model, Stream stream) {
  const bool child = model.starts_with("child");
  const Pose pose = model.ends_with("walking")    ? Pose::walking
                    : model.ends_with("standing") ? Pose::standing
                                                  : Pose::waiting;
  Stream body_stream = stream.child("body"), outfit_stream = stream.child("outfit"),
         pose_stream = stream.child("pose");
  const Physique body = draw_physique(child, body_stream);
  MeshBuilder builder("pedestrian");
  add_person(builder, body, draw_outfit(child, outfit_stream), pose_on_foot(body, pose, pose_stream));
  ObjectModel object = finish_object(model, builder, person_slots());
  object.provenance["age"] = child ? "child" : "adult";
  return object;
}

Dressing dress_pedestrian(const ObjectModel&, const Look&, Stream stream) { return dress_person(stream); }

}  // namespace

const std::vector<std::string>& person_slots() {
  static const std::vector<std::string> names{"skin", "hair", "top",     "bottom", "shoes",
                                              "bag",  "hat",  "legwear", "eyes"};
  return names;
}

Dressing dress_person(Stream stream) {
  static const std::vector<NamedColor> skins{{"light", srgb(0xe8b998), 3},
                                             {"fair", srgb(0xd9a17c), 3},
                                             {"tan", srgb(0xb9805a), 2},
                                             {"brown", srgb(0x8a5a3c), 2},
                                             {"dark", srgb(0x54341f), 1.5}};
  static const std::vector<NamedColor> hairs{{"black", srgb(0x16120f), 4},
                                             {"brown", srgb(0x40291a), 4},
                                             {"fair", srgb(0xa88252), 1.6},
                                             {"red", srgb(0x7a3314), 0.5},
                                             {"grey", srgb(0x8d8a86), 1.2}};
  static const std::vector<NamedColor> tops{
      {"black", srgb(0x1a1b1e), 3},    {"white", srgb(0xe6e5e0), 2},      {"grey", srgb(0x74777a), 2},
      {"navy", srgb(0x1b2747), 2.5},   {"blue", srgb(0x2b5ea8), 2},       {"red", srgb(0xb3202a), 1.6},
      {"green", srgb(0x3a6b45), 1.2},  {"olive", srgb(0x5d5a38), 1},      {"yellow", srgb(0xdcae2e), 0.8},
      {"orange", srgb(0xd9691f), 0.6}, {"pink", srgb(0xd98a9c), 0.8},     {"beige", srgb(0xc4b08c), 1.3},
      {"purple", srgb(0x5a3a78), 0.6}, {"turquoise", srgb(0x2f9a98), 0.6}};
  static const std::vector<NamedColor> bottoms{
      {"denim", srgb(0x3a4f73), 4},   {"black", srgb(0x1b1c1f), 4},         {"grey", srgb(0x5c5e62), 2},
      {"beige", srgb(0xa99672), 1.6}, {"navy", srgb(0x232c45), 2},          {"brown", srgb(0x5a412c), 1},
      {"olive", srgb(0x55543a), 0.8}, {"light denim", srgb(0x7f9bbd), 1.2}, {"red", srgb(0x8d2730), 0.4}};
  static const std::vector<NamedColor> shoe_colors{{"black", srgb(0x17171a), 4},
                                                   {"white", srgb(0xe2e1dd), 2.5},
                                                   {"brown", srgb(0x55381f), 2},
                                                   {"red", srgb(0xa02a2a), 0.5}};
  static const std::vector<NamedColor> bags{{"black", srgb(0x1c1d20), 3},
                                            {"brown", srgb(0x6b4426), 2},
                                            {"blue", srgb(0x274a80), 1},
                                            {"red", srgb(0xa32a2e), 1},
                                            {"green", srgb(0x3d5b3c), 0.7}};
  const NamedColor& skin_tone = pick(skins, stream);
  const NamedColor& hair_color = pick(hairs, stream);
  const NamedColor& top_color = pick(tops, stream);
  const NamedColor& bottom_color = pick(bottoms, stream);
  const NamedColor& shoe_color = pick(shoe_colors, stream);
  const glm::vec3 skin_albedo = vary(skin_tone.linear, 0.12, stream);
  Material upper = matte("top", vary(top_color.linear, 0.2, stream), 0.85f);
  if (stream.chance(0.15)) {
    upper.pattern = Pattern::stripes, upper.pattern_scale_m = 0.08f;
    upper.pattern_color = pick(tops, stream).linear;
  }
  Dressing out;
  out.provenance = {{"top", top_color.name}, {"bottom", bottom_color.name}, {"hair", hair_color.name}};
  out.materials = {
      matte("skin", skin_albedo, 0.5f),
      matte("hair", vary(hair_color.linear, 0.2, stream), 0.55f),
      upper,
      matte("bottom", vary(bottom_color.linear, 0.2, stream), 0.85f),
      matte("shoes", shoe_color.linear, 0.5f),
      matte("bag", vary(pick(bags, stream).linear, 0.2, stream), 0.6f),
      matte("hat", vary(pick(tops, stream).linear, 0.2, stream), 0.8f),
      stream.chance(0.4) ? matte("legwear", srgb(0x1c1c20), 0.7f) : matte("legwear", skin_albedo, 0.5f),
      gloss("eyes", srgb(0x14100c), 0.2f)};
  return out;
}

FamilyEntry pedestrian_family() {
  return {"pedestrian",
          {"walking", "standing", "waiting", "child_walking", "child_standing"},
          make,
          dress_pedestrian};
}

}  // namespace understudy
