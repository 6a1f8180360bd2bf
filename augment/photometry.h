// SPDX-License-Identifier: Apache-2.0
// Point operations: each adds itself to a table. Values are sRGB-encoded, 0 to 1; parameters at their neutral
// value leave every byte as it is.
#pragma once

#include "augment/point_table.h"

namespace understudy {

/// Adds `offset`, in [-1, 1].
void brightness(PointTable& table, double offset);
/// Scales the distance to mid-grey, 0.5.
void contrast(PointTable& table, double factor);
/// value^exponent: below 1 is brighter.
void gamma(PointTable& table, double exponent);
/// Light, before the encoding, times 2^ev.
void exposure(PointTable& table, double ev);
/// Moves the shadows (1/4) and the lights (3/4) up or down by these amounts, on a smooth curve through black
/// and white: quartic polynomials that vanish at 0, 1 and the other point. In [-0.15, 0.15] it stays
/// monotone.
void tone_curve(PointTable& table, double shadows, double lights);
/// A camera that takes light of this colour temperature for white; 6500 K is neutral, lower turns the picture
/// blue. In linear light (sensor/tone.h).
void white_balance(PointTable& table, double assumed_k);

void invert(PointTable& table);
/// Keeps the `bits` upper bits of each level, 1 to 8.
void posterize(PointTable& table, int bits);
/// Inverts what is at or above the threshold, 0 to 1.
void solarize(PointTable& table, double threshold);
/// One channel becomes a constant.
void drop_channel(PointTable& table, int channel, double value);

// What follows looks at the picture: `now` is its histogram as the table so far leaves it (PointTable::map).

/// Stretches each channel until `cutoff` of its pixels (0 to 0.5) are black and as many white.
void autocontrast(PointTable& table, const Histogram& now, double cutoff);
/// Gives each channel a flat histogram.
void equalize(PointTable& table, const Histogram& now);
/// Gives each channel the distribution of a reference photo, `strength` (0 to 1) of the way.
void match_histogram(PointTable& table, const Histogram& now, const Histogram& reference, double strength);

}  // namespace understudy
