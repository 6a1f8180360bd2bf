// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "pipeline/sheet.h"

namespace understudy {
namespace {

struct SheetArguments {
  std::string folder;
  std::string out;
  SheetOptions options;
  bool bare = false;
};

int run_sheet(const SheetArguments& arguments) {
  SheetOptions options = arguments.options;
  options.labels = !arguments.bare;
  if (options.images < 1 || options.columns < 1) {
    throw UserError("--images and --columns: expected at least 1");
  }
  if (options.cell_width_px < smallest_side_px || options.cell_width_px > largest_side_px) {
    throw UserError(fmt::format("--cell-width: expected {} to {} px, found {}", smallest_side_px,
                                largest_side_px, options.cell_width_px));
  }
  const std::string extension = std::filesystem::path(arguments.out).extension().string();
  if (extension != ".png" && extension != ".PNG") {
    throw UserError(fmt::format("--out: expected the name of a PNG file, found \"{}\"", arguments.out));
  }
  const SheetReport report = write_sheet(arguments.folder, arguments.out, options);
  say("{}: {} images;", arguments.out, report.images);
  for (const auto& [name, count] : report.instances) say("  {} {}", name, count);
  say("\n");
  return ok;
}

}  // namespace

void add_sheet(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<SheetArguments>();
  CLI::App* command = program.add_subcommand("sheet", "Draw the first images of a dataset with their labels");
  command
      ->add_option("DATASET", arguments->folder,
                   "Folder that generate wrote, or augment, insert, balance or corrupt (OUT/NAME/SEVERITY)")
      ->required();
  command->add_option("--out", arguments->out, "PNG file to write")->required();
  command->add_option("--images", arguments->options.images, "How many images (default 12)");
  command->add_option("--columns", arguments->options.columns, "Images in a row (default 3)");
  command->add_option("--cell-width", arguments->options.cell_width_px,
                      "Largest width of an image, px (default 640)");
  command->add_flag("--bare", arguments->bare, "Without labels");
  command->footer(
      "Examples:\n"
      "  understudy sheet streets --out streets/sheet.png --images 6\n"
      "  understudy sheet padded --out padded/sheet.png --columns 4");
  command->callback([arguments, &action] { action = [arguments] { return run_sheet(*arguments); }; });
}

}  // namespace understudy
