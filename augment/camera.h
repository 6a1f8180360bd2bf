// SPDX-License-Identifier: Apache-2.0
// The renderer's camera on a real photo.
#pragma once

#include "base/image.h"
#include "base/random.h"
#include "sensor/sensor.h"

namespace understudy {

/// The photo becomes light (undone tone curve and sRGB), passes through the sensor's steps in their physical
/// order (exposure_ev, vignetting, chromatic aberration, blur, shot and read noise, white balance,
/// saturation, contrast) and is developed again. Nothing is metered: a photo is exposed already. In place.
void photograph(Image<Rgb8>& image, Sensor sensor, const Stream& stream);

/// A sensor that adds nothing.
Sensor neutral_sensor();

}  // namespace understudy
