// SPDX-License-Identifier: Apache-2.0
// A photographed sky: its sun is taken out with all its light, and turned with it.
#include "generators/street/environment.h"

#include <cmath>
#include <memory>
#include <numbers>

#include <fmt/format.h>

#include "base/document.h"
#include "base/error.h"
#include "base/luminance.h"
#include "generators/street/street.h"
#include "renderer/sky.h"
#include "tests/catch.h"
#include "tests/scratch.h"

namespace understudy {
namespace {

constexpr double pi = std::numbers::pi;

/// An even sky of radiance 1 over black ground, with 3 x 3 pixels of radiance `sun` about a direction.
Image<LinearRgb> sky_map(float sun, int column, int row) {
  Image<LinearRgb> map(360, 180);
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 360; ++x) map(x, y) = {1, 1, 1};
  for (int i = 0; i < 9; ++i) map(column + i % 3 - 1, row + i / 3 - 1) = {sun, sun, 0.5f * sun};
  return map;
}

TEST_CASE("the sun of a map becomes a sun with its light and direction; the map goes on without it") {
  const Environment e = environment_of(sky_map(5000, 90, 45));  // 45 degrees high, towards +y
  CHECK(e.sun_direction.x == Approx(0).margin(0.02));
  CHECK(e.sun_direction.y == Approx(std::sqrt(0.5)).margin(0.02));
  CHECK(e.sun_direction.z == Approx(std::sqrt(0.5)).margin(0.02));
  const double pixel_sr = std::pow(pi / 180, 2) * std::sin(pi / 4);
  CHECK(e.sun_irradiance.x == Approx(4999 * 9 * pixel_sr).epsilon(0.02));
  CHECK(e.sun_irradiance.z == Approx((2500 - 1) * 9 * pixel_sr).epsilon(0.02));
  CHECK(e.illuminance == Approx(pi + luminance(e.sun_irradiance) * e.sun_direction.z).epsilon(0.01));
  for (const LinearRgb& c : *e.map) CHECK(c[0] <= 1);
}

TEST_CASE("a map without a sun is left alone, a lamp too faint to matter too; a wide one is averaged") {
  for (const float brightest : {1.0f, 20.0f}) {
    const Image<LinearRgb> map = sky_map(brightest, 200, 30);
    const Environment e = environment_of(map);
    CHECK(e.sun_irradiance == glm::vec3(0));
    CHECK(*e.map == map);
  }
  const Environment wide = environment_of(Image<LinearRgb>(5000, 2500, LinearRgb{2, 2, 2}));
  CHECK(wide.map->width_px() == 2048);
  CHECK(wide.map->height_px() == 1024);
  CHECK(wide.illuminance == Approx(2 * pi).epsilon(0.001));
}

TEST_CASE("sun and sky are turned together, and give the ground the light that is asked for") {
  const tests::Scratch scratch("environment");
  // Radiance's plainest form: four bytes a pixel, the last one the exponent. Columns of a quarter each; the
  // sun lies towards -y.
  std::string bytes = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 90 +X 180\n";
  for (int y = 0; y < 90; ++y)
    for (int x = 0; x < 180; ++x)
      bytes += y >= 45 ? std::string(4, '\0') : x == 135 && y == 20 ? "\x80\x80\x80\x8f" : "\x80\x80\x80\x80";
  scratch.write("sky.hdr", bytes);
  const std::string path = (scratch.path / "sky.hdr").string();
  const auto generator = make_street_generator();
  const Node recipe = parse_document(
      "sky: {time: day, hdri_rotation_deg: 90, hdri_klx: 30, hdri: '" + path + "'}\n", "test.yaml");
  const ParameterSet parameters = ParameterSet::read(generator->parameters(), recipe);
  const Scene scene = generator->compose(Draw(parameters, {1, 0}), 32, 32);
  CHECK(scene.sun.direction.x > 0.6f);  // -y turned by a quarter, counter-clockwise
  CHECK(scene.sun.direction.y == Approx(0).margin(0.03));
  const double ground_klx =
      pi * double(scene.sky.radiance.x) * 0.5 + luminance(scene.sun.irradiance_klx) * scene.sun.direction.z;
  CHECK(ground_klx == Approx(30).epsilon(0.01));
  CHECK(scene.provenance.at("sky.sun_elevation_deg") ==
        fmt::format("{:.2f}", std::asin(scene.sun.direction.z) * 180 / pi));
  CHECK(scene.provenance.at("sky.hdri_hash").size() == 16);
  // The sky that is drawn is brightest about there, too: its table has column 0 towards -x and +x in the
  // middle.
  Scene whole = scene;
  whole.sky.hdri = std::make_shared<const Image<LinearRgb>>(sky_map(5000, 270, 45));
  const SkyTable table = build_sky(whole.sky, whole.sun, {});
  size_t brightest = 0;
  for (size_t i = 0; i < table.radiance.size(); ++i)
    if (table.radiance[i].x > table.radiance[brightest].x) brightest = i;
  CHECK(int(brightest) % table.width == Approx(180).margin(2));
}

TEST_CASE("a map that is not there is refused before anything is made") {
  const auto generator = make_street_generator();
  const Node recipe = parse_document("sky: {hdri: /nowhere/sky.hdr}\n", "test.yaml");
  const ParameterSet parameters = ParameterSet::read(generator->parameters(), recipe);
  CHECK_THROWS_AS(generator->prepare(parameters), UserError);
}

}  // namespace
}  // namespace understudy
