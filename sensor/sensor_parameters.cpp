// SPDX-License-Identifier: Apache-2.0
// Defaults are those of an ordinary camera: a little of everything, and no two pictures quite alike.
#include "sensor/sensor.h"

namespace understudy {

ParameterTable sensor_parameters() {
  using Kind = Parameter::Kind;
  return {
      {"sensor.auto_exposure", Kind::boolean, "true", "meter the scene and bring it to middle grey"},
      {"sensor.exposure_ev", Kind::number, "{normal: [0, 0.3], clip: [-0.8, 0.8]}",
       "stops added to the metered exposure; without metering, to the radiance as it is", -16, 16},
      {"sensor.vignetting", Kind::number, "{uniform: [0, 0.25]}", "share of the light that the corner loses",
       0, 0.95},
      {"sensor.chromatic_aberration_px", Kind::number, "{uniform: [0, 0.6]}",
       "distance between red and blue at the corner", 0, 20},
      {"sensor.blur_px", Kind::number, "{uniform: [0.4, 0.7]}", "standard deviation of the lens blur", 0, 10},
      {"sensor.full_well_e", Kind::number, "{log_uniform: [4000, 25000]}",
       "electrons at white; fewer give more shot noise, 0 switches noise off", 0, 1e6},
      {"sensor.read_noise_e", Kind::number, "{log_uniform: [2, 8]}",
       "standard deviation of the read noise, electrons", 0, 1000},
      {"sensor.white_balance_k", Kind::number, "{normal: [6500, 250], clip: [5800, 7200]}",
       "colour temperature that the camera takes for white; lower turns the picture blue", 1700, 20000},
      {"sensor.auto_white_balance", Kind::number, "0",
       "how far the camera goes from there towards the light that it measures: 1 all the way", 0, 1},
      {"sensor.tone_curve", Kind::name, "filmic", "how light becomes brightness", 0, 0, {"linear", "filmic"}},
      {"sensor.contrast", Kind::number, "{normal: [1, 0.08], clip: [0.8, 1.3]}",
       "factor of the tone curve's slope about middle grey", 0.1, 4},
      {"sensor.saturation", Kind::number, "{normal: [1, 0.06], clip: [0.8, 1.2]}", "colourfulness, 0 is grey",
       0, 4},
      {"sensor.jpeg_quality", Kind::integer, "92", "quality of .jpg files", 1, 100},
  };
}

void draw_camera_look(const Draw& draw, const std::string& prefix, Sensor& sensor) {
  const auto number = [&](const char* key) { return draw.number(prefix + "." + key); };
  sensor.exposure_ev = number("exposure_ev");
  sensor.vignetting = number("vignetting");
  sensor.chromatic_aberration_px = number("chromatic_aberration_px");
  sensor.blur_px = number("blur_px");
  sensor.full_well_e = number("full_well_e");
  sensor.read_noise_e = number("read_noise_e");
  sensor.white_balance_k = number("white_balance_k");
  const bool linear = draw.name(prefix + ".tone_curve") == "linear";
  sensor.tone = linear ? Sensor::ToneCurve::linear : Sensor::ToneCurve::filmic;
  sensor.contrast = number("contrast");
  sensor.saturation = number("saturation");
}

Sensor draw_sensor(const Draw& draw) {
  Sensor sensor;
  draw_camera_look(draw, "sensor", sensor);
  sensor.auto_white_balance = draw.number("sensor.auto_white_balance");
  sensor.auto_exposure = draw.boolean("sensor.auto_exposure");
  sensor.jpeg_quality = draw.integer("sensor.jpeg_quality");
  return sensor;
}

}  // namespace understudy
