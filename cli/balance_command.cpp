// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/photo_summary.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/stop.h"
#include "pipeline/balance.h"

namespace understudy {
namespace {

struct BalanceArguments {
  std::string recipe, like, augment, insert;
  /// What options give in place of the recipe, and which of them were given.
  std::vector<std::pair<CLI::Option*, std::string>> keys;
  std::vector<std::unique_ptr<std::string>> values;
  BalanceOptions options;
  bool strict = false;
};

/// A list of the target as YAML has it, every name in quotes.
std::string target_of(const std::map<std::string, uint64_t>& histogram) {
  std::string text;
  for (const auto& [name, count] : histogram) {
    std::string quoted;
    for (const char c : name) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    text += fmt::format("{}'{}': {}", text.empty() ? "" : ", ", quoted, count);
  }
  return "{" + text + "}";
}

BalanceRecipe recipe_of(const BalanceArguments& arguments) {
  std::vector<BalanceRecipe::Setting> settings;
  for (size_t i = 0; i < arguments.keys.size(); ++i) {
    const auto& [option, key] = arguments.keys[i];
    if (option->count() > 0) settings.push_back({key + "=" + *arguments.values[i], option->get_name()});
  }
  if (!arguments.like.empty())
    settings.push_back({"target=" + target_of(histogram_of(arguments.like)), "--like"});
  BalanceRecipe recipe = arguments.recipe.empty()
                             ? BalanceRecipe::parse("{}", "the command line", settings)
                             : BalanceRecipe::parse(read_file(arguments.recipe), arguments.recipe, settings);
  if (!arguments.augment.empty()) recipe.use(AugmentRecipe::read(arguments.augment));
  if (!arguments.insert.empty()) recipe.insert = InsertRecipe::read(arguments.insert, {});
  return recipe;
}

bool is_told(const ClassBalance& one, uint64_t after) { return one.target > 0 || after != one.before; }

uint64_t shortfall(const ClassBalance& one, uint64_t after) {
  return one.target - std::min(one.target, after);
}

std::string why_short(const ClassBalance& one, uint64_t after) {
  if (shortfall(one, after) == 0) return "";
  std::string why = one.why_short;
  if (after < one.planned())
    why += fmt::format("{}{} got lost: see report.json", why.empty() ? "" : "; ", one.planned() - after);
  return why;
}

void print_table(const BalanceReport& report) {
  size_t width = 5;
  for (const ClassBalance& one : report.classes) width = std::max(width, one.name.size());
  say("{:<{}} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}  {}\n", "class", width, "before", "target", "copies",
      "pastes", "rendered", "after", "shortfall", "why");
  for (size_t c = 0; c < report.classes.size(); ++c) {
    const ClassBalance& one = report.classes[c];
    const uint64_t after = report.after[c];
    if (!is_told(one, after)) continue;
    const std::string target = one.target > 0 ? fmt::format("{}", one.target) : "-";
    const std::string missing = one.target > 0 ? fmt::format("{}", shortfall(one, after)) : "-";
    say("{:<{}} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9}  {}\n", one.name, width, one.before, target,
        one.by_copies, one.by_pastes, one.by_inserts, after, missing, why_short(one, after));
  }
}

int run_balance(const BalanceArguments& arguments) {
  const BalanceRecipe recipe = recipe_of(arguments);
  BalanceOptions options = arguments.options;
  options.stop = stop_on_signals();
  Progress progress;
  options.progress = [&](uint64_t done, uint64_t total) { progress(done, total); };
  const BalanceReport report = balance(recipe, options);
  progress.finish();
  print_table(report);
  say("images: {} before, {} {}\n", report.images_before, report.images_planned,
      options.dry_run ? "planned; nothing was written" : "planned");
  if (options.dry_run) return ok;
  if (report.images_kept > 0) say("{} images were already there\n", report.images_kept);
  say("{} images in {:.1f} s: {:.1f} images/s\n", report.images, report.wall_s,
      double(report.images) / report.wall_s);
  print_summary(report.summary, options.out);
  if (report.stopped) return say_stopped();
  return arguments.strict && !is_clean(report.summary) ? bad_input : ok;
}

}  // namespace

void add_balance(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<BalanceArguments>();
  CLI::App* command =
      program.add_subcommand("balance", "Pad the scarce classes of a COCO dataset, each to a number");
  command->add_option("RECIPE", arguments->recipe,
                      "YAML file of what the options below say, such as an output's");
  command->add_option("--in", arguments->options.instances, "COCO instances file")->required();
  command->add_option("--images", arguments->options.images, "Folder that its file names begin in")
      ->required();
  CLI::Option* out = command->add_option("--out", arguments->options.out,
                                         "Folder of the new dataset; an unfinished one is continued");
  command->add_option("--insert", arguments->insert,
                      "Recipe of `understudy insert`: for what pastes cannot give, objects are rendered into "
                      "photos by it");
  command->add_option("--device", arguments->options.renderer.device,
                      "Vulkan device to render with: its index or a part of its name");
  const auto setting = [&](const char* name, const char* key, const char* help) {
    arguments->values.push_back(std::make_unique<std::string>());
    arguments->keys.emplace_back(command->add_option(name, *arguments->values.back(), help), key);
    return arguments->keys.back().first;
  };
  CLI::Option* target = setting(
      "--target", "target", "How many annotations of which class: '{stop sign: 500}', or 'repeat-factor: t'");
  command->add_option("--like", arguments->like, "Or: as many of each class as this COCO file has")
      ->excludes(target);
  setting("--repeat-factor", "repeat_factor",
          "LVIS's threshold t: images repeat by max(1, sqrt(t / f(class)))");
  setting("--frequency", "frequency",
          "f is the share of images (default), instances, or both: their geometric mean");
  command->add_option("--augment", arguments->augment,
                      "Recipe of `understudy augment`: its steps are applied to every copy");
  setting("--group-key", "group_key",
          "Key of the images' entries, such as split or video_id: only images that share it "
          "give to each other");
  setting("--group", "group", "Only images of this group are padded, and counted");
  setting("--max-repeats", "max_repeats", "Copies of one image for the target's sake (default 2)");
  setting("--max-hosts", "max_hosts", "Copies of one image that objects are pasted into (default 4)");
  setting("--max-per-image", "max_per_image", "Objects pasted into one copy (default 3)");
  setting("--max-donor-reuse", "max_donor_reuse", "Pastes of one object (default 10)");
  setting("--min-donor-px", "min_donor_px", "Area of the smallest object that is pasted (default 256)");
  setting("--seed", "seed", "Another seed, another plan (default 1)");
  CLI::Option* dry =
      command->add_flag("--dry-run", arguments->options.dry_run, "Print the plan, write nothing");
  command->add_option("--threads", arguments->options.threads,
                      "Default: one per processor; no byte depends on it");
  command->add_flag("--strict", arguments->strict, strict_help);
  command->footer(
      "Examples:\n"
      "  understudy balance --in instances.json --images photos --out padded --target '{stop sign: 500}'\n"
      "  understudy balance --in instances.json --images photos --like city.json --dry-run\n"
      "  understudy balance --in instances.json --images photos --out padded --target '{stop sign: 500}' "
      "--insert assets/recipes/insert.yaml\n"
      "  understudy balance --in instances.json --images photos --out padded --repeat-factor 0.01 "
      "--group-key split "
      "--group train");
  command->callback([arguments, out, dry, &action] {
    if (out->count() == 0 && dry->count() == 0) throw CLI::RequiredError("--out");
    action = [arguments] { return run_balance(*arguments); };
  });
}

}  // namespace understudy
