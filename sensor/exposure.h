// SPDX-License-Identifier: Apache-2.0
// Metering: what gain brings a scene to middle grey.
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

}  // namespace understudy
