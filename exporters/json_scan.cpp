// SPDX-License-Identifier: Apache-2.0
#include "exporters/json_scan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>

#include "base/error.h"

namespace understudy {
namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// What ends a number or a word, or no text holds.
constexpr bool is_mark(char c) {
  return c == ',' || c == ':' || c == '{' || c == '}' || c == '[' || c == ']' || c == '"' || c == '\0';
}

/// By byte: whether it goes on with a number or a word. Files of labels are numbers for the most part.
constexpr std::array<bool, 256> goes_on = [] {
  std::array<bool, 256> result{};
  for (int c = 0; c < 256; ++c) result[size_t(c)] = !is_space(char(c)) && !is_mark(char(c));
  return result;
}();

/// Deeper than anything that a dataset holds; simdjson's own limit is the same.
constexpr int most_depth = 1000;

}  // namespace

void JsonScan::fail(size_t at, const std::string& what, const std::string& hint) const {
  const auto end = text_.begin() + std::ptrdiff_t(std::min(at, text_.size()));
  const int line = int(1 + std::count(text_.begin(), end, '\n'));
  throw UserError(Where{file_, line, fmt::format("byte {}", at)}, what, hint);
}

size_t JsonScan::skip_space(size_t at) const {
  while (at < text_.size() && is_space(text_[at])) ++at;
  return at;
}

size_t JsonScan::skip_string(size_t at) const {
  for (size_t i = at + 1; i < text_.size();) {
    const auto* quote = static_cast<const char*>(std::memchr(text_.data() + i, '"', text_.size() - i));
    if (quote == nullptr) break;
    const size_t end = size_t(quote - text_.data());
    size_t backslashes = 0;
    while (text_[end - 1 - backslashes] == '\\') ++backslashes;  // the opening quote ends this
    if (backslashes % 2 == 0) return end + 1;
    i = end + 1;
  }
  fail(at, "a text without its closing quote");
}

size_t JsonScan::skip_value(size_t begin) const {
  int depth = 0;
  size_t i = begin;
  do {
    i = skip_space(i);
    switch (at(i)) {
      case '"':
        i = skip_string(i);
        break;
      case '{':
      case '[':
        if (++depth > most_depth) fail(i, "lists and objects are nested too deep");
        ++i;
        break;
      case '}':
      case ']':
        if (--depth < 0) fail(i, "expected a value");
        ++i;
        break;
      case ',':
      case ':':
        if (depth == 0) fail(i, "expected a value");
        ++i;
        break;
      default:
        if (i >= text_.size()) fail(i, "the file ends within a value", "is it cut short?");
        while (i < text_.size() && goes_on[uint8_t(text_[i])]) ++i;
        if (i < text_.size() && text_[i] == '\0') fail(i, "a byte that no text holds");
    }
  } while (depth > 0);
  return i;
}

size_t JsonScan::members(size_t begin,
                         const std::function<void(std::string_view, std::string_view)>& visit) const {
  if (at(begin) != '{') fail(begin, "expected an object");
  size_t i = skip_space(begin + 1);
  if (at(i) == '}') return i + 1;
  while (true) {
    if (at(i) != '"') fail(i, "expected a key in quotes");
    const size_t key_end = skip_string(i);
    const std::string_view key = text_.substr(i + 1, key_end - i - 2);
    i = skip_space(key_end);
    if (at(i) != ':') fail(i, "expected a colon after a key");
    i = skip_space(i + 1);
    const size_t end = skip_value(i);
    visit(key, text_.substr(i, end - i));
    i = skip_space(end);
    if (at(i) == '}') return i + 1;
    if (at(i) != ',')
      fail(i, "expected a comma or the end of an object", i >= text_.size() ? "is the file cut short?" : "");
    i = skip_space(i + 1);
  }
}

size_t JsonScan::elements(size_t begin, const std::function<void(std::string_view)>& visit) const {
  if (at(begin) != '[') fail(begin, "expected a list");
  size_t i = skip_space(begin + 1);
  if (at(i) == ']') return i + 1;
  while (true) {
    const size_t end = skip_value(i);
    visit(text_.substr(i, end - i));
    i = skip_space(end);
    if (at(i) == ']') return i + 1;
    if (at(i) != ',')
      fail(i, "expected a comma or the end of a list", i >= text_.size() ? "is the file cut short?" : "");
    i = skip_space(i + 1);
  }
}

std::vector<JsonMember> members_of(std::string_view object) {
  std::vector<JsonMember> members;
  JsonScan(object, "").members(0, [&](std::string_view key, std::string_view value) {
    members.push_back({key, value});
  });
  return members;
}

}  // namespace understudy
