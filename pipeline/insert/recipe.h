// SPDX-License-Identifier: Apache-2.0
// What is to be inserted into photos, read and validated before the first photo is.
#pragma once

#include <filesystem>
#include <optional>
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
  /// The same for objects of one class of a dataset alone: its meshes where it labels them so, else the
  /// generators' family of that class (people are pedestrians). Empty where it has neither.
  std::optional<InsertRecipe> for_class(const std::string& category) const;
};

/// COCO's name for the class of a family; empty where COCO has none.
std::string coco_class(const std::string& family);

/// JSON schema of these recipes; assets/schema/insert.schema.json holds what this returns.
std::string insert_schema();
std::string insert_reference();

}  // namespace understudy
