// SPDX-License-Identifier: Apache-2.0
// Rows of a generator's ParameterTable, one function per kind.
#pragma once

#include <string>
#include <vector>

#include "base/parameters.h"

namespace understudy::rows {

Parameter number(std::string path, double low, double high, std::string value, std::string help);
Parameter integer(std::string path, double low, double high, std::string value, std::string help);
Parameter boolean(std::string path, std::string value, std::string help);
Parameter name(std::string path, std::vector<std::string> names, std::string value, std::string help);
/// The same, drawn per object.
Parameter each(Parameter parameter);
/// "any" before the names.
std::vector<std::string> with_any(const std::vector<std::string>& names);

}  // namespace understudy::rows
