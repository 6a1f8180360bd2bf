// SPDX-License-Identifier: Apache-2.0
// Light whose answer is known in closed form, without denoiser where that is not the subject. Seeds are
// fixed, so a test that passes once passes always; tolerances are four standard errors and more.
#include <cmath>

#include <glm/gtc/constants.hpp>
#include <glm/gtc/matrix_transform.hpp>

#include "tests/catch.h"
#include "tests/renderer/small_scene.h"

using namespace understudy;

namespace {

/// One renderer for all cases: starting it is what takes time.
Renderer& renderer() {
  static Renderer one{RendererOptions{}};
  return one;
}

RenderRequest plain(int samples, int bounces,
                    Quality::LightSampling sampling = Quality::LightSampling::both) {
  RenderRequest request;
  request.layers = false;
  request.quality = {"test", samples, bounces, false, sampling};
  return request;
}

struct Statistics {
  double mean = 0, error = 0;  ///< of the mean
};

/// Of the green channel over all pixels.
Statistics statistics(const Frame& frame) {
  double sum = 0, square = 0;
  for (const LinearRgb& pixel : frame.radiance) {
    sum += double(pixel[1]);
    square += double(pixel[1]) * double(pixel[1]);
  }
  const double n = double(frame.radiance.size()), mean = sum / n;
  return {mean, std::sqrt(std::max(square / n - mean * mean, 0.0) / n)};
}

Statistics render_mean(const Scene& scene, const RenderRequest& request) {
  return statistics(renderer().render(scene, request));
}

/// A wall that fills the frame, 2 m away, under a sky that shines 1 from everywhere.
Scene wall_under_white_sky(const Material& material) {
  Scene scene = empty_scene(16, 12);
  scene.materials[0] = material;
  scene.sky.radiance = glm::vec3(1);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  return scene;
}

Material white(float roughness, float metalness, float clearcoat) {
  Material material;
  material.albedo = glm::vec3(1);
  material.roughness = roughness;
  material.metalness = metalness;
  material.clearcoat = clearcoat;
  return material;
}

}  // namespace

TEST_CASE("white furnace: what reflects everything cannot be seen") {
  for (const float roughness : {0.05f, 0.3f, 0.6f, 1.0f}) {
    for (const float metalness : {0.0f, 1.0f}) {
      for (const float clearcoat : {0.0f, 1.0f}) {
        INFO("roughness " << roughness << ", metalness " << metalness << ", clear coat " << clearcoat);
        const Scene scene = wall_under_white_sky(white(roughness, metalness, clearcoat));
        const Statistics result = render_mean(scene, plain(64, 1));
        CHECK(result.mean == Approx(1).margin(0.01 + 4 * result.error));
      }
    }
  }
}

TEST_CASE("a smooth black dielectric reflects ((n-1)/(n+1))^2 = 0.04 at normal incidence") {
  Material black;
  black.albedo = glm::vec3(0);
  black.roughness = 0;
  const Statistics result = render_mean(wall_under_white_sky(black), plain(64, 1));
  CHECK(result.mean == Approx(0.04).margin(0.001 + 4 * result.error));
}

TEST_CASE("a metal mirror shows a light with its own colour") {
  Scene scene = empty_scene(16, 12);
  scene.materials.resize(2);
  scene.materials[0] = white(0, 1, 0);
  scene.materials[0].albedo = glm::vec3(0.9f, 0.6f, 0.3f);
  scene.materials[1].albedo = glm::vec3(0);
  scene.materials[1].emission = glm::vec3(7);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  place(scene, quad_mesh(-50, 50, -50, 50), {0, -3, 0}, 2);
  scene.placements[1].materials = {1};
  const Statistics result = render_mean(scene, plain(64, 2));
  CHECK(result.mean == Approx(0.6 * 7).epsilon(0.01));
}

TEST_CASE("drawing lights, drawing surfaces and both agree") {
  Scene scene = empty_scene(24, 18);
  scene.materials.resize(2);
  scene.materials[0].albedo = glm::vec3(0.7f);
  scene.materials[0].roughness = 0.4f;
  scene.materials[1].albedo = glm::vec3(0);
  scene.materials[1].emission = glm::vec3(20);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  place(scene, quad_mesh(-0.5f, 0.5f, -0.5f, 0.5f), {0.4, -1, 0.3}, 2);
  scene.placements[1].materials = {1};
  using Sampling = Quality::LightSampling;
  const Statistics both = render_mean(scene, plain(256, 1, Sampling::both));
  for (const Sampling sampling : {Sampling::lights_only, Sampling::surfaces_only}) {
    const Statistics other = render_mean(scene, plain(1024, 1, sampling));
    CHECK(both.mean > 0.1);
    CHECK(other.mean == Approx(both.mean).epsilon(0.03));
  }
}

TEST_CASE("a thin pane lets its tint through and reflects 2f/(1+f)") {
  Material glass;
  glass.thin_glass = true;
  glass.albedo = glm::vec3(0.5f);
  const double f = 0.04, reflected = 2 * f / (1 + f);
  const Statistics one = render_mean(wall_under_white_sky(glass), plain(64, 2));
  CHECK(one.mean == Approx((1 - reflected) * 0.5 + reflected).epsilon(0.01));
}

TEST_CASE(
    "a leaf before the sun is as bright as one that the sun is on, but for the gloss; a board is black") {
  Material leaf;
  leaf.albedo = glm::vec3(0.3f);
  leaf.roughness = 1;
  const auto seen = [&](float from_y, bool translucent) {
    leaf.translucent = translucent;
    Scene scene = wall_under_white_sky(leaf);
    scene.sky.radiance = glm::vec3(0);
    scene.sun.direction = {0, from_y, 0};
    scene.sun.irradiance_klx = glm::vec3(10);
    return render_mean(scene, plain(16, 0)).mean;
  };
  const double sunlit = 0.3 * 10 / 3.14159265;
  CHECK(seen(-1, true) == Approx(sunlit).epsilon(0.06));
  CHECK(seen(1, true) == Approx(sunlit).epsilon(0.06));
  CHECK(seen(1, true) < seen(-1, true));
  CHECK(seen(-1, true) == seen(-1, false));
  CHECK(seen(1, false) == 0);
}

TEST_CASE("fog takes exp(-density * distance) and gives the sky's light for it") {
  Material gray;
  gray.albedo = glm::vec3(0.2f);
  Scene scene = wall_under_white_sky(gray);
  const double clear = render_mean(scene, plain(256, 1)).mean;
  scene.fog.density_per_m = 0.5f;
  double transmitted = 0;  // of the mean ray: 2 m away, a little longer towards the corners
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 16; ++x)
      transmitted += std::exp(-0.5 * 2 * std::hypot(1.0, (x - 7.5) / 100, (y - 5.5) / 100)) / (16 * 12);
  const double foggy = render_mean(scene, plain(256, 1)).mean;
  CHECK(foggy == Approx(transmitted * clear + (1 - transmitted)).epsilon(0.01));
}

TEST_CASE("the denoiser keeps the mean, takes the noise and does not bleed across an edge") {
  Scene scene = empty_scene(48, 36);
  scene.materials.resize(2);
  scene.materials[0].albedo = glm::vec3(0.8f);
  scene.materials[1].albedo = glm::vec3(0.1f);
  scene.sky.radiance = glm::vec3(1);
  place(scene, quad_mesh(-5, 0, -5, 5), {0, 2, 0}, 1);
  place(scene, quad_mesh(0, 5, -5, 5), {0, 2, 0}, 2);
  scene.placements[1].materials = {1};
  // Something above, so that the sky's light is not the same in all directions.
  place(scene, quad_mesh(-9, 9, 3, 9), {0, 1, 0}, 0);

  const auto half = [&](const Frame& frame, bool left) {
    double sum = 0, square = 0;
    int count = 0;
    for (int y = 0; y < 36; ++y)
      for (int x = left ? 4 : 26; x < (left ? 22 : 44); ++x, ++count) {
        const double g = double(frame.radiance(x, y)[1]);
        sum += g, square += g * g;
      }
    const double mean = sum / count;
    return std::pair(mean, square / count - mean * mean);
  };
  const Frame noisy = renderer().render(scene, plain(2, 1));
  const Frame truth = renderer().render(scene, plain(1024, 1));
  // More samples than those levels have that guess the light of further bounces: the filter alone is the
  // subject.
  RenderRequest request = plain(8, 1);
  request.quality.denoise = true;
  const Frame clean = renderer().render(scene, request);
  for (const bool left : {true, false}) {
    INFO((left ? "left" : "right"));
    CHECK(half(clean, left).first == Approx(half(truth, left).first).epsilon(0.03));
    CHECK(half(clean, left).second < 0.1 * half(noisy, left).second);
  }
  for (int y = 0; y < 36; ++y) {
    CHECK(clean.radiance(23, y)[1] > 0.9 * half(clean, true).first);
    CHECK(clean.radiance(24, y)[1] < 1.1 * half(clean, false).first);
  }
}

TEST_CASE("an even surface gathers light for four pixels: as much light, a smooth fall, fewer rays") {
  Scene scene = empty_scene(48, 36);
  scene.materials[0].albedo = glm::vec3(0.8f);
  scene.materials[0].roughness = 0.6f;
  scene.sky.radiance = glm::vec3(1);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  // Something above, so that light falls off downwards.
  place(scene, quad_mesh(-9, 9, 3, 9), {0, 1, 0}, 2);
  RenderRequest request;
  request.layers = false;
  request.quality = Quality::named("standard");
  const Frame own = renderer().render(scene, request);
  const uint64_t own_rays = renderer().statistics().rays;
  request.plain_surroundings = true;
  const Frame shared = renderer().render(scene, request);
  constexpr uint64_t probes = 48 * 36;  // one per pixel, shared or not
  CHECK(double(renderer().statistics().rays - probes) < 0.6 * double(own_rays - probes));
  CHECK(statistics(shared).mean == Approx(statistics(own).mean).epsilon(0.02));
  CHECK(shared.instances == own.instances);
  double worst = 0;
  for (int y = 1; y + 1 < 36; ++y)
    for (int x = 1; x + 1 < 48; ++x)
      worst = std::max(worst,
                       std::abs(double(shared.radiance(x, y)[1]) / double(shared.radiance(x + 1, y)[1]) - 1));
  CHECK(worst < 0.05);
}

TEST_CASE("the edge of a shadow is where geometry says, to a fraction of a pixel") {
  Scene scene = empty_scene(48, 36);
  scene.sky.radiance = glm::vec3(0);
  const glm::dvec3 to_sun(0.3, -1, 0.4);
  scene.sun.direction = glm::normalize(glm::vec3(to_sun));
  scene.sun.angular_radius_deg = 0.01f;
  scene.sun.irradiance_klx = glm::vec3(1);
  scene.materials[0] = white(1, 0, 0);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  // Behind the camera, with a lower edge that rises by a seventh and whose shadow crosses the middle of the
  // frame.
  constexpr double rise = 1.0 / 7;
  place(scene, quad_mesh(-9, 9, 0, 9), {0, 0, 0}, 2);
  scene.placements[1].to_world =
      glm::rotate(glm::translate(glm::dmat4(1), glm::dvec3(0, 2, 0) + 3.0 * to_sun), -std::atan(rise),
                  glm::dvec3(0, 1, 0));
  // Light that falls into a column of pixels, in pixels as bright as its lowest one.
  const auto lit_px = [](const Frame& frame, int x) {
    double sum = 0;
    for (int y = 0; y < 36; ++y) sum += double(frame.radiance(x, y)[1] / frame.radiance(x, 35)[1]);
    return sum;
  };
  for (const char* quality : {"preview", "standard"}) {
    INFO(quality);
    RenderRequest request;
    request.layers = false;
    request.quality = Quality::named(quality);
    const Frame frame = renderer().render(scene, request);
    double worst_px = 0;
    for (int x = 0; x < 48; ++x)
      worst_px = std::max(worst_px, std::abs(lit_px(frame, x) - (18 + rise * (x + 0.5 - 24))));
    CHECK(worst_px < 0.3);
  }
}

TEST_CASE("a wall 300 m long and 15 cm high, seen along its length, throws no shadow on itself") {
  Scene scene = empty_scene(64, 48);
  scene.sky.radiance = glm::vec3(0);
  scene.sun.direction = glm::normalize(glm::vec3(0.45, -0.55, 0.7));
  scene.sun.irradiance_klx = glm::vec3(1);
  scene.materials[0] = white(1, 0, 0);
  // Beside the camera, its face turned to the right as the sun is.
  place(scene, quad_mesh(-150, 150, 0, 0.15), {-7, 50, 0}, 1);
  scene.placements[0].to_world =
      glm::rotate(scene.placements[0].to_world, glm::half_pi<double>(), glm::dvec3(0, 0, 1));
  scene.camera = look_at({0, 0, 2}, {-5, 10, 0}, 64, 48, 20);
  RenderRequest request;
  request.layers = false;
  request.quality = Quality::named("preview");
  const Frame frame = renderer().render(scene, request);
  const double lit = double(scene.sun.direction.x) / glm::pi<double>();
  int seen = 0, dark = 0;
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) {
      if (frame.instances(x, y) != 1) continue;
      ++seen;
      dark += frame.radiance(x, y)[1] < 0.4 * lit;  // at the wall's edge a pixel shows half of it
    }
  CHECK(seen > 60);
  CHECK(dark == 0);
}

TEST_CASE("a mirror of few triangles with smooth normals has no black rim") {
  auto ring = std::make_shared<Mesh>();  // a drum of eight sides
  ring->name = "drum";
  constexpr unsigned sides = 8;
  for (unsigned i = 0; i < sides; ++i) {
    const float angle = glm::two_pi<float>() * float(i) / sides;
    const glm::vec3 outwards(std::cos(angle), std::sin(angle), 0);
    for (const float z : {-1.f, 1.f}) {
      ring->positions.push_back(outwards + glm::vec3(0, 0, z));
      ring->normals.push_back(outwards);
    }
    const unsigned a = 2 * i, b = 2 * ((i + 1) % sides);
    ring->triangles.insert(ring->triangles.end(), {{a, b, b + 1}, {a, b + 1, a + 1}});
  }
  ring->finish();
  Scene scene = empty_scene(64, 48);
  scene.materials[0] = white(0, 1, 0);
  scene.sky.radiance = glm::vec3(1);
  place(scene, ring, {0, 5, 0}, 1);
  RenderRequest request;
  request.layers = false;
  request.quality = Quality::named("preview");
  const Frame frame = renderer().render(scene, request);
  float darkest = 1;
  for (const LinearRgb& pixel : frame.radiance) darkest = std::min(darkest, pixel[1]);
  CHECK(darkest > 0.6f);  // at grazing angles the lobe has less than all of the light
}

TEST_CASE("the edge of what a mirror shows is where geometry says, to half a pixel") {
  Scene scene = empty_scene(48, 36);
  scene.sky.radiance = glm::vec3(0);
  scene.materials[0] = white(0.05f, 1, 0);
  scene.materials.push_back(white(1, 0, 0));
  scene.materials[1].emission = glm::vec3(1);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  // Behind the camera, with a lower edge that rises by a seventh and is mirrored in the middle of the frame.
  constexpr double rise = 1.0 / 7;
  place(scene, quad_mesh(-9, 9, 0, 9), {0, -4, 0}, 2);
  scene.placements[1].materials = {1};
  scene.placements[1].to_world =
      glm::rotate(scene.placements[1].to_world, -std::atan(rise), glm::dvec3(0, 1, 0));
  RenderRequest request;
  request.layers = false;
  request.quality = Quality::named("standard");
  const Frame frame = renderer().render(scene, request);
  double worst_px = 0;
  for (int x = 0; x < 48; ++x) {
    double bright_px = 0;
    for (int y = 0; y < 36; ++y) bright_px += double(frame.radiance(x, y)[1] / frame.radiance(x, 0)[1]);
    worst_px = std::max(worst_px, std::abs(bright_px - (18 - rise * (x + 0.5 - 24))));
  }
  CHECK(worst_px < 0.5);
}

TEST_CASE("a pole thinner than a pixel has no gaps") {
  Scene scene = empty_scene(48, 36);
  scene.sky.radiance = glm::vec3(1);
  scene.materials[0] = white(1, 0, 0);
  scene.materials[0].albedo = glm::vec3(0);
  // As it leans, it lies between the centres of a column for 13 of 20 rows.
  constexpr double width_px = 0.35, px_per_m = 50;
  constexpr auto half_m = float(0.5 * width_px / px_per_m);
  place(scene, quad_mesh(-half_m, half_m, -1, 1), {0, 2, 0}, 1);
  scene.placements[0].to_world =
      glm::rotate(scene.placements[0].to_world, std::atan(1.0 / 20), glm::dvec3(0, 1, 0));
  RenderRequest request;
  request.layers = false;
  request.quality = Quality::named("standard");
  const Frame frame = renderer().render(scene, request);
  for (int y = 0; y < 36; ++y) {
    INFO("row " << y);
    double hidden_px = 0;
    for (int x = 0; x < 48; ++x) hidden_px += 1 - double(frame.radiance(x, y)[1]);
    CHECK(hidden_px == Approx(width_px).margin(0.15));
  }
}

TEST_CASE("parallel rays see a pattern alike from near and from far") {
  Scene scene = empty_scene(64, 48);
  Material& grainy = scene.materials[0];
  grainy.pattern = Pattern::grain;
  grainy.albedo = glm::vec3(0.8f), grainy.pattern_color = glm::vec3(0.1f);
  grainy.pattern_scale_m = 0.05f;
  scene.sky.radiance = glm::vec3(1);
  scene.camera.model = LensModel::orthographic;
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 0, 0}, 1);
  const auto spread = [&](double distance_m) {
    scene.camera.position_m.y = -distance_m;
    scene.camera.focus_distance_m = distance_m;
    const Statistics result = render_mean(scene, plain(16, 1));
    return result.error / result.mean;
  };
  CHECK(spread(50) == Approx(spread(1)).epsilon(0.1));
}

TEST_CASE("lamps of a part as small as a grain light it as those of a large one do") {
  const auto seen = [](double size_m) {
    Scene scene = empty_scene(16, 12);
    scene.materials.resize(2);
    scene.materials[0].albedo = glm::vec3(0.7f);
    scene.materials[1].emission = glm::vec3(20);
    scene.sky.radiance = glm::vec3(0.05f);
    const auto r = float(size_m);
    place(scene, quad_mesh(-20 * r, 20 * r, -20 * r, 20 * r), {0, 5 * size_m, 0}, 1);
    place(scene, quad_mesh(-r, r, -r, r), {0, -size_m, 2 * size_m}, 2);
    scene.placements[1].materials = {1};
    RenderRequest request;
    request.layers = false;
    request.quality = Quality::named("standard");
    return render_mean(scene, request).mean;
  };
  const double large = seen(0.1);
  CHECK(large > 0.2);
  for (const double size_m : {0.01, 1e-3, 1e-4}) CHECK(seen(size_m) == Approx(large).epsilon(0.05));
}

TEST_CASE("a pattern shows no outline where its roughness crosses what tells lobes apart") {
  Scene scene = empty_scene(64, 48);
  Material& dark = scene.materials[0];
  dark.albedo = dark.pattern_color = glm::vec3(0.05f);
  dark.roughness = 0.6f;  // the grain varies it by half
  dark.pattern = Pattern::grain;
  dark.pattern_scale_m = 0.3f;
  scene.sky.radiance = glm::vec3(1);
  place(scene, quad_mesh(-5, 5, -5, 5), {0, 2, 0}, 1);
  RenderRequest request;
  request.layers = false;
  request.quality = Quality::named("standard");
  const Frame frame = renderer().render(scene, request);
  // What it reflects of an even sky depends on the roughness by a few hundredths of the whole.
  const double mean = statistics(frame).mean;
  for (const LinearRgb& pixel : frame.radiance) CHECK(double(pixel[1]) == Approx(mean).epsilon(0.1));
}
