// SPDX-License-Identifier: Apache-2.0
#include "renderer/material_runs.h"

#include "tests/catch.h"

using namespace understudy;

namespace {

/// Steps of a fading from one material to another, both ends included.
std::vector<Material> fading(const Material& from, const Material& to, int steps) {
  std::vector<Material> bands;
  for (int i = 0; i <= steps; ++i) {
    Material band = from;
    const float share = float(i) / float(steps);
    band.albedo = glm::mix(from.albedo, to.albedo, share);
    band.roughness = glm::mix(from.roughness, to.roughness, share);
    bands.push_back(band);
  }
  return bands;
}

Material matter(float albedo, float roughness) {
  Material material;
  material.albedo = glm::vec3(albedo);
  material.roughness = roughness;
  return material;
}

}  // namespace

TEST_CASE("Bands that fade into each other are one run, though their ends differ") {
  std::vector<Material> materials{matter(0.1f, 0.9f)};
  const std::vector<Material> bands = fading(matter(0.6f, 0.6f), matter(0.3f, 0.3f), 8);
  materials.insert(materials.end(), bands.begin(), bands.end());
  materials.push_back(matter(0.05f, 0.3f));
  const std::vector<uint32_t> runs = material_runs(materials);
  REQUIRE(runs.size() == materials.size());
  CHECK(runs.front() == 0);
  for (size_t i = 1; i + 1 < runs.size(); ++i) CHECK(runs[i] == 1);
  CHECK(runs.back() == runs.size() - 1);
}

TEST_CASE("Neighbours of another kind, or a step that shows, part runs") {
  const Material plain = matter(0.5f, 0.5f);
  std::vector<Material> others(7, plain);
  others[0].albedo.g = 0.3f;
  others[1].roughness = 0.7f;
  others[2].metalness = 1;
  others[3].clearcoat = 1;
  others[4].emission = glm::vec3(1);
  others[5].thin_glass = true;
  others[6].albedo_texture = 0;
  for (const Material& other : others)
    CHECK(material_runs({plain, other, plain}) == std::vector<uint32_t>{0, 1, 2});
}
