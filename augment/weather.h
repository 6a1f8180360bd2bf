// SPDX-License-Identifier: Apache-2.0
// Fog, rain and snow over a photo whose depth is known, in linear light, in place. `depth` has the image's
// size.
#pragma once

#include "augment/depth.h"
#include "base/image.h"
#include "base/random.h"

namespace understudy {

/// Of light from `depth_m` the share exp(-beta depth) arrives, and airlight takes the rest's place: H.
/// Koschmieder, 1924. What is visible ends at 3.912 / beta.
struct PhotoFog {
  double beta_per_m = 0.02;
  Rgb8 airlight = {205, 210, 215};
  double patchiness = 0;  ///< 0 to 1: how unevenly it lies
};
void add_fog(Image<Rgb8>& image, const DepthImage& depth, const PhotoFog& fog, const Stream& stream);

/// Drops by Marshall and Palmer's distribution of sizes (J. Meteorology 5, 1948), falling at the speeds of D.
/// Atlas et al. (Rev. Geophys. 11, 1973), as streaks of their exposure: longer, wider and stronger the nearer
/// they are, hidden by what is nearer still. The drops too small or too far to see make a veil of extinction
/// 0.312 rate^0.67 per km (H. Weber et al., 1998).
struct Rain {
  double rate_mm_per_h = 20;
  double exposure_s = 0.01;
  double wind_mps = 2;  ///< across the picture, to the right
  double focal_px = 1000;
};
void add_rain(Image<Rgb8>& image, const DepthImage& depth, const Rain& rain, const Stream& stream);

/// Flakes of 2 to 10 mm that sink at about 1 m/s, blurred where they are close; and their veil.
struct Snow {
  double flakes_per_m3 = 150;
  double exposure_s = 0.005;
  double wind_mps = 0.8;
  double focal_px = 1000;
};
void add_snow(Image<Rgb8>& image, const DepthImage& depth, const Snow& snow, const Stream& stream);

}  // namespace understudy
