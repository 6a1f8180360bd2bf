// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/commands.h"
#include "cli/say.h"
#include "pipeline/inspect.h"

namespace understudy {
namespace {

struct InspectArguments {
  RenderArguments render;
  uint64_t index = 0;
  std::string out;
};

}  // namespace

void add_inspect(CLI::App& program, Action& action) {
  auto arguments = std::make_shared<InspectArguments>();
  CLI::App* command = program.add_subcommand("inspect", "Write every buffer of one image as PNG");
  arguments->render.add_to(*command);
  command->add_option("--index", arguments->index, "Index of the image (default 0)");
  command
      ->add_option("--out", arguments->out, "Folder for the PNG files: new, empty or an earlier inspection's")
      ->required();
  command->footer("Example:\n  understudy inspect assets/recipes/street.yaml --index 3 --out buffers");
  command->callback([arguments, &action] {
    action = [arguments] {
      const auto written = inspect(arguments->render.load(), arguments->index, arguments->out,
                                   arguments->render.renderer_options());
      for (const auto& path : written) say("{}\n", path.string());
      return static_cast<int>(ok);
    };
  });
}

}  // namespace understudy
