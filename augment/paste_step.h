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
  /// One more value for its provenance, as JSON.
  void tell(const std::string& key, const std::string& value) {
    std::string& json = photo.objects[0].provenance;
    json.insert(json.size() - 1, ",\"" + key + "\":" + value);
  }
  const RealBox& box() const { return *photo.objects[0].box; }
};

struct DonorRules {
  bool whole = false;     ///< only what is seen whole (donor_of())
  bool measured = false;  ///< its height in metres is wanted, and its foot must be seen
  std::function<bool(const PhotoObject&)> wanted{};  ///< empty: all
};

/// Whether an object can be pasted at all: no crowd, and with a mask.
bool can_be_pasted(const PhotoObject& object);

/// How many photos are looked at for a donor; only those that have one are decoded.
constexpr uint64_t most_photos_for_donor = 200;

/// Number `number` of the step's donors: one that can be pasted. Empty where none of the photos looked at has
/// one.
std::optional<DrawnDonor> draw_donor(const StepContext& step, uint64_t number, const DonorRules& rules);

/// paste_object() of a donor, of which the source is told if something of it is seen; else false.
bool paste_donor(const StepContext& step, uint64_t number, Photo& photo, DrawnDonor donor,
                 const Homography& map, const std::vector<size_t>& in_front = {});

/// Scales (and mirrors) the box about its middle and moves that.
Homography moved(const RealBox& from, double scale, bool mirror, double centre_x, double centre_y);

// Parameters of such a step, and what is drawn of them for a donor.
ParameterTable donor_parameters();
ParameterTable edge_parameters();
bool is_mirrored(const StepContext& step, uint64_t number);
EdgeLook edge_look(const StepContext& step, uint64_t number);

}  // namespace understudy
