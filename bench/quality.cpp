// SPDX-License-Identifier: Apache-2.0
// Image quality and seconds of each quality level on the first scenes of the demo
// (assets/recipes/street.yaml, seed 1, indexes 0, 1, ...), against many samples per pixel without denoiser: a
// table, then JSON on the last line. --help lists the options.
//
// Both images are multiplied by the gain that the scene's sensor chooses for the reference (metering and
// exposure_ev; no other step of the sensor). relMSE is taken there, in linear light; SSIM and PSNR after
// clipping to 0..1 and sRGB. Seconds are those of Renderer::render() with labels and layers, after the device
// has seen the scene's meshes.
#include <chrono>
#include <cmath>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "bench/quality_report.h"
#include "bench/references.h"
#include "pipeline/generate.h"
#include "sensor/sensor.h"

using namespace understudy;

namespace {

struct Options {
  std::string device, quality, sheet;
  std::string recipe = UNDERSTUDY_SOURCE_DIR "/assets/recipes/street.yaml";
  std::string references = "out/references";
  // What takes a few minutes on two cores with a CPU driver.
  std::string size = "640x480", window = "160x120";
  int images = 2, reference_spp = 1024;
};

std::pair<int, int> parse_size(const char* option, const std::string& text, std::pair<int, int> most_px) {
  int width_px = 0, height_px = 0, read = 0;
  std::sscanf(text.c_str(), "%5dx%5d%n", &width_px, &height_px, &read);
  constexpr int least_px = 2 * ssim_radius_px + 1;
  if (size_t(read) != text.size() || std::min(width_px, height_px) < least_px || width_px > most_px.first ||
      height_px > most_px.second)
    throw UserError(fmt::format("{}: expected WIDTHxHEIGHT from {}x{} to {}x{}, found \"{}\"", option,
                                least_px, least_px, most_px.first, most_px.second, text));
  return {width_px, height_px};
}

struct Window {
  int x = 0, y = 0, width_px = 0, height_px = 0;
};

Window window_of(uint64_t index, std::pair<int, int> image_px, std::pair<int, int> window_px) {
  // Fractions of a sequence that fills the unit square evenly; 1.3247... is the root of x^3 = x + 1.
  constexpr double root = 1.32471795724474602596;
  const auto fraction = [&](double step) { return std::fmod(0.5 + double(index) * step, 1.0); };
  return {int(fraction(1 / root) * (image_px.first - window_px.first + 1)),
          int(fraction(1 / (root * root)) * (image_px.second - window_px.second + 1)), window_px.first,
          window_px.second};
}

template <typename T>
Image<T> cut(const Image<T>& image, const Window& window) {
  Image<T> part(window.width_px, window.height_px);
  for (int y = 0; y < window.height_px; ++y)
    for (int x = 0; x < window.width_px; ++x) part(x, y) = image(window.x + x, window.y + y);
  return part;
}

/// The scene as a camera sees it whose frame is the window.
Scene seen_through(Scene scene, const Window& window) {
  scene.camera.width_px = window.width_px;
  scene.camera.height_px = window.height_px;
  scene.camera.cx -= window.x;
  scene.camera.cy -= window.y;
  return scene;
}

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options),
        references_(options.references, options.reference_spp),
        renderer_(device_of(options)) {
    RecipeOverrides overrides;
    overrides.seed = 1;
    overrides.size_px = parse_size("--size", options.size, {16384, 16384});
    window_px_ = parse_size("--window", options.window, *overrides.size_px);
    recipe_ = load_recipe(options.recipe, overrides);
    report_.device = renderer_.device().name;
    report_.width_px = recipe_.width_px, report_.height_px = recipe_.height_px;
    report_.window = fmt::format("{}x{}", window_px_.first, window_px_.second);
    report_.reference_spp = options.reference_spp;
    if (options.quality.empty()) {
      for (const char* name : {"preview", "standard", "high"}) report_.levels.push_back({name, {}});
    } else {
      report_.levels.push_back({Quality::named(options.quality).name, {}});
    }
  }

  QualityReport run() {
    for (int index = 0; index < options_.images; ++index) measure(uint64_t(index));
    if (!options_.sheet.empty()) write_file_atomic(options_.sheet, encode_png(sheet_of(sheet_)));
    return report_;
  }

 private:
  static RendererOptions device_of(const Options& options) {
    RendererOptions renderer;
    renderer.device = options.device;
    return renderer;
  }

  Frame render(const Scene& scene, const std::string& quality) {
    RenderRequest request;
    request.quality = Quality::named(quality);
    return renderer_.render(scene, request);
  }

  void measure(uint64_t index) {
    const Draw draw(recipe_.parameters, {recipe_.seed, index});
    Scene scene = recipe_.generator->compose(draw, recipe_.width_px, recipe_.height_px);
    scene.key = draw.key();
    report_.scenes.push_back(
        fmt::format("{}: {}, {}", index, scene.provenance["sky.time"], scene.provenance["camera.mode"]));
    const Window window = window_of(index, {recipe_.width_px, recipe_.height_px}, window_px_);
    const Image<LinearRgb> radiance = references_.get(renderer_, seen_through(scene, window));
    // Kernels that only the levels use start up here too.
    const double gain = std::exp2(metered(render(scene, "preview").radiance, draw_sensor(draw)).exposure_ev);
    const Image<LinearRgb> reference = exposed(radiance, gain);

    std::vector<Image<LinearRgb>> shown = {to_srgb(reference)};
    size_t main = 1;
    for (Level& level : report_.levels) {
      fmt::print(stderr, "image {}, {}\n", index, level.quality);
      const auto begin = std::chrono::steady_clock::now();
      const Frame frame = render(scene, level.quality);
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
      const Image<LinearRgb> image = exposed(cut(frame.radiance, window), gain);
      if (level.quality == "standard") main = shown.size();
      shown.push_back(to_srgb(image));
      const SsimMap map = ssim_map(shown.back(), shown.front());
      level.scenes.push_back({mean_of(map.ssim), psnr_db(shown.back(), shown.front()), elapsed.count(),
                              relative_error(image, reference),
                              loss_by_kind(map, cut(classify(frame, scene), window))});
    }
    sheet_.push_back(sheet_row(shown, main));
  }

  Options options_;
  References references_;
  Renderer renderer_;
  Recipe recipe_;
  std::pair<int, int> window_px_;
  QualityReport report_;
  std::vector<std::vector<Image<Rgb8>>> sheet_;
};

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  CLI::App program("Measures each quality level against many samples per pixel without denoiser.", "quality");
  program.add_option("--device", options.device, "Vulkan device: its index or a part of its name");
  program.add_option("--images", options.images, "Scenes to measure: indexes 0 to N-1")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  program.add_option("--size", options.size, "Image size in pixels, WxH")->capture_default_str();
  program.add_option("--window", options.window, "Part of each image that is compared, WxH")
      ->capture_default_str();
  program.add_option("--reference-spp", options.reference_spp, "Samples per pixel of the references")
      ->check(CLI::Range(1, 1 << 20))
      ->capture_default_str();
  program.add_option("--references", options.references, "Folder that keeps the references")
      ->capture_default_str();
  program.add_option("--quality", options.quality, "Only preview, standard or high");
  program.add_option("--recipe", options.recipe, "Recipe to take the scenes from")->capture_default_str();
  program.add_option("--sheet", options.sheet,
                     "PNG to write: reference, each level and 4 x the error of standard, one row per scene");
  CLI11_PARSE(program, argc, argv);
  const QualityReport report = Bench(options).run();
  fmt::print("{}{}\n", table_of(report), json_of(report));
} catch (const std::exception& error) {
  fmt::print(stderr, "quality: {}\n", error.what());
  return 1;
}
