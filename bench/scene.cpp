// SPDX-License-Identifier: Apache-2.0
// Draws the scene of another renderer at each quality level and compares with what that renderer drew: a
// table, then JSON on the last line. --help lists the options.
//
// Both images are linear and exposed alike (gain 1). relMSE is taken there, SSIM and PSNR after clipping to
// 0..1 and sRGB. Seconds are those of Renderer::render() without labels, the least of several runs; "first"
// is the first run, with the scene's trees built and its kernels compiled.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "base/luminance.h"
#include "bench/measures.h"
#include "bench/peer_scene.h"
#include "bench/quality_report.h"
#include "renderer/renderer.h"

using namespace understudy;

namespace {

struct Options {
  std::string folder, reference, device, sheet;
  std::vector<std::string> qualities{"preview", "standard"};
  int runs = 3, plain_spp = 0;
};

struct Row {
  std::string name;
  double ssim = 0, psnr_db = 0, seconds = 0, first_s = 0, cpu_s = 0, brightness = 0;
  RelativeError error;
};

double mean_luminance(const Image<LinearRgb>& image) {
  double sum = 0;
  for (const LinearRgb& c : image) sum += luminance(c);
  return sum / double(image.size());
}

class SceneBench {
 public:
  explicit SceneBench(const Options& options)
      : scene_(read_peer_scene(options.folder)),
        reference_(read_npy(options.reference)),
        renderer_(device_of(options)) {
    shown_.push_back(to_srgb(reference_));
  }

  Row measure(const Quality& quality, int runs) {
    RenderRequest request;
    request.quality = quality;
    request.layers = false;
    Row row;
    row.name = quality.denoise ? quality.name : fmt::format("{} spp, plain", quality.samples_per_pixel);
    Image<LinearRgb> image;
    for (int run = 0; run < runs; ++run) {
      const auto begin = std::chrono::steady_clock::now();
      const std::clock_t cpu_begin = std::clock();
      image = renderer_.render(scene_, request).radiance;
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
      const double cpu_s = double(std::clock() - cpu_begin) / CLOCKS_PER_SEC;
      if (run == 0) row.first_s = row.seconds = elapsed.count(), row.cpu_s = cpu_s;
      row.seconds = std::min(row.seconds, elapsed.count());
      row.cpu_s = std::min(row.cpu_s, cpu_s);
    }
    shown_.push_back(to_srgb(image));
    row.ssim = mean_of(ssim_map(shown_.back(), shown_.front()).ssim);
    row.psnr_db = psnr_db(shown_.back(), shown_.front());
    row.error = relative_error(image, reference_);
    row.brightness = mean_luminance(image) / mean_luminance(reference_);
    return row;
  }

  std::string device() const { return renderer_.device().name; }
  /// Reference, each level, then four times the error of the last one.
  std::string sheet() const { return encode_png(sheet_of({sheet_row(shown_, shown_.size() - 1)})); }

 private:
  static RendererOptions device_of(const Options& options) {
    RendererOptions renderer;
    renderer.device = options.device;
    return renderer;
  }

  Scene scene_;
  Image<LinearRgb> reference_;
  Renderer renderer_;
  std::vector<Image<LinearRgb>> shown_;
};

void print(const std::string& device, const std::vector<Row>& rows) {
  fmt::print("device: {}\n{:16} {:>7} {:>9} {:>9} {:>8} {:>7} {:>7} {:>7} {:>11}\n", device, "quality",
             "SSIM", "relMSE", "trimmed", "PSNR dB", "s", "first s", "cpu s", "brightness");
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Row& row : rows) {
    fmt::print("{:16} {:7.4f} {:9.5f} {:9.5f} {:8.2f} {:7.2f} {:7.2f} {:7.2f} {:11.3f}\n", row.name, row.ssim,
               row.error.mean, row.error.trimmed, row.psnr_db, row.seconds, row.first_s, row.cpu_s,
               row.brightness);
    json.push_back({{"quality", row.name},
                    {"ssim", row.ssim},
                    {"relmse", row.error.mean},
                    {"relmse_trimmed", row.error.trimmed},
                    {"psnr_db", row.psnr_db},
                    {"seconds", row.seconds},
                    {"first_s", row.first_s},
                    {"cpu_s", row.cpu_s},
                    {"brightness", row.brightness}});
  }
  fmt::print("{}\n", json.dump());
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  CLI::App program("Draws another renderer's scene and compares with what that renderer drew.", "scene");
  program.add_option("FOLDER", options.folder, "Folder with scene.glb, camera.json and sky.hdr")->required();
  program.add_option("REFERENCE", options.reference, "NumPy array of what the other renderer drew")
      ->required();
  program.add_option("--device", options.device, "Vulkan device: its index or a part of its name");
  program.add_option("--quality", options.qualities, "Levels to measure")
      ->delimiter(',')
      ->capture_default_str();
  program.add_option("--runs", options.runs, "Runs of each level")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  program.add_option("--plain", options.plain_spp,
                     "Also this many samples per pixel with the bounces of \"high\" and without denoiser");
  program.add_option("--sheet", options.sheet,
                     "PNG to write: reference, each level, 4 x the error of the last");
  CLI11_PARSE(program, argc, argv);
  SceneBench bench(options);
  std::vector<Row> rows;
  for (const std::string& name : options.qualities)
    rows.push_back(bench.measure(Quality::named(name), options.runs));
  if (options.plain_spp > 0) {
    Quality quality = Quality::named("high");
    quality.denoise = false;
    quality.samples_per_pixel = options.plain_spp;
    rows.push_back(bench.measure(quality, 1));
  }
  print(bench.device(), rows);
  if (!options.sheet.empty()) write_file_atomic(options.sheet, bench.sheet());
} catch (const std::exception& error) {
  fmt::print(stderr, "scene: {}\n", error.what());
  return 1;
}
