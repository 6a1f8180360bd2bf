// SPDX-License-Identifier: Apache-2.0
// Each step of the sensor against its closed form, and the whole against the order that physics gives.
#include "sensor/sensor.h"

#include <cmath>
#include <numeric>

#include "base/random.h"
#include "sensor/exposure.h"
#include "sensor/noise.h"
#include "sensor/optics.h"
#include "sensor/tone.h"
#include "tests/catch.h"

namespace understudy {
namespace {

/// A sensor that only exposes and encodes.
Sensor plain() {
  Sensor sensor;
  sensor.auto_exposure = false;
  sensor.full_well_e = 0;
  sensor.tone = Sensor::ToneCurve::linear;
  return sensor;
}

Stream noise(uint64_t index) { return Stream(Key{7, index}, "sensor.noise"); }

/// IEC 61966-2-1.
double srgb_byte(double linear) {
  const double encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
  return 255 * encoded;
}

Planes grey(int width_px, int height_px, float value) {
  const Plane plane(size_t(width_px) * size_t(height_px), value);
  return {width_px, height_px, {plane, plane, plane}};
}

double mean_of(const Plane& plane) {
  return std::accumulate(plane.begin(), plane.end(), 0.0) / double(plane.size());
}

double variance_of(const Plane& plane) {
  const double mean = mean_of(plane);
  double sum = 0;
  for (float value : plane) sum += (value - mean) * (value - mean);
  return sum / double(plane.size());
}

TEST_CASE("without any effect, a picture is the sRGB of its light") {
  for (const float light : {0.0f, 0.002f, 0.05f, 0.18f, 0.5f, 1.0f, 7.0f}) {
    const Image<LinearRgb> radiance(4, 3, LinearRgb{light, light, light});
    const Image<Rgb8> image = develop(radiance, plain(), noise(0));
    for (const Rgb8& pixel : image) {
      for (const uint8_t channel : pixel) CHECK(std::abs(channel - srgb_byte(std::min(light, 1.0f))) <= 0.51);
    }
  }
}

TEST_CASE("a stop about middle grey is 1.3 in a filmic picture, one in a linear one, times the contrast") {
  for (const double contrast : {0.7, 1.0, 1.4}) {
    const auto slope = [&](Sensor::ToneCurve curve) {
      constexpr double step = 1e-4;
      return std::log(tone(middle_grey * (1 + step), curve, contrast) / middle_grey) / std::log(1 + step);
    };
    CHECK(slope(Sensor::ToneCurve::filmic) == Approx(1.3 * contrast).epsilon(0.01));
    CHECK(slope(Sensor::ToneCurve::linear) == Approx(contrast).epsilon(0.001));
  }
  const double white = white_of(Sensor::ToneCurve::filmic);
  CHECK(std::log2(white / middle_grey) == Approx(3).margin(0.1));
  CHECK(tone(white, Sensor::ToneCurve::filmic, 1) == Approx(1));
  CHECK(tone(0.98 * white, Sensor::ToneCurve::filmic, 1) < 1);
}

TEST_CASE("one stop doubles the light") {
  Sensor brighter = plain();
  brighter.exposure_ev = 1;
  const Image<LinearRgb> once(8, 8, LinearRgb{0.1f, 0.2f, 0.3f}), twice(8, 8, LinearRgb{0.2f, 0.4f, 0.6f});
  CHECK(develop(once, brighter, noise(0)) == develop(twice, plain(), noise(0)));
}

TEST_CASE("auto exposure does not depend on the unit of light") {
  Image<LinearRgb> radiance(16, 16), scaled(16, 16);
  for (size_t i = 0; i < radiance.size(); ++i) {
    const float light = 0.01f * float(i + 1);
    radiance[i] = {light, light, light};
    scaled[i] = {1024 * light, 1024 * light, 1024 * light};
  }
  Sensor sensor = plain();
  sensor.auto_exposure = true;
  const Image<Rgb8> a = develop(radiance, sensor, noise(0)), b = develop(scaled, sensor, noise(0));
  for (size_t i = 0; i < a.size(); ++i) CHECK(std::abs(a[i][1] - b[i][1]) <= 1);
}

TEST_CASE("a bright part before a dark ground keeps clear of white, lamps may be white") {
  const auto brightest_level = [](double share) {
    Image<LinearRgb> radiance(100, 100, LinearRgb{0.01f, 0.01f, 0.01f});
    for (int y = 0; y < int(100 * share); ++y) std::fill_n(&radiance(0, y), 100, LinearRgb{4, 4, 4});
    Sensor sensor = plain();
    sensor.auto_exposure = true;
    sensor.tone = Sensor::ToneCurve::filmic;
    return develop(radiance, sensor, noise(0))(0, 0)[0];
  };
  CHECK(brightest_level(0.3) < 250);
  CHECK(brightest_level(0.3) > 220);
  CHECK(brightest_level(0.05) == 255);
}

TEST_CASE("the gain that is told is the gain that develops") {
  Image<LinearRgb> radiance(16, 16);
  for (size_t i = 0; i < radiance.size(); ++i) radiance[i].fill(0.001f * float(i + 1));
  Sensor sensor = plain();
  sensor.auto_exposure = true;
  sensor.exposure_ev = -1;
  const auto gain = float(std::exp2(metered(radiance, sensor).exposure_ev));
  Image<LinearRgb> gained = radiance;
  for (LinearRgb& pixel : gained) pixel = {gain * pixel[0], gain * pixel[1], gain * pixel[2]};
  CHECK(develop(radiance, sensor, noise(0)) == develop(gained, plain(), noise(0)));
  CHECK(metered(radiance, plain()).exposure_ev == 0);
}

TEST_CASE(
    "a camera that takes the light for white shows grey as grey, and half of the way leaves half of the "
    "cast") {
  const auto light = white_balance_gains(11000);  // what makes grey of that light
  Image<LinearRgb> grey(32, 32), card(32, 32);
  for (size_t i = 0; i < grey.size(); ++i) {
    const float tone = 0.05f + 0.3f * float(i % 32) / 32;
    grey[i].fill(tone);
    for (size_t c = 0; c < 3; ++c) card[i][c] = tone / float(light[c]);
  }
  Sensor sensor = plain();
  sensor.auto_white_balance = 1;
  CHECK(metered(card, sensor).white_balance_k == Approx(11000).epsilon(1e-3));
  CHECK(metered(card, sensor).auto_white_balance == 0);
  const Image<Rgb8> shown = develop(card, sensor, noise(0)), wanted = develop(grey, plain(), noise(0));
  for (size_t i = 0; i < shown.size(); ++i)
    for (size_t c = 0; c < 3; ++c) CHECK(std::abs(shown[i][c] - wanted[i][c]) <= 1);
  sensor.auto_white_balance = 0.5;
  CHECK(1e6 / metered(card, sensor).white_balance_k ==
        Approx(0.5 * (1e6 / 11000 + 1e6 / 6500)).epsilon(1e-3));
  CHECK(develop(card, metered(card, sensor), noise(0)) == develop(card, sensor, noise(0)));
}

TEST_CASE("vignetting: the centre keeps its light, the corner what is left, and nothing brightens outwards") {
  Planes planes = grey(101, 101, 1.0f);
  vignette(planes, 0.4);
  const Plane& plane = planes.rgb[0];
  CHECK(plane[50 * 101 + 50] == Approx(1.0).margin(1e-4));
  CHECK(plane[0] == Approx(0.6).margin(0.02));
  for (size_t x = 51; x < 101; ++x) CHECK(plane[50 * 101 + x] <= plane[50 * 101 + x - 1]);
}

TEST_CASE("the blur's kernel keeps all light and has the variance that was asked for") {
  for (const double deviation_px : {0.3, 0.7, 1.5, 3.0}) {
    const std::vector<double> half = blur_kernel(deviation_px);
    double sum = half[0], variance = 0;
    for (size_t k = 1; k < half.size(); ++k) {
      sum += 2 * half[k];
      variance += 2 * half[k] * double(k * k);
    }
    CHECK(sum == Approx(1).margin(1e-6));
    CHECK(variance == Approx(deviation_px * deviation_px).epsilon(0.01));
  }
}

TEST_CASE("a blurred point keeps its light") {
  Planes planes = grey(41, 41, 0.0f);
  planes.rgb[1][20 * 41 + 20] = 1;
  blur(planes, 1.5);
  CHECK(mean_of(planes.rgb[1]) * 41 * 41 == Approx(1).margin(1e-4));
  CHECK(mean_of(planes.rgb[0]) == 0);
  CHECK(planes.rgb[1][20 * 41 + 17] == Approx(planes.rgb[1][17 * 41 + 20]));
}

TEST_CASE("chromatic aberration parts red from blue at the corner and leaves the centre") {
  Planes planes = grey(64, 64, 0.0f);
  for (auto& plane : planes.rgb) {
    for (size_t y = 0; y < 64; ++y)
      for (size_t x = 0; x < 64; ++x) plane[y * 64 + x] = float(x);
  }
  const Planes before = planes;
  aberrate(planes, 2);
  const size_t right = 32 * 64 + 58, centre = 32 * 64 + 32;
  CHECK(planes.rgb[1] == before.rgb[1]);
  CHECK(std::abs(planes.rgb[0][right] - planes.rgb[2][right]) > 0.8);
  CHECK(std::abs(planes.rgb[0][centre] - planes.rgb[2][centre]) < 0.1);
}

TEST_CASE("noise has the variance of shot and read noise, and no bias") {
  for (const float light : {0.05f, 0.5f}) {
    Planes planes = grey(256, 256, light);
    expose_sensor(planes, 1.0, 5000, 6, 42);
    const double electrons = light * 5000;
    const double expected = (electrons + 36) / (5000.0 * 5000.0);
    CHECK(variance_of(planes.rgb[0]) == Approx(expected).epsilon(0.05));
    CHECK(mean_of(planes.rgb[0]) == Approx(light).margin(4 * std::sqrt(expected / (256.0 * 256.0))));
  }
}

TEST_CASE("noise is cut with the well: light above white is white") {
  Planes planes = grey(8, 8, 3.0f);
  expose_sensor(planes, 1.0, 0, 0, 1);
  for (const float value : planes.rgb[2]) CHECK(value == 1.0f);
}

TEST_CASE("the same stream gives the same bytes, another one other noise") {
  const Image<LinearRgb> radiance(32, 32, LinearRgb{0.2f, 0.2f, 0.2f});
  Sensor sensor = plain();
  sensor.full_well_e = 2000;
  const Image<Rgb8> first = develop(radiance, sensor, noise(1));
  CHECK(first == develop(radiance, sensor, noise(1)));
  CHECK(!(first == develop(radiance, sensor, noise(2))));
}

TEST_CASE("light that is not a number or negative is dark, and too much is white: never a strange pixel") {
  Image<LinearRgb> radiance(3, 1);
  radiance[0] = {NAN, -1.0f, 0.0f};
  radiance[1] = {INFINITY, INFINITY, INFINITY};
  radiance[2] = {0.18f, 0.18f, 0.18f};
  const Image<Rgb8> image = develop(radiance, plain(), noise(0));
  CHECK(image[0] == Rgb8{0, 0, 0});
  CHECK(image[1] == Rgb8{255, 255, 255});
}

TEST_CASE("a camera set to a warmer light than daylight shows daylight bluish") {
  const Image<LinearRgb> radiance(2, 2, LinearRgb{0.2f, 0.2f, 0.2f});
  Sensor sensor = plain();
  sensor.white_balance_k = 3500;
  const Rgb8 pixel = develop(radiance, sensor, noise(0))[0];
  CHECK(pixel[2] > pixel[0]);
}

}  // namespace
}  // namespace understudy
