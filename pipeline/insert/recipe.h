// SPDX-License-Identifier: Apache-2.0
// What is to be inserted into photos, read and validated before the first photo is.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/parameters.h"

namespace understudy {

struct InsertRecipe {
  uint64_t seed = 1;
  std::string quality = "standard";
  ParameterSet parameters;

  /// Throw UserError. `settings` as in Recipe::read.
  static InsertRecipe read(const std::filesystem::path& path, const std::vector<std::string>& settings);
  static InsertRecipe parse(std::string_view text, const std::string& file,
                            const std::vector<std::string>& settings = {});
  /// YAML with all defaults filled in; parse() reads it back to the same recipe.
  std::string to_yaml() const;
};

/// COCO's name for the class of a family; empty where COCO has none.
std::string coco_class(const std::string& family);

/// JSON schema of these recipes; assets/schema/insert.schema.json holds what this returns.
std::string insert_schema();
std::string insert_reference();

}  // namespace understudy
