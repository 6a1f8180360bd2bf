// SPDX-License-Identifier: Apache-2.0
// Something blunt was pressed in: the surface sinks smoothly, keeps its coat and its area, and shows in how
// it mirrors. z = -depth (1 - r^2)^2 within an ellipse that is a little uneven, level and smooth at its
// outline. Sheet that is thinner than the dent is deep gives way as a whole: it keeps its thickness, and the
// other side bulges.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "generators/defects/defect.h"

namespace understudy {
namespace {

constexpr double burnished[] = {0.15, 0.25, 0.35,
                                0.45, 0.55, 0.65};  ///< of the way in: bands from there on are flattened more

constexpr double largest_share = 0.4;  ///< of the object's diagonal

Defect make_dent(const DefectSite& site, const DefectSize& size, Stream stream) {
  // On a small object it is a smaller one of the same form: beyond that there would be no object left around
  // it.
  const double longest_m = std::max(size.length_m, size.width_m);
  const double grown = size.grown() * std::min(1.0, largest_share * site.map.diagonal_m() / longest_m);
  const double a = 0.5 * longest_m * grown, b = 0.5 * std::min(size.length_m, size.width_m) * grown;
  const double depth_m = size.depth_m * grown;
  const glm::dvec3 n = site.at.normal, u = site.along, v = glm::cross(n, u), center = site.at.position;
  const bool pressed = size.through && depth_m > deepest_share * site.thickness_m;
  const double along_n = pressed ? 0 : 1;
  const double uneven = size.even ? 0 : stream.uniform(0.1, 0.35);
  const uint64_t grain = stream.bits();
  const auto radius2 = [=](const glm::dvec3& p) {
    const glm::dvec3 d = p - center;
    const double x = glm::dot(d, u) / a, y = glm::dot(d, v) / b, z = along_n * glm::dot(d, n) / a;
    // By its place in the ellipse alone, so that a milder one is the same dent, smaller.
    const double wave = uneven > 0 ? smooth_noise({0.8 * x + 3.5, 0.8 * y + 3.5, 0.5}, grain) : 0;
    return (x * x + y * y + z * z) * (1 + uneven * wave);
  };
  Defect defect;
  defect.facts = {size.severity, 2e3 * a, 2e3 * b, depth_m * 1e3};
  defect.shape.field = [=](const glm::dvec3& p) {
    return (std::sqrt(radius2(p)) - 1) * b / (1 + 2 * uneven);
  };
  defect.shape.height = [=](const glm::dvec3& p) {
    const double rest = std::max(1 - radius2(p), 0.0);
    return -depth_m * rest * rest;
  };
  // What was pressed hardest lies in the middle.
  for (const double share : burnished) defect.shape.levels.push_back(-share * b / (1 + 2 * uneven));
  defect.shape.creased = false;
  defect.shape.finest_m = site.fine_enough(b / 7, 2 * b);
  defect.shape.center = center;
  defect.shape.radius_m = a * 1.01 / std::sqrt(1 - uneven);
  if (pressed) {
    defect.shape.through = Through{Through::Way::pressed, center - n * site.thickness_m, n, 0};
    defect.shape.radius_m = std::hypot(defect.shape.radius_m, site.thickness_m);
  }
  return defect;
}

/// On what is matt the peaks of its roughness are flattened (K. Johnson, "Contact Mechanics", 1985): it
/// shines more there. What is smooth, and what a coat covers, stays as it is.
void change_dented(Material& material, DefectLook look) {
  if (material.clearcoat > 0.3f || material.roughness < 0.4f || material.thin_glass) return;
  const float share = float(look.band) / float(std::size(burnished)) * float(0.3 + 0.7 * look.severity);
  material.roughness *= 1 - 0.4f * share;
  if (material.metalness > 0.5f) return;
  material.albedo *= 1 - 0.15f * share;
  material.pattern_color *= 1 - 0.15f * share;
}

}  // namespace

DefectKind dent_kind() {
  DefectKind kind{"dent",
                  "{uniform: [10, 35]}",
                  "{uniform: [8, 25]}",
                  "{uniform: [0.4, 1.6]}",
                  "uniform",
                  false,
                  make_dent,
                  change_dented,
                  "true",
                  "Whether one that is too deep for its sheet bulges on the other side; false, or where "
                  "something lies close behind: it is as deep as stays on its side."};
  kind.bulges = true;
  return kind;
}

}  // namespace understudy
