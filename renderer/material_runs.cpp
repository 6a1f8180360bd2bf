// SPDX-License-Identifier: Apache-2.0
#include "renderer/material_runs.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

// Steps below these hardly show as a line. Light is filtered after division by albedo, but a metal's is not,
// and between materials of one run no edge is smoothed.
constexpr float most_albedo = 0.18f;  ///< as a share of the larger one
constexpr float least_albedo = 0.01f;
constexpr float most_roughness = 0.08f, most_metalness = 0.15f, most_coat = 0.1f;

bool near(float a, float b, float most) { return std::abs(a - b) <= most; }

bool near(const glm::vec3& a, const glm::vec3& b) {
  for (int i = 0; i < 3; ++i)
    if (!near(a[i], b[i], most_albedo * std::max(a[i], b[i]) + least_albedo)) return false;
  return true;
}

/// The same but for how much of it there is.
bool same_kind(const Material& a, const Material& b) {
  return a.thin_glass == b.thin_glass && a.two_sided == b.two_sided && a.translucent == b.translucent &&
         a.alpha_cutoff == b.alpha_cutoff && a.emission == b.emission && a.pattern == b.pattern &&
         a.albedo_texture == b.albedo_texture && a.normal_texture == b.normal_texture &&
         a.roughness_texture == b.roughness_texture;
}

bool reflects_alike(const Material& a, const Material& b) {
  return same_kind(a, b) && near(a.albedo, b.albedo) &&
         (a.pattern == Pattern::none || near(a.pattern_color, b.pattern_color)) &&
         near(a.roughness, b.roughness, most_roughness) && near(a.metalness, b.metalness, most_metalness) &&
         near(a.clearcoat, b.clearcoat, most_coat) &&
         near(a.clearcoat_roughness, b.clearcoat_roughness, most_roughness);
}

}  // namespace

std::vector<uint32_t> material_runs(const std::vector<Material>& materials) {
  std::vector<uint32_t> runs(materials.size());
  for (size_t i = 0; i < materials.size(); ++i)
    runs[i] = i > 0 && reflects_alike(materials[i - 1], materials[i]) ? runs[i - 1] : uint32_t(i);
  return runs;
}

}  // namespace understudy
