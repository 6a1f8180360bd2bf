// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/photo_summary.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "pipeline/insert.h"

namespace understudy {
namespace {

struct InsertArguments {
  std::string recipe;
  std::vector<std::string> settings;
  std::string quality;
  InsertOptions options;
  bool strict = false;
};

int run_insert(const InsertArguments& arguments) {
  std::vector<std::string> settings = arguments.settings;
  if (!arguments.quality.empty()) settings.push_back("quality=" + arguments.quality);
  const InsertRecipe recipe = InsertRecipe::read(arguments.recipe, settings);
  InsertOptions options = arguments.options;
  options.stop = stop_on_signals();
  Progress progress;
  options.progress = [&](uint64_t done, uint64_t total) { progress(done, total); };
  const InsertReport report = insert(recipe, options);
  progress.finish();
  if (report.images_kept > 0) say("{} images were already there\n", report.images_kept);
  say("{} images in {:.1f} s; {} objects inserted, {} found no place\n", report.images, report.wall_s,
      report.inserted, report.no_place);
  print_summary(report.summary, options.out);
  if (report.stopped) return say_stopped();
  return arguments.strict && !is_clean(report.summary) ? bad_input : ok;
}

}  // namespace

void add_insert(CLI::App& program, Action& action) {
  CLI::App* command = program.add_subcommand("insert", "Render objects into the photos of a COCO dataset");
  auto arguments = std::make_shared<InsertArguments>();
  command
      ->add_option("RECIPE", arguments->recipe,
                   "What to insert, a YAML file such as assets/recipes/insert.yaml")
      ->required();
  command->add_option("--in", arguments->options.instances, "COCO file of the photos")->required();
  command->add_option("--images", arguments->options.images, "Folder that its file names begin in")
      ->required();
  command->add_option("--out", arguments->options.out, "Folder of the new dataset")->required();
  command->add_option("--start", arguments->options.start, "First photo, in the order of the file");
  command->add_option("--count", arguments->options.count, "How many photos; all if not given")
      ->default_str("");
  command->add_option("--quality", arguments->quality, "preview, standard or high");
  command->add_option("--set", arguments->settings, "PATH=VALUE: the recipe as if VALUE (YAML) stood at PATH")
      ->type_name("PATH=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  command->add_flag("--strict", arguments->strict, strict_help);
  command->add_option("--device", arguments->options.renderer.device,
                      "Vulkan device: its index or a part of its name");
  command->footer(
      "Example:\n"
      "  understudy insert assets/recipes/insert.yaml --in instances.json --images photos --out padded");
  command->callback([arguments, &action] { action = [arguments] { return run_insert(*arguments); }; });
}

}  // namespace understudy
