// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <sys/resource.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "cli/timings.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

struct GenerateArguments {
  RenderArguments render;
  std::string out;
  uint64_t count = 12;
  uint64_t start = 0;
  int threads = 0;
  std::string timings;
};

double peak_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string timings_json(const GenerateReport& report) {
  return fmt::format(
      "{{\"device\": \"{}\", \"images\": {}, \"wall_s\": {:.4f}, \"startup_s\": {:.4f}, \"rays\": {}, "
      "\"peak_memory_mb\": {:.1f}, \"stage_s\": {}}}\n",
      report.device, report.images, report.wall_s, report.startup_s, report.rays, peak_memory_mb(),
      stages_json(report.stage_s));
}

void print_report(const GenerateReport& report, const fs::path& out) {
  say("device: {}\n", report.device);
  if (report.images_kept > 0) say("{} images were already there\n", report.images_kept);
  if (report.images > 0) {
    say("{} images in {:.1f} s: {:.2f} images/s (start-up {:.1f} s)\n", report.images, report.wall_s,
        static_cast<double>(report.images) / report.wall_s, report.startup_s);
    say("labelled instances:");
    for (const auto& [name, count] : report.instances) say("  {} {}", name, count);
    say("\ndropped as too small or hidden: {} (listed in report.json)\n", report.dropped);
    if (!report.unplaced.empty()) say("found no place:");
    for (const auto& [what, count] : report.unplaced) say("  {} {}", what, count);
    if (!report.unplaced.empty()) say("\n");
  }
  say("dataset: {}, images in {}\n", (out / "instances.json").string(), (out / "images").string());
}

int run_generate(const GenerateArguments& arguments) {
  check_timings(arguments.timings, arguments.out);
  const Recipe recipe = arguments.render.load();
  GenerateOptions options;
  options.out = arguments.out;
  options.start = arguments.start;
  options.count = arguments.count;
  options.threads = arguments.threads;
  options.renderer = arguments.render.renderer_options();
  options.stop = stop_on_signals();
  Progress progress;
  options.progress = [&](uint64_t done, uint64_t total) { progress(done, total); };

  const GenerateReport report = generate(recipe, options);
  progress.finish();

  print_report(report, arguments.out);
  if (!arguments.timings.empty()) write_file_atomic(arguments.timings, timings_json(report));
  if (arguments.render.validation) say("validation messages: {}\n", report.validation_messages);
  if (report.validation_messages > 0) return internal_fault;
  return report.stopped ? say_stopped() : ok;
}

}  // namespace

void add_generate(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<GenerateArguments>();
  CLI::App* command = program.add_subcommand("generate", "Make a labelled dataset from a recipe");
  arguments->render.add_to(*command);
  command->add_option("--out", arguments->out, "Folder of the dataset; an unfinished one is continued")
      ->required();
  command->add_option("--count", arguments->count, "Number of images (default 12)");
  command->add_option("--start", arguments->start,
                      "Index of the first image (default 0); any image can be made alone");
  command->add_option("--image-format", arguments->render.image_format, "jpg or png");
  command->add_option("--segmentation", arguments->render.segmentation,
                      "rle, or polygon: lossless pixel-edge polygons, RLE where a mask has holes");
  command->add_option("--threads", arguments->threads, "Default: one per processor; no byte depends on it");
  command->add_option("--timings", arguments->timings, "Write seconds per stage to this JSON file");
  command->footer(
      "Examples:\n"
      "  understudy generate assets/recipes/street.yaml --out streets --count 1000\n"
      "  understudy generate assets/recipes/street.yaml --out one --start 5 --count 1 --quality high\n"
      "  understudy generate streets/recipe.yaml --out again --count 1000      the same bytes once more");
  command->callback([arguments, &action] { action = [arguments] { return run_generate(*arguments); }; });
}

}  // namespace understudy
