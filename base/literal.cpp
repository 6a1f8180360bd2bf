// SPDX-License-Identifier: Apache-2.0
#include "base/literal.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace understudy {
namespace {

bool looks_like_number(std::string_view text, double* value) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return error == std::errc() && !text.empty() && end == text.data() + text.size() && std::isfinite(*value);
}

bool reads_as_itself(std::string_view name) {
  constexpr std::array<std::string_view, 10> reserved{"true", "false", "null", "Null",  "NULL",
                                                      "True", "False", "TRUE", "FALSE", "else"};
  if (name.empty() || !std::isalpha(static_cast<unsigned char>(name.front())) || name.back() == ' ')
    return false;
  if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || c == '_' || c == '-' || c == ' ' || c == '.' || c == '/');
  });
}

}  // namespace

Literal parse_literal(const Node& node) {
  if (node.is_boolean()) return {node.boolean() ? 1.0 : 0.0, Distribution::Type::boolean};
  if (node.is_number()) return {node.number(), Distribution::Type::number};
  if (node.kind() != Node::Kind::scalar) {
    throw UserError(node.where(), "expected a single number or name, " + node.found());
  }
  return {node.text(), Distribution::Type::name};
}

Literal parse_literal_key(const std::string& key) {
  double number = 0;
  if (key == "true" || key == "false") return {key == "true" ? 1.0 : 0.0, Distribution::Type::boolean};
  if (looks_like_number(key, &number)) return {number, Distribution::Type::number};
  return {key, Distribution::Type::name};
}

void require_one_type(const Node& node, const std::vector<Literal>& literals) {
  for (const Literal& literal : literals) {
    if (literal.type == literals.front().type) continue;
    throw UserError(node.where(), "expected values of one type, found " + write_literal(literals.front()) +
                                      " and " + write_literal(literal));
  }
}

std::string write_number(double value) { return fmt::format("{}", value); }

std::string write_name(std::string_view name) {
  if (reads_as_itself(name)) return std::string(name);
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else if (c == '\r') {
      text += "\\r";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  return text + "\"";
}

std::string write_literal(const Literal& literal) {
  if (literal.type == Distribution::Type::name) return write_name(std::get<std::string>(literal.value));
  const double number = std::get<double>(literal.value);
  if (literal.type == Distribution::Type::boolean) return number != 0 ? "true" : "false";
  return write_number(number);
}

}  // namespace understudy
