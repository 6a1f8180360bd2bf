// SPDX-License-Identifier: Apache-2.0
// Rows of a ParameterTable, one function per kind.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/parameters.h"

namespace understudy {

/// Of a recipe: the largest integer up to which YAML and JSON numbers (doubles) hold every one.
inline constexpr uint64_t largest_seed = uint64_t(1) << 53;

namespace rows {

Parameter number(std::string path, double low, double high, std::string value, std::string help);
Parameter integer(std::string path, double low, double high, std::string value, std::string help);
Parameter boolean(std::string path, std::string value, std::string help);
Parameter name(std::string path, std::vector<std::string> names, std::string value, std::string help);
Parameter path(std::string path, std::string value, std::string help);
/// The same, drawn per object.
Parameter each(Parameter parameter);
/// The same, as one plain value for the whole dataset.
Parameter setting(Parameter parameter);
/// The setting "seed".
Parameter seed(std::string help);
/// "any" before the names.
std::vector<std::string> with_any(const std::vector<std::string>& names);

}  // namespace rows
}  // namespace understudy
