// SPDX-License-Identifier: Apache-2.0
// Poles of the pavement: plain traffic signs (after the Vienna Convention on Road Signs and Signals, 1968:
// speed limit C14, no parking C18, ahead only D1a, parking E14a), a street's name; and wooden poles of
// overhead lines.
#include <cmath>

#include "generators/palette.h"
#include "generators/street/objects/family.h"
#include "generators/street/objects/glyphs.h"

namespace understudy {
namespace {

enum Slot { post, face, border, mark };
const std::vector<std::string> sign_slots{"post", "face", "border", "mark"};
using Flat = std::vector<glm::vec2>;

/// Layers of a plate, each a little nearer to the onlooker.
constexpr float layers_m[] = {0.034f, 0.037f, 0.040f, 0.0425f, 0.045f};

Flat disc(float radius_m) {
  Flat points;
  for (int i = 0; i < 28; ++i) {
    const float angle = 6.2831853f * float(i) / 28;
    points.push_back(radius_m * glm::vec2(std::cos(angle), std::sin(angle)));
  }
  return points;
}

Flat rectangle(float half_wide_m, float half_high_m) {
  return {{-half_wide_m, -half_high_m},
          {half_wide_m, -half_high_m},
          {half_wide_m, half_high_m},
          {-half_wide_m, half_high_m}};
}

/// A plate while it is being painted, its middle at height `z`.
class Plate {
 public:
  Plate(MeshBuilder& builder, float z) : builder_(builder), z_(z) {}

  void layer(int number, int slot, Part part, const Flat& outline, float turn_deg = 0) {
    tag(builder_, slot, part);
    // (u, v, h) of the plate to the object: u to the onlooker's right (+y), v up, h towards the onlooker
    // (+x).
    const glm::mat4 upright(glm::vec4(0, 1, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(1, 0, 0, 0),
                            glm::vec4(0, 0, z_, 1));
    builder_.add(extrude(outline, layers_m[number], layers_m[number + 1]), upright * rotate_z(turn_deg));
  }

  /// Back, border and face, all of that outline, the face smaller.
  void ground(const Flat& outline, float face_share) {
    layer(0, post, Part::back, outline);
    layer(1, border, Part::face, outline);
    Flat inner = outline;
    for (glm::vec2& p : inner) p *= face_share;
    layer(2, face, Part::face, inner);
  }

  void write(const std::string& text, float high_m) {
    tag(builder_, mark, Part::letters);
    const glm::vec2 cell{high_m / 6, high_m / 5};
    builder_.add(
        text_piece(text, cell),
        translate({layers_m[3] + 0.001f, -cell.x * (2 * float(text.size()) - 0.5f), z_ - high_m / 2}));
  }

 private:
  MeshBuilder& builder_;
  float z_;
};

const Flat& arrow() {
  static const Flat outline{{-0.035f, -0.17f}, {0.035f, -0.17f}, {0.035f, 0.03f}, {0.11f, 0.03f},
                            {0, 0.18f},        {-0.11f, 0.03f},  {-0.035f, 0.03f}};
  return outline;
}

/// Returns what it says.
std::string paint(Plate plate, Stream& stream) {
  const double kind = stream.uniform();
  if (kind < 0.25) {
    plate.ground(disc(0.3f), 0.79f);
    plate.write(stream.chance(0.5) ? "30" : "50", 0.24f);
    return "limit";
  }
  if (kind < 0.45) {
    plate.ground(disc(0.26f), 0.82f);
    plate.layer(3, border, Part::letters, rectangle(0.215f, 0.025f), -45);
    return "no_parking";
  }
  if (kind < 0.6) {
    plate.ground(disc(0.29f), 0.96f);
    plate.layer(3, mark, Part::letters, arrow());
    return "ahead";
  }
  if (kind < 0.8) {
    plate.ground(rectangle(0.24f, 0.24f), 0.94f);
    plate.write("P", 0.32f);
    return "parking";
  }
  plate.ground(rectangle(0.42f, 0.1f), 0.96f);
  plate.write(random_text(int(stream.uniform_int(6, 9)), true, stream), 0.095f);
  return "name";
}

ObjectModel make_pole(const std::string& model, Stream stream) {
  MeshBuilder builder("pole");
  const bool wooden = model == "utility";
  const float height = float(wooden ? stream.uniform(7, 9) : stream.uniform(2.6, 3.4));
  const float radius = wooden ? 0.13f : 0.03f;
  tag(builder, post, Part::pole);
  builder.add(cone({0, 0, 0}, {0, 0, height}, radius, wooden ? 0.09f : radius, 16));
  if (!wooden) {
    const std::string says = paint({builder, height - 0.32f}, stream);
    ObjectModel object = finish_object(model, builder, sign_slots);
    object.provenance["sign"] = says;
    return object;
  }
  builder.add(box({-0.06f, -1.1f, height - 0.7f}, {0.06f, 1.1f, height - 0.58f}));
  tag(builder, 1, Part::trim);
  for (const float y : {-1.0f, -0.5f, 0.5f, 1.0f})
    builder.add(cylinder({0, y, height - 0.58f}, {0, y, height - 0.42f}, 0.035f, 10));
  return finish_object(model, builder, {"main", "second"});
}

Dressing dress_pole(const ObjectModel& object, const Look&, Stream stream) {
  if (object.model == "utility") {
    Material wood = matte("wood", vary(srgb(0x6b5642), 0.2, stream), 0.9f);
    return {{wood, gloss("insulator", srgb(0x7a4a3a), 0.2f)}, {}};
  }
  const std::string& says = object.provenance.at("sign");
  const auto film = [&](const std::string& name, uint32_t color) {
    return gloss(name, vary(srgb(color), 0.12, stream), 0.4f, 0.3f);
  };
  const uint32_t white = 0xe8e8e6, blue = 0x1a4fa0, red = 0xb3141c, black = 0x18181a;
  if (says == "limit")
    return {{galvanised(), film("face", white), film("border", red), film("mark", black)}, {}};
  if (says == "no_parking")
    return {{galvanised(), film("face", blue), film("border", red), film("mark", white)}, {}};
  const bool pale = says == "name" && stream.chance(0.5);
  return {{galvanised(), film("face", pale ? white : blue), film("border", pale ? black : white),
           film("mark", pale ? black : white)},
          {}};
}

}  // namespace

FamilyEntry pole_family() { return {"pole", {"sign", "utility"}, make_pole, dress_pole}; }

}  // namespace understudy
