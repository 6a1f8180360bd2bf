// SPDX-License-Identifier: Apache-2.0
// Things that bound or shelter: hedges and fences (3 m along y, facing +x), bus shelters.
#include <cmath>

#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

ObjectModel make_hedge(const std::string& model, Stream stream) {
  MeshBuilder builder("hedge");
  const float height = float(stream.uniform(0.7, 1.6)), depth = 0.35f;
  tag(builder, 0, Part::foliage);
  constexpr int around = 18, along = 40;
  std::vector<Ring> rings;
  for (int i = 0; i <= along; ++i) {
    Ring ring;
    for (int k = 0; k < around; ++k) {
      const float a = glm::radians(360.0f * float(k) / around), c = std::cos(a), s = std::sin(a);
      const float squared = 1 / std::pow(std::pow(std::abs(c), 5.0f) + std::pow(std::abs(s), 5.0f), 0.2f);
      const float bump = float(stream.uniform(0.88, 1.06)) * squared;
      const float z = height / 2 + height / 2 * bump * c;
      ring.emplace_back(depth * bump * s, 3.0f * (float(i) / along - 0.5f), std::max(0.0f, z));
    }
    rings.push_back(ring);
  }
  Piece hedge = loft(rings);
  hedge.crease_deg = 25;
  builder.add(hedge);
  return finish_object(model, builder, {"leaves"});
}

Material leaves(const glm::vec3& color) {
  Material m = matte("leaves", color, 0.8f);
  m.pattern = Pattern::foliage, m.pattern_color = color * 0.35f, m.pattern_scale_m = 0.08f;
  return m;
}

Dressing dress_hedge(const ObjectModel&, const Look&, Stream stream) {
  return {{leaves(vary(srgb(0x4c6b2c), 0.25, stream))}, {}};
}

ObjectModel make_fence(const std::string& model, Stream stream) {
  MeshBuilder builder("fence");
  const float height = float(stream.uniform(0.9, 1.25));
  tag(builder, 0, Part::frame);
  const bool pickets = model == "pickets";
  for (const float z : {0.18f * height, 0.85f * height})
    builder.add(box({-0.02f, -1.5f, z - 0.025f}, {0.02f, 1.5f, z + 0.025f}));
  const int count = pickets ? 24 : 26;
  for (int i = 0; i < count; ++i) {
    const float y = 3.0f * ((float(i) + 0.5f) / float(count) - 0.5f);
    if (pickets)
      builder.add(rounded_box({0.02f, y - 0.04f, 0.04f}, {0.04f, y + 0.04f, height}, 0.008f, 1));
    else
      builder.add(cylinder({0, y, 0.1f}, {0, y, height}, 0.009f, 8));
  }
  for (const float y : {-1.46f, 0.0f, 1.46f})
    builder.add(box({-0.035f, y - 0.035f, 0}, {0.02f, y + 0.035f, height + 0.04f}));
  return finish_object(model, builder, {"rails"});
}

Dressing dress_fence(const ObjectModel& object, const Look&, Stream stream) {
  if (object.model == "pickets")
    return {{matte("wood", stream.chance(0.5) ? srgb(0xe4e2da) : vary(srgb(0x7a5c3e), 0.2, stream), 0.8f)},
            {}};
  return {{gloss("iron", srgb(0x1e2321), 0.4f, 0.2f)}, {}};
}

ObjectModel make_shelter(const std::string& model, Stream stream) {
  MeshBuilder builder("bus shelter");
  const float half = float(stream.uniform(1.6, 2.1));
  enum { frame, glass, roof, seat, poster };
  tag(builder, frame, Part::frame);
  for (const float y : {-half, half})
    for (const float x : {-0.65f, 0.65f})
      builder.add(box({x - 0.04f, y - 0.04f, 0}, {x + 0.04f, y + 0.04f, 2.35f}));
  tag(builder, roof, Part::roof);
  builder.add(rounded_box({-0.85f, -half - 0.15f, 2.35f}, {0.95f, half + 0.15f, 2.47f}, 0.03f, 2));
  tag(builder, glass, Part::window);
  builder.add(box({-0.66f, -half + 0.05f, 0.25f}, {-0.64f, half - 0.05f, 2.2f}));
  tag(builder, poster, Part::face);
  builder.add(box({-0.55f, half - 0.03f, 0.35f}, {0.55f, half + 0.03f, 2.15f}));
  tag(builder, seat, Part::trim);
  builder.add(box({-0.55f, -half * 0.6f, 0.45f}, {-0.15f, half * 0.6f, 0.5f}));
  for (const float y : {-half * 0.45f, half * 0.45f})
    builder.add(box({-0.38f, y - 0.03f, 0}, {-0.32f, y + 0.03f, 0.45f}));
  return finish_object(model, builder, {"frame", "glass", "roof", "seat", "poster"});
}

Dressing dress_shelter(const ObjectModel&, const Look& look, Stream stream) {
  Material pane = matte("glass", glm::vec3(0.85f, 0.9f, 0.9f), 0.02f);
  pane.thin_glass = true;
  const glm::vec3 print(stream.uniform(0.1, 0.8), stream.uniform(0.1, 0.8), stream.uniform(0.1, 0.8));
  return {
      {matte("frame", srgb(0x3a3e40), 0.4f), pane, matte("roof", srgb(0x55595b), 0.5f),
       matte("seat", srgb(0x8c6b46), 0.6f), shining("poster", print, look.lit ? 0.2f * print : glm::vec3(0))},
      {}};
}

}  // namespace

FamilyEntry hedge_family() { return {"hedge", {"clipped"}, make_hedge, dress_hedge}; }
FamilyEntry fence_family() { return {"fence", {"railing", "pickets"}, make_fence, dress_fence}; }
FamilyEntry shelter_family() { return {"shelter", {"glazed"}, make_shelter, dress_shelter}; }

}  // namespace understudy
