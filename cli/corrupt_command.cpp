// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "pipeline/corrupt.h"

namespace understudy {
namespace {

struct CorruptArguments {
  CorruptOptions options;
  std::vector<std::string> names = {"all"};
  std::vector<std::string> severities = {"all"};
  bool strict = false;
};

int severity_of(const std::string& text) {
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '5') return text[0] - '0';
  throw UserError(fmt::format("--severity: expected 1 to 5 or all, found \"{}\"", text));
}

int run_corrupt(const CorruptArguments& arguments) {
  CorruptOptions options = arguments.options;
  if (arguments.names != std::vector<std::string>{"all"}) options.names = arguments.names;
  if (arguments.severities != std::vector<std::string>{"all"}) {
    options.severities.clear();
    for (const std::string& text : arguments.severities) options.severities.push_back(severity_of(text));
  }
  options.stop = stop_on_signals();
  Progress progress;
  options.progress = [&](uint64_t done, uint64_t total) { progress(done, total); };
  const CorruptReport report = corrupt(options);
  progress.finish();
  say("{} files written from {} images: {}/NAME/SEVERITY/images\n", report.written, report.images,
      options.out.string());
  for (const std::string& name : report.left_out) {
    say("left out: {} (it moves pixels, and the annotations would stay where they are)\n", name);
  }
  for (const std::string& why : report.skipped) say("skipped: {}\n", why);
  if (report.stopped) return say_stopped();
  return arguments.strict && !report.skipped.empty() ? bad_input : ok;
}

}  // namespace

void add_corrupt(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<CorruptArguments>();
  CLI::App* command =
      program.add_subcommand("corrupt", "Corrupt labelled photos at five severities, labels unchanged");
  CorruptOptions& options = arguments->options;
  command->add_option("--in", options.instances, "COCO instances file")->required();
  command->add_option("--images", options.images, "Folder that its file names begin in")->required();
  command->add_option("--out", options.out, "Folder of the new sets; an unfinished run is continued")
      ->required();
  command
      ->add_option("--corruption", arguments->names,
                   "One or several of the 19 of ImageNet-C, or all (default)")
      ->delimiter(',');
  command->add_option("--severity", arguments->severities, "1 to 5, one or several, or all (default)")
      ->delimiter(',');
  command->add_option("--seed", options.seed, "Another seed, other noise (default 1)");
  command->add_option("--threads", options.threads, "Default: one per processor; no byte depends on it");
  command->add_option("--jpeg-quality", options.jpeg_quality, "Of images that were JPEG (default 95)")
      ->check(CLI::Range(1, 100));
  command->add_flag("--strict", arguments->strict, "Exit with 2 where images were skipped");
  command->footer(
      "Example:\n"
      "  understudy corrupt --in instances.json --images photos --out hard --corruption fog,motion_blur "
      "--severity 3\n"
      "Parameters: D. Hendrycks, T. Dietterich, ICLR 2019; frost is made, not taken from their photos.");
  command->callback([arguments, &action] { action = [arguments] { return run_corrupt(*arguments); }; });
}

}  // namespace understudy
