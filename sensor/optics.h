// SPDX-License-Identifier: Apache-2.0
// What a lens does to the light on its way to the sensor.
#pragma once

#include <vector>

#include "sensor/planes.h"

namespace understudy {

/// Darkens towards the corners by cos^4 of the angle from the axis, scaled so that the corner of the frame
/// keeps 1 - `loss` of its light; loss in [0, 1).
void vignette(Planes& planes, double loss);

/// Lateral aberration: red grows and blue shrinks about the centre so that they part by `separation_px` at
/// the corner.
void aberrate(Planes& planes, double separation_px);

/// Gaussian blur; edges repeat their last pixel.
void blur(Planes& planes, double deviation_px);

/// Weights 0..n of the symmetric kernel that blur() uses, of variance deviation_px^2 exactly (but for its far
/// tail): e^-t I_k(t), T. Lindeberg, "Scale-space for discrete signals", PAMI 1990. A sampled Gaussian would
/// be too narrow below one pixel.
std::vector<double> blur_kernel(double deviation_px);

}  // namespace understudy
