// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include <fmt/format.h>

#include "base/error.h"
#include "base/spelling.h"

namespace understudy {
namespace {

/// Empty, or what is wrong with it. What is right is handed on without leading zeros, which would make it
/// octal.
std::string refuse_unless_whole(std::string& text) {
  uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range)
    return fmt::format("expected a whole number of at most 64 bits, found {}", text);
  if (error != std::errc() || read != end)
    return fmt::format("expected a whole number from 0, found {}", text);
  text = fmt::format("{}", number);
  return "";
}

}  // namespace

void agree_on_options(CLI::App& program) {
  for (CLI::App* command : program.get_subcommands([](CLI::App*) { return true; })) {
    for (CLI::Option* option : command->get_options([](CLI::Option*) { return true; })) {
      const bool single = option->get_items_expected_max() == 1;
      if (single && option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw) option->take_last();
      if (option->get_type_name() == "UINT") option->check(CLI::Validator(refuse_unless_whole, ""));
    }
  }
}

void require_known_command(const CLI::App& program, int argc, const char* const* argv) {
  const std::string word = argc > 1 ? argv[1] : "-";
  if (word.starts_with("-")) return;
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), word) != names.end()) return;
  const std::string hint = did_you_mean(word, names);
  throw UserError(fmt::format("there is no command '{}'", word), hint.empty() ? "see --help" : hint);
}

}  // namespace understudy
