// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/commands.h"
#include "cli/say.h"
#include "pipeline/export.h"

namespace understudy {
namespace {

struct ExportArguments {
  std::string folder, out, format = "mvtec";
  MvtecOptions mvtec;
};

void print_lacks(const std::string& part, const MvtecPart& pictures) {
  const char* why = pictures.train_good + pictures.test_good == 1 ? ", for it has one image only" : "";
  if (pictures.train_good == 0) say("{}: no good picture to train on{}\n", part, why);
  if (pictures.test_good == 0)
    say("{}: no picture to test{}\n", part, why);
  else if (pictures.test_defects.empty())
    say("{}: no picture of a defect to test\n", part);
}

int run_export(const ExportArguments& arguments) {
  const MvtecReport report = export_to_mvtec(arguments.folder, arguments.out, arguments.mvtec);
  say("{}: {} good pictures to train on; to test {} good ones", arguments.out, report.all.train_good,
      report.all.test_good);
  for (const auto& [folder, count] : report.all.test_defects) say(", {} {}", count, folder);
  say("\n");
  for (const auto& [part, pictures] : report.parts) print_lacks(part, pictures);
  if (report.without_object > 0) say("{} images show nothing labelled: left out\n", report.without_object);
  if (report.without_defect > 0)
    say("{} images show no labelled defect: of these only the good picture is there\n",
        report.without_defect);
  if (report.too_faint > 0) say("{} defects are fainter than --min-contrast: in no mask\n", report.too_faint);
  return ok;
}

}  // namespace

void add_export(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<ExportArguments>();
  CLI::App* command = program.add_subcommand("export", "Write a dataset in the layout of other tools");
  command->add_option("DATASET", arguments->folder, "Folder that generate wrote")->required();
  command->add_option("--out", arguments->out, "New folder to write")->required();
  command->add_option("--format", arguments->format, "mvtec: anomaly detection, as MVTec AD (default)")
      ->check(CLI::IsMember({"mvtec"}));
  command->add_option("--train-share", arguments->mvtec.train_share,
                      "Share of each part's images whose good pictures are for training (default 0.5)");
  command->add_option(
      "--min-contrast", arguments->mvtec.min_contrast,
      "Leave out defects that change the picture less, 0 to 1 (default 0: none); 0.02 is what an "
      "eye just sees");
  command->footer("Example:\n  understudy export parts --out parts-mvtec");
  command->callback([arguments, &action] { action = [arguments] { return run_export(*arguments); }; });
}

}  // namespace understudy
