// SPDX-License-Identifier: Apache-2.0
// Metering: what gain brings a scene to middle grey, and what it takes for white.
#pragma once

#include "sensor/planes.h"
#include "sensor/tone.h"

namespace understudy {

/// Linear value of a grey card in a well exposed picture.
inline constexpr double middle_grey = 0.18;

/// What a camera learns of a scene: 1 and neutral_k where all is black.
struct Metered {
  /// Brings the mean of the logarithm of luminance to middle grey. The darkest 5 % and the brightest 10 % of
  /// the pixels are left out, so that neither a bright sky, the sun nor lamps at night darken the street.
  /// Black pixels are left out too. Less where else the rest would come near white: a bright part before a
  /// dark ground. Log-mean: E. Reinhard et al., "Photographic tone reproduction for digital
  /// images", SIGGRAPH 2002.
  double gain = 1;
  /// The colour temperature of the light, 1700 to 25000, if the same pixels are grey on average (G.
  /// Buchsbaum, "A spatial processor model for object colour perception", J. Franklin Institute 310, 1980).
  /// Only the axis from red to blue counts, so that a lawn does not turn a picture magenta.
  double white_k = neutral_k;
};
Metered meter(const Planes& planes);

}  // namespace understudy
