// SPDX-License-Identifier: Apache-2.0
#include "tests/oracles/box_filter.h"

#include <limits>

namespace understudy::oracle {
namespace {

#if UNDERSTUDY_EMBREE >= 4
using Context = RTCRayQueryContext;
#else
using Context = RTCIntersectContext;
#endif

struct Query {
  Context context;  // first: Embree hands back a pointer to it
  std::vector<uint32_t>* found;
};

/// Embree 4 takes the context among other arguments.
void intersect(RTCScene scene, Context& context, RTCRayHit& ray) {
#if UNDERSTUDY_EMBREE >= 4
  rtcInitRayQueryContext(&context);
  RTCIntersectArguments arguments;
  rtcInitIntersectArguments(&arguments);
  arguments.context = &context;
  rtcIntersect1(scene, &ray, &arguments);
#else
  rtcInitIntersectContext(&context);
  rtcIntersect1(scene, &context, &ray);
#endif
}

void box_of(const RTCBoundsFunctionArguments* arguments) {
  *arguments->bounds_o = static_cast<const RTCBounds*>(arguments->geometryUserPtr)[arguments->primID];
}

void remember_candidate(const RTCIntersectFunctionNArguments* arguments) {
  if (arguments->valid[0] == 0) return;
  reinterpret_cast<Query*>(arguments->context)->found->push_back(arguments->primID);
}

}  // namespace

BoxFilter::BoxFilter(RTCDevice device, const std::vector<Bounds>& boxes) {
  if (boxes.empty()) return;
  Bounds all;
  for (const Bounds& box : boxes) {
    all.grow(box.lower);
    all.grow(box.upper);
  }
  centre_ = (all.lower + all.upper) * 0.5;
  radius_ = glm::length(all.upper - all.lower) * 0.5;
  const double padding = 2e-5 * radius_ + 1e-12;
  boxes_.reserve(boxes.size());
  for (const Bounds& box : boxes) {
    const glm::vec3 lower(box.lower - centre_ - padding), upper(box.upper - centre_ + padding);
    boxes_.push_back({lower.x, lower.y, lower.z, 0, upper.x, upper.y, upper.z, 0});
  }
  scene_.reset(rtcNewScene(device));
  rtcSetSceneFlags(scene_.get(), RTC_SCENE_FLAG_ROBUST);
  const RTCGeometry geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_USER);
  rtcSetGeometryUserPrimitiveCount(geometry, static_cast<unsigned>(boxes_.size()));
  rtcSetGeometryUserData(geometry, boxes_.data());
  rtcSetGeometryBoundsFunction(
      geometry, [](const RTCBoundsFunctionArguments* a) { box_of(a); }, nullptr);
  rtcSetGeometryIntersectFunction(geometry,
                                  [](const RTCIntersectFunctionNArguments* a) { remember_candidate(a); });
  rtcCommitGeometry(geometry);
  rtcAttachGeometry(scene_.get(), geometry);
  rtcReleaseGeometry(geometry);
  rtcCommitScene(scene_.get());
}

void BoxFilter::candidates(const glm::dvec3& origin, const glm::dvec3& direction,
                           std::vector<uint32_t>& found) const {
  if (!scene_) return;
  // The ray starts beside the boxes, however far away the camera is: rounding then is relative to their size.
  const glm::dvec3 unit = glm::normalize(direction);
  const glm::dvec3 nearest = origin - centre_ - unit * glm::dot(origin - centre_, unit);
  if (glm::length(nearest) > radius_ * 1.001 + 1e-9) return;
  const glm::vec3 start(nearest - unit * (1.1 * radius_ + 1e-9));
  Query query{};
  query.found = &found;
  RTCRayHit ray{};
  ray.ray.org_x = start.x, ray.ray.org_y = start.y, ray.ray.org_z = start.z;
  ray.ray.dir_x = float(unit.x), ray.ray.dir_y = float(unit.y), ray.ray.dir_z = float(unit.z);
  ray.ray.tfar = std::numeric_limits<float>::infinity();
  ray.ray.mask = ~0u;
  ray.hit.geomID = RTC_INVALID_GEOMETRY_ID;
  ray.hit.instID[0] = RTC_INVALID_GEOMETRY_ID;
  intersect(scene_.get(), query.context, ray);
}

}  // namespace understudy::oracle
