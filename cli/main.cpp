// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <exception>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/say.h"

namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done; 1 internal fault (134 where a check of our own ends the program: SIGABRT);\n"
    "2 wrong input or a disk that is full, nothing was written over;\n"
    "3 no usable device, or the device failed (what was finished is a valid dataset); 130 stopped by Ctrl-C, "
    "SIGTERM or SIGHUP (likewise valid).\n"
    "A second Ctrl-C or SIGTERM kills at once: as after kill -9, the same command goes on.";

/// Says what went wrong, if standard error takes it; returns `code` either way.
int fail(const std::exception& error, understudy::ExitCode code) {
  std::fprintf(stderr, "understudy: %s\n", error.what());
  return code;
}

/// Standard streams that the caller has closed lead nowhere: else the next file that is opened takes their
/// number, and what is said goes into it, be it a picture.
void open_standard_streams() {
  int opened = STDIN_FILENO;
  while (opened >= STDIN_FILENO && opened <= STDERR_FILENO) opened = open("/dev/null", O_RDWR);
  if (opened > STDERR_FILENO) close(opened);
}

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
  program.failure_message([](const CLI::App*, const CLI::Error& error) {
    return std::string("understudy: ") + error.what() + " (see --help)\n";
  });
  keep_freed_memory();
  Action action;
  add_generate(program, action);
  add_augment(program, action);
  add_balance(program, action);
  add_insert(program, action);
  add_corrupt(program, action);
  add_inspect(program, action);
  add_sheet(program, action);
  add_export(program, action);
  add_verify(program, action);
  add_replay(program, action);
  add_schema(program, action);
  add_devices(program, action);
  add_doctor(program, action);
  agree_on_options(program);
  try {
    require_known_command(program, argc, argv);
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? ok : bad_input;
  } catch (const UserError& error) {
    return fail(error, bad_input);
  }
  try {
    const int code = action();
    finish_saying();
    return code;
  } catch (const UserError& error) {
    return fail(error, bad_input);
  } catch (const DeviceFault& error) {
    return fail(error, device_failure);
  } catch (const std::system_error& error) {
    // No room, no file, no thread: the machine's fault, not ours
    return fail(error, bad_input);
  }
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a log that nobody reads any more does not end the work
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "understudy: internal fault: %s\nPlease report this with the command you ran.\n",
                 error.what());
    return understudy::internal_fault;
  }
}
