// SPDX-License-Identifier: Apache-2.0
#include "augment/weather.h"

#include <cmath>
#include <functional>
#include <vector>

#include "augment/blend.h"
#include "augment/lighting.h"
#include "augment/noise_field.h"
#include "base/image_io.h"
#include "sensor/tone.h"
#include "tests/augment/pictures.h"
#include "tests/catch.h"

namespace understudy {
namespace {

const Stream stream({5, 8}, "weather");

TEST_CASE("of light from a distance exp(-beta d) arrives, and airlight takes its place") {
  for (const double beta : {0.005, 0.03}) {
    for (const float depth_m : {1.0f, 40.0f, 150.0f}) {
      Image<Rgb8> image(4, 3, Rgb8{200, 90, 10});
      add_fog(image, DepthImage(4, 3, depth_m), {.beta_per_m = beta, .airlight = {180, 190, 210}}, stream);
      const double arrives = std::exp(-beta * double(depth_m));
      const Rgb8 before = {200, 90, 10}, air = {180, 190, 210};
      for (size_t c = 0; c < 3; ++c) {
        const double light =
            arrives * srgb_decode(before[c] / 255.0) + (1 - arrives) * srgb_decode(air[c] / 255.0);
        CHECK(image(2, 1)[c] == Approx(255 * srgb_encode(light)).margin(1.5));
      }
    }
  }
}

TEST_CASE("blends change nothing at strength 0 and tables are the formula") {
  const Image<Rgb8> photo = busy_picture(40, 30);
  Image<Rgb8> image = photo;
  add_fog(image, DepthImage(40, 30, 0), {}, stream);
  CHECK(image == photo);
  for (int level = 0; level < 256; ++level) CHECK(encode_light(light_of_level()[size_t(level)]) == level);
}

TEST_CASE("the ground is as far as similar triangles say; what stands on it as far as its foot") {
  const GroundView view{.horizon_row = 100, .focal_px = 500, .camera_height_m = 1.6, .background_m = 80};
  DepthImage depth = ground_depth(10, 200, view);
  CHECK(depth(5, 150) == Approx(500 * 1.6 / 50.5));
  CHECK(depth(5, 20) == 80);
  CHECK(depth(5, 101) == 80);
  stand_on_ground(depth, {4, 60, Image<uint8_t>(1, 120, 1)}, view);
  CHECK(depth(4, 60) == Approx(500 * 1.6 / 80));
  CHECK(depth(4, 179) == Approx(500 * 1.6 / 80));
  CHECK(depth(3, 60) == 80);
}

std::string refusal(const std::string& bytes, double unit_m = 0.001) {
  try {
    decode_depth(bytes, "d.png", unit_m);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("depth images: millimetres become metres, 0 is not known, and a wrong unit is told") {
  Image<uint16_t> units(5, 1, 12500);
  units(1, 0) = 0;
  const DepthImage known = decode_depth(encode_png(units), "d.png", 0.001);
  CHECK(known(0, 0) == Approx(12.5));
  DepthImage depth(5, 1, 60);
  put_known(depth, known);
  CHECK((depth(1, 0) == 60 && depth(4, 0) == known(4, 0)));
  CHECK(refusal(encode_png(units), 1e-6).find("unit_m") != std::string::npos);
  CHECK(refusal(encode_png(units), 10).find("farther") != std::string::npos);
  CHECK(refusal(encode_png(Image<uint16_t>(5, 1, 0))).find("no pixel has a depth") != std::string::npos);
  CHECK(refusal(encode_png(Image<uint8_t>(5, 1, 9))).find("16 bits") != std::string::npos);
  CHECK(refusal("hello").find("d.png: expected a depth image") == 0);
}

TEST_CASE("rain and snow hide behind what is nearer, and more of it covers more") {
  const Image<Rgb8> dark(320, 240, Rgb8{30, 30, 30});
  const auto lit = [&](const Image<Rgb8>& image) {
    int count = 0;
    for (const Rgb8& pixel : image) count += pixel[1] > 34;
    return count;
  };
  DepthImage depth(320, 240, 50);
  for (int y = 0; y < 240; ++y) {
    for (int x = 0; x < 160; ++x) depth(x, y) = 0.3f;  // the left half is in front of every drop
  }
  int before_rain = 0, before_snow = 0;
  for (const double amount : {1.0, 4.0, 16.0}) {
    Image<Rgb8> rain = dark, snow = dark;
    add_rain(rain, depth, {.rate_mm_per_h = 5 * amount, .focal_px = 300}, stream);
    add_snow(snow, depth, {.flakes_per_m3 = 30 * amount, .focal_px = 300}, stream);
    for (int y = 0; y < 240; ++y) {
      for (int x = 0; x < 160; ++x) {
        CHECK(std::abs(rain(x, y)[1] - 30) <= 1);
        CHECK(std::abs(snow(x, y)[1] - 30) <= 1);
      }
    }
    CHECK(lit(rain) > before_rain);
    CHECK(lit(snow) > before_snow);
    before_rain = lit(rain);
    before_snow = lit(snow);
  }
}

TEST_CASE("flares add light, shadows take it away below their line, drops stay on the lens") {
  const Image<Rgb8> photo = busy_picture(200, 150);
  Image<Rgb8> flare = photo, shadow = photo, wet = photo;
  add_sun_flare(flare, {.x = 0.5, .y = 0.5}, stream);
  add_shadows(shadow, {.count = 3, .darkness = 0.7, .softness_px = 0, .top = 0.4}, stream);
  wet_lens(wet, {.drops = 5, .radius = 0.03}, stream);
  int darker = 0, moved = 0;
  for (int y = 0; y < 150; ++y) {
    for (int x = 0; x < 200; ++x) {
      for (size_t c = 0; c < 3; ++c) {
        CHECK(flare(x, y)[c] >= photo(x, y)[c]);
        CHECK(shadow(x, y)[c] <= photo(x, y)[c]);
      }
      if (y < 58) CHECK(shadow(x, y) == photo(x, y));
      darker += shadow(x, y) != photo(x, y);
      moved += wet(x, y) != photo(x, y);
    }
  }
  CHECK(flare(100, 75) == Rgb8{255, 255, 255});
  CHECK(darker > 500);
  CHECK(moved > 50);
  CHECK(moved < 8000);
}

TEST_CASE("Perlin's noise has mean 0, is smooth, and repeats itself for the same stream alone") {
  const Image<float> field = perlin_noise(400, 300, 20, 30, stream);
  CHECK(field == perlin_noise(400, 300, 20, 30, stream));
  CHECK(field != perlin_noise(400, 300, 20, 30, stream.child("other")));
  double sum = 0;
  for (int y = 0; y < 300; ++y) {
    for (int x = 1; x < 400; ++x) {
      sum += field(x, y);
      CHECK(std::abs(field(x, y) - field(x - 1, y)) < 0.15);
    }
  }
  CHECK(std::abs(sum / 120000) < 0.03);
}

TEST_CASE("weather is a function of the stream and takes any size") {
  using Weather = std::function<void(Image<Rgb8>&, const Stream&)>;
  const std::vector<Weather> all = {
      [](auto& i, auto& s) {
        add_fog(i, ground_depth(i.width_px(), i.height_px(), {}), {.patchiness = 0.7}, s);
      },
      [](auto& i, auto& s) { add_rain(i, ground_depth(i.width_px(), i.height_px(), {}), {}, s); },
      [](auto& i, auto& s) { add_snow(i, ground_depth(i.width_px(), i.height_px(), {}), {}, s); },
      [](auto& i, auto& s) { add_sun_flare(i, {}, s); },
      [](auto& i, auto& s) { add_shadows(i, {}, s); },
      [](auto& i, auto& s) { wet_lens(i, {}, s); },
  };
  for (const Weather& weather : all) {
    Image<Rgb8> a = busy_picture(160, 120), b = a, other = a;
    weather(a, stream);
    weather(b, stream);
    weather(other, Stream({5, 9}, "weather"));
    CHECK(a == b);
    CHECK(a != other);
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {7, 1}, {3, 5}}) {
      Image<Rgb8> small = busy_picture(width, height);
      weather(small, stream);
      CHECK(small.size() == size_t(width * height));
    }
  }
}

TEST_CASE("snow falls before the narrowest picture too") {
  Image<Rgb8> image(40, 30, Rgb8{90, 90, 90});
  add_snow(image, DepthImage(40, 30, 50),
           {.flakes_per_m3 = 2000, .exposure_s = 0.01, .wind_mps = 1, .focal_px = 12}, stream);
  CHECK(std::any_of(image.begin(), image.end(), [&](const Rgb8& c) { return c != image[0]; }));
}

}  // namespace
}  // namespace understudy
