// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recipe_files.h"

#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "pipeline/origin.h"
#include "pipeline/replay_sources.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

struct RecipeFile {
  fs::path path;
  std::string parameter, hash;
  /// What the line in a recipe.yaml begins with, whatever the file holds.
  std::string line_begin() const { return fmt::format("# {}: {} (hash ", parameter, name_in_comment(path)); }
  std::string line() const { return fmt::format("{}{})\n", line_begin(), hash); }
};

std::vector<RecipeFile> files_of(const ParameterSet& parameters) {
  std::vector<RecipeFile> files;
  for (const Parameter& parameter : parameters.table()) {
    if (parameter.kind != Parameter::Kind::path) continue;
    const std::vector<std::string> names = parameters.at(parameter.path).names();
    for (const std::string& name : std::set<std::string>(names.begin(), names.end()))
      if (!name.empty()) files.push_back({name, parameter.path, hash_of_file(name)});
  }
  return files;
}

}  // namespace

std::string files_comment(const ParameterSet& parameters) {
  std::string comment;
  for (const RecipeFile& file : files_of(parameters)) comment += file.line();
  return comment;
}

void require_files(const ParameterSet& parameters, const fs::path& root) {
  const std::string stored = read_file(root / "recipe.yaml");
  for (const RecipeFile& file : files_of(parameters)) {
    // Two files of one name have a line each.
    if (stored.find(file.line_begin()) == std::string::npos || stored.find(file.line()) != std::string::npos)
      continue;
    throw UserError(fmt::format("{} has changed since {} was made from it: its hash is now {}",
                                file.path.string(), root.string(), file.hash),
                    "bring the old file back");
  }
}

}  // namespace understudy
