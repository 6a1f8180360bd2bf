// SPDX-License-Identifier: Apache-2.0
// What falls off lorries and lies on roads: cardboard boxes, tyres, planks, sacks, branches.
#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

float between(Stream& stream, double low, double high) { return float(stream.uniform(low, high)); }

/// A solid whose corners are pushed about, as after a fall.
Piece dented(Piece piece, float amount_m, Stream stream) {
  const uint32_t seed = stream.bits();
  for (glm::vec3& p : piece.positions) {
    // Doubled corners move together: the push is a function of the place alone.
    const glm::vec3 wave = glm::vec3(float(seed & 255u), float(seed >> 8 & 255u), float(seed >> 16 & 255u));
    p += amount_m * glm::vec3(std::sin(9.1f * p.y + 5.3f * p.z + wave.x),
                              std::sin(8.3f * p.x + 7.7f * p.z + wave.y),
                              p.z > 0.02f ? std::sin(7.9f * p.x + 9.7f * p.y + wave.z) : 0.0f);
  }
  return piece;
}

/// A flap of a box, hinged at `hinge` along `along`, open by `angle_deg` from upright to the outside.
void add_flap(MeshBuilder& builder, const glm::vec3& hinge, const glm::vec3& along, const glm::vec3& out,
              float reach_m, float angle_deg) {
  const float angle = glm::radians(angle_deg);
  const glm::vec3 away = out * std::sin(angle) + glm::vec3(0, 0, std::cos(angle));
  const glm::vec3 normal = out * std::cos(angle) - glm::vec3(0, 0, std::sin(angle));
  const auto corner = [&](float s, float r, float h) { return hinge + along * s + away * r + normal * h; };
  Piece flap = box({-1, 0, 0}, {1, 1, 1});
  for (glm::vec3& p : flap.positions) p = corner(p.x * (1 - 0.04f * p.y), p.y * reach_m, p.z * 0.004f);
  if (signed_volume6(flap) < 0)
    for (glm::uvec3& t : flap.triangles) std::swap(t.y, t.z);
  builder.add(flap);
}

void add_open_box(MeshBuilder& builder, const glm::vec3& half, float height_m, Stream& stream) {
  constexpr float board_m = 0.004f;
  tag(builder, 0, Part::body);
  builder.add(box({-half.x, -half.y, 0}, {half.x, half.y, board_m}));
  for (const float side : {-1.0f, 1.0f}) {
    const float x = side * half.x, y = side * half.y;
    builder.add(box({std::min(x, x - side * board_m), -half.y, 0},
                    {std::max(x, x - side * board_m), half.y, height_m}));
    builder.add(box({-half.x, std::min(y, y - side * board_m), 0},
                    {half.x, std::max(y, y - side * board_m), height_m}));
    add_flap(builder, {x, 0, height_m}, {0, half.y, 0}, {side, 0, 0}, half.y, between(stream, 15, 130));
    add_flap(builder, {0, y, height_m}, {half.x, 0, 0}, {0, side, 0}, half.y, between(stream, 15, 130));
  }
}

ObjectModel make_carton(const std::string& model, Stream stream) {
  MeshBuilder builder("cardboard box");
  const glm::vec3 half{between(stream, 0.17, 0.38), between(stream, 0.13, 0.26), 0};
  const float height = between(stream, 0.18, 0.5);
  if (model == "open") {
    add_open_box(builder, half, height, stream);
    return finish_object(model, builder, {"cardboard", "tape"});
  }
  const bool crushed = model == "crushed";
  const float top = crushed ? 0.45f * height : height;
  const auto sheet = [&](float z0, float z1, float width) {
    constexpr int cuts = 10;
    std::vector<Ring> rings;
    for (int i = 0; i <= cuts; ++i) {
      const float x = half.x * (2 * float(i) / cuts - 1);
      rings.push_back({{x, -width, z0}, {x, width, z0}, {x, width, z1}, {x, -width, z1}});
    }
    return loft(rings);
  };
  tag(builder, 0, Part::body);
  Piece body = sheet(0, top, half.y);
  if (crushed) body = dented(body, 0.035f, stream.child("dents"));
  builder.add(body);
  if (!crushed) {
    tag(builder, 1, Part::trim);
    builder.add(sheet(top, top + 0.0006f, 0.026f));
  }
  return finish_object(model, builder, {"cardboard", "tape"});
}

Dressing dress_carton(const ObjectModel&, const Look&, Stream stream) {
  Material cardboard = matte("cardboard", vary(srgb(0xb98e5f), 0.2, stream), 0.85f);
  cardboard.pattern = Pattern::noise;
  cardboard.pattern_color = cardboard.albedo * 0.72f;
  cardboard.pattern_scale_m = 0.2f;
  return {{cardboard, gloss("tape", srgb(0xc8a46a), 0.3f, 0.4f)}, {}};
}

/// A car's tyre on its side; tread blocks stand out of the band by a few millimetres.
void add_tyre(MeshBuilder& builder, float radius_m, float width_m) {
  const float w = width_m / 2, shoulder = 0.9f * width_m / 2, bead = 0.62f * radius_m;
  tag(builder, 0, Part::wheel);
  builder.add(lathe({{bead, -0.75f * w},
                     {0.8f * radius_m, -w},
                     {0.95f * radius_m, -0.97f * w},
                     {radius_m - 0.008f, -shoulder},
                     {radius_m - 0.008f, shoulder},
                     {0.95f * radius_m, 0.97f * w},
                     {0.8f * radius_m, w},
                     {bead, 0.75f * w},
                     {bead + 0.012f, 0.7f * w},
                     {0.8f * radius_m, 0.9f * w},
                     {radius_m - 0.025f, 0.8f * w},
                     {radius_m - 0.025f, -0.8f * w},
                     {0.8f * radius_m, -0.9f * w},
                     {bead + 0.012f, -0.7f * w},
                     {bead, -0.75f * w}},
                    56));
  constexpr int blocks = 44;
  for (int row = -2; row <= 2; ++row) {
    const float z = float(row) * 0.19f * width_m, half = 0.082f * width_m;
    for (int i = 0; i < blocks; ++i) {
      const float turn = 360.0f * (float(i) + 0.5f * float(row & 1)) / blocks;
      builder.add(box({radius_m - 0.012f, -0.38f * 6.2832f * radius_m / blocks, z - half},
                      {radius_m, 0.38f * 6.2832f * radius_m / blocks, z + half}),
                  rotate_z(turn));
    }
  }
}

/// A torn-off tread of a lorry's tyre: a curved strip with frayed ends.
void add_tread(MeshBuilder& builder, Stream& stream) {
  const float width = between(stream, 0.18, 0.26), length = between(stream, 0.6, 1.4),
              rise = between(stream, 0.05, 0.16);
  constexpr int rows = 28, columns = 8;
  std::vector<float> frays;
  for (int c = 0; c <= columns; ++c) frays.push_back(between(stream, 0, 0.14));
  const float twist = between(stream, -0.3, 0.3);
  tag(builder, 0, Part::wheel);
  builder.add(slab(
      rows, columns,
      [&](int row, int column) {
        const float s = float(row) / rows, v = float(column) / columns - 0.5f;
        const float end = s < 0.5f ? s : 1 - s;
        const float x = (s - 0.5f) * length +
                        (s < 0.5f ? -1.0f : 1.0f) * frays[size_t(column)] * std::max(0.0f, 0.3f - end);
        const float y = v * width + twist * x * x;
        const float groove = column == 2 || column == 6 ? -0.006f : 0.0f;
        return glm::vec3(x, y, 0.016f + rise * std::sin(glm::pi<float>() * s) + groove);
      },
      0.014f));
}

ObjectModel make_tyre(const std::string& model, Stream stream) {
  MeshBuilder builder("tyre");
  if (model == "tread") {
    add_tread(builder, stream);
  } else {
    add_tyre(builder, between(stream, 0.28, 0.36), between(stream, 0.18, 0.24));
  }
  return finish_object(model, builder, {"rubber"});
}

Dressing dress_tyre(const ObjectModel&, const Look&, Stream stream) {
  Material rubber = matte("rubber", vary(glm::vec3(0.028f), 0.3, stream), 0.75f);
  rubber.pattern = Pattern::noise;
  rubber.pattern_color = glm::vec3(0.07f, 0.065f, 0.06f);  // dust
  rubber.pattern_scale_m = 0.15f;
  return {{rubber}, {}};
}

ObjectModel make_plank(const std::string& model, Stream stream) {
  MeshBuilder builder("plank");
  tag(builder, 0, Part::body);
  if (model == "pallet") {
    for (int i = 0; i < 3; ++i) {
      const float y = -0.35f + 0.35f * float(i);
      for (const float x : {-0.55f, 0.0f, 0.55f})
        builder.add(box({x - 0.05f, y - 0.05f, 0.022f}, {x + 0.05f, y + 0.05f, 0.1f}));
      builder.add(box({-0.6f, y - 0.05f, 0}, {0.6f, y + 0.05f, 0.022f}));
    }
    for (int i = 0; i < 7; ++i) {
      if (stream.chance(0.1)) continue;  // a board that is lost
      const float x = -0.55f + 1.1f * float(i) / 6;
      builder.add(box({x - 0.045f, -0.4f, 0.1f}, {x + 0.045f, 0.4f, 0.122f}));
    }
    return finish_object(model, builder, {"wood", "end grain"});
  }
  const bool beam = model == "beam";
  const glm::vec3 half{between(stream, 0.6, 1.5),
                       beam ? between(stream, 0.05, 0.08) : between(stream, 0.06, 0.13), 0};
  const float thick = beam ? between(stream, 0.08, 0.14) : between(stream, 0.022, 0.045);
  builder.add(rounded_box({-half.x, -half.y, 0}, {half.x, half.y, thick}, 0.004f, 1));
  tag(builder, 1, Part::trim);
  for (const float end : {-1.0f, 1.0f}) {
    const float x = end * half.x;
    builder.add(box({std::min(x, x + end * 0.0008f), -half.y + 0.005f, 0.005f},
                    {std::max(x, x + end * 0.0008f), half.y - 0.005f, thick - 0.005f}));
  }
  return finish_object(model, builder, {"wood", "end grain"});
}

Dressing dress_plank(const ObjectModel&, const Look&, Stream stream) {
  static const std::vector<NamedColor> woods{
      {"fresh", srgb(0xc49a62), 2}, {"weathered", srgb(0x8a8378), 2}, {"brown", srgb(0x7a5433), 1}};
  const NamedColor& wood = pick(woods, stream);
  Material board = matte("wood", vary(wood.linear, 0.15, stream), 0.8f);
  board.pattern = Pattern::noise;
  board.pattern_color = board.albedo * 0.7f;
  board.pattern_scale_m = 0.1f;
  return {{board, matte("end grain", board.albedo * 0.75f, 0.9f)}, {{"wood", wood.name}}};
}

/// A filled sack on its side: a pillow, pinched at its two seams, slack where it is not full.
ObjectModel make_sack(const std::string& model, Stream stream) {
  MeshBuilder builder("sack");
  const bool slumped = model == "slumped";
  const float length = between(stream, 0.28, 0.42), width = between(stream, 0.18, 0.28),
              height = slumped ? between(stream, 0.05, 0.08) : between(stream, 0.08, 0.13);
  const float fold = slumped ? 0.012f : 0.006f;
  const float phase = between(stream, 0, 6.28);
  const auto point = [&](int row, int column, float side) {
    constexpr float n = 24;
    const float u = 2 * float(row) / n - 1, v = 2 * float(column) / n - 1;
    const float full =
        std::pow(std::max(0.0f, (1 - std::pow(std::abs(u), 3.0f)) * (1 - std::pow(std::abs(v), 2.6f))), 0.5f);
    const float pinch = 1 - 0.12f * std::pow(std::abs(u), 2.0f) * full;
    const float folds =
        fold * full * (std::sin(11 * u + 3 * v + phase) + std::sin(7 * v - 5 * u + 2 * phase));
    const float z = side > 0 ? height * full + folds : -0.55f * height * std::min(1.0f, 1.6f * full);
    return glm::vec3(u * length, v * width * pinch + 0.04f * u * u, z);
  };
  tag(builder, 0, Part::body);
  Piece skin = grid(24, 24, [&](int r, int c) { return point(r, c, 1); });
  Piece under = grid(24, 24, [&](int r, int c) { return point(r, c, -1); });
  for (glm::uvec3& t : under.triangles) std::swap(t.y, t.z);
  skin.append(under);
  skin.crease_deg = 60;
  builder.add(skin);
  tag(builder, 1, Part::trim);
  for (const float end : {-1.0f, 1.0f})
    builder.add(box({end * length * 0.985f - 0.012f, -0.93f * width + 0.04f, -0.004f},
                    {end * length * 0.985f + 0.012f, 0.93f * width + 0.04f, 0.004f}));
  return finish_object(model, builder, {"cloth", "seam"});
}

Dressing dress_sack(const ObjectModel&, const Look&, Stream stream) {
  static const std::vector<NamedColor> cloths{{"jute", srgb(0xa98a5a), 2},
                                              {"white", srgb(0xd9d7cf), 3},
                                              {"paper", srgb(0x9d8461), 1},
                                              {"black", srgb(0x1d1e20), 2}};
  const NamedColor& cloth = pick(cloths, stream);
  Material skin = cloth.name == "black" ? gloss("cloth", cloth.linear, 0.35f, 0.3f)
                                        : matte("cloth", vary(cloth.linear, 0.15, stream), 0.8f);
  skin.pattern = Pattern::noise;
  skin.pattern_color = skin.albedo * 0.78f;
  skin.pattern_scale_m = 0.09f;
  return {{skin, matte("seam", skin.albedo * 0.7f)}, {{"color", cloth.name}}};
}

/// One way of wood that wanders and stays above the ground.
std::vector<glm::vec3> twig_path(const glm::vec3& from, float heading, float length_m, float rise,
                                 Stream& stream) {
  std::vector<glm::vec3> points{from};
  constexpr int steps = 5;
  for (int i = 0; i < steps; ++i) {
    heading += between(stream, -0.3, 0.3);
    glm::vec3 next = points.back() +
                     length_m / steps *
                         glm::vec3(std::cos(heading), std::sin(heading), rise + between(stream, -0.15, 0.15));
    next.z = std::max(next.z, from.z * 0.6f);
    points.push_back(next);
  }
  return smooth_path(points, 3);
}

void add_leaf(Piece& piece, const glm::vec3& at, float heading, float size_m, Stream& stream) {
  const glm::vec3 along{std::cos(heading), std::sin(heading), between(stream, -0.4, 0.5)};
  const glm::vec3 across{-std::sin(heading), std::cos(heading), between(stream, -0.6, 0.6)};
  const auto base = uint32_t(piece.positions.size());
  for (const glm::vec2& p :
       {glm::vec2(0, 0), glm::vec2(0.4f, 0.28f), glm::vec2(1, 0), glm::vec2(0.4f, -0.28f)}) {
    glm::vec3 corner = at + size_m * (p.x * along + p.y * across);
    corner.z = std::max(corner.z, 0.002f);
    piece.positions.push_back(corner);
  }
  piece.quad(base, base + 1, base + 2, base + 3);
}

ObjectModel make_branch(const std::string& model, Stream stream) {
  MeshBuilder builder("branch");
  const bool leafy = model == "leafy";
  const float length = between(stream, 0.8, 2.2), radius = length * between(stream, 0.01, 0.018);
  tag(builder, 0, Part::branch);
  const auto add_limb = [&](const std::vector<glm::vec3>& path, float thick) {
    std::vector<float> radii;
    for (size_t i = 0; i < path.size(); ++i)
      radii.push_back(thick * (1 - 0.75f * float(i) / float(path.size())));
    builder.add(sweep(path, radii, 8));
  };
  const std::vector<glm::vec3> trunk =
      twig_path({-length / 2, 0, 1.05f * radius}, between(stream, -0.15, 0.15), length, 0.02f, stream);
  add_limb(trunk, radius);
  Piece leaves;
  const int twigs = int(stream.uniform_int(6, 11));
  for (int i = 0; i < twigs; ++i) {
    const glm::vec3 from = trunk[size_t(between(stream, 0.2, 0.95) * float(trunk.size() - 1))];
    const float heading = (i % 2 ? 1.0f : -1.0f) * between(stream, 0.4, 1.1);
    const std::vector<glm::vec3> path =
        twig_path(from, heading, length * between(stream, 0.15, 0.4), between(stream, 0, 0.35), stream);
    add_limb(path, 0.35f * radius);
    if (!leafy) continue;
    for (int leaf = 0; leaf < 26; ++leaf)
      add_leaf(leaves, path[size_t(between(stream, 0.15, 1) * float(path.size() - 1))],
               between(stream, -3.14, 3.14), between(stream, 0.05, 0.09), stream);
  }
  if (!leaves.positions.empty()) {
    tag(builder, 1, Part::foliage);
    builder.add(leaves);
  }
  return finish_object(model, builder, {"bark", "leaves"});
}

Dressing dress_branch(const ObjectModel&, const Look&, Stream stream) {
  static const std::vector<NamedColor> leaves{
      {"green", srgb(0x4c6b2a), 3}, {"yellow", srgb(0xa38a34), 1}, {"brown", srgb(0x6f4f2c), 2}};
  return {{matte("bark", vary(srgb(0x5d4a38), 0.25, stream), 0.9f),
           matte("leaves", vary(pick(leaves, stream).linear, 0.2, stream), 0.6f)},
          {}};
}

}  // namespace

FamilyEntry carton_family() { return {"carton", {"closed", "open", "crushed"}, make_carton, dress_carton}; }
FamilyEntry tyre_family() { return {"tyre", {"whole", "tread"}, make_tyre, dress_tyre}; }
FamilyEntry plank_family() { return {"plank", {"board", "beam", "pallet"}, make_plank, dress_plank}; }
FamilyEntry sack_family() { return {"sack", {"full", "slumped"}, make_sack, dress_sack}; }
FamilyEntry branch_family() { return {"branch", {"bare", "leafy"}, make_branch, dress_branch}; }

}  // namespace understudy
