// SPDX-License-Identifier: Apache-2.0
// Small things on the pavement: bins, benches, bollards, hydrants, cones.
#include <cmath>

#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

const std::vector<std::string> two_slots{"main", "second"};

ObjectModel make_bin(const std::string& model, Stream stream) {
  MeshBuilder builder("bin");
  if (model == "wheelie") {
    const float height = float(stream.uniform(0.98, 1.1));
    tag(builder, 0, Part::body);
    const auto ring = [](float x, float y, float z) {
      return Ring{{x, y, z}, {-x, y, z}, {-x, -y, z}, {x, -y, z}};
    };
    builder.add(loft({ring(0.24f, 0.22f, 0.05f), ring(0.33f, 0.28f, height - 0.08f)}));
    builder.add(rounded_box({-0.38f, -0.3f, height - 0.09f}, {0.37f, 0.3f, height}, 0.03f));
    tag(builder, 1, Part::wheel);
    for (const float y : {-0.25f, 0.25f})
      builder.add(cylinder({-0.26f, y - 0.03f, 0.1f}, {-0.26f, y + 0.03f, 0.1f}, 0.1f, 16));
  } else {
    const float radius = float(stream.uniform(0.22, 0.28)), height = float(stream.uniform(0.85, 1));
    tag(builder, 0, Part::body);
    builder.add(lathe(
        {{0, 0}, {radius * 0.92f, 0}, {radius, 0.06f}, {radius, height * 0.8f}, {0, height * 0.8f}}, 24));
    tag(builder, 1, Part::body);
    builder.add(lathe({{0, height * 0.8f},
                       {radius * 1.08f, height * 0.8f},
                       {radius * 1.08f, height * 0.86f},
                       {radius * 0.6f, height},
                       {0, height}},
                      24));
  }
  return finish_object(model, builder, two_slots);
}

Dressing dress_bin(const ObjectModel& object, const Look&, Stream stream) {
  static const std::vector<NamedColor> bodies{{"green", srgb(0x2c5a3c)},
                                              {"grey", srgb(0x56595c)},
                                              {"black", srgb(0x232426)},
                                              {"blue", srgb(0x27508a)}};
  const glm::vec3 color = vary(pick(bodies, stream).linear, 0.15, stream);
  return {{gloss("body", color, 0.5f, 0.3f),
           object.model == "wheelie" ? matte("tyre", srgb(0x1a1a1a)) : matte("lid", color * 0.5f)},
          {}};
}

ObjectModel make_bench(const std::string& model, Stream stream) {
  MeshBuilder builder("bench");
  const float half = float(stream.uniform(0.75, 0.95));
  tag(builder, 0, Part::trim);
  for (int i = 0; i < 4; ++i) {
    const float x = -0.2f + 0.12f * float(i);
    builder.add(rounded_box({x, -half, 0.42f}, {x + 0.1f, half, 0.46f}, 0.01f, 1));
  }
  for (int i = 0; i < 3; ++i) {
    const float z = 0.54f + 0.12f * float(i), x = -0.24f - 0.03f * float(i);
    builder.add(rounded_box({x - 0.03f, -half, z}, {x, half, z + 0.1f}, 0.01f, 1));
  }
  tag(builder, 1, Part::leg);
  for (const float y : {-half + 0.2f, half - 0.2f}) {
    builder.add(rounded_box({0.14f, y - 0.03f, 0}, {0.2f, y + 0.03f, 0.42f}, 0.01f, 1));
    builder.add(rounded_box({-0.22f, y - 0.03f, 0}, {-0.16f, y + 0.03f, 0.42f}, 0.01f, 1));
    builder.add(rounded_box({-0.22f, y - 0.03f, 0.38f}, {0.2f, y + 0.03f, 0.42f}, 0.01f, 1));
    builder.add(sweep({{-0.19f, y, 0.4f}, {-0.335f, y, 0.88f}}, {0.022f, 0.022f}, 8));
  }
  return finish_object(model, builder, two_slots);
}

Dressing dress_bench(const ObjectModel&, const Look&, Stream stream) {
  return {{matte("wood", vary(srgb(0x8a5a34), 0.3, stream), 0.6f), matte("iron", srgb(0x222424), 0.4f)}, {}};
}

ObjectModel make_bollard(const std::string& model, Stream stream) {
  MeshBuilder builder("bollard");
  const float radius = float(stream.uniform(0.055, 0.09)), height = float(stream.uniform(0.85, 1.05));
  tag(builder, 0, Part::body);
  builder.add(lathe({{0, 0},
                     {radius, 0},
                     {radius, height - radius},
                     {0.87f * radius, height - 0.5f * radius},
                     {0.5f * radius, height - 0.13f * radius},
                     {0, height}},
                    20));
  tag(builder, 1, Part::trim);
  builder.add(lathe({{0, height * 0.74f},
                     {radius + 0.003f, height * 0.74f},
                     {radius + 0.003f, height * 0.84f},
                     {0, height * 0.84f}},
                    20));
  return finish_object(model, builder, two_slots);
}

Dressing dress_bollard(const ObjectModel&, const Look&, Stream stream) {
  const glm::vec3 body = stream.chance(0.5) ? srgb(0x242628) : srgb(0x8c9092);
  return {{gloss("body", body, 0.45f, 0.3f),
           matte("band", stream.chance(0.5) ? srgb(0xeeeeea) : srgb(0xc03028), 0.5f)},
          {}};
}

ObjectModel make_hydrant(const std::string& model, Stream stream) {
  MeshBuilder builder("hydrant");
  const float h = float(stream.uniform(0.72, 0.85));
  tag(builder, 0, Part::body);
  builder.add(lathe({{0, 0},
                     {0.16f, 0},
                     {0.16f, 0.05f},
                     {0.11f, 0.06f},
                     {0.105f, 0.68f * h},
                     {0.14f, 0.69f * h},
                     {0.14f, 0.74f * h},
                     {0.12f, 0.75f * h},
                     {0.1f, 0.87f * h},
                     {0.05f, 0.95f * h},
                     {0.03f, 0.96f * h},
                     {0.03f, h},
                     {0, h}},
                    24));
  tag(builder, 1, Part::trim);
  for (const float side : {-1.0f, 1.0f})
    builder.add(cylinder({0, side * 0.08f, 0.55f * h}, {0, side * 0.17f, 0.55f * h}, 0.05f, 14));
  builder.add(cylinder({0.08f, 0, 0.48f * h}, {0.18f, 0, 0.48f * h}, 0.065f, 14));
  return finish_object(model, builder, two_slots);
}

Dressing dress_hydrant(const ObjectModel&, const Look&, Stream stream) {
  const glm::vec3 body = stream.chance(0.65) ? srgb(0xb02018) : srgb(0xd8a818);
  return {{gloss("body", body, 0.4f, 0.6f),
           gloss("caps", stream.chance(0.5) ? srgb(0xd8d8d4) : body * 0.7f, 0.4f, 0.4f)},
          {}};
}

ObjectModel make_cone(const std::string& model, Stream stream) {
  MeshBuilder builder("traffic cone");
  const float h = float(stream.uniform(0.5, 0.78)), r = 0.23f * h;
  const auto radius = [&](float share) { return r * (1 - 0.82f * share); };
  const float cuts[] = {0.04f, 0.35f, 0.52f, 0.66f, 0.8f, 1};
  // A fallen cone lies on an edge of its foot and on the rim of its tip.
  const float lean_deg = glm::degrees(std::atan2(0.3f * h - radius(1), h));
  const glm::mat4 pose = model == "fallen" ? rotate_y(90 + lean_deg) : glm::mat4(1);
  tag(builder, 0, Part::body);
  builder.add(rounded_box({-0.3f * h, -0.3f * h, 0}, {0.3f * h, 0.3f * h, 0.05f * h}, 0.01f, 1), pose);
  for (int i = 0; i < 5; ++i) {
    tag(builder, i % 2, Part::body);
    builder.add(cone({0, 0, cuts[i] * h}, {0, 0, cuts[i + 1] * h}, radius(cuts[i]), radius(cuts[i + 1]), 24),
                pose);
  }
  return finish_object(model, builder, two_slots);
}

Dressing dress_cone(const ObjectModel&, const Look&, Stream stream) {
  return {{matte("orange", vary(srgb(0xf0500c), 0.12, stream), 0.5f), matte("band", srgb(0xf0f0ee), 0.4f)},
          {}};
}

}  // namespace

FamilyEntry bin_family() { return {"bin", {"litter", "wheelie"}, make_bin, dress_bin}; }
FamilyEntry bench_family() { return {"bench", {"slatted"}, make_bench, dress_bench}; }
FamilyEntry bollard_family() { return {"bollard", {"round"}, make_bollard, dress_bollard}; }
FamilyEntry hydrant_family() { return {"hydrant", {"standpipe"}, make_hydrant, dress_hydrant}; }
FamilyEntry cone_family() { return {"cone", {"banded", "fallen"}, make_cone, dress_cone}; }

}  // namespace understudy
