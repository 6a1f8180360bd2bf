// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>

#include <fmt/format.h>

#include "base/error.h"
#include "cli/commands.h"

namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done; 1 internal fault; 2 wrong input, nothing was written over; 3 no usable device, or "
    "the device\n"
    "failed (what was finished is a valid dataset); 130 stopped by Ctrl-C (likewise valid).";

int run(int argc, char** argv) {
  using namespace understudy;
  CLI::App program(
      "Understudy makes the training images that a team does not have: labelled street scenes from a recipe.",
      "understudy");
  program.require_subcommand(1);
  program.set_version_flag("--version", UNDERSTUDY_VERSION);
  program.footer(std::string("Start with:\n  understudy doctor\n"
                             "  understudy generate assets/recipes/street.yaml --out streets --count 12\n"
                             "  understudy sheet streets --out streets/sheet.png\n\n") +
                 exit_codes);
  Action action;
  add_generate(program, action);
  add_augment(program, action);
  add_insert(program, action);
  add_inspect(program, action);
  add_sheet(program, action);
  add_export(program, action);
  add_verify(program, action);
  add_schema(program, action);
  add_devices(program, action);
  add_doctor(program, action);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? ok : bad_input;
  }
  try {
    return action();
  } catch (const UserError& error) {
    fmt::print(stderr, "understudy: {}\n", error.what());
    return bad_input;
  } catch (const DeviceFault& error) {
    fmt::print(stderr, "understudy: {}\n", error.what());
    return device_failure;
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "understudy: internal fault: %s\nPlease report this with the command you ran.\n",
                 error.what());
    return understudy::internal_fault;
  }
}
