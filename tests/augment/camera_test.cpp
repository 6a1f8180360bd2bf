// SPDX-License-Identifier: Apache-2.0
#include "augment/camera.h"

#include <cmath>

#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

const Stream stream({1, 2}, "camera");

TEST_CASE("a camera that adds nothing gives the photo back, byte for byte, whatever its tone curve") {
  const Image<Rgb8> photo = busy_picture(64, 48);
  for (const auto tone : {Sensor::ToneCurve::linear, Sensor::ToneCurve::filmic}) {
    Sensor sensor = neutral_sensor();
    sensor.tone = tone;
    Image<Rgb8> image = photo;
    photograph(image, sensor, stream);
    CHECK(image == photo);
  }
}

TEST_CASE("the photo's noise is the sensor's: shot noise in linear light") {
  Sensor sensor = neutral_sensor();
  sensor.tone = Sensor::ToneCurve::linear;
  sensor.full_well_e = 1000;
  sensor.read_noise_e = 0;
  Image<Rgb8> image(300, 300, Rgb8{188, 188, 188});  // half of the light
  photograph(image, sensor, stream);
  // 500 electrons: deviation sqrt(500) of 1000; there the encoding has slope 0.62.
  const double slope = 1.055 / 2.4 * std::pow(0.5028, 1 / 2.4 - 1);
  CHECK(std::sqrt(moments_of(image, 0).variance) ==
        Approx(std::sqrt(503.0) / 1000 * slope * 255).epsilon(0.03));
  CHECK(moments_of(image, 0).mean == Approx(188).margin(0.5));
}

TEST_CASE("each step of the camera shows") {
  const Image<Rgb8> photo = busy_picture(121, 91);
  const auto with = [&](auto change) {
    Sensor sensor = neutral_sensor();
    change(sensor);
    Image<Rgb8> image = photo;
    photograph(image, sensor, stream);
    return image;
  };
  CHECK(moments_of(with([](Sensor& s) { s.exposure_ev = 1; }), 0).mean > moments_of(photo, 0).mean + 20);
  CHECK(moments_of(with([](Sensor& s) { s.blur_px = 2; }), 0).variance < moments_of(photo, 0).variance);
  CHECK(with([](Sensor& s) { s.vignetting = 0.6; })(0, 0)[0] < photo(0, 0)[0]);
  CHECK(moments_of(with([](Sensor& s) { s.saturation = 0; }), 0).mean ==
        Approx(moments_of(with([](Sensor& s) { s.saturation = 0; }), 2).mean));
  CHECK(with([](Sensor& s) { s.chromatic_aberration_px = 3; }) != photo);
  CHECK(moments_of(with([](Sensor& s) { s.contrast = 1.3; }), 0).variance > moments_of(photo, 0).variance);
}

}  // namespace
}  // namespace understudy
