// SPDX-License-Identifier: Apache-2.0
// What a dataset is to be padded to, and by which means.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "augment/recipe.h"
#include "base/parameters.h"
#include "pipeline/insert/recipe.h"

namespace understudy {

/// Which share of the dataset counts as the frequency of a class.
enum class Frequency {
  images,     ///< that hold it: A. Gupta, P. Dollár, R. Girshick, "LVIS", CVPR 2019
  instances,  ///< of all annotations
  both        ///< geometric mean of the two: B. Yaman et al., "Instance-aware repeat factor sampling", 2023
};

struct BalanceRecipe {
  uint64_t seed = 1;
  std::map<std::string, uint64_t> target;  ///< annotations by class name
  double repeat_factor = 0;                ///< the threshold t; 0: repeats only for the target's sake
  Frequency frequency = Frequency::images;
  int max_repeats = 2;       ///< of one image for the target's sake, beside itself
  int max_hosts = 4;         ///< copies of one image that others' objects are put into
  int max_per_image = 3;     ///< objects put into one copy
  int max_donor_reuse = 10;  ///< pastes of one object
  double min_donor_px = 256;
  std::string group_key;  ///< of the image's entry; empty: all images may give to all
  std::string group;      ///< only images of this group are padded; empty: all
  AugmentRecipe augment;  ///< of every copy: its steps and settings, with this seed
  /// How objects are rendered into photos for what is missing after all pastes; empty: none are.
  std::optional<InsertRecipe> insert;

  /// One value as an option gives it: "PATH=VALUE", and the option's name, for errors.
  struct Setting {
    std::string assignment, option;
  };
  /// Throw UserError. What neither says has a default.
  static BalanceRecipe parse(std::string_view text, const std::string& file,
                             const std::vector<Setting>& settings = {});
  /// Takes over its steps and settings; seed and copies are this recipe's business.
  void use(AugmentRecipe steps);
  /// YAML with all defaults filled in; parse() reads it back to the same recipe.
  std::string to_yaml() const;
};

}  // namespace understudy
