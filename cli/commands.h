// SPDX-License-Identifier: Apache-2.0
// The subcommands of `understudy`: each adds itself to the program and sets what to run when it is chosen.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "pipeline/generate.h"

namespace understudy {

/// Documented in --help and README.
enum ExitCode : int { ok = 0, internal_fault = 1, bad_input = 2, device_failure = 3, interrupted = 130 };

/// What the chosen subcommand does; returns an exit code.
using Action = std::function<int()>;

void add_augment(CLI::App& program, Action& action);
void add_balance(CLI::App& program, Action& action);
void add_corrupt(CLI::App& program, Action& action);
void add_generate(CLI::App& program, Action& action);
void add_insert(CLI::App& program, Action& action);
void add_inspect(CLI::App& program, Action& action);
void add_replay(CLI::App& program, Action& action);
void add_sheet(CLI::App& program, Action& action);
void add_devices(CLI::App& program, Action& action);
void add_doctor(CLI::App& program, Action& action);
void add_schema(CLI::App& program, Action& action);
void add_export(CLI::App& program, Action& action);
void add_verify(CLI::App& program, Action& action);

/// Options that every rendering subcommand has.
struct RenderArguments {
  std::string recipe;
  uint64_t seed = 0;
  std::string size;
  std::string quality;
  std::string device;
  std::string image_format;
  std::string segmentation;
  std::vector<std::string> settings;
  bool validation = false;

  void add_to(CLI::App& command);
  /// Reads the recipe with the overrides that were given. Throws UserError.
  Recipe load() const;
  RendererOptions renderer_options() const;

 private:
  CLI::Option* seed_given_ = nullptr;
};

}  // namespace understudy
