// SPDX-License-Identifier: Apache-2.0
// The camera's processing: white balance, saturation, tone curve, sRGB.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/image.h"
#include "sensor/planes.h"
#include "sensor/sensor.h"

namespace understudy {

/// The linear value that the tone curve shows as white: 1 for linear, about 1.4 (3 stops above middle grey)
/// for filmic.
double white_of(Sensor::ToneCurve curve);

/// Linear scene value to linear display value in [0, 1]. Middle grey stays where it is, whatever the
/// contrast, the factor by which the slope about it, in stops, is changed. filmic: J. Hable, "Uncharted 2:
/// HDR lighting", GDC 2010, as steep as cameras' own pictures are.
double tone(double value, Sensor::ToneCurve curve, double contrast);
/// The value that tone() shows as `shown`, in [0, 1].
double tone_inverse(double shown, Sensor::ToneCurve curve, double contrast);

/// Linear in [0, 1] to sRGB-encoded in [0, 1] (IEC 61966-2-1).
double srgb_encode(double linear);
double srgb_decode(double encoded);

inline constexpr double neutral_k = 6500;  ///< light that needs no balance: about that of sRGB's white

/// Gains of a camera that takes light of this colour temperature for white; 1, 1, 1 at 6500 K. A grey keeps
/// its luminance. Planckian locus: B. Kim et al., "Design of advanced color temperature control system for
/// HDTV applications", J. Korean Physical Society 41, 2002. Scaled in linear Rec. 709.
std::array<double, 3> white_balance_gains(double assumed_k);

void white_balance(Planes& planes, double assumed_k);

/// Moves each colour away from (or to) its luminance.
void saturate(Planes& planes, double saturation);

/// Tone curve and sRGB, rounded to the nearest of 256 levels.
Image<Rgb8> encode(const Planes& planes, Sensor::ToneCurve curve, double contrast);

}  // namespace understudy
