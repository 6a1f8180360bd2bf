// SPDX-License-Identifier: Apache-2.0
// README and docs speak of what exists: every command in a code block names a script that is there, a
// subcommand and options that --help lists, and files that lie in the project; every link points to a file.
#include <regex>
#include <set>

#include <fmt/format.h>

#include "tests/catch.h"
#include "tests/cli/program.h"
#include "tests/house/source_tree.h"

namespace understudy::house {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> documents() {
  std::vector<fs::path> paths;
  if (fs::exists(project_root() / "README.md")) paths.push_back(project_root() / "README.md");
  for (const auto& entry : fs::directory_iterator(project_root() / "docs")) {
    if (entry.path().extension() == ".md") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// Lines of code blocks, fenced or indented, continued lines joined.
std::vector<std::string> code_lines(const fs::path& document) {
  std::vector<std::string> lines;
  bool in_block = false, continued = false;
  for (std::string line : read_lines(document)) {
    if (line.starts_with("```")) {
      in_block = !in_block;
      continue;
    }
    const bool indented = line.starts_with("    ");
    if (!in_block && !indented) continue;
    if (indented) line = line.substr(4);
    const bool more = !line.empty() && line.back() == '\\';
    if (more) line.pop_back();
    if (continued) {
      lines.back() += " " + line;
    } else {
      lines.push_back(line);
    }
    continued = more;
  }
  return lines;
}

std::string help_of(const std::string& subcommand) {
  std::vector<std::string> command{UNDERSTUDY_PROGRAM};
  if (!subcommand.empty()) command.push_back(subcommand);
  command.emplace_back("--help");
  return test::run(command).out;
}

/// What is wrong with a line "understudy SUBCOMMAND ..."; empty where nothing is.
std::string fault_of(const std::vector<std::string>& words) {
  if (words.size() < 2 || words[1].starts_with("-")) return "";
  const std::string help = help_of(words[1]);
  if (help.find("Usage: understudy " + words[1]) == std::string::npos)
    return "no such subcommand: " + words[1];
  for (const std::string& word : words) {
    static const std::regex option("^(--[a-z-]+)");
    std::smatch match;
    if (std::regex_search(word, match, option) && help.find(match[1].str()) == std::string::npos) {
      return "no such option: " + word;
    }
    if (word.starts_with("assets/") && !fs::exists(project_root() / word)) return "no such file: " + word;
  }
  return "";
}

TEST_CASE("commands in the documents exist") {
  int checked = 0;
  for (const fs::path& document : documents()) {
    for (const std::string& line : code_lines(document)) {
      std::string code = line.substr(0, line.find('#'));
      if (code.starts_with("$ ")) code = code.substr(2);
      auto words = split(code, ' ');
      std::erase(words, "");
      if (words.empty()) continue;
      const fs::path command = words[0];
      INFO(document << ": " << line);
      if (words[0].starts_with("script/")) {
        const fs::path script = project_root() / command;
        REQUIRE(fs::exists(script));
        CHECK((fs::status(script).permissions() & fs::perms::owner_exec) != fs::perms::none);
        ++checked;
      } else if (command.filename() == "understudy") {
        CHECK(fault_of(words) == "");
        ++checked;
      }
    }
  }
  CHECK(checked > 0);
}

TEST_CASE("links between documents lead somewhere") {
  static const std::regex link(R"(\]\(([^)#:]+)(#[^)]*)?\))");
  for (const fs::path& document : documents()) {
    for (const std::string& line : read_lines(document)) {
      for (std::sregex_iterator match(line.begin(), line.end(), link), end; match != end; ++match) {
        INFO(document << ": " << line);
        CHECK(fs::exists(document.parent_path() / (*match)[1].str()));
      }
    }
  }
}

TEST_CASE("README's first command stands in its first twenty lines") {
  const auto lines = read_lines(project_root() / "README.md");
  bool found = false;
  for (size_t i = 0; i < std::min<size_t>(20, lines.size()); ++i) {
    found |= lines[i].find("script/demo") != std::string::npos;
  }
  CHECK(found);
}

}  // namespace
}  // namespace understudy::house
