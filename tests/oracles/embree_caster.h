// SPDX-License-Identifier: Apache-2.0
// An independent ray caster in double precision: what docs/labels.md says a pixel's label is, re-derived from
// the Scene with nothing in common with the renderer but the Scene itself. Embree only proposes candidates.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "scenes/scene.h"
#include "tests/oracles/box_filter.h"
#include "tests/oracles/lens.h"

namespace understudy::oracle {

struct Crossing {
  uint32_t placement = 0xFFFFFFFFu;
  uint32_t primitive = 0xFFFFFFFFu;
  uint32_t instance = 0;
  double t_m = 0;
  double u = 0, v = 0;
  bool miss() const { return placement == 0xFFFFFFFFu; }
};

/// Holds a reference to the scene: the scene must outlive it and stay as it is. One thread at a time.
class Caster {
 public:
  explicit Caster(const Scene& scene);

  /// Every surface along the ray through (x_px, y_px), alpha-tested, nearest first; ties: lower instance id,
  /// then lower placement, then lower primitive.
  const std::vector<Crossing>& crossings(double x_px, double y_px) const;

  /// The first of them: what the pixel shows. A miss where there is none.
  Crossing nearest(double x_px, double y_px) const;

  /// Least t of every instance that the ray meets, background (0) included.
  std::map<uint32_t, double> instances_along(double x_px, double y_px) const;

 private:
  void cross_placement(uint32_t index, const CentreRay& ray) const;
  bool passes_alpha(const Placement& placement, const Mesh& mesh, const Crossing& crossing) const;

  const Scene& scene_;
  Lens lens_;
  struct Release {
    void operator()(RTCDevice device) const { rtcReleaseDevice(device); }
  };
  std::unique_ptr<RTCDeviceTy, Release> device_;
  std::vector<glm::dmat4> mesh_from_view_;  ///< per placement: camera-relative world to mesh
  std::map<const Mesh*, BoxFilter> triangles_;
  BoxFilter placements_;
  mutable std::vector<uint32_t> near_placements_, near_triangles_;
  mutable std::vector<Crossing> crossings_;
};

}  // namespace understudy::oracle
