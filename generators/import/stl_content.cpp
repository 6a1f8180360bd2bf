// SPDX-License-Identifier: Apache-2.0
#include "generators/import/stl_content.h"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "base/files.h"
#include "base/spelling.h"
#include "generators/import/little_endian.h"

namespace understudy::importing {
namespace {

constexpr size_t beginning = 64 << 10;

bool is_plain_text(std::string_view begin) {
  return begin.starts_with("solid") && begin.find("facet") != std::string_view::npos;
}

/// Small letters, but for the names behind "solid" and "endsolid".
std::string with_small_keywords(const std::string& text) {
  std::string small = lower_case(text);
  constexpr std::string_view named = "solid ";
  for (size_t at = small.find(named); at != std::string::npos; at = small.find(named, at)) {
    const size_t end = std::min(small.find('\n', at), small.size());
    at += named.size();
    small.replace(at, end - at, text, at, end - at);
  }
  return small;
}

}  // namespace

bool is_text_stl(std::string_view begin) {
  return begin.find('\0') == std::string_view::npos && is_plain_text(lower_case(std::string(begin)));
}

std::optional<std::string> plain_stl(const std::filesystem::path& stl) {
  std::string begin(beginning, '\0');
  std::ifstream file(stl, std::ios::binary);
  file.read(begin.data(), std::streamsize(begin.size()));
  begin.resize(size_t(file.gcount()));
  if (is_text_stl(begin)) {
    if (is_plain_text(begin)) return {};
    return with_small_keywords(read_file(stl));
  }
  if (begin.size() < stl_header_bytes) return {};
  const uint64_t triangles = little_endian(begin, stl_header_bytes - 4);
  const uint64_t size = stl_header_bytes + stl_triangle_bytes * triangles;
  std::error_code error;
  if (const uint64_t all = std::filesystem::file_size(stl, error); error || size >= all) return {};
  return read_file(stl).substr(0, size);
}

}  // namespace understudy::importing
