// SPDX-License-Identifier: Apache-2.0
// Split sum after B. Karis, "Real shading in Unreal Engine 4", 2013, by visible normals (E. Heitz, JCGT
// 2018): the weight of a sample is Fresnel times G2 / G1, so a few hundred stratified samples are exact to a
// tenth of a percent.
#include "renderer/energy.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <glm/glm.hpp>
#include <glm/gtc/packing.hpp>

#include "renderer/shaders/shared.h"

namespace understudy {
namespace {

constexpr int samples_side = 24;

float smith_lambda(float cosine, float alpha) {
  const float c2 = cosine * cosine;
  return 0.5f * (std::sqrt(1 + alpha * alpha * (1 - c2) / c2) - 1);
}

glm::vec2 scale_and_bias(float cosine, float roughness) {
  const float alpha = std::max(roughness * roughness, 0.002f);
  const glm::vec3 view(std::sqrt(std::max(0.f, 1 - cosine * cosine)), 0, cosine);
  const glm::vec3 stretched = glm::normalize(glm::vec3(alpha * view.x, 0, view.z));
  glm::dvec2 sum(0);
  for (int i = 0; i < samples_side * samples_side; ++i) {
    const float u = (float(i % samples_side) + 0.5f) / samples_side;
    const float v = (float(i / samples_side) + 0.5f) / samples_side;
    const float phi = 2 * std::numbers::pi_v<float> * u;
    const float z = (1 - v) * (1 + stretched.z) - stretched.z;
    const float sine = std::sqrt(std::clamp(1 - z * z, 0.f, 1.f));
    const glm::vec3 h = glm::vec3(sine * std::cos(phi), sine * std::sin(phi), z) + stretched;
    const glm::vec3 normal = glm::normalize(glm::vec3(alpha * h.x, alpha * h.y, std::max(h.z, 1e-6f)));
    const glm::vec3 light = glm::reflect(-view, normal);
    if (light.z <= 0) continue;
    const float in = smith_lambda(view.z, alpha), out = smith_lambda(light.z, alpha);
    const float weight = (1 + in) / (1 + in + out);
    const float fresnel = std::pow(std::max(0.f, 1 - glm::dot(view, normal)), 5.f);
    sum += glm::dvec2((1 - fresnel) * weight, fresnel * weight);
  }
  return glm::vec2(sum / double(samples_side * samples_side));
}

}  // namespace

std::vector<uint32_t> make_energy_table() {
  std::vector<uint32_t> table;
  for (int row = 0; row < ENERGY_SIZE; ++row) {
    for (int column = 0; column < ENERGY_SIZE; ++column) {
      const float cosine = std::max(float(column) / (ENERGY_SIZE - 1), 1e-3f);
      table.push_back(glm::packHalf2x16(scale_and_bias(cosine, float(row) / (ENERGY_SIZE - 1))));
    }
  }
  return table;
}

}  // namespace understudy
