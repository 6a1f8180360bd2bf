// SPDX-License-Identifier: Apache-2.0
// What steps that paste objects have in common.
#pragma once

#include <functional>
#include <optional>

#include "augment/edge.h"
#include "augment/homography.h"
#include "augment/transform.h"

namespace understudy {

/// An object that is to be pasted, alone in its photo.
struct DrawnDonor {
  Photo photo;
  double height_m = 0;  ///< 0: not known, or not asked for

  const PhotoObject& object() const { return photo.objects[0]; }
  const RealBox& box() const { return *photo.objects[0].box; }
};

struct DonorRules {
  bool whole = false;                                ///< only what is seen whole (donor_of())
  bool measured = false;                             ///< its height in metres is wanted
  std::function<bool(const PhotoObject&)> wanted{};  ///< empty: all
};

/// Number `number` of the step's donors: never a crowd, always with a mask. Empty where none of 20 photos has
/// one that may be.
std::optional<DrawnDonor> draw_donor(const StepContext& step, uint64_t number, const DonorRules& rules);

/// Scales (and mirrors) the box about its middle and moves that.
Homography moved(const RealBox& from, double scale, bool mirror, double centre_x, double centre_y);

// Parameters of such a step, and what is drawn of them for a donor.
ParameterTable donor_parameters();
ParameterTable edge_parameters();
bool is_mirrored(const StepContext& step, uint64_t number);
EdgeLook edge_look(const StepContext& step, uint64_t number);

}  // namespace understudy
