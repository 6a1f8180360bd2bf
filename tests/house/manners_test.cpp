// SPDX-License-Identifier: Apache-2.0
// What no file may say (clocks, global generators, unordered containers), and how long a file may be.
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "tests/catch.h"
#include "tests/house/source_tree.h"

namespace understudy::house {
namespace {

struct Ban {
  std::string why;
  std::regex pattern;
  std::set<std::string> allowed_in;  ///< folders or files
};

const std::vector<Ban>& bans() {
  static const std::vector<Ban> list = {
      {"global random generator", std::regex(R"(\b(rand|srand|drand48|random)\s*\(\s*\))"), {}},
      {"random numbers come from base/random.h",
       std::regex(R"(\b(random_device|mt19937\w*|default_random_engine)\b)"),
       {}},
      {"wall clock",
       std::regex(R"(\b(system_clock|gettimeofday|localtime\w*|gmtime\w*|__DATE__|__TIME__)\b)"),
       {}},
      {"wall clock", std::regex(R"(\b(std::)?time\s*\(\s*(NULL|nullptr|0|&\w+)?\s*\))"), {}},
      {"a stopwatch is for progress and statistics only",
       std::regex(R"(\b(steady_clock|high_resolution_clock)\b)"),
       {"pipeline", "cli", "bench", "renderer"}},
      {"order of iteration decides bytes: use map or set",
       std::regex(R"(\bunordered_(map|set|multimap|multiset)\b)"),
       {}},
      {"names are derived, never drawn", std::regex(R"(\buuid_generate\w*|\bmkstemp\b)"), {"base"}},
      {"the environment decides nothing in a picture",
       std::regex(R"(\bgetenv\b)"),
       {"renderer", "cli", "pipeline"}},
      {"the locale is the user's", std::regex(R"(\b(setlocale|locale::global)\b)"), {}},
      {"output goes through cli", std::regex(R"(\bstd::cout\b)"), {"cli", "bench"}},
  };
  return list;
}

bool is_test(const SourceFile& file) { return file.folder.starts_with("tests"); }

TEST_CASE("no file uses what makes two runs differ") {
  for (const SourceFile& file : cpp_files()) {
    if (is_test(file)) continue;
    const auto code = code_only(file.lines);
    for (const Ban& ban : bans()) {
      if (ban.allowed_in.contains(file.folder) || ban.allowed_in.contains(file.path)) continue;
      for (size_t i = 0; i < code.size(); ++i) {
        if (std::regex_search(code[i], ban.pattern)) {
          FAIL_CHECK(fmt::format("{}:{}: {}: {}", file.path, i + 1, ban.why, file.lines[i]));
        }
      }
    }
  }
}

TEST_CASE("the bans find what they are for") {
  const auto found = [](const std::string& line) {
    const std::string code = code_only({line}).front();
    for (const Ban& ban : bans()) {
      if (std::regex_search(code, ban.pattern)) return true;
    }
    return false;
  };
  CHECK(found("int x = rand();"));
  CHECK(found("std::mt19937 engine(std::random_device{}());"));
  CHECK(found("auto now = std::time(nullptr);"));
  CHECK(found("auto now = std::chrono::system_clock::now();"));
  CHECK(found("std::unordered_map<int, int> m;"));
  CHECK_FALSE(found("double exposure_time(double s);  // time() is banned"));
  CHECK_FALSE(found("print(\"system_clock\");"));
}

TEST_CASE("every file says under which licence it stands") {
  const auto says = [](const std::string& line) {
    return line.find("SPDX-License-Identifier: Apache-2.0") != std::string::npos;
  };
  for (const SourceFile& file : cpp_files()) {
    INFO(file.path);
    CHECK((!file.lines.empty() && says(file.lines[0])));
  }
  for (const SourceFile& file : script_files()) {
    INFO(file.path);
    CHECK((file.lines.size() > 1 && (says(file.lines[0]) || says(file.lines[1]))));
  }
}

bool is_shader(const SourceFile& file) { return file.path.find("/shaders/") != std::string::npos; }

TEST_CASE("every header may be included twice") {
  for (const SourceFile& file : cpp_files()) {
    if (!file.path.ends_with(".h") || is_shader(file)) continue;
    INFO(file.path);
    CHECK(std::count(file.lines.begin(), file.lines.end(), "#pragma once") == 1);
  }
}

// Two types of one name in one program break it without a word from compiler or linker: of what a template
// makes for both, such as vector's growth, one is thrown away.
TEST_CASE("no two headers give one name to two types") {
  const std::regex space(R"(^namespace ([\w:]+) \{)");
  const std::regex type(R"(^(?:struct|class|enum class) (\w+)(?: final)?(?: :.*)?\s*\{)");
  std::map<std::string, std::string> known;
  for (const SourceFile& file : cpp_files()) {
    if (!file.path.ends_with(".h") || is_shader(file) || is_test(file)) continue;
    std::string outer;
    for (const std::string& line : code_only(file.lines)) {
      std::smatch match;
      if (std::regex_search(line, match, space)) outer = match[1].str() + "::";
      if (!std::regex_search(line, match, type)) continue;
      const auto [at, fresh] = known.try_emplace(outer + match[1].str(), file.path);
      INFO(match[1].str() << " in " << at->second << " and " << file.path);
      CHECK(fresh);
    }
  }
  CHECK(known.size() > 200);
}

TEST_CASE("THING.cpp includes THING.h first, and so proves that it stands alone") {
  std::set<std::string> headers;
  for (const SourceFile& file : cpp_files()) {
    if (file.path.ends_with(".h")) headers.insert(file.path);
  }
  int proofs = 0;
  for (const SourceFile& file : cpp_files()) {
    if (!file.path.ends_with(".cpp")) continue;
    const std::string own = file.path.substr(0, file.path.size() - 4) + ".h";
    if (!headers.contains(own)) continue;
    INFO(file.path);
    const auto includes = includes_of(file);
    CHECK((!includes.empty() && includes.front().path == own));
    ++proofs;
  }
  CHECK(proofs > 100);
}

/// Lines of the longest function that begins and ends in the first column (clang-format sees to that), and
/// its place.
std::pair<size_t, size_t> longest_function(const std::vector<std::string>& code) {
  static const std::regex not_a_function(
      R"(^(namespace|struct|class|enum|union|extern|const|static const|constexpr|\}))");
  size_t longest = 0, where = 0;
  for (size_t i = 0; i < code.size(); ++i) {
    const bool opens = !code[i].empty() && code[i].back() == '{' && code[i][0] != ' ' &&
                       code[i].find('(') != std::string::npos;
    if (!opens || std::regex_search(code[i], not_a_function)) continue;
    size_t end = i + 1;
    while (end < code.size() && !code[end].starts_with("}")) ++end;
    if (end - i + 1 > longest) longest = end - i + 1, where = i + 1;
  }
  return {longest, where};
}

TEST_CASE("files and functions keep to their budgets") {
  for (const SourceFile& file : cpp_files()) {
    const bool header = file.path.ends_with(".h") && !is_test(file) && !is_shader(file);
    const size_t budget = header ? 150 : file.path.ends_with(".comp") ? 200 : 400;
    if (file.lines.size() > 600) {
      FAIL_CHECK(fmt::format("{} has {} lines: split it", file.path, file.lines.size()));
    } else if (file.lines.size() > budget) {
      WARN(fmt::format("{} has {} lines, budget {}", file.path, file.lines.size(), budget));
    }
    const auto [lines, where] = longest_function(code_only(file.lines));
    if (lines > 120 && !is_test(file)) {
      FAIL_CHECK(fmt::format("{}:{}: a function of {} lines", file.path, where, lines));
    } else if (lines > 60 && !is_test(file)) {
      WARN(fmt::format("{}:{}: a function of {} lines, budget 60", file.path, where, lines));
    }
  }
}

TEST_CASE("nothing in the tree names a place on one machine or is left undone") {
  static const std::regex left(R"(\b(TODO|FIXME|XXX|HACK)\b|/work/|/home/\w)");
  for (const SourceFile& file : cpp_files()) {
    if (file.path == "tests/house/manners_test.cpp") continue;
    for (size_t i = 0; i < file.lines.size(); ++i) {
      if (std::regex_search(file.lines[i], left))
        FAIL_CHECK(fmt::format("{}:{}: {}", file.path, i + 1, file.lines[i]));
    }
  }
}

}  // namespace
}  // namespace understudy::house
