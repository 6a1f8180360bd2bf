// SPDX-License-Identifier: Apache-2.0
// Tiles, wooden boards and swatches of fabric.
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr float pi = glm::pi<float>();

Shape make_tile(Stream stream) {
  const float half = 0.5f * draw_mm(stream, 95, 200);
  const float length = stream.chance(0.6) ? half : half * float(stream.uniform(1.4, 2.0));
  const float body = draw_mm(stream, 5, 8), edge = draw_mm(stream, 0.4, 1.4);
  MeshBuilder builder("tile");
  tag(builder, 1, Region::wall);
  const glm::vec2 size{length, half};
  builder.add(rounded_extrusion(rectangle_outline(-size, size, 1 * mm, 6), {}, 0, body, 0.3f * mm));
  tag(builder, 0, Region::face);
  builder.add(rounded_extrusion(rectangle_outline(-size - 0.1f * mm, size + 0.1f * mm, edge + 0.6f * mm, 8),
                                {}, body - edge - 0.5f * mm, body + 0.6f * mm, edge, 5));
  return {builder.build_on_ground(),
          {{"model", fmt::format("{:.0f}x{:.0f} mm", 2000 * length, 2000 * half)}}};
}

Dressing dress_tile(const Shape&, Stream stream) {
  static const std::vector<NamedColor> glazes{
      {"white", {0.78f, 0.78f, 0.75f}, 3}, {"grey", {0.34f, 0.34f, 0.33f}, 2},
      {"blue", {0.04f, 0.12f, 0.26f}, 1},  {"green", {0.07f, 0.2f, 0.13f}, 1},
      {"beige", {0.58f, 0.48f, 0.34f}, 2}, {"terracotta", {0.4f, 0.13f, 0.06f}, 1}};
  const NamedColor& glaze = pick(glazes, stream);
  const glm::vec3 color = vary(glaze.linear, 0.15, stream);
  Material top = gloss(glaze.name + " glaze", color, 0.5f, float(stream.uniform(0.5, 1)));
  top.clearcoat_roughness = float(stream.uniform(0.04, 0.2));
  const bool stone = stream.chance(0.45);
  top = patterned(top, stone ? Pattern::noise : Pattern::grain,
                  stone ? draw_mm(stream, 20, 60) : draw_mm(stream, 1, 2), color * (stone ? 0.72f : 0.9f),
                  stone ? 0.8f : 0.5f);
  const Material biscuit =
      patterned(matte("biscuit", {0.5f, 0.32f, 0.2f}, 0.9f), Pattern::grain, 1 * mm, {0.4f, 0.24f, 0.15f});
  return {{top, biscuit}, {{"color", glaze.name}}};
}

Shape make_board(Stream stream) {
  const float length = draw_mm(stream, 180, 280);
  const glm::vec2 half = 0.5f * glm::vec2(draw_mm(stream, 80, 130), draw_mm(stream, 14, 24));
  Piece board = rounded_extrusion(rectangle_outline(-half, half, 1.2f * mm, 6), {}, -0.5f * length,
                                  0.5f * length, 0.8f * mm);
  for (const glm::uvec3& t : board.triangles) {
    const float along = std::abs(board.normals[t.x].z + board.normals[t.y].z + board.normals[t.z].z);
    board.slots.push_back(along > 2 ? 1 : 0);
    board.parts.push_back(uint16_t(along > 2 ? Region::edge : Region::face));
  }
  MeshBuilder builder("wood board");
  // Lies with its length along x.
  builder.add(board, glm::mat4(glm::vec4(0, 1, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(1, 0, 0, 0),
                               glm::vec4(0, 0, 0, 1)));
  return {builder.build_on_ground(),
          {{"model", fmt::format("{:.0f}x{:.0f}x{:.0f} mm", 1000 * length, 2000 * half.x, 2000 * half.y)}}};
}

Dressing dress_board(const Shape&, Stream stream) {
  static const std::vector<NamedColor> woods{{"pine", {0.62f, 0.42f, 0.22f}},
                                             {"oak", {0.42f, 0.27f, 0.14f}},
                                             {"beech", {0.55f, 0.34f, 0.19f}},
                                             {"walnut", {0.16f, 0.085f, 0.045f}, 0.7}};
  const NamedColor& wood = pick(woods, stream);
  const glm::vec3 color = vary(wood.linear, 0.12, stream), dark = color * glm::vec3(0.62f, 0.55f, 0.46f);
  Material face = gloss(wood.name, color, float(stream.uniform(0.5, 0.65)), float(stream.uniform(0, 0.4)));
  face.clearcoat_roughness = 0.35f;
  const Material end = matte(wood.name + " end grain", color * 0.8f, 0.8f);
  return {{patterned(face, Pattern::wood, draw_mm(stream, 7, 14), dark),
           patterned(end, Pattern::grain, 2 * mm, dark)},
          {{"material", wood.name}}};
}

/// Plain weave: yarns of each direction go over and under those of the other.
Shape make_fabric(Stream stream) {
  const float yarn = draw_mm(stream, 1.3, 2.0), rise = 0.3f * yarn;
  const int count = int(stream.uniform_int(26, 34));
  constexpr int steps = 4;  // per yarn
  const int cells = count * steps;
  const float half = 0.5f * yarn * float(count);
  const Stream waves = stream.child("waves");
  Stream phases = waves;
  const float a = float(phases.uniform(0, 6)), b = float(phases.uniform(0, 6)),
              lift = draw_mm(phases, 0.3, 1.2);
  const auto relief = [&](float u, float v) {
    // Each cell shows the yarn on top: a half round along one direction that dives at the cell's ends.
    const int column = int(std::floor(u)), row = int(std::floor(v));
    const float fu = u - float(column) - 0.5f, fv = v - float(row) - 0.5f;
    const bool warp = (column + row) % 2 == 0;
    const float across = warp ? fu : fv, along = warp ? fv : fu;
    return std::sqrt(std::max(0.0f, 1 - 3.2f * across * across)) * std::cos(pi * along * 0.92f);
  };
  const auto point = [&](int row, int column) {
    const float u = std::min(float(row) / steps, float(count) - 1e-3f),
                v = std::min(float(column) / steps, float(count) - 1e-3f);
    const float x = yarn * u - half, y = yarn * v - half;
    const float wave = lift * (1 + 0.5f * (std::sin(35 * x + a) + std::sin(28 * y + b)));
    return glm::vec3(x, y, rise * relief(u, v) + wave);
  };
  Piece top = slab(cells, cells, point, 0.4f * yarn);
  top.crease_deg = 80;
  for (size_t i = 0; i < top.triangles.size(); ++i) {
    const glm::uvec3& t = top.triangles[i];
    const glm::vec3 middle = (top.positions[t.x] + top.positions[t.y] + top.positions[t.z]) / 3.0f;
    const int column = int(std::floor((middle.x + half) / yarn)),
              row = int(std::floor((middle.y + half) / yarn));
    top.slots.push_back(uint16_t((column + row) & 1));
    top.parts.push_back(uint16_t(Region::face));
  }
  MeshBuilder builder("fabric");
  builder.add(top);
  return {builder.build_on_ground(), {{"model", fmt::format("{} yarns of {:.1f} mm", count, 1000 * yarn)}}};
}

Dressing dress_fabric(const Shape&, Stream stream) {
  static const std::vector<NamedColor> dyes{{"linen", {0.55f, 0.47f, 0.35f}, 2},
                                            {"navy", {0.03f, 0.05f, 0.13f}},
                                            {"grey", {0.26f, 0.26f, 0.27f}},
                                            {"red", {0.33f, 0.03f, 0.04f}},
                                            {"olive", {0.13f, 0.14f, 0.06f}}};
  const NamedColor& dye = pick(dyes, stream);
  const glm::vec3 warp = vary(dye.linear, 0.15, stream), weft = vary(warp, 0.3, stream);
  const auto yarn = [](const char* name, const glm::vec3& color) {
    return patterned(matte(name, color, 0.9f), Pattern::grain, 0.3f * mm, color * 0.6f);
  };
  return {{yarn("warp", warp), yarn("weft", weft)}, {{"color", dye.name}}};
}

}  // namespace

PartKind tile_kind() { return {"tile", make_tile, dress_tile}; }
PartKind wood_board_kind() { return {"wood_board", make_board, dress_board}; }
PartKind fabric_kind() { return {"fabric", make_fabric, dress_fabric}; }

}  // namespace understudy::inspection
