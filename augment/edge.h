// SPDX-License-Identifier: Apache-2.0
// How the edge of a pasted object goes over into what is around it.
#pragma once

#include <string>
#include <vector>

#include "labels/patch.h"

namespace understudy {

/// D. Dwibedi et al., "Cut, paste and learn", ICCV 2017, pastes in several ways, so that a network does not
/// learn to see edges.
enum class Blend {
  hard,      ///< none
  feather,   ///< a linear ramp
  gaussian,  ///< the mask through a Gaussian of deviation width / 4
  motion,    ///< the mask moved along a line of this length while the shutter is open
  poisson    ///< no edge at all: the object's light changes instead (augment/seamless.h)
};
/// In the order of the enumeration.
const std::vector<std::string>& blend_names();
Blend blend_of(const std::string& name);

struct EdgeLook {
  Blend blend = Blend::feather;
  double width_px = 0;   ///< over which the edge goes over, half of it to either side
  double angle_deg = 0;  ///< of motion, from the x axis
};

/// Pixels beyond the mask that the edge reaches at most.
int edge_reach_px(const EdgeLook& look);

/// Opacity of each pixel of `inside` (1: in the mask), 255 being opaque. Whatever the blend, it is at least
/// 128 in the mask and less outside: the label is the same in all of them, and of every pixel that it holds
/// the greater part is the object's. Beyond the picture's rim all goes on as at the rim; the mask is to be
/// edge_reach_px() away from where the object is to end. Of `poisson`: the mask itself.
Image<uint8_t> edge_opacity(const Image<uint8_t>& inside, const EdgeLook& look);

}  // namespace understudy
