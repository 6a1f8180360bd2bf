// SPDX-License-Identifier: Apache-2.0
// Which of many boxes might a ray meet? Embree answers in single precision over boxes grown by far more than
// its rounding, so that none is missed; what is really met is then decided in double precision by the caller.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#if UNDERSTUDY_EMBREE >= 4
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif
#include <glm/glm.hpp>

namespace understudy::oracle {

struct Bounds {
  glm::dvec3 lower{1e300}, upper{-1e300};
  void grow(const glm::dvec3& point) {
    lower = glm::min(lower, point);
    upper = glm::max(upper, point);
  }
};

class BoxFilter {
 public:
  BoxFilter(RTCDevice device, const std::vector<Bounds>& boxes);

  /// Appends to `found` every box that the whole line through `origin` along `direction` meets, and maybe
  /// others.
  void candidates(const glm::dvec3& origin, const glm::dvec3& direction, std::vector<uint32_t>& found) const;

 private:
  struct Release {
    void operator()(RTCScene scene) const { rtcReleaseScene(scene); }
  };
  std::vector<RTCBounds> boxes_;
  glm::dvec3 centre_{0};
  double radius_ = 0;
  std::unique_ptr<RTCSceneTy, Release> scene_;
};

}  // namespace understudy::oracle
