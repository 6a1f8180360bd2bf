// SPDX-License-Identifier: Apache-2.0
// The light that a photo was taken in, guessed from the photo: enough for a shadow of the right strength and
// a reflection of the right colours, not a measurement. All light is in the photo's own units: what
// undevelop() makes of its pixels.
#pragma once

#include <optional>

#include "base/image.h"
#include "base/random.h"
#include "scenes/light.h"

namespace understudy {

struct SunGuess {
  double azimuth_deg = 0;    ///< from the direction of view, positive to the left
  double elevation_deg = 0;  ///< above the horizon
  double share = 0;          ///< of the light on level ground that comes from the sun, 0 to 1
  double confidence = 0;     ///< in direction and share
};

struct PhotoLight {
  Sky sky;
  Sun sun;
  LinearRgb ground{};         ///< radiance of the ground that all was scaled by
  LinearRgb ground_albedo{};  ///< under this light a diffuse ground of this albedo has that radiance
  double ground_wetness = 0;  ///< weight of a film of water on the ground, which mirrors
  SunGuess guess;
};

struct LitPhoto {
  const Image<LinearRgb>& light;
  LinearRgb ground{};  ///< its radiance, ground_light()
  double horizon_px = 0;
};

/// Radiance of the ground: the median of what may be seen of it. `ground` is not 0 there (below the horizon,
/// nothing annotated in front).
LinearRgb ground_light(const Image<LinearRgb>& light, const Image<uint8_t>& ground);

/// Sky: the part above the horizon, stretched over the half of the sky before the camera and mirrored behind
/// it (E. Khan et al., "Image-based material editing", SIGGRAPH 2006), blurred; ground: the part below it.
/// The whole is scaled so that ground of `albedo` has the radiance that it has in the photo. Where `given` is
/// empty the sun is guessed: it stands on the side on which the sky is brighter, or else behind the camera;
/// its share is large under a blue sky and where the sky alone is too dark to light the ground, small under
/// a grey one; what the photo does not tell is drawn from `stream`.
PhotoLight estimate_light(const LitPhoto& photo, double albedo, const std::optional<SunGuess>& given,
                          const Stream& stream);

/// Irradiance of level ground under the upper half of an equirectangular map.
LinearRgb sky_irradiance(const Image<LinearRgb>& map);

/// Median of each channel over the pixels that `chosen` marks; empty where fewer than 16 are.
std::optional<LinearRgb> median_light(const Image<LinearRgb>& light, const Image<uint8_t>& chosen, int x0,
                                      int y0, int x1, int y1);

}  // namespace understudy
