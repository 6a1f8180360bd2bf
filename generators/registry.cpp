// SPDX-License-Identifier: Apache-2.0
// Every generator that a recipe can name: one line each.
#include <utility>

#include "generators/compose.h"
#include "generators/inspection/inspection.h"
#include "generators/street/street.h"

namespace understudy {
namespace {

using Maker = std::unique_ptr<Generator> (*)();
constexpr std::pair<const char*, Maker> generators[] = {{"street", make_street_generator},
                                                        {"inspection", make_inspection_generator}};

}  // namespace

std::unique_ptr<Generator> make_generator(const std::string& name) {
  for (const auto& [known, make] : generators)
    if (name == known) return make();
  return nullptr;
}

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const auto& [name, make] : generators) names.emplace_back(name);
  return names;
}

}  // namespace understudy
