// SPDX-License-Identifier: Apache-2.0
#include "generators/street/damage/sign.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "base/error.h"
#include "generators/defects/fields.h"
#include "generators/defects/surface_extent.h"
#include "generators/palette.h"
#include "generators/street/damage/felled.h"
#include "generators/street/damage/pieces.h"

namespace understudy {
namespace {

constexpr glm::dvec3 forward{1, 0, 0}, up{0, 0, 1};

struct Sign {
  Halves parts;  ///< plate and the rest
  glm::dvec3 middle{0};
  double half_m = 0;  ///< of the plate's width

  explicit Sign(const Mesh& mesh) : parts(split(mesh, of_parts({Part::face, Part::letters, Part::back}))) {
    CHECK(parts.chosen && parts.rest, "a sign has a plate and a pole");
    const Mesh& plate = *parts.chosen;
    middle = glm::dvec3(plate.lower + plate.upper) / 2.0;
    half_m = double(plate.upper.y - plate.lower.y) / 2;
  }
  double pole_top_m() const { return parts.rest->upper.z; }
};

/// A fold of the plate along a line beside the pole; away from the pole it may run anyhow.
Warp fold(const Sign& sign, double angle_rad, Stream& stream) {
  const bool to_the_back = stream.chance(0.6);
  const double offset_m = sign.half_m * stream.uniform(0.18, 0.45);
  const double pole_m = std::max(sign.pole_top_m() - sign.middle.z, 0.5 * sign.half_m);
  const double steepest = to_the_back ? std::asin(std::min(1.0, 0.85 * offset_m / pole_m)) : 0.9;
  const double slant = stream.uniform(-steepest, steepest), side = stream.chance(0.5) ? 1 : -1;
  const glm::dvec3 outwards{0, side * std::cos(slant), std::sin(slant)};
  return bend(sign.middle + outwards * offset_m, outwards, to_the_back ? -forward : forward, angle_rad,
              stream.uniform(0.03, 0.1));
}

/// The pole gives way, and the plate turns on it.
Warp knock(const Sign& sign, double severity, Stream& stream) {
  const double direction = stream.uniform(0, glm::two_pi<double>());
  const glm::dvec3 towards{std::cos(direction), std::sin(direction), 0};
  const double kink_m = stream.uniform(0.15, 0.5) * (sign.middle.z - sign.half_m);
  const Warp lean =
      bend({0, 0, kink_m}, up, towards, severity * glm::radians(stream.uniform(4.0, 26.0)), 0.3);
  const double turn = severity * glm::radians(stream.normal(0, 16));
  const double from_m = sign.middle.z - 1.2 * sign.half_m, over_m = 0.15 * sign.half_m;
  return [=](const glm::dvec3& p) {
    const double a = turn * std::clamp((p.z - from_m) / over_m, 0.0, 1.0), c = std::cos(a), s = std::sin(a);
    return lean({c * p.x - s * p.y, s * p.x + c * p.y, p.z});
  };
}

DefectFacts facts_of(const Sign& sign, double severity, double depth_m) {
  const glm::dvec3 size_mm = 1e3 * glm::dvec3(sign.parts.chosen->upper - sign.parts.chosen->lower);
  return {severity, size_mm.z, size_mm.y, 1e3 * depth_m};
}

ObjectDamage bent(const Sign& sign, double severity, Stream stream) {
  const Warp first = fold(sign, severity * glm::radians(stream.uniform(45.0, 95.0)), stream);
  const Warp second = fold(sign, severity * glm::radians(stream.uniform(-30.0, 40.0)), stream);
  const Warp post = knock(sign, severity, stream);
  const Warp folded = [=](const glm::dvec3& p) { return second(first(p)); };
  const MeshPtr plate = refined(sign.parts.chosen, 0.04), pole = refined(sign.parts.rest, 0.1);
  const double depth_m = farthest_move_m(*plate, folded);
  DamagedPiece piece{Class::bent_sign, facts_of(sign, severity, depth_m),
                     whole(plate, [=](const glm::dvec3& p) { return post(folded(p)); })};
  return {warped(pole, post), pole, {std::move(piece)}};
}

/// Sun, rain and dirt: red goes first and turns to a pale pink, white yellows, the gloss is gone.
Material faded(const Material& printed, double severity) {
  const float s = float(severity);
  const glm::vec3& c = printed.albedo;
  const float colorful = std::max({c.x, c.y, c.z}) - std::min({c.x, c.y, c.z});
  const glm::vec3 chalk =
      colorful > 0.1f ? glm::mix(glm::vec3(0.62f, 0.55f, 0.49f), c, 0.22f) : glm::vec3(0.5f, 0.48f, 0.41f);
  Material out = printed;
  out.albedo = glm::mix(c, chalk, 0.12f + 0.8f * s);
  out.clearcoat = printed.clearcoat * (1 - s);
  out.roughness = glm::mix(printed.roughness, 0.85f, s);
  out.pattern = Pattern::noise;  // in blotches, not evenly
  out.pattern_color = glm::mix(out.albedo, c, 0.35f) * (1 - 0.25f * s);
  out.pattern_scale_m = 0.22f;
  out.pattern_strength = 0.25f + 0.5f * s;
  return out;
}

bool is_front(const Mesh& mesh, size_t triangle, double middle_x) {
  const glm::uvec3& t = mesh.triangles[triangle];
  const double x = double(mesh.positions[t.x].x + mesh.positions[t.y].x + mesh.positions[t.z].x) / 3;
  return x >= middle_x && of_parts({Part::face, Part::letters})(mesh, triangle);
}

/// The printed side of the plate, and all else.
Halves printed_side(const Sign& sign, const DamageSite& site) {
  const double middle_x = sign.middle.x;
  return split(*site.object.mesh,
               [=](const Mesh& mesh, size_t triangle) { return is_front(mesh, triangle, middle_x); });
}

ObjectDamage bleached(const Sign& sign, double severity, const DamageSite& site) {
  const Halves halves = printed_side(sign, site);
  DamagedPiece piece{Class::faded_sign, facts_of(sign, severity, 0), whole(halves.chosen)};
  piece.change = [=](const Material& printed, int) { return faded(printed, severity); };
  return {halves.rest, halves.rest, {std::move(piece)}};
}

/// Cut into the printed side; nothing where the shape misses it.
std::optional<ObjectDamage> cut_into_face(DamagedPiece piece, const DefectShape& shape, const Sign& sign,
                                          const DamageSite& site) {
  const Halves halves = printed_side(sign, site);
  const std::optional<CutMesh> cut = cut_out(*halves.chosen, shape, sign.middle);
  if (!cut) return std::nullopt;
  piece.surface = cut->piece;
  if (shape.measured) measure(*piece.surface.as_good, /*metres=*/1, piece.facts);
  const MeshPtr rest = joined(cut->rest, halves.rest);
  return ObjectDamage{rest, rest, {std::move(piece)}};
}

/// A field of the plate's plane, whatever the layer.
ScalarField on_the_plate(ScalarField field, double x) {
  return [field = std::move(field), x](const glm::dvec3& p) { return field({x, p.y, p.z}); };
}

/// Handwriting in one line of loops and zigzags, and what runs down from it. A milder one stops earlier.
std::vector<Stroke> scrawl(const Sign& sign, double severity, Stream stream) {
  const int turns = int(stream.uniform_int(8, 12));
  const double high_m = sign.half_m * stream.uniform(0.3, 0.55), pen_m = stream.uniform(0.011, 0.02);
  const double slope = stream.normal(0, 0.18), base_z = sign.half_m * stream.uniform(-0.25, 0.2);
  std::vector<glm::vec3> knots;
  for (int i = 0; i < turns; ++i) {
    const double y = sign.half_m * (-0.8 + 1.6 * i / (turns - 1.0) + stream.normal(0, 0.05));
    const double z = base_z + slope * y + (i % 2 ? 0.5 : -0.5) * high_m * stream.uniform(0.45, 1.4);
    knots.emplace_back(0, y, z);
    // Most strokes turn back in a loop, as letters do.
    const double back_m = sign.half_m * stream.uniform(0.1, 0.24), rise_m = high_m * stream.normal(0, 0.22);
    if (stream.chance(0.6)) knots.emplace_back(0, y - back_m, z + rise_m);
  }
  const std::vector<glm::vec3> path = smooth_path(knots, 7);
  const size_t length = size_t(std::ceil((0.35 + 0.65 * severity) * double(path.size())));
  Stroke pen;
  std::vector<Stroke> strokes;
  for (size_t i = 0; i < path.size(); ++i) {
    const glm::dvec3 at = sign.middle + glm::dvec3(path[i]);
    const double pressed = pen_m * stream.uniform(0.85, 1.15);
    const bool drips = stream.chance(0.07);
    const double drip_m = stream.uniform(0.04, 0.16);
    if (i >= length) continue;
    pen.points.push_back(at);
    pen.radii_m.push_back(pressed);
    if (drips) strokes.push_back({{at, at - up * drip_m}, {0.4 * pen_m, 0.22 * pen_m}});
  }
  strokes.insert(strokes.begin(), pen);
  return strokes;
}

std::optional<ObjectDamage> sprayed(const Sign& sign, double severity, const DamageSite& site,
                                    Stream stream) {
  static const std::vector<NamedColor> cans{{"black", srgb(0x101012), 4},    {"blue", srgb(0x1c3fa8), 1.5},
                                            {"silver", srgb(0xa8abb0), 1.5}, {"white", srgb(0xe8e8e4), 1.5},
                                            {"green", srgb(0x1f7a3a), 1},    {"violet", srgb(0x5a2a8c), 1}};
  const glm::vec3 paint = pick(cans, stream).linear;
  const std::vector<Stroke> strokes = scrawl(sign, severity, stream.child("scrawl"));
  DefectShape shape;
  shape.field = on_the_plate(stroke_field(strokes), sign.middle.x);
  shape.finest_m = 0.02;
  shape.connected = false;
  enclose(strokes, 0.1, shape);
  glm::dvec3 lower(strokes[0].points[0]), upper(lower);
  for (const Stroke& stroke : strokes)
    for (const glm::dvec3& p : stroke.points) lower = glm::min(lower, p), upper = glm::max(upper, p);
  const glm::dvec3 size_mm = 1e3 * (upper - lower);
  DamagedPiece piece{Class::sign_graffiti, {severity, size_mm.y, size_mm.z, 0}, {}};
  piece.change = [=](const Material& printed, int) {
    Material out = printed;
    out.albedo = paint;
    out.pattern = Pattern::none;
    out.clearcoat = 0;
    out.roughness = 0.55f;
    return out;
  };
  return cut_into_face(std::move(piece), shape, sign, site);
}

/// The sheeting is torn off from the rim inwards: bare metal, and a frayed white edge.
std::optional<ObjectDamage> torn(const Sign& sign, double severity, const DamageSite& site, Stream stream) {
  const double angle = stream.uniform(0, glm::two_pi<double>()), grown = 0.3 + 0.7 * severity;
  const glm::dvec3 out{0, std::cos(angle), std::sin(angle)}, aside{0, -out.z, out.y};
  const double half_m = sign.half_m, wide_m = half_m * stream.uniform(0.3, 0.5) * grown;
  std::vector<Stroke> strokes;
  const int strips = int(stream.uniform_int(2, 4));
  for (int i = 0; i < strips; ++i) {
    const double shift = (i - 0.5 * (strips - 1)) * 0.9;
    const double reach_m = half_m * grown * stream.uniform(0.5, 1.35);
    const glm::dvec3 rim = sign.middle + out * (1.1 * half_m) + aside * (shift * wide_m);
    const glm::dvec3 bend_to = aside * (wide_m * stream.normal(0, 0.4));
    strokes.push_back({{rim, rim - out * (0.5 * reach_m), rim - out * reach_m + bend_to},
                       {0.62 * wide_m, 0.55 * wide_m, 0.12 * wide_m}});
  }
  const double rough_m = 0.16 * wide_m, edge_m = std::min(0.012, 0.2 * wide_m);
  DefectShape shape;
  shape.field =
      on_the_plate(roughened(stroke_field(strokes), rough_m, 0.5 * wide_m, stream.bits()), sign.middle.x);
  shape.finest_m = std::max(0.012, wide_m / 14);
  shape.connected = false;
  shape.levels = {-edge_m};
  shape.direction = -forward;
  const double metal_x = sign.parts.chosen->lower.x + 0.0032;
  // All layers sink to the metal, in their order, a trace apart.
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    return std::clamp(-field(p) / edge_m, 0.0, 1.0) * 0.92 * std::max(0.0, p.x - metal_x);
  };
  enclose(strokes, rough_m + shape.finest_m, shape);
  shape.measured = true;
  DamagedPiece piece{Class::torn_sign, {severity, 0, 0, 0}, {}};
  const float tone = float(stream.uniform(0.7, 1.1));
  piece.change = [=](const Material& printed, int band) {
    Material bare = printed;
    bare.pattern = Pattern::none;
    bare.clearcoat = 0;
    bare.roughness = 0.6f;
    if (band == 0) {
      bare.albedo = glm::mix(printed.albedo, glm::vec3(0.75f), 0.75f);
      return bare;
    }
    bare.albedo = tone * glm::vec3(0.36f, 0.37f, 0.38f);
    bare.metalness = 0.5f;
    bare.roughness = 0.5f;
    bare.pattern = Pattern::noise;  // what is left of the glue, grey with dirt
    bare.pattern_color = tone * glm::vec3(0.21f, 0.20f, 0.17f);
    bare.pattern_scale_m = 0.05f;
    bare.pattern_strength = 0.8f;
    return bare;
  };
  return cut_into_face(std::move(piece), shape, sign, site);
}

}  // namespace

const std::vector<std::string>& sign_damage_kinds() {
  static const std::vector<std::string> kinds{"bent", "faded", "graffiti", "torn", "fallen"};
  return kinds;
}

std::optional<ObjectDamage> make_sign_damage(const std::string& kind, double severity, const DamageSite& site,
                                             Stream stream) {
  const Sign sign(*site.object.mesh);
  if (kind == "bent") return bent(sign, severity, stream);
  if (kind == "faded") return bleached(sign, severity, site);
  if (kind == "graffiti") return sprayed(sign, severity, site, stream);
  if (kind == "torn") return torn(sign, severity, site, stream);
  CHECK(kind == "fallen", "no damage of a sign is called " + kind);
  // Along the street, so that the plate lies flat.
  return fell({{1, 0}, {-1, 0}}, sign.half_m, Class::fallen_sign, severity, site, stream);
}

}  // namespace understudy
