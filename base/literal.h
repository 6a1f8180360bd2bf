// SPDX-License-Identifier: Apache-2.0
// A single value as a recipe writes it, and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/distribution.h"

namespace understudy {

struct Literal {
  Value value;
  Distribution::Type type = Distribution::Type::number;
};

/// Throws UserError where `node` is no scalar, or is a number that is not finite.
Literal parse_literal(const Node& node);
/// A key of a mapping: a number, true, false or a name by its looks.
Literal parse_literal_key(const std::string& key);
/// Throws UserError at `node` where numbers, booleans and names are mixed.
void require_one_type(const Node& node, const std::vector<Literal>& literals);

/// Shortest text that reads back to the same number.
std::string write_number(double value);
/// In quotes where YAML would read something else than this name.
std::string write_name(std::string_view name);
std::string write_literal(const Literal& literal);

}  // namespace understudy
