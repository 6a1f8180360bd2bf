// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "cli/commands.h"
#include "cli/say.h"
#include "pipeline/generate.h"

namespace understudy {

void add_schema(CLI::App& program, Action& action) {
  struct Arguments {
    std::string generator = "street";
    bool markdown = false;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("schema", "Print the JSON schema of a generator's recipes");
  command->add_option("GENERATOR", arguments->generator,
                      "Which generator (default street), augment or insert");
  command->add_flag("--markdown", arguments->markdown, "Print the reference table of its parameters instead");
  command->callback([arguments, &action] {
    action = [arguments] {
      say_text(describe_recipe(arguments->generator, arguments->markdown));
      return static_cast<int>(ok);
    };
  });
}

}  // namespace understudy
