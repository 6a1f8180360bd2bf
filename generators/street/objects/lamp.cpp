// SPDX-License-Identifier: Apache-2.0
// Street lamps: a luminaire on an arm over the road (+x), or a lantern on top of a post.
#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

enum Slot { pole, head, lens };
const std::vector<std::string> slot_names{"pole", "head", "lens"};

void add_post(MeshBuilder& builder, float height_m, float radius_m) {
  tag(builder, pole, Part::pole);
  builder.add(lathe({{0, 0},
                     {1.8f * radius_m, 0},
                     {1.7f * radius_m, 0.9f},
                     {radius_m, 1.0f},
                     {0.6f * radius_m, height_m},
                     {0, height_m}},
                    16));
}

ObjectModel make_arm(const std::string& model, Stream stream) {
  MeshBuilder builder("street lamp");
  const float height = float(stream.uniform(6.5, 9)), reach = float(stream.uniform(1, 2));
  add_post(builder, height, 0.085f);
  const std::vector<glm::vec3> path =
      smooth_path({{0, 0, height - 0.1f}, {0.25f * reach, 0, height + 0.3f}, {reach, 0, height + 0.45f}}, 6);
  builder.add(sweep(path, std::vector<float>(path.size(), 0.035f), 10));
  const glm::vec3 end{reach + 0.25f, 0, height + 0.45f};
  tag(builder, head, Part::housing);
  builder.add(
      rounded_box(end - glm::vec3(0.35f, 0.14f, 0.03f), end + glm::vec3(0.35f, 0.14f, 0.06f), 0.045f));
  tag(builder, lens, Part::lens);
  builder.add(
      rounded_box(end + glm::vec3(-0.2f, -0.11f, -0.045f), end + glm::vec3(0.3f, 0.11f, -0.02f), 0.01f, 1));
  ObjectModel object = finish_object(model, builder, slot_names);
  object.points["lamp"] = end + glm::vec3(0.05f, 0, -0.05f);
  return object;
}

ObjectModel make_post_top(const std::string& model, Stream stream) {
  MeshBuilder builder("street lantern");
  const float height = float(stream.uniform(3.6, 4.4));
  add_post(builder, height, 0.06f);
  tag(builder, lens, Part::lens);
  builder.add(lathe({{0, height}, {0.11f, height}, {0.19f, height + 0.4f}, {0, height + 0.4f}}, 12));
  tag(builder, head, Part::housing);
  builder.add(lathe({{0, height + 0.4f},
                     {0.25f, height + 0.4f},
                     {0.2f, height + 0.47f},
                     {0.06f, height + 0.6f},
                     {0, height + 0.66f}},
                    16));
  ObjectModel object = finish_object(model, builder, slot_names);
  object.points["lamp"] = {0, 0, height + 0.2f};
  return object;
}

ObjectModel make(const std::string& model, Stream stream) {
  return model == "arm" ? make_arm(model, stream) : make_post_top(model, stream);
}

Dressing dress_lamp(const ObjectModel& object, const Look& look, Stream stream) {
  static const std::vector<NamedColor> lights{
      {"sodium", {1, 0.55f, 0.18f}}, {"warm white", {1, 0.8f, 0.55f}}, {"white", {0.95f, 0.97f, 1}}};
  static const std::vector<NamedColor> posts{
      {"grey", srgb(0x7d8285)}, {"black", srgb(0x202322)}, {"green", srgb(0x23402f)}};
  const NamedColor& light = pick(lights, stream);
  const NamedColor& post = pick(posts, stream);
  const float kcd_per_m2 =
      object.model == "arm" ? 110.0f : 12.0f;  // about 6000 lm from 0.1 m^2; a diffuse lantern
  Dressing out;
  out.provenance = {{"light", look.lit ? light.name : "off"}};
  const Material painted = gloss("pole", post.linear, 0.5f, 0);
  out.materials = {post.name == "grey" ? galvanised() : painted, gloss("head", post.linear, 0.4f, 0.3f),
                   shining("lens", glm::vec3(0.7f), look.lit ? kcd_per_m2 * light.linear : glm::vec3(0))};
  return out;
}

}  // namespace

FamilyEntry lamp_family() { return {"lamp", {"arm", "post_top"}, make, dress_lamp}; }

}  // namespace understudy
