// SPDX-License-Identifier: Apache-2.0
#include "tests/house/source_tree.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

namespace understudy::house {
namespace fs = std::filesystem;
namespace {

SourceFile read_source(const fs::path& path) {
  SourceFile file;
  file.path = path.lexically_relative(project_root()).generic_string();
  const auto first = file.path.find('/');
  file.folder = file.path.substr(0, first);
  if (file.folder == "tests") file.folder = file.path.substr(0, file.path.find('/', first + 1));
  file.lines = read_lines(path);
  return file;
}

std::vector<SourceFile> collect(const std::vector<std::string>& folders,
                                const std::set<std::string>& extensions) {
  std::vector<SourceFile> files;
  for (const std::string& folder : folders) {
    const fs::path root = project_root() / folder;
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.is_regular_file() && extensions.contains(entry.path().extension().string())) {
        files.push_back(read_source(entry.path()));
      }
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

/// Blanks literals and comments of one line; `in_comment` carries a block comment to the next line.
std::string blank_line(const std::string& line, bool& in_comment) {
  std::string code;
  char quote = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i], next = i + 1 < line.size() ? line[i + 1] : 0;
    if (in_comment) {
      if (c == '*' && next == '/') in_comment = false, ++i;
    } else if (quote != 0) {
      if (c == '\\') {
        ++i;
      } else if (c == quote) {
        quote = 0, code += c;
      }
    } else if (c == '/' && next == '/') {
      break;
    } else if (c == '/' && next == '*') {
      in_comment = true, ++i;
    } else {
      const bool digit_separator =
          c == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(line[i - 1])) != 0;
      if (c == '"' || (c == '\'' && !digit_separator)) quote = c;
      code += c;
    }
  }
  return code;
}

}  // namespace

fs::path project_root() { return UNDERSTUDY_SOURCE_DIR; }

std::vector<std::string> read_lines(const fs::path& path) {
  std::ifstream stream(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    const auto first = part.find_first_not_of(" `");
    const auto last = part.find_last_not_of(" `");
    parts.push_back(first == std::string::npos ? "" : part.substr(first, last - first + 1));
  }
  return parts;
}

std::vector<TableRow> architecture_table() {
  static const std::regex row_begin(R"(^\| \d+ \|)");
  std::vector<TableRow> table;
  for (const std::string& line : read_lines(project_root() / "docs/architecture.md")) {
    if (!std::regex_search(line, row_begin)) continue;
    const auto cells = split(line, '|');
    if (cells.size() < 6) continue;
    TableRow row{cells[2], split(cells[4], ','), split(cells[5], ',')};
    std::erase(row.may_include, "-");
    std::erase(row.libraries, "-");
    table.push_back(row);
  }
  return table;
}

const std::vector<SourceFile>& cpp_files() {
  static const std::vector<SourceFile> files = [] {
    std::vector<std::string> folders{"tests", "bench"};
    for (const TableRow& row : architecture_table()) folders.push_back(row.folder);
    return collect(folders, {".h", ".cpp", ".glsl", ".comp"});
  }();
  return files;
}

const std::vector<SourceFile>& script_files() {
  static const std::vector<SourceFile> files = collect({"script", "tests", "bench"}, {"", ".py", ".sh"});
  return files;
}

std::vector<std::string> code_only(const std::vector<std::string>& lines) {
  static const std::regex raw_begin(R"re((^|[^\w"])R"(\w*)\()re");
  std::vector<std::string> code;
  bool in_comment = false;
  std::string raw_end;  // not empty inside a raw string, whose lines hold documents
  for (const std::string& line : lines) {
    std::smatch begin;
    if (!raw_end.empty()) {
      if (line.find(raw_end) != std::string::npos) raw_end.clear();
      code.emplace_back();
    } else if (std::regex_search(line, begin, raw_begin)) {
      const std::string end = ")" + begin[2].str() + "\"";
      if (line.find(end, size_t(begin.position())) == std::string::npos) raw_end = end;
      code.push_back(begin.prefix());
    } else {
      code.push_back(blank_line(line, in_comment));
    }
  }
  return code;
}

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  std::vector<Include> includes;
  for (size_t i = 0; i < file.lines.size(); ++i) {
    std::smatch match;
    if (std::regex_search(file.lines[i], match, pattern)) {
      includes.push_back({int(i + 1), match[2], match[1] == "\""});
    }
  }
  return includes;
}

}  // namespace understudy::house
