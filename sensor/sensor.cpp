// SPDX-License-Identifier: Apache-2.0
#include "sensor/sensor.h"

#include <algorithm>
#include <cmath>

#include "sensor/exposure.h"
#include "sensor/noise.h"
#include "sensor/optics.h"
#include "sensor/tone.h"

namespace understudy {
namespace {

// What is not a number becomes black, and the sun's disc stays finite so that no later step makes one.
Planes split(const Image<LinearRgb>& radiance) {
  constexpr float brightest = 1e6f;
  Planes planes{radiance.width_px(), radiance.height_px(), {}};
  for (size_t c = 0; c < 3; ++c) {
    Plane& plane = planes.rgb[c];
    plane.resize(radiance.size());
    for (size_t i = 0; i < plane.size(); ++i) {
      const float value = radiance[i][c];
      plane[i] = value > 0 ? std::min(value, brightest) : 0;
    }
  }
  return planes;
}

/// Distances between colour temperatures are told in mired, where equal steps look alike.
double mired(double k) { return 1e6 / k; }

/// What the camera sets itself to, metering once for all that it measures.
Metered setting_of(const Planes& planes, const Sensor& sensor) {
  const bool measures = sensor.auto_exposure || sensor.auto_white_balance > 0;
  const Metered light = measures ? meter(planes) : Metered{};
  const double gain = (sensor.auto_exposure ? light.gain : 1) * std::exp2(sensor.exposure_ev);
  const double cast = sensor.auto_white_balance * (mired(light.white_k) - mired(neutral_k));
  return {std::clamp(gain, 1e-30, 1e30), sensor.auto_white_balance > 0
                                             ? 1e6 / (mired(sensor.white_balance_k) + cast)
                                             : sensor.white_balance_k};
}

void expose(Planes& planes, double gain) {
  for (Plane& plane : planes.rgb) {
    for (float& value : plane) value *= float(gain);
  }
}

uint64_t noise_key(Stream stream) { return stream.bits64(); }

}  // namespace

Sensor metered(const Image<LinearRgb>& radiance, Sensor sensor) {
  const Metered setting = setting_of(split(radiance), sensor);
  sensor.exposure_ev = std::log2(setting.gain);
  sensor.auto_exposure = false;
  sensor.white_balance_k = setting.white_k;
  sensor.auto_white_balance = 0;
  return sensor;
}

Image<Rgb8> develop(const Image<LinearRgb>& radiance, const Sensor& sensor, const Stream& stream) {
  if (radiance.empty()) return {};
  Planes planes = split(radiance);
  const Metered setting = setting_of(planes, sensor);
  expose(planes, setting.gain);
  vignette(planes, sensor.vignetting);
  aberrate(planes, sensor.chromatic_aberration_px);
  blur(planes, sensor.blur_px);
  expose_sensor(planes, white_of(sensor.tone), sensor.full_well_e, sensor.read_noise_e, noise_key(stream));
  white_balance(planes, setting.white_k);
  saturate(planes, sensor.saturation);
  return encode(planes, sensor.tone, sensor.contrast);
}

Image<LinearRgb> undevelop(const Image<Rgb8>& picture, const Sensor& sensor) {
  std::array<float, 256> light{};
  for (size_t level = 0; level < 256; ++level) {
    light[level] = float(tone_inverse(srgb_decode(double(level) / 255), sensor.tone, sensor.contrast));
  }
  Image<LinearRgb> radiance(picture.width_px(), picture.height_px());
  for (size_t i = 0; i < picture.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) radiance[i][c] = light[picture[i][c]];
  }
  return radiance;
}

}  // namespace understudy
