// SPDX-License-Identifier: Apache-2.0
// Where on an object a defect begins: evenly by area, near edges or bends, on a named part, within a painted
// region, at an earlier defect.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/parameters.h"
#include "generators/defects/defect.h"
#include "scenes/scene.h"

namespace understudy {

/// "defects.scratch.count"
inline std::string path_of(const DefectKind& kind, const char* what) {
  return "defects." + kind.name + "." + what;
}

/// One placement of an object: how to find places on it, and the surface that defects are cut into.
struct CutPlacement {
  uint32_t placement;  ///< index into Scene::placements
  MeshPtr mesh;        ///< a sheet of which the camera sees nothing but its back: turned over
  double metres;       ///< of the world per unit of the mesh
  SurfaceMap map;
  Surface surface;
  std::vector<std::pair<glm::dvec3, double>> taken{};  ///< middle and full length of earlier defects
  std::vector<std::vector<SurfacePoint>> trails{};     ///< along which earlier defects laid the matter open
};

struct Place {
  size_t placement;  ///< index into ObjectPlaces::all()
  SurfacePoint point;
  std::optional<glm::dvec3> along{};  ///< the way of the edge or trail that it follows
};

class ObjectPlaces {
 public:
  ObjectPlaces(const Draw& draw, const Scene& scene, InstanceId id);

  /// Of the object, in the scene's order; made at the first call, for most objects have no defect.
  const std::vector<std::unique_ptr<CutPlacement>>& all();
  /// A place for a defect of this length; `object` is its number among all of its kind. Empty where none will
  /// do.
  std::optional<Place> find(const DefectKind& kind, uint64_t object, double length_m, const Stream& stream);
  DefectSite site_of(const DefectKind& kind, uint64_t object, const Place& place, Stream stream) const;

 private:
  std::optional<glm::dvec3> wanted_direction(const DefectKind& kind, uint64_t object,
                                             const glm::dvec3& normal, double tilt_deg) const;
  bool shows_only_its_back(const Placement& placement) const;
  bool faces_camera(const Placement& placement, const SurfacePoint& point) const;
  /// 0 where it may not sit, 1 where it may, between in the grey of a painted region.
  double allowed(const DefectKind& kind, const CutPlacement& at, const SurfacePoint& point) const;
  double weight_of(const DefectKind& kind, const CutPlacement& at, const SurfacePoint& point,
                   double length) const;
  std::optional<Place> find_trail(const DefectKind& kind, uint64_t object, Stream stream) const;
  std::optional<Place> find_place(const DefectKind& kind, double length_m, Stream stream) const;
  std::optional<Place> first_in_sight(std::vector<Place>& places, std::vector<double>& weights,
                                      Stream& stream) const;

  const Draw& draw_;
  const Scene& scene_;
  InstanceId id_;
  std::vector<std::unique_ptr<CutPlacement>> placements_;
};

}  // namespace understudy
