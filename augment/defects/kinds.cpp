// SPDX-License-Identifier: Apache-2.0
// Every kind of defect that can be painted: one line each.
#include <algorithm>
#include <cmath>
#include <vector>

#include "augment/defects/kind.h"
#include "base/error.h"

namespace understudy {

std::span<const PaintKind> paint_kinds() {
  static const std::vector<PaintKind> kinds{
      {"crack", "crack", paint_crack},
      {"scratch", "scratch", paint_scratch},
      {"stain", "stain", paint_stain},
      {"missing", "missing patch", paint_missing},
      {"perlin", "perlin anomaly", paint_perlin, true},
      {"cutpaste", "cutpaste anomaly", paint_cutpaste},
      {"poisson", "poisson anomaly", paint_poisson, true},
  };
  return kinds;
}

const PaintKind& paint_kind(std::string_view name) {
  const auto kinds = paint_kinds();
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const PaintKind& kind) { return kind.name == name; });
  CHECK(found != kinds.end(), "a kind of defect of that name: " + std::string(name));
  return *found;
}

double PaintSite::distance_px(int i, int j) const {
  return std::hypot(i + 0.5 - centre_x, j + 0.5 - centre_y);
}

}  // namespace understudy
