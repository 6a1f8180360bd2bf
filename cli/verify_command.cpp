// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "pipeline/verify.h"

namespace understudy {
namespace {

struct VerifyArguments {
  std::string folder;
  VerifyOptions options;
};

int run_verify(const VerifyArguments& arguments) {
  const Verification found = verify(arguments.folder, arguments.options);
  for (const std::string& fault : found.faults) tell(fault + "\n");
  if (!found.faults.empty()) return bad_input;
  say("{}: {} images, {} annotations: all true\n", arguments.folder, found.images, found.annotations);
  return ok;
}

}  // namespace

void add_verify(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = program.add_subcommand("verify", "Derive the labels of a dataset again, and compare");
  command
      ->add_option("DATASET", arguments->folder,
                   "Folder that generate wrote, or augment, insert, balance or corrupt (OUT/NAME/SEVERITY)")
      ->required();
  command->add_option(
      "--render", arguments->options.render,
      "How many images to make again from the stored recipe and compare byte for byte (default 1)");
  command->add_option("--in", arguments->options.instances, "The photos' COCO file, where it was moved");
  command->add_option("--images", arguments->options.images, "The photos' folder, where it was moved");
  command->add_option("--device", arguments->options.renderer.device,
                      "Vulkan device that made the dataset: its index or a part of its name");
  command->footer("Example:\n  understudy verify streets --render 3");
  command->callback([arguments, &action] { action = [arguments] { return run_verify(*arguments); }; });
}

}  // namespace understudy
