// SPDX-License-Identifier: Apache-2.0
#include "generators/palette.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace understudy {

glm::vec3 srgb(uint32_t rgb) {
  const auto decode = [](uint32_t byte) {
    const float v = float(byte & 255u) / 255.0f;
    return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
  };
  return {decode(rgb >> 16), decode(rgb >> 8), decode(rgb)};
}

const NamedColor& pick(const std::vector<NamedColor>& colors, Stream& stream) {
  std::vector<double> weights;
  for (const NamedColor& color : colors) weights.push_back(color.weight);
  return colors[stream.weighted(weights.data(), weights.size())];
}

const NamedColor& named(const std::vector<NamedColor>& colors, const std::string& name) {
  const auto at =
      std::find_if(colors.begin(), colors.end(), [&](const NamedColor& c) { return c.name == name; });
  CHECK(at != colors.end(), "no colour is called " + name);
  return *at;
}

glm::vec3 vary(const glm::vec3& color, double amount, Stream& stream) {
  const double light = std::exp(stream.uniform(-amount, amount)), warm = stream.uniform(-amount, amount) / 3;
  const glm::dvec3 varied = glm::dvec3(color) * light * glm::dvec3(1 + warm, 1, 1 - warm);
  return glm::clamp(glm::vec3(varied), 0.0f, 0.95f);
}

Material matte(const std::string& name, const glm::vec3& albedo, float roughness) {
  Material m;
  m.name = name, m.albedo = albedo, m.roughness = roughness;
  return m;
}

Material gloss(const std::string& name, const glm::vec3& albedo, float roughness, float clearcoat) {
  Material m = matte(name, albedo, roughness);
  m.clearcoat = clearcoat;
  return m;
}

Material metal(const std::string& name, const glm::vec3& albedo, float roughness) {
  Material m = matte(name, albedo, roughness);
  m.metalness = 1;
  return m;
}

Material dark_glass(const std::string& name) { return gloss(name, glm::vec3(0.012f, 0.014f, 0.016f), 0.08f); }

Material shining(const std::string& name, const glm::vec3& albedo, const glm::vec3& emission) {
  Material m = gloss(name, albedo, 0.2f);
  m.emission = emission;
  return m;
}

Material galvanised() { return metal("galvanised", glm::vec3(0.52f, 0.54f, 0.55f), 0.5f); }

Material random_material(const std::string& name, Stream& stream) {
  const auto color = [&] { return glm::vec3(stream.uniform(), stream.uniform(), stream.uniform()); };
  Material m = matte(name, color(), float(stream.uniform(0.1, 1)));
  m.metalness = stream.chance(0.2) ? 1.0f : 0.0f;
  m.clearcoat = stream.chance(0.3) ? 1.0f : 0.0f;
  const Pattern patterns[] = {Pattern::none, Pattern::noise, Pattern::checker, Pattern::stripes,
                              Pattern::brick};
  m.pattern = patterns[stream.uniform_int(0, 4)];
  m.pattern_color = color();
  m.pattern_scale_m = float(std::exp(stream.uniform(std::log(0.03), std::log(0.5))));
  return m;
}

}  // namespace understudy
