// SPDX-License-Identifier: Apache-2.0
// A populated circuit board: components where there is room, tracks that run from their pads over free ground
// to a via.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "generators/inspection/parts/board_components.h"
#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/extrusion.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr float cell = 0.5f * mm, thickness = 1.6f * mm, copper = 0.05f * mm;

/// Which cells of the board are taken.
class Ground {
 public:
  explicit Ground(const glm::vec2& half)
      : half_(half),
        columns_(int(2 * half.x / cell)),
        rows_(int(2 * half.y / cell)),
        taken_(size_t(columns_ * rows_)) {}

  bool free(const glm::ivec2& c) const {
    return c.x > 1 && c.y > 1 && c.x < columns_ - 2 && c.y < rows_ - 2 &&
           !taken_[size_t(c.y * columns_ + c.x)];
  }
  glm::ivec2 cell_at(const glm::vec2& p) const { return glm::ivec2(glm::floor((p + half_) / cell)); }
  glm::vec2 middle(const glm::ivec2& c) const { return (glm::vec2(c) + 0.5f) * cell - half_; }
  void take(const glm::ivec2& c) {
    if (c.x >= 0 && c.y >= 0 && c.x < columns_ && c.y < rows_) taken_[size_t(c.y * columns_ + c.x)] = true;
  }
  bool take_rectangle(const glm::vec2& at, const glm::vec2& half) {
    const glm::ivec2 lower = cell_at(at - half), upper = cell_at(at + half);
    for (int y = lower.y; y <= upper.y; ++y)
      for (int x = lower.x; x <= upper.x; ++x)
        if (!free({x, y})) return false;
    for (int y = lower.y; y <= upper.y; ++y)
      for (int x = lower.x; x <= upper.x; ++x) take({x, y});
    return true;
  }

 private:
  glm::vec2 half_;
  int columns_, rows_;
  std::vector<bool> taken_;
};

class Board {
 public:
  Board(MeshBuilder& builder, const glm::vec2& half, Stream& stream)
      : builder_(builder), half_(half), ground_(half), stream_(stream) {}

  void populate(Component component, int pins, int count) {
    for (int i = 0; i < count; ++i) {
      for (int attempt = 0; attempt < 30; ++attempt) {
        const bool turned = stream_.chance(0.5);
        glm::vec2 half = half_extent(component, pins);
        if (turned) std::swap(half.x, half.y);
        const glm::vec2 at = snap({float(stream_.uniform(-1, 1)) * (half_.x - half.x - 2 * mm),
                                   float(stream_.uniform(-1, 1)) * (half_.y - half.y - 2 * mm)});
        if (!ground_.take_rectangle(at, half + 0.8f * mm)) continue;
        const std::vector<Pad> pads = add_component(builder_, component, pins, at, turned, thickness);
        pads_.insert(pads_.end(), pads.begin(), pads.end());
        print_frame(at, half + 0.35f * mm);
        break;
      }
    }
  }

  void keep_free(const glm::vec2& at, float radius) { ground_.take_rectangle(at, glm::vec2(radius)); }

  void route() {
    for (const Pad& pad : pads_)
      if (stream_.chance(0.95)) route(pad);
  }

 private:
  static glm::vec2 snap(const glm::vec2& p) { return glm::round(p / cell) * cell; }

  void print_frame(const glm::vec2& at, const glm::vec2& half) {
    if (half.x < 2.5f * mm || half.y < 2.5f * mm) return;
    tag(builder_, int(BoardSlot::print), Region::label);
    for (const float s : {-1.0f, 1.0f}) {
      strip(at + glm::vec2(-half.x, s * half.y), at + glm::vec2(half.x, s * half.y), 0.08f * mm, 0.02f * mm);
      strip(at + glm::vec2(s * half.x, -half.y), at + glm::vec2(s * half.x, half.y), 0.08f * mm, 0.02f * mm);
    }
  }

  /// A flat bar on the board, `half` wide to each side, its ends included.
  void strip(const glm::vec2& a, const glm::vec2& b, float half, float height) {
    const glm::vec2 along = glm::normalize(b - a), across{-along.y, along.x};
    const glm::mat4 place(glm::vec4(along, 0, 0), glm::vec4(across, 0, 0), glm::vec4(0, 0, 1, 0),
                          glm::vec4(a, thickness, 1));
    builder_.add(box({-half, -half, -0.02f * mm}, {glm::distance(a, b) + half, half, height}), place);
  }

  /// Walks away from the pad, bending by 45 degrees where it has to or likes to.
  void route(const Pad& pad) {
    constexpr std::array<glm::ivec2, 8> ways{
        {{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}};
    int way = int(std::lround(std::atan2(pad.away.y, pad.away.x) / 0.785398f) + 8) % 8;
    glm::ivec2 at = ground_.cell_at(pad.at);
    std::vector<glm::vec2> line{pad.at - 0.3f * mm * pad.away};
    const int length = int(stream_.uniform_int(8, 60));
    int straight = 0, walked = 0;
    bool outside = false;  // of what the component keeps free
    std::vector<glm::ivec2> path;
    for (; walked < length; ++walked) {
      const glm::ivec2 next = at + ways[size_t(way)];
      const bool open = ground_.free(next) && (!outside || ground_.free(next + ways[size_t(way)]));
      if (!open && outside) {
        const int turn = stream_.chance(0.5) ? 1 : 7;
        const int other = (way + turn) % 8;
        if (straight < 2 || !ground_.free(at + ways[size_t(other)])) break;
        line.push_back(ground_.middle(at));
        way = other, straight = 0;
        continue;
      }
      if (!open && walked > 4) return;
      outside = outside || open;
      at = next;
      path.push_back(at);
      if (++straight > 6 && outside && stream_.chance(0.08)) {
        line.push_back(ground_.middle(at));
        way = (way + (stream_.chance(0.5) ? 1 : 7)) % 8, straight = 0;
      }
    }
    if (!outside || path.size() < 5) return;
    line.push_back(ground_.middle(at));
    draw(line, path);
  }

  void draw(const std::vector<glm::vec2>& line, const std::vector<glm::ivec2>& path) {
    for (const glm::ivec2& c : path)
      for (const glm::ivec2 around : {glm::ivec2(0), {1, 0}, {-1, 0}, {0, 1}, {0, -1}})
        ground_.take(c + around);
    tag(builder_, int(BoardSlot::track), Region::track);
    for (size_t i = 1; i < line.size(); ++i)
      if (glm::distance(line[i - 1], line[i]) > 0.05f * mm) strip(line[i - 1], line[i], 0.13f * mm, copper);
    tag(builder_, int(BoardSlot::solder), Region::pad);
    builder_.add(cylinder({line.back(), thickness - 0.02f * mm}, {line.back(), thickness + 1.3f * copper},
                          0.38f * mm, 24));
  }

  MeshBuilder& builder_;
  glm::vec2 half_;
  Ground ground_;
  Stream& stream_;
  std::vector<Pad> pads_;
};

Shape make(Stream stream) {
  const glm::vec2 half =
      glm::round(0.5f * glm::vec2(draw_mm(stream, 60, 90), draw_mm(stream, 45, 65)) / mm) * mm;
  MeshBuilder builder("circuit board");
  Board board(builder, half, stream);
  std::vector<Outline> holes;
  for (const float x : {-1.0f, 1.0f}) {
    for (const float y : {-1.0f, 1.0f}) {
      const glm::vec2 at{x * (half.x - 4 * mm), y * (half.y - 4 * mm)};
      holes.push_back(circle_outline(at, 1.6f * mm, 40));
      board.keep_free(at, 2.8f * mm);
    }
  }
  tag(builder, int(BoardSlot::mask), Region::face);
  builder.add(
      rounded_extrusion(rectangle_outline(-half, half, 1.5f * mm, 6), holes, 0, thickness, 0.1f * mm, 2));
  board.populate(Component::quad_chip, int(stream.uniform_int(8, 16)), 1);
  board.populate(Component::header, int(stream.uniform_int(3, 8)), 1);
  board.populate(Component::electrolytic, 2, int(stream.uniform_int(1, 3)));
  board.populate(Component::dual_chip, int(stream.uniform_int(4, 7)), int(stream.uniform_int(2, 4)));
  board.populate(Component::resistor, 2, int(stream.uniform_int(18, 34)));
  board.populate(Component::capacitor, 2, int(stream.uniform_int(14, 26)));
  board.route();
  return {builder.build_on_ground(),
          {{"model", fmt::format("{:.0f}x{:.0f} mm", 2000 * half.x, 2000 * half.y)}}};
}

Dressing dress(const Shape&, Stream stream) {
  static const std::vector<NamedColor> masks{{"green", {0.02f, 0.11f, 0.035f}, 5},
                                             {"blue", {0.012f, 0.04f, 0.16f}, 2},
                                             {"black", {0.012f, 0.013f, 0.014f}, 1},
                                             {"red", {0.2f, 0.012f, 0.012f}, 1}};
  const NamedColor& mask = pick(masks, stream);
  const glm::vec3 color = vary(mask.linear, 0.15, stream);
  std::vector<Material> materials(static_cast<size_t>(BoardSlot::count));
  const auto set = [&](BoardSlot slot, Material m) { materials[size_t(slot)] = std::move(m); };
  Material lacquer = gloss("solder mask", color, 0.45f, 0.8f);
  lacquer.clearcoat_roughness = 0.18f;
  set(BoardSlot::mask, lacquer);
  lacquer.name = "covered track", lacquer.albedo = color * 2.2f + 0.02f;
  set(BoardSlot::track, lacquer);
  set(BoardSlot::solder, metal("solder", metal_named("tin").linear, 0.3f));
  set(BoardSlot::epoxy, matte("epoxy", glm::vec3(0.018f), 0.5f));
  set(BoardSlot::ceramic, matte("ceramic", {0.42f, 0.3f, 0.19f}, 0.5f));
  set(BoardSlot::print, matte("print", glm::vec3(0.75f), 0.6f));
  set(BoardSlot::gold, metal("gold", metal_named("gold").linear, 0.22f));
  set(BoardSlot::can, metal("can", metal_named("aluminium").linear, 0.24f));
  return {materials, {{"color", mask.name}}};
}

}  // namespace

PartKind circuit_board_kind() { return {"circuit_board", make, dress}; }

}  // namespace understudy::inspection
