// SPDX-License-Identifier: Apache-2.0
// Where on the ground of a photo an object of another one can stand, as large as it is there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "augment/horizon.h"
#include "base/random.h"

namespace understudy {

/// The least confidence of a horizon that places are made by.
inline constexpr double least_confidence = 0.5;

/// Height of an object in metres: what its own photo's horizon says; where that is unsure, what is usual for
/// its class; 0 where nothing is known.
double height_m_of(const PhotoObject& object, const Photo& photo, const ClassNames& names);

/// Whether the foot of the object is seen, as far as labels tell: nothing nearer stands before it, a person
/// is upright, and where its own photo tells its height, that is about what is usual for its class.
bool is_seen_to_foot(const PhotoObject& object, const Photo& photo, const ClassNames& names);

/// A thing that is to stand somewhere: its height, and its box where it comes from.
struct Stander {
  double height_m = 0;
  RealBox box;
};

struct StandingPlace {
  RealBox box;
  std::vector<size_t> in_front;  ///< numbers of the objects that are nearer and partly cover it
};

struct StandingRules {
  double least_px = 16;                         ///< height
  double least_scale = 0.1, most_scale = 1.25;  ///< of what it is in its own photo
  double most_covered = 0.6;                    ///< of the box of a thing behind it
  double least_seen = 0.4;                      ///< of its own box, the boxes of what is nearer taken away
  int attempts = 60;
  /// How much each point of the photo looks like ground (ground_likeness()); null: all of it does.
  const Image<float>* likeness = nullptr;
};

/// The foot is drawn evenly over the rows below the horizon in which the thing is of an allowed size,
/// sideways anywhere that the foot is on ground; its height follows from both, as that camera sees it. The
/// whole of it is in the frame. What stands nearer (the lower edge of its box is lower) is in front of it:
/// such a thing without an outline is not touched. Empty after so many refusals; `why` then says what stood
/// in the way.
std::optional<StandingPlace> draw_standing_place(const Stander& stander, const Photo& photo,
                                                 const Horizon& horizon, const StandingRules& rules,
                                                 Stream stream, std::string& why);

}  // namespace understudy
