// SPDX-License-Identifier: Apache-2.0
// Light, sharpness, noise and compression of photos that were made to have known ones; compositing in closed
// form.
#include <cmath>

#include "base/image_io.h"
#include "pipeline/insert/composite.h"
#include "pipeline/insert/ground_albedo.h"
#include "pipeline/insert/haze.h"
#include "pipeline/insert/photo_light.h"
#include "pipeline/insert/photo_look.h"
#include "sensor/optics.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

Image<Rgb8> grey_picture(int width, int height, const std::function<double(int, int)>& level) {
  Image<Rgb8> image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto v = uint8_t(std::clamp(std::lround(level(x, y)), 0l, 255l));
      image(x, y) = {v, v, v};
    }
  }
  return image;
}

/// A photo of half sky, half ground, each even.
struct EvenPhoto {
  Image<LinearRgb> light{64, 48};
  Image<uint8_t> ground{64, 48};
  EvenPhoto(LinearRgb above, LinearRgb below) {
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) {
        light(x, y) = y < 24 ? above : below;
        ground(x, y) = y >= 24;
      }
    }
  }
};

RenderedObject bare_render(Window window, float light) {
  RenderedObject object;
  object.window = window;
  object.with = object.without = Image<LinearRgb>(window.width, window.height, {light, light, light});
  object.mask = Image<uint8_t>(window.width, window.height);
  object.coverage = Image<float>(window.width, window.height);
  return object;
}

}  // namespace

TEST_CASE("an even sky of radiance L lights level ground with pi L") {
  const LinearRgb e = sky_irradiance(Image<LinearRgb>(64, 32, {1, 2, 0.5f}));
  CHECK(e[0] == Approx(M_PI));
  CHECK(e[1] == Approx(2 * M_PI));
  CHECK(e[2] == Approx(M_PI / 2));
}

TEST_CASE("under the guessed light the ground has the radiance that it has in the photo") {
  const EvenPhoto photo({0.5f, 0.6f, 0.9f}, {0.12f, 0.12f, 0.11f});
  for (const double share : {0.0, 0.4, 0.8}) {
    const PhotoLight light = estimate_light({photo.light, ground_light(photo.light, photo.ground), 24}, 0.2,
                                            SunGuess{30, 40, share, 1}, Stream({1, 0}, "light"));
    const LinearRgb sky = sky_irradiance(*light.sky.hdri);
    const double height = light.sun.direction.z;
    CHECK(height == Approx(std::sin(40 * M_PI / 180)));
    for (size_t c = 0; c < 3; ++c) {
      const double total = sky[c] + height * light.sun.irradiance_klx[int(c)];
      CHECK(light.ground_albedo[c] * total / M_PI == Approx(photo.light(0, 40)[c]).epsilon(0.01));
    }
    const double sun = height * light.sun.irradiance_klx.y;
    CHECK(sun / (sun + sky[1]) == Approx(share).margin(0.08));
  }
}

TEST_CASE("the sun stands on the brighter side of a sky, behind the camera under an even one") {
  EvenPhoto photo({0.4f, 0.5f, 0.8f}, {0.2f, 0.2f, 0.2f});
  const auto azimuth = [&] {
    return estimate_light({photo.light, ground_light(photo.light, photo.ground), 24}, 0.2, {},
                          Stream({3, 0}, "light"))
        .guess.azimuth_deg;
  };
  CHECK(std::cos(azimuth() * M_PI / 180) < 0.5);
  for (int y = 0; y < 24; ++y) {
    for (int x = 0; x < 20; ++x) photo.light(x, y) = {1.5f, 1.7f, 2.2f};
  }
  CHECK(std::sin(azimuth() * M_PI / 180) > 0);  // left
}

TEST_CASE("the ground is as light as what stands on it is dark, the more surely the more there is") {
  const auto albedo = [](float thing, float exposure, int count) {
    Image<LinearRgb> light(200, 100, {0.2f * exposure, 0.2f * exposure, 0.2f * exposure});
    std::vector<StandingBox> things;
    for (int i = 0; i < count; ++i) {
      const double left = 10 + 20 * i;
      for (int y = 30; y < 70; ++y)
        std::fill_n(&light(int(left), y), 12,
                    LinearRgb{thing * exposure, thing * exposure, thing * exposure});
      things.push_back({30, 70, class_height("person"), left, left + 12});
    }
    return estimate_ground_albedo(light, ground_light(light, Image<uint8_t>(200, 100, 1)), things);
  };
  CHECK(albedo(0.2f, 1, 4) == Approx(usual_ground_albedo));
  CHECK(albedo(0.1f, 1, 4) > 1.2 * usual_ground_albedo);
  CHECK(albedo(0.4f, 1, 4) < usual_ground_albedo / 1.2);
  CHECK(albedo(0.1f, 1, 8) > albedo(0.1f, 1, 1));
  CHECK(albedo(0.1f, 1, 8) < 2 * usual_ground_albedo);
  CHECK(albedo(0.1f, 3, 4) == Approx(albedo(0.1f, 1, 4)));
  CHECK(albedo(0.1f, 1, 0) == usual_ground_albedo);
}

TEST_CASE("only a sky that is blue for certain gives the sun most of the light") {
  const auto share = [](const LinearRgb& sky) {
    const EvenPhoto photo(sky, {0.2f, 0.2f, 0.2f});
    return estimate_light({photo.light, ground_light(photo.light, photo.ground), 24}, 0.2, {},
                          Stream({3, 0}, "light"))
        .guess.share;
  };
  CHECK(share({0.4f, 0.7f, 1.3f}) >= 0.7);
  CHECK(share({0.9f, 1.0f, 1.1f}) < 0.3);
}

TEST_CASE("a JPEG's quality is read from its tables") {
  const Image<Rgb8> image = grey_picture(32, 32, [](int x, int y) { return 5 * x + y; });
  for (const int quality : {30, 50, 75, 85, 90, 95})
    CHECK(jpeg_quality(encode_jpeg(image, quality)) == quality);
  CHECK(jpeg_quality(encode_png(image)) == 0);
}

TEST_CASE("noise is measured, and texture is not taken for it") {
  Stream stream({5, 0}, "noise");
  const Image<Rgb8> noisy =
      grey_picture(256, 256, [&](int x, int) { return 20 + 0.8 * x + stream.normal(0, 3); });
  const NoiseCurve curve = noise_curve(noisy);
  for (size_t i = 1; i < 6; ++i) CHECK(curve[i] == Approx(2.7).margin(0.6));
  const Image<Rgb8> half = grey_picture(256, 256, [&](int x, int y) {
    return 100 + stream.normal(0, 1) + (y < 128 ? 30 * ((x / 2 + y / 3) % 2) : 0);
  });
  CHECK(noise_curve(half)[3] < 1.4);
}

TEST_CASE("noise that is added is the noise that is measured") {
  Image<Rgb8> image = grey_picture(256, 256, [](int x, int y) { return 60 + x / 4.0 + y / 4.0; });
  NoiseCurve curve;
  curve.fill(3);
  add_noise(image, Image<float>(256, 256, 1), curve, Stream({1, 2}, "noise"));
  CHECK(noise_curve(image)[4] == Approx(2.7).margin(0.5));
}

TEST_CASE("the blur of edges is measured") {
  for (const double blur_px : {0.7, 1.2, 2.0}) {
    Planes planes{200, 120, {}};
    planes.rgb.fill(Plane(200 * 120));
    for (size_t i = 0; i < planes.rgb[0].size(); ++i) {
      for (Plane& plane : planes.rgb) plane[i] = (i % 200 / 25) % 2 ? 200.f : 40.f;
    }
    blur(planes, blur_px);
    const Image<Rgb8> image =
        grey_picture(200, 120, [&](int x, int y) { return planes.rgb[0][size_t(y * 200 + x)]; });
    INFO(blur_px);
    CHECK(edge_blur_px(image) == Approx(blur_px).epsilon(0.2));
  }
  CHECK(edge_blur_px(Image<Rgb8>(64, 64, {90, 90, 90})) == 0);
}

TEST_CASE("where nothing is rendered the photo stays as it is") {
  Image<LinearRgb> photo(40, 30);
  for (size_t i = 0; i < photo.size(); ++i) photo[i] = {float(i) / 500, 0.3f, 0.1f};
  const Composite made = composite(photo, bare_render({-5, 8, 30, 30}, 0.2f), Image<float>(40, 30),
                                   Image<uint8_t>(40, 30, 1), {1});
  CHECK(made.window.x == 0);
  CHECK(made.window.height == 22);
  for (int y = 0; y < made.window.height; ++y) {
    for (int x = 0; x < made.window.width; ++x) {
      for (size_t c = 0; c < 3; ++c) CHECK(std::abs(made.light(x, y)[c] - photo(x, 8 + y)[c]) < 1e-6f);
      CHECK(made.object(x, y) == 0);
    }
  }
}

TEST_CASE("a photo in one tint is told from a coloured one, and what comes into it takes the tint") {
  Image<Rgb8> sepia(64, 64);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const int v = 60 + 2 * y;
      sepia(x, y) = {uint8_t(v + 24), uint8_t(v), uint8_t(v - 30)};
    }
  }
  for (int y = 0; y < 64; ++y) sepia(63, y) = y < 60 ? sepia(62, y) : Rgb8{250, 20, 20};  // a scanner's line
  const auto tint = tint_of(sepia);
  REQUIRE(tint);
  const Rgb8 pixel = tinted({120, 120, 120}, *tint);
  CHECK(pixel[0] - pixel[1] == Approx(24).margin(2));
  CHECK(pixel[1] - pixel[2] == Approx(30).margin(2));
  for (int y = 0; y < 64; ++y) sepia(0, y) = sepia(1, y) = {20, 200, 20};
  CHECK_FALSE(tint_of(sepia));
}

TEST_CASE("haze is what the darkest things tell, and a thing behind it is seen so") {
  constexpr double extinction_per_m = 0.03;
  Image<LinearRgb> light(120, 80, {0.8f, 0.8f, 0.8f});  // sky, or ground lost in haze
  std::vector<Obstacle> obstacles;
  for (const double distance_m : {10.0, 20.0, 40.0}) {
    Obstacle obstacle;
    obstacle.on_ground = true;
    obstacle.contact_m = {distance_m, 0};
    obstacle.box = {distance_m * 2, 40, 12, 14};
    const auto veil = float(0.8 * (1 - std::exp(-extinction_per_m * distance_m)));
    for (int y = 40; y < 54; ++y) {
      for (int x = 0; x < 12; ++x)
        light(int(obstacle.box.x) + x, y) = x < 2 ? LinearRgb{veil, veil, veil} : LinearRgb{0.9f, 0.7f, 0.9f};
    }
    obstacles.push_back(obstacle);
  }
  const Haze haze = estimate_haze(light, obstacles, 40);
  CHECK(haze.airlight[1] == Approx(0.8));
  CHECK(haze.extinction_per_m == Approx(extinction_per_m).epsilon(0.01));
  CHECK(estimate_haze(light, {obstacles[0]}, 40).extinction_per_m == 0);
  RenderedObject object;
  object.with = Image<LinearRgb>(1, 1, {0, 0, 0});
  object.without = Image<LinearRgb>(1, 1, {0.4f, 0.4f, 0.4f});
  look_through(object, haze, 20);
  CHECK(object.with[0][0] == Approx(0.8 * (1 - std::exp(-0.6))).epsilon(0.01));
  for (int y = 40; y < 54; ++y) light(20, y) = {0, 0, 0};  // one black thing: the air is clear
  CHECK(estimate_haze(light, obstacles, 40).extinction_per_m < 1e-6);
}

TEST_CASE("a shadow dims the photo by with / without; the object is the render; what is nearer stays") {
  const Image<LinearRgb> photo(60, 60, {0.4f, 0.2f, 0.1f});
  RenderedObject object = bare_render({0, 0, 60, 60}, 0.2f);
  Image<float> front(60, 60);
  Image<uint8_t> shaded(60, 60, 1);
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 60; ++x) {
      if (x < 20) object.with(x, y) = {0.1f, 0.1f, 0.1f};
      if (x >= 40) {
        object.with(x, y) = {0.7f, 0.6f, 0.5f};
        object.coverage(x, y) = 1;
      }
      if (y < 20) front(x, y) = 1;
      if (y >= 50) shaded(x, y) = 0;
    }
  }
  const Composite made = composite(photo, object, front, shaded, {});
  CHECK(made.light(8, 35)[0] == Approx(0.2f));   // half the light
  CHECK(made.light(30, 35)[0] == Approx(0.4f));  // none lost
  CHECK(made.light(50, 35)[0] == Approx(0.7f));  // the object
  CHECK(made.light(50, 10)[0] == Approx(0.4f));  // behind something
  CHECK(made.light(8, 10)[0] == Approx(0.4f));   // a shadow behind something
  CHECK(made.light(8, 55)[0] == Approx(0.4f));   // no shadow where none can be seen
  CHECK(made.object(50, 35) == 1);
  CHECK(made.object(50, 10) == 0);
}
