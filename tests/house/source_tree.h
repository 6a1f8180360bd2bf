// SPDX-License-Identifier: Apache-2.0
// The project's own files as text, for tests that judge the house and not what it computes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace understudy::house {

struct SourceFile {
  std::string path;    ///< relative to the project: "base/image.h"
  std::string folder;  ///< first part of the path; "tests/oracles" for what lies in tests
  std::vector<std::string> lines;
};

/// C++ and GLSL files of the folders of the house, of tests and of bench, by path.
const std::vector<SourceFile>& cpp_files();
/// Shell and Python files: script/, and *.py of tests and bench.
const std::vector<SourceFile>& script_files();

std::filesystem::path project_root();
std::vector<std::string> read_lines(const std::filesystem::path& path);

/// The lines with comments and the contents of string and character literals blanked: what the compiler acts
/// upon.
std::vector<std::string> code_only(const std::vector<std::string>& lines);

struct Include {
  int line = 0;
  std::string path;
  bool quoted = false;
};
std::vector<Include> includes_of(const SourceFile& file);

/// One folder's row of the table in docs/architecture.md.
struct TableRow {
  std::string folder;
  std::vector<std::string> may_include;
  std::vector<std::string> libraries;
};
std::vector<TableRow> architecture_table();

/// Parts between separators, trimmed of blanks and backquotes.
std::vector<std::string> split(const std::string& text, char separator);

}  // namespace understudy::house
