// SPDX-License-Identifier: Apache-2.0
// Which objects of a photo may be pasted elsewhere.
#pragma once

#include <cstdint>

#include "augment/transform.h"
#include "labels/photo.h"

namespace understudy {

/// Whether an object may be pasted elsewhere, and why not.
enum class Donor : uint8_t { yes, crowd, no_outline, cut_by_frame, partly_hidden, too_small };

/// An object that is no crowd and has an outline of one piece, which the frame does not cut: donors must not
/// look cut off where they are pasted.
Donor donor_of(const PhotoObject& object, const Photo& photo, double min_donor_px);

/// JSON of where a pasted object comes from: its dataset, where that is another one, image and annotation.
std::string donor_json(const PhotoSource& source, const Photo& photo, const PhotoObject& object);

}  // namespace understudy
