// SPDX-License-Identifier: Apache-2.0
// How light becomes a picture: linear radiance through a lens, a sensor and a camera's processing, in
// physical order: exposure, vignetting, chromatic aberration, lens blur, shot and read noise, white balance,
// tone curve, sRGB, JPEG. Knows nothing of the renderer: real photos pass through the same steps.
#pragma once

#include <string>

#include "base/image.h"
#include "base/parameters.h"
#include "base/random.h"

namespace understudy {

struct Sensor {
  bool auto_exposure = true;  ///< brings the log-mean luminance to middle grey before exposure_ev is added
  double exposure_ev = 0;     ///< stops
  double vignetting = 0;      ///< loss of light in the corner, 0..1 (cos^4-like falloff)
  double chromatic_aberration_px = 0;  ///< lateral: red against blue at the corner
  double blur_px = 0;                  ///< standard deviation of the lens blur
  double full_well_e = 20000;          ///< electrons at white; sets the shot noise. 0 switches noise off
  double read_noise_e = 4;             ///< standard deviation, electrons
  double white_balance_k = 6500;       ///< colour temperature the camera assumes
  double auto_white_balance = 0;  ///< 0..1: how far it goes from there towards the light that it measures
  enum class ToneCurve { linear, filmic } tone = ToneCurve::filmic;
  double contrast = 1;
  double saturation = 1;
  int jpeg_quality = 92;  ///< used by the writer
};

/// The recipe's "sensor" parameters, and their values for one image.
ParameterTable sensor_parameters();
Sensor draw_sensor(const Draw& draw);
/// Those of all but metering and JPEG quality, where they stand under another name than "sensor".
void draw_camera_look(const Draw& draw, const std::string& prefix, Sensor& sensor);

/// The same sensor with what it would measure on this radiance set by hand (exposure_ev,
/// white_balance_k): for pictures that are to be developed alike.
Sensor metered(const Image<LinearRgb>& radiance, Sensor sensor);

/// Pure: the same radiance, sensor and stream give the same bytes, whatever the number of threads.
Image<Rgb8> develop(const Image<LinearRgb>& radiance, const Sensor& sensor, const Stream& stream);

/// The light that a picture with this tone curve and contrast shows: what develop() makes that picture of
/// when it adds nothing (no metering, lens, noise or white balance). Of what was cut to white, white.
Image<LinearRgb> undevelop(const Image<Rgb8>& picture, const Sensor& sensor);

}  // namespace understudy
