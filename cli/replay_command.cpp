// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "pipeline/replay.h"

namespace understudy {
namespace {

int run_replay(const ReplayOptions& options) {
  const Replay again = replay(options);
  for (const std::string& difference : again.differences) tell(difference + "\n");
  if (!again.differences.empty()) return bad_input;
  say("{} ({}, number {}): image and {} annotations are the same, byte for byte{}\n", again.file.string(),
      again.verb, again.index, again.annotations,
      again.absent ? "; the image is not there, its checksum was compared" : "");
  if (!options.out.empty()) say("made again: {}\n", again.made.string());
  return ok;
}

}  // namespace

void add_replay(CLI::App& program, Action& action) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* command =
      program.add_subcommand("replay", "Make one image of a dataset again, and compare it byte for byte");
  command
      ->add_option("DATASET", options->dataset,
                   "Folder that generate, augment, insert or balance wrote, or NAME/SEVERITY in corrupt's")
      ->required();
  command->add_option("--image", options->image, "Its id or file name in the dataset's instances.json")
      ->required();
  command->add_option("--out", options->out,
                      "Folder for the new image, its record and labels; without it they are only compared");
  command->add_option("--in", options->instances, "The photos' COCO file, where it was moved");
  command->add_option("--images", options->images, "The photos' folder, where it was moved");
  command->add_option("--device", options->renderer.device,
                      "Vulkan device that made the dataset: its index or a part of its name");
  command->footer(
      "Examples:\n"
      "  understudy replay padded --image 1234\n"
      "  understudy replay padded --image street-2.jpg --out again\n"
      "  understudy replay corrupted/fog/3 --image 1234");
  command->callback([options, &action] { action = [options] { return run_replay(*options); }; });
}

}  // namespace understudy
