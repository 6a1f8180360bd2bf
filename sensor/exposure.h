// SPDX-License-Identifier: Apache-2.0
// Metering: what gain brings a scene to middle grey, and what it takes for white.
#pragma once

#include "sensor/planes.h"

namespace understudy {

/// Linear value of a grey card in a well exposed picture.
inline constexpr double middle_grey = 0.18;

/// The gain that brings the mean of the logarithm of luminance to middle grey. The darkest 5 % and the
/// brightest 20 % of the pixels are left out, so that neither a bright sky, the sun nor lamps at night darken
/// the street. Black pixels are left out too; 1 where all are. Log-mean: E. Reinhard et al., "Photographic
/// tone reproduction for digital images", SIGGRAPH 2002.
double metered_gain(const Planes& planes);

/// The colour temperature of a scene's light, 1700 to 25000, if its tones are grey on average (G. Buchsbaum,
/// "A spatial processor model for object colour perception", J. Franklin Institute 310, 1980). The pixels are
/// those of metered_gain(); only the axis from red to blue counts, so that a lawn does not turn a picture
/// magenta. neutral_k where all are black.
double grey_world_k(const Planes& planes);

}  // namespace understudy
