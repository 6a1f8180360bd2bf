// SPDX-License-Identifier: Apache-2.0
// A parameter table seen as the nested mapping that a recipe writes.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/parameters.h"

namespace understudy {

struct ParameterStep {
  size_t depth = 0;
  std::string name;           ///< last part of the dotted path
  std::optional<size_t> row;  ///< of the table; empty for a group
  bool leaving = false;       ///< a group is left: its members have been visited
};

/// Visits groups and parameters in the order in which a recipe lists them: every group once, where its first
/// parameter stands in the table. Groups are visited again on leaving where `with_leaving` is set.
void walk_parameters(const ParameterTable& table, const std::function<void(const ParameterStep&)>& visit,
                     bool with_leaving = false);

}  // namespace understudy
