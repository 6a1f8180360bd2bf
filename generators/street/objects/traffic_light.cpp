// SPDX-License-Identifier: Apache-2.0
// Traffic lights: three lenses with visors, red on top, on a post or hanging from a mast arm. Lenses face +x;
// the mast arm reaches to -y, over the road of the drivers who look at it.
#include <cmath>

#include "base/error.h"
#include "generators/palette.h"
#include "generators/street/objects/family.h"
#include "generators/street/objects/heads.h"

namespace understudy {
namespace {

enum Slot { pole, housing, backplate, border, visor, red, amber, green, walker_stop, walker_go, slot_count };
const std::vector<std::string> slot_names{"pole", "housing", "backplate", "border",      "visor",
                                          "red",  "amber",   "green",     "walker_stop", "walker_go"};

constexpr float backplate_m = 0.13f;  ///< how far it stands out

/// Measures of one head; the lens diameters of EN 12368 are 0.2 and 0.3 m.
struct Head {
  float lens_radius_m = 0.15f;
  float visor_m = 0.22f;
  bool backed = true;
  bool bordered = false;
  float section_m() const { return 2.35f * lens_radius_m; }
  float height_m() const { return 3 * section_m(); }
};

Piece visor_tube(float radius_m, float length_m) {
  constexpr int steps = 14;
  const auto point = [&](int row, int column) {
    const float angle = glm::radians(225.0f - 270.0f * float(column) / steps);
    // The lower ends are cut back, as a cap's peak is.
    const float reach =
        length_m * float(row) * (0.55f + 0.45f * std::sin(glm::radians(180.0f * column / steps)));
    return glm::vec3(reach, radius_m * std::cos(angle), radius_m * std::sin(angle));
  };
  return slab(1, steps, point, 0.006f);
}

/// `at`: middle of the head's back, from where it faces +x.
LabelledHead make_head(const Head& head, const glm::mat4& at) {
  MeshBuilder builder("signal head");
  const float half = head.section_m() / 2, depth = 0.17f;
  for (int i = 0; i < 3; ++i) {
    const float z = float(1 - i) * head.section_m();
    tag(builder, housing, Part::housing);
    builder.add(rounded_box({0, -half, z - half}, {depth, half, z + half}, 0.025f), at);
    tag(builder, red + i, Part::lens);
    builder.add(ellipsoid({depth, 0, z}, {0.025f, head.lens_radius_m, head.lens_radius_m}, 24), at);
    tag(builder, visor, Part::housing);
    builder.add(visor_tube(head.lens_radius_m * 1.08f, head.visor_m), at * translate({depth - 0.005f, 0, z}));
  }
  if (!head.backed) return finish_head(builder);
  const float y = half + backplate_m, z = head.height_m() / 2 + backplate_m;
  tag(builder, backplate, Part::housing);
  builder.add(rounded_box({0.05f, -y, -z}, {0.06f, y, z}, 0.005f, 1), at);
  if (!head.bordered) return finish_head(builder);
  tag(builder, border, Part::housing);
  for (const float side : {-1.0f, 1.0f}) {
    const float edge = y - 0.025f, top = z - 0.025f;
    builder.add(box({0.058f, side * edge - 0.025f, -z}, {0.064f, side * edge + 0.025f, z}), at);
    builder.add(
        box({0.058f, -edge + 0.025f, side * top - 0.025f}, {0.064f, edge - 0.025f, side * top + 0.025f}), at);
  }
  return finish_head(builder);
}

/// Of those who walk: two lenses.
LabelledHead make_walker_head(const glm::mat4& at) {
  MeshBuilder builder("walkers' signal head");
  for (int i = 0; i < 2; ++i) {
    const float z = i ? -0.13f : 0.13f;
    tag(builder, housing, Part::housing);
    builder.add(rounded_box({0, -0.13f, z - 0.13f}, {0.15f, 0.13f, z + 0.13f}, 0.02f), at);
    tag(builder, walker_stop + i, Part::lens);
    builder.add(ellipsoid({0.15f, 0, z}, {0.012f, 0.09f, 0.09f}, 20), at);
    tag(builder, visor, Part::housing);
    builder.add(visor_tube(0.1f, 0.1f), at * translate({0.145f, 0, z}));
  }
  LabelledHead head = finish_head(builder);
  head.provenance["signal"] = "walkers";
  return head;
}

void add_base(MeshBuilder& builder, float radius_m) {
  builder.add(lathe({{0, 0},
                     {2.2f * radius_m, 0},
                     {2.2f * radius_m, 0.03f},
                     {1.5f * radius_m, 0.06f},
                     {1.4f * radius_m, 0.5f},
                     {radius_m, 0.55f},
                     {0, 0.55f}},
                    16));
}

ObjectModel make_post(const std::string& model, const Head& head, Stream stream) {
  MeshBuilder builder("traffic light's post");
  const float bottom = float(stream.uniform(2.5, 2.8)), radius = float(stream.uniform(0.05, 0.065));
  const float middle = bottom + head.height_m() / 2;
  tag(builder, pole, Part::pole);
  add_base(builder, radius);
  builder.add(cylinder({0, 0, 0.5f}, {0, 0, bottom + head.height_m() + 0.08f}, radius, 16));
  for (const float z : {-0.35f, 0.35f})
    builder.add(box({0, -0.03f, middle + z * head.height_m() - 0.03f},
                    {radius + 0.07f, 0.03f, middle + z * head.height_m() + 0.03f}));
  std::vector<LabelledHead> heads{make_head(head, translate({radius + 0.05f, 0, middle}))};
  if (stream.chance(0.5)) {
    const float side = stream.chance(0.5) ? 90.0f : -90.0f, below = bottom - backplate_m - 0.3f;
    heads.push_back(make_walker_head(rotate_z(side) * translate({radius, 0, below})));
  }
  ObjectModel object = finish_carrier(model, builder, std::move(heads), slot_names);
  object.points["lens"] = {radius + 0.24f, 0, middle};
  return object;
}

ObjectModel make_mast_arm(const std::string& model, const Head& head, Stream stream) {
  MeshBuilder builder("traffic light's mast");
  const float reach = float(stream.uniform(3.6, 5.6)), height = float(stream.uniform(5.9, 6.3)),
              radius = 0.1f;
  tag(builder, pole, Part::pole);
  add_base(builder, radius);
  builder.add(cone({0, 0, 0.5f}, {0, 0, height + 0.3f}, radius, 0.075f, 18));
  tag(builder, pole, Part::arm_of_pole);
  const std::vector<glm::vec3> path =
      smooth_path({{0, 0, height - 0.25f}, {0, -0.5f * reach, height}, {0, -reach, height + 0.05f}}, 6);
  std::vector<float> radii;
  for (size_t i = 0; i < path.size(); ++i) radii.push_back(0.065f - 0.025f * float(i) / float(path.size()));
  builder.add(sweep(path, radii, 14));
  const glm::vec3 hung{0.06f, -reach + 0.25f, height};
  const float low = 2.4f + head.height_m() / 2;
  std::vector<LabelledHead> heads{make_head(head, translate(hung)),
                                  make_head(head, translate({radius + 0.02f, 0, low}))};
  ObjectModel object = finish_carrier(model, builder, std::move(heads), slot_names);
  object.points["lens"] = hung + glm::vec3(0.19f, 0, 0);
  return object;
}

ObjectModel make(const std::string& model, Stream stream) {
  Head head;
  head.lens_radius_m = stream.chance(0.4) ? 0.1f : 0.15f;
  head.visor_m = head.lens_radius_m * float(stream.uniform(1.2, 1.8));
  head.backed = model == "mast_arm" || stream.chance(0.55);
  head.bordered = stream.chance(0.35);
  return model == "post" ? make_post(model, head, stream) : make_mast_arm(model, head, stream);
}

/// A lens that is lit shines in its signal colour, else it is dark tinted glass.
Material lens(const std::string& name, const glm::vec3& color, bool on, float kcd_per_m2) {
  return shining(name, 0.02f + 0.10f * color, on ? kcd_per_m2 * color : glm::vec3(0));
}

Dressing dress_signal(const ObjectModel&, const Look& look, Stream stream) {
  const std::string states[] = {"red", "green", "amber"};
  const double usual[] = {0.47, 0.41, 0.12};
  const std::string state = look.state.empty() ? states[stream.weighted(usual, 3)] : look.state;
  CHECK(state == "red" || state == "amber" || state == "green" || state == "off",
        "no signal state is called " + state);
  static const std::vector<NamedColor> bodies{
      {"black", srgb(0x1b1d1c), 5}, {"yellow", srgb(0xe0a516), 2}, {"dark green", srgb(0x1f3a2c), 1.5}};
  const NamedColor& body = pick(bodies, stream);
  const glm::vec3 black = srgb(0x161716);
  const float bright =
      look.lit ? 6.0f : 16.0f;  // about 400 cd from a 0.2 m lens by day (EN 12368), dimmed by night
  const glm::vec3 red_light{1, 0.035f, 0.02f}, amber_light{1, 0.42f, 0.02f}, green_light{0.03f, 1, 0.45f};
  Dressing out;
  out.provenance = {{"state", state}, {"color", body.name}};
  out.materials = {stream.chance(0.7) ? galvanised() : gloss("pole", body.linear, 0.5f, 0),
                   gloss("housing", body.linear, 0.45f, 0.4f),
                   matte("backplate", black, 0.6f),
                   gloss("border", stream.chance(0.5) ? srgb(0xf0f0ea) : srgb(0xf0c020), 0.5f, 0),
                   matte("visor", black, 0.5f),
                   lens("red", red_light, state == "red", bright),
                   lens("amber", amber_light, state == "amber", bright),
                   lens("green", green_light, state == "green", bright),
                   lens("walker_stop", red_light, state == "green" || state == "amber", bright),
                   lens("walker_go", green_light, state == "red", bright)};
  return out;
}

}  // namespace

FamilyEntry traffic_light_family() { return {"traffic_light", {"post", "mast_arm"}, make, dress_signal}; }

}  // namespace understudy
