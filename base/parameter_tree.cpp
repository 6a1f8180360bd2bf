// SPDX-License-Identifier: Apache-2.0
#include "base/parameter_tree.h"

#include <algorithm>

namespace understudy {
namespace {

struct Walker {
  const ParameterTable& table;
  const std::function<void(const ParameterStep&)>& visit;
  bool with_leaving;

  // `rows` share the first `begin` characters of their paths, which end in a dot (or are none).
  void walk(const std::vector<size_t>& rows, size_t begin, size_t depth) const {
    std::vector<std::string> names;
    for (const size_t row : rows) {
      const std::string name = part(row, begin);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    for (const std::string& name : names) {
      std::vector<size_t> inner;
      for (const size_t row : rows) {
        if (part(row, begin) == name) inner.push_back(row);
      }
      const bool leaf = table[inner.front()].path.size() == begin + name.size();
      CHECK(!leaf || inner.size() == 1, "a parameter is also a group: " + table[inner.front()].path);
      if (leaf) {
        visit({depth, name, inner.front(), false});
        continue;
      }
      visit({depth, name, {}, false});
      walk(inner, begin + name.size() + 1, depth + 1);
      if (with_leaving) visit({depth, name, {}, true});
    }
  }

  std::string part(size_t row, size_t begin) const {
    const std::string& path = table[row].path;
    return path.substr(begin, std::min(path.find('.', begin), path.size()) - begin);
  }
};

}  // namespace

void walk_parameters(const ParameterTable& table, const std::function<void(const ParameterStep&)>& visit,
                     bool with_leaving) {
  std::vector<size_t> rows(table.size());
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = i;
  Walker{table, visit, with_leaving}.walk(rows, 0, 0);
}

}  // namespace understudy
