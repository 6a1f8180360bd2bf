// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/photo_summary.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "cli/timings.h"
#include "pipeline/augment.h"

namespace understudy {
namespace {

struct AugmentArguments {
  std::string recipe, instances, images, out;
  std::string timings;
  int threads = 0;
  bool strict = false;
};

void print_report(const AugmentReport& report, const std::string& out) {
  if (report.images_kept > 0) say("{} images were already there\n", report.images_kept);
  say("{} images in {:.1f} s: {:.1f} images/s\n", report.images, report.wall_s,
      double(report.images) / report.wall_s);
  print_summary(report.summary, out);
}

std::string timings_json(const AugmentReport& report) {
  return fmt::format("{{\"images\": {}, \"wall_s\": {:.4f}, \"stage_s\": {}}}\n", report.images,
                     report.wall_s, stages_json(report.stage_s));
}

int run_augment(const AugmentArguments& arguments) {
  const AugmentRecipe recipe = AugmentRecipe::read(arguments.recipe);
  check_timings(arguments.timings, arguments.out);
  AugmentOptions options;
  options.instances = arguments.instances;
  options.images = arguments.images;
  options.out = arguments.out;
  options.threads = arguments.threads;
  options.stop = stop_on_signals();
  Progress progress;
  options.progress = [&](uint64_t done, uint64_t total) { progress(done, total); };
  const AugmentReport report = augment(recipe, options);
  progress.finish();
  print_report(report, arguments.out);
  if (!arguments.timings.empty()) write_file_atomic(arguments.timings, timings_json(report));
  if (report.stopped) return say_stopped();
  return arguments.strict && !is_clean(report.summary) ? bad_input : ok;
}

}  // namespace

void add_augment(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<AugmentArguments>();
  CLI::App* command = program.add_subcommand("augment", "Make a COCO dataset of photos from another one");
  command->add_option("RECIPE", arguments->recipe, "YAML file of what is to be done")->required();
  command->add_option("--in", arguments->instances, "COCO instances file")->required();
  command->add_option("--images", arguments->images, "Folder that its file names begin in")->required();
  command->add_option("--out", arguments->out, "Folder of the new dataset; an unfinished one is continued")
      ->required();
  command->add_option("--threads", arguments->threads, "Default: one per processor; no byte depends on it");
  command->add_flag("--strict", arguments->strict, strict_help);
  command->add_option("--timings", arguments->timings, "Write seconds per stage to this JSON file");
  command->footer(
      "Example:\n"
      "  understudy augment assets/recipes/augment.yaml --in instances.json --images photos --out padded");
  command->callback([arguments, &action] { action = [arguments] { return run_augment(*arguments); }; });
}

}  // namespace understudy
