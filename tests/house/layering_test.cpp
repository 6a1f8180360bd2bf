// SPDX-License-Identifier: Apache-2.0
// Who may include whom: the table of docs/architecture.md is read here, so that the page cannot lie.
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "tests/catch.h"
#include "tests/house/source_tree.h"

namespace understudy::house {
namespace {

/// Outside libraries by the beginning of their headers' paths, under the names that the table uses.
const std::vector<std::pair<std::string, std::string>> libraries_by_header = {
    {"fmt/", "fmt"},
    {"yaml-cpp/", "yaml-cpp"},
    {"nlohmann/", "nlohmann-json"},
    {"simdjson.h", "simdjson"},
    {"jpeglib.h", "libjpeg-turbo"},
    {"jerror.h", "libjpeg-turbo"},
    {"png.h", "libpng"},
    {"OpenEXR/", "OpenEXR"},
    {"Imf", "OpenEXR"},
    {"Imath", "OpenEXR"},
    {"half.h", "OpenEXR"},
    {"Iex", "OpenEXR"},
    {"glm/", "GLM"},
    {"assimp/", "Assimp"},
    {"vulkan/", "Vulkan"},
    {"embree3/", "Embree's builder"},
    {"embree4/", "Embree's builder"},
    {"opencv2/", "OpenCV"},
    {"webp/", "libwebp"},
    {"CLI/", "CLI11"},
    {"tbb/", "TBB"},
    {"oneapi/tbb", "TBB"},
};

/// C and POSIX headers that come with every system; the C++ library's have no dot.
bool is_system_header(const std::string& header) {
  static const std::set<std::string> headers = {"unistd.h", "fcntl.h", "dlfcn.h",     "signal.h",
                                                "setjmp.h", "time.h",  "immintrin.h", "malloc.h"};
  return header.find('.') == std::string::npos || header.starts_with("sys/") || headers.contains(header);
}

bool holds(const std::vector<std::string>& list, const std::string& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::string library_of(const std::string& header) {
  for (const auto& [prefix, library] : libraries_by_header) {
    if (header.starts_with(prefix)) return library;
  }
  return "";
}

/// Why a folder may not have this include; empty where it may.
std::string refusal(const TableRow& row, const Include& include) {
  if (include.quoted) {
    const std::string folder = include.path.substr(0, include.path.find('/'));
    const bool beside = include.path.find('/') == std::string::npos;  // GLSL includes its neighbours by name
    if (beside || folder == row.folder || holds(row.may_include, folder)) return "";
    return fmt::format("{} may not include {}", row.folder, folder);
  }
  if (is_system_header(include.path) && library_of(include.path).empty()) return "";
  const std::string library = library_of(include.path);
  if (library.empty()) return fmt::format("<{}> belongs to no library that the table names", include.path);
  const bool speaks_glm = row.folder == "scenes" || holds(row.may_include, "scenes");
  if (library == "GLM" && speaks_glm) return "";
  return holds(row.libraries, library) ? "" : fmt::format("{} may not use {}", row.folder, library);
}

TEST_CASE("the architecture page has its table") {
  const auto table = architecture_table();
  REQUIRE(table.size() >= 9);
  for (const TableRow& row : table) {
    CHECK(std::filesystem::is_directory(project_root() / row.folder));
    for (const std::string& other : row.may_include) {
      CHECK(std::any_of(table.begin(), table.end(), [&](const TableRow& r) { return r.folder == other; }));
    }
  }
}

TEST_CASE("every include is one that the architecture page allows") {
  std::map<std::string, TableRow> rows;
  for (const TableRow& row : architecture_table()) rows[row.folder] = row;
  int checked = 0;
  for (const SourceFile& file : cpp_files()) {
    const auto row = rows.find(file.folder);
    if (row == rows.end()) continue;
    for (const Include& include : includes_of(file)) {
      ++checked;
      const std::string why = refusal(row->second, include);
      if (!why.empty()) FAIL_CHECK(fmt::format("{}:{}: {}", file.path, include.line, why));
    }
  }
  CHECK(checked > 100);
}

TEST_CASE("the judge shares no code with the accused: tests/oracles includes only base and scenes") {
  for (const SourceFile& file : cpp_files()) {
    if (file.folder != "tests/oracles") continue;
    for (const Include& include : includes_of(file)) {
      if (!include.quoted) continue;
      const bool allowed = include.path.starts_with("base/") || include.path.starts_with("scenes/") ||
                           include.path.starts_with("tests/oracles/") || include.path == "tests/catch.h";
      if (!allowed) FAIL_CHECK(fmt::format("{}:{}: includes {}", file.path, include.line, include.path));
    }
  }
}

TEST_CASE("only renderer speaks Vulkan") {
  static const std::regex vulkan(R"(\b(vk::|vk[A-Z]\w+|Vk[A-Z]\w+|VK_[A-Z]\w+))");
  for (const SourceFile& file : cpp_files()) {
    if (file.folder == "renderer" || file.folder.starts_with("tests")) continue;
    const auto code = code_only(file.lines);
    for (size_t i = 0; i < code.size(); ++i) {
      if (std::regex_search(code[i], vulkan)) FAIL_CHECK(fmt::format("{}:{}: {}", file.path, i + 1, code[i]));
    }
  }
}

TEST_CASE("a folder's target links only what the folder may include") {
  static const std::regex target(R"(understudy_([a-z]+))");
  for (const TableRow& row : architecture_table()) {
    for (const std::string& line : read_lines(project_root() / row.folder / "CMakeLists.txt")) {
      if (line.find("LINKS") == std::string::npos && line.find("target_link_libraries") == std::string::npos)
        continue;
      for (std::sregex_iterator match(line.begin(), line.end(), target), end; match != end; ++match) {
        const std::string other = (*match)[1];
        const bool allowed = other == row.folder || other == "options" || other == "library" ||
                             other == "shaders" || holds(row.may_include, other);
        INFO(row.folder << "/CMakeLists.txt: " << line);
        CHECK(allowed);
      }
    }
  }
}

TEST_CASE("the layering check itself refuses what it must") {
  const TableRow row{"labels", {"base", "scenes"}, {"fmt"}};
  CHECK(refusal(row, {1, "base/image.h", true}).empty());
  CHECK(refusal(row, {1, "labels/rle.h", true}).empty());
  CHECK(refusal(row, {1, "vector", false}).empty());
  CHECK(refusal(row, {1, "glm/glm.hpp", false}).empty());
  CHECK(refusal(row, {1, "renderer/renderer.h", true}) == "labels may not include renderer");
  CHECK(refusal(row, {1, "nlohmann/json.hpp", false}) == "labels may not use nlohmann-json");
  CHECK_FALSE(refusal(row, {1, "opencv2/core.hpp", false}).empty());
}

}  // namespace
}  // namespace understudy::house
