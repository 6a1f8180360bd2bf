// SPDX-License-Identifier: Apache-2.0
// A hexagon bolt, lying: sizes after ISO 4014 and ISO 261, threads as ISO 68-1 has them, without tolerance.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <glm/gtc/constants.hpp>

#include "generators/inspection/parts/kinds.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

constexpr float tau = 2 * glm::pi<float>();
constexpr int sides = 64;

struct Size {
  int number;
  float pitch_mm, across_flats_mm, head_mm;
};
constexpr Size sizes[] = {
    {6, 1.0f, 10, 4.0f}, {8, 1.25f, 13, 5.3f}, {10, 1.5f, 16, 6.4f}, {12, 1.75f, 18, 7.5f}};

/// Radius over one turn of the thread, by share of the pitch: crest flat of 1/8, root flat of 1/4.
struct ThreadStep {
  float at, crest;  ///< crest: 1 at the major radius, 0 at the root
};
constexpr ThreadStep steps[] = {{0, 0}, {0.25f, 0}, {0.4f, 0.48f}, {0.5625f, 1}, {0.6875f, 1}, {0.84f, 0.5f}};
constexpr int step_count = int(std::size(steps));

/// One spiral of points from z0 up to z1, where it runs out to the root's radius. Next to the last point of a
/// turn lies the first of the next, so the crest is one unbroken line.
Piece thread(float major_m, float pitch_m, float z0, float z1) {
  const float root = major_m - 0.6134f * pitch_m;
  const int turns = int(std::ceil((z1 - z0) / pitch_m)) + 2, rows = turns * step_count;
  Piece piece;
  for (int row = 0; row <= rows; ++row) {
    for (int side = 0; side < sides; ++side) {
      const ThreadStep& step = steps[row % step_count];
      const float turn = float(row / step_count) - 1 + step.at + float(side) / sides;
      const float z = std::clamp(z0 + pitch_m * turn, z0, z1);
      const float fade = std::min(1.0f, std::min(z - z0, z1 - z) / (0.8f * pitch_m));
      const float radius = root + (major_m - root) * step.crest * fade, angle = tau * float(side) / sides;
      piece.positions.emplace_back(radius * std::cos(angle), radius * std::sin(angle), z);
    }
  }
  const auto at = [&](int row, int side) {
    const int last = std::min(side == sides ? row + step_count : row, rows);
    return uint32_t(last * sides + side % sides);
  };
  for (int row = 0; row < rows; ++row)
    for (int side = 0; side < sides; ++side)
      piece.quad(at(row, side), at(row, side + 1), at(row + 1, side + 1), at(row + 1, side));
  for (const bool upper : {false, true}) {
    const auto middle = uint32_t(piece.positions.size());
    piece.positions.emplace_back(0, 0, upper ? z1 : z0);
    for (int side = 0; side < sides; ++side) {
      const uint32_t a = at(upper ? rows : 0, side),
                     b = uint32_t((upper ? rows : 0) * sides + (side + 1) % sides);
      upper ? piece.triangle(a, b, middle) : piece.triangle(b, a, middle);
    }
  }
  return piece;
}

/// A hexagon from z = 0 up, its corners turned off by a cone of 30 degrees at the upper end.
Piece hexagon_head(float across_flats_m, float height_m) {
  const float apothem = 0.5f * across_flats_m, corner = apothem / std::cos(tau / 12);
  const float turned = std::tan(tau / 12) * (corner - 0.95f * apothem);
  std::vector<Ring> rings;
  for (int level = -1; level <= 8; ++level) {
    const float z = level < 0 ? 0 : height_m - turned * (1 - float(level) / 8);
    const float cone = 0.95f * apothem + (height_m - z) / std::tan(tau / 12);
    Ring ring;
    for (int i = 0; i < 72; ++i) {
      const float angle = tau * float(i) / 72, within = std::fmod(angle + tau / 12, tau / 6) - tau / 12;
      const float radius = std::min(apothem / std::cos(within), cone);
      ring.emplace_back(radius * std::cos(angle), radius * std::sin(angle), z);
    }
    rings.push_back(ring);
  }
  Piece piece = loft(rings);
  piece.crease_deg = 20;
  return piece;
}

/// From standing on the head's underside to lying on one of its flats and on the end of the shank.
glm::mat4 lying(float apothem_m, float shank_radius_m, float length_m) {
  const float tilt_deg = glm::degrees(std::atan((apothem_m - shank_radius_m) / length_m));
  return rotate_y(90 + tilt_deg) * translate({0, 0, -0.4f * length_m});
}

Shape make(Stream stream) {
  const Size& size = sizes[stream.uniform_int(0, 3)];
  const float major = 0.5f * mm * float(size.number), head = mm * size.head_mm;
  const float length = mm * 5 * float(stream.uniform_int(5, 10));
  const float threaded = std::min(length - 2 * mm, mm * (2 * float(size.number) + 6));
  const float root = major - 0.6134f * mm * size.pitch_mm;
  MeshBuilder builder("bolt");
  const glm::mat4 lay = lying(0.5f * mm * size.across_flats_mm, major, length);
  tag(builder, 0, Region::head);
  builder.add(hexagon_head(mm * size.across_flats_mm, head), lay * scale({1, 1, -1}));
  tag(builder, 0, Region::wall);
  builder.add(cylinder({0, 0, -0.2f * mm}, {0, 0, length - threaded + 0.3f * mm}, major, 72), lay);
  tag(builder, 0, Region::thread);
  builder.add(thread(major, mm * size.pitch_mm, length - threaded, length), lay);
  builder.add(lathe({{0, length - 0.1f * mm},
                     {root, length - 0.1f * mm},
                     {0.85f * root, length + 0.4f * mm},
                     {0, length + 0.4f * mm}},
                    64),
              lay);
  return {builder.build_on_ground(), {{"model", fmt::format("M{}x{:.0f}", size.number, 1000 * length)}}};
}

Dressing dress(const Shape&, Stream stream) {
  const double weights[] = {4, 2, 2};
  const char* const names[] = {"zinc", "stainless steel", "black oxide"};
  const std::string alloy = names[stream.weighted(weights, 3)];
  const glm::vec3 color = vary(metal_named(alloy).linear, 0.08, stream);
  return {{patterned(metal(alloy, color, float(stream.uniform(0.25, 0.38))), Pattern::rolled, 2 * mm,
                     color * 0.85f)},
          {{"material", alloy}}};
}

}  // namespace

PartKind bolt_kind() { return {"bolt", make, dress}; }

}  // namespace understudy::inspection
