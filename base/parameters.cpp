// SPDX-License-Identifier: Apache-2.0
#include "base/parameters.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "base/document.h"
#include "base/literal.h"
#include "base/parameter_tree.h"
#include "base/spelling.h"

namespace understudy {
namespace {

using Kind = Parameter::Kind;
using Type = Distribution::Type;

bool has_range(const Parameter& parameter) {
  return parameter.kind == Kind::number || parameter.kind == Kind::integer;
}

void check_row(const Parameter& parameter) {
  const bool spelled =
      !parameter.path.empty() &&
      parameter.path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos;
  CHECK(spelled, "a parameter's path is made of a-z, 0-9, _ and dots: '" + parameter.path + "'");
  CHECK(!has_range(parameter) || parameter.low < parameter.high,
        "parameter without a range: " + parameter.path);
}

std::string expectation(const Parameter& parameter) {
  switch (parameter.kind) {
    case Kind::number:
      return fmt::format("a number in [{}, {}]", parameter.low, parameter.high);
    case Kind::integer:
      return fmt::format("a whole number in [{}, {}]", parameter.low, parameter.high);
    case Kind::boolean:
      return "true or false";
    case Kind::path:
      return "the path of a file";
    case Kind::name:
      break;
  }
  return parameter.names.empty() ? "a name" : list_of(parameter.names);
}

std::string found_in(const Distribution& distribution) { return ", found " + distribution.describe(); }

void require_type(const Parameter& parameter, const Distribution& distribution, const Where& where) {
  const Type type = distribution.type();
  const bool fits = has_range(parameter)              ? type == Type::number
                    : parameter.kind == Kind::boolean ? type == Type::boolean
                                                      : type == Type::name;
  if (!fits) {
    const bool quote = type != Type::name && (parameter.kind == Kind::path || parameter.kind == Kind::name);
    throw UserError(where, "expected " + expectation(parameter) + found_in(distribution),
                    quote && parameter.names.empty() ? "put it in quotes" : "");
  }
}

void require_range(const Parameter& parameter, const Distribution& distribution, const Where& where) {
  const auto bounds = distribution.bounds();
  const auto center = distribution.center_bounds();
  const bool below =
      (std::isfinite(bounds->first) && bounds->first < parameter.low) || center->first < parameter.low;
  const bool above =
      (std::isfinite(bounds->second) && bounds->second > parameter.high) || center->second > parameter.high;
  if (below || above) throw UserError(where, "expected " + expectation(parameter) + found_in(distribution));
  if (parameter.kind != Kind::integer) return;
  if (const auto fraction = distribution.first_fraction()) {
    throw UserError(where, fmt::format("expected {}, found {}", expectation(parameter), *fraction));
  }
}

void require_names(const Parameter& parameter, const Distribution& distribution, const Where& where) {
  if (parameter.names.empty()) return;
  for (const std::string& name : distribution.names()) {
    if (std::find(parameter.names.begin(), parameter.names.end(), name) != parameter.names.end()) continue;
    throw UserError(where, "expected " + expectation(parameter) + ", found '" + name + "'",
                    did_you_mean(name, parameter.names));
  }
}

// Relative to the folder of the recipe that names it; to the working folder where an option does.
Distribution with_absolute_paths(const Distribution& distribution, const Where& where) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::current_path() / fs::path(where.file).parent_path();
  return distribution.renamed([&](const std::string& name) {
    return name.empty() ? name : (folder / name).lexically_normal().string();
  });
}

Distribution read_row(const Parameter& parameter, const Node& node) {
  // A node knows more about why a scalar is no number (a unit, quotes) than the distribution made of it.
  if (has_range(parameter) && node.kind() == Node::Kind::scalar) node.number();
  Distribution distribution = Distribution::parse(node);
  if (parameter.constant && !distribution.is_constant()) {
    throw UserError(node.where(), "expected a plain value, found a distribution",
                    "this is one setting for the whole dataset");
  }
  require_type(parameter, distribution, node.where());
  if (has_range(parameter)) require_range(parameter, distribution, node.where());
  // A double may have rounded it into the range.
  const bool whole = parameter.kind == Kind::integer && node.kind() == Node::Kind::scalar;
  if (whole && (node.integer() < int64_t(parameter.low) || node.integer() > int64_t(parameter.high)))
    throw UserError(node.where(), "expected " + expectation(parameter) + ", " + node.found());
  require_names(parameter, distribution, node.where());
  if (parameter.kind == Kind::path) return with_absolute_paths(distribution, node.where());
  return distribution;
}

Distribution default_of(const Parameter& parameter) {
  try {
    const bool is_text = parameter.kind == Kind::path || parameter.kind == Kind::name;
    if (is_text && parameter.default_yaml.empty()) return Distribution::constant(std::string());
    return read_row(parameter, parse_document(parameter.default_yaml, "default of " + parameter.path));
  } catch (const UserError& error) {
    check_failed(__FILE__, __LINE__, "a default is allowed", error.what());
  }
}

std::optional<Node> find_dotted(const Node& root, const std::string& path) {
  std::optional<Node> node = root;
  for (size_t begin = 0; node && begin <= path.size();) {
    const size_t end = std::min(path.find('.', begin), path.size());
    node = node->find(std::string_view(path).substr(begin, end - begin));
    begin = end + 1;
  }
  return node;
}

std::string write_value(const Value& value, Type type) { return write_literal({value, type}); }

// One dependency of `parameter` on `other`: is it one that a draw can follow?
void require_fit(const Parameter& parameter, const Parameter& other, const Distribution& others,
                 const Dependency& dependency) {
  const Where& where = dependency.where;
  if (other.per_object && !parameter.per_object) {
    throw UserError(where, "cannot depend on '" + other.path + "', which differs from object to object");
  }
  if (dependency.by_number) {
    if (has_range(other)) return;
    throw UserError(where, "points need a number, but '" + other.path + "' takes " + expectation(other),
                    "use cases");
  }
  if (other.kind == Kind::number) {
    throw UserError(where,
                    "cases need names, whole numbers or true and false, but '" + other.path + "' takes " +
                        expectation(other),
                    "use points");
  }
  const Type type = others.type();
  for (const Value& value : dependency.cases) {
    const bool is_name = std::holds_alternative<std::string>(value);
    const bool known = is_name == (type == Type::name) &&
                       (!is_name || other.names.empty() ||
                        std::find(other.names.begin(), other.names.end(), std::get<std::string>(value)) !=
                            other.names.end());
    if (known) continue;
    const std::string name = write_value(value, is_name ? Type::name : type);
    throw UserError(where,
                    "the case " + name + " never happens: '" + other.path + "' takes " + expectation(other),
                    did_you_mean(name, other.names));
  }
}

// Without `else` every value of the other parameter needs a case.
void require_complete(const Parameter& other, const Distribution& others, const Dependency& dependency) {
  if (dependency.by_number || dependency.has_else) return;
  std::vector<Value> possible;
  if (other.kind == Kind::boolean) possible = {0.0, 1.0};
  for (const std::string& name : others.names()) possible.emplace_back(name);
  if (other.kind == Kind::integer) {
    const auto [low, high] = *others.bounds();
    const bool few = high - low <= 1000;
    if (!few) throw UserError(dependency.where, "the cases do not cover '" + other.path + "'", "add an else");
    for (auto value = int64_t(std::ceil(low)); double(value) <= high; ++value)
      possible.emplace_back(double(value));
  }
  for (const Value& value : possible) {
    if (std::find(dependency.cases.begin(), dependency.cases.end(), value) != dependency.cases.end())
      continue;
    throw UserError(
        dependency.where,
        "'" + other.path + "' can be " + write_value(value, others.type()) + ", which has no case",
        "add it, or an else");
  }
}

}  // namespace

ParameterTable joined_tables(ParameterTable table, const ParameterTable& more) {
  const size_t own = table.size();
  for (const Parameter& parameter : more) {
    const auto end = table.begin() + std::ptrdiff_t(own);
    const bool known =
        std::any_of(table.begin(), end, [&](const Parameter& p) { return p.path == parameter.path; });
    if (!known) table.push_back(parameter);
  }
  return table;
}

ParameterSet ParameterSet::read(const ParameterTable& table, const Node& root) {
  ParameterSet set;
  set.table_ = table;
  uint64_t stride = 1;
  for (const Parameter& parameter : table) {
    check_row(parameter);
    const bool fresh = set.row_of_.emplace(parameter.path, set.distributions_.size()).second;
    CHECK(fresh, "a parameter stands in the table twice: " + parameter.path);
    const std::optional<Node> node = find_dotted(root, parameter.path);
    set.distributions_.push_back(node ? read_row(parameter, *node) : default_of(parameter));
    set.places_.push_back(node ? node->where() : Where{});
    set.grid_strides_.push_back(stride);
    const uint64_t length = set.distributions_.back().grid_length();
    if (stride > (uint64_t(1) << 53) / length) {
      throw UserError(node->where(), "the grids have more than 2^53 combinations");
    }
    stride *= length;
  }
  set.check_dependencies();
  return set;
}

void ParameterSet::check_dependencies() const {
  std::vector<std::string> paths;
  for (const Parameter& parameter : table_) paths.push_back(parameter.path);
  for (size_t row = 0; row < table_.size(); ++row) {
    for (const Dependency& dependency : distributions_[row].depends_on()) {
      const auto other = row_of_.find(dependency.path);
      if (other == row_of_.end()) {
        throw UserError(dependency.where, "there is no parameter '" + dependency.path + "' to depend on",
                        did_you_mean(dependency.path, paths));
      }
      require_fit(table_[row], table_[other->second], distributions_[other->second], dependency);
      require_complete(table_[other->second], distributions_[other->second], dependency);
    }
  }
  std::vector<uint64_t> draws(table_.size(), 0);
  for (size_t row = 0; row < table_.size(); ++row) count_draws(row, draws);
}

// How many draws one draw of `row` takes at most, those of what it depends on included; depth first. A
// parameter may follow another several times, so without a limit a few lines could ask for more than a
// lifetime holds.
uint64_t ParameterSet::count_draws(size_t row, std::vector<uint64_t>& draws) const {
  constexpr uint64_t on_the_way = std::numeric_limits<uint64_t>::max(), most = 10'000;
  if (draws[row] != 0) return draws[row];
  draws[row] = on_the_way;
  uint64_t sum = 1;
  for (const Dependency& dependency : distributions_[row].depends_on()) {
    const size_t next = row_of_.at(dependency.path);
    if (draws[next] == on_the_way) {
      throw UserError(dependency.where, "'" + table_[next].path + "' depends on itself" +
                                            (next == row ? "" : " through '" + table_[row].path + "'"));
    }
    sum += count_draws(next, draws);
    if (sum > most) {
      throw UserError(dependency.where,
                      fmt::format("'{}' depends on others in more than {} ways", table_[row].path, most));
    }
  }
  return draws[row] = sum;
}

size_t ParameterSet::row(const std::string& path) const {
  const auto found = row_of_.find(path);
  CHECK(found != row_of_.end(), "there is no parameter " + path);
  return found->second;
}

const Distribution& ParameterSet::at(const std::string& path) const { return distributions_[row(path)]; }
const Parameter& ParameterSet::parameter(const std::string& path) const { return table_[row(path)]; }
uint64_t ParameterSet::grid_stride(const std::string& path) const { return grid_strides_[row(path)]; }

void ParameterSet::check_names(const std::string& path,
                               const std::function<void(const std::string& name)>& check) const {
  for (const std::string& name : at(path).names()) {
    if (name.empty()) continue;
    try {
      check(name);
    } catch (const UserError& error) {
      throw UserError(places_[row(path)], error.what());
    }
  }
}

std::string ParameterSet::to_yaml() const {
  std::string text;
  walk_parameters(table_, [&](const ParameterStep& step) {
    text += std::string(step.depth * 2, ' ') + step.name + ":";
    text += step.row ? " " + distributions_[*step.row].describe() + "\n" : "\n";
  });
  return text;
}

Value Draw::value(const std::string& path, uint64_t object) const {
  const Parameter& parameter = parameters_.parameter(path);
  if (!parameter.per_object) object = 0;
  Value value = drawn(parameter, object);
  if (log_ != nullptr && parameter.per_object) (*log_)[path].insert_or_assign(object, value);
  return value;
}

Value Draw::drawn(const Parameter& parameter, uint64_t object) const {
  const std::string& path = parameter.path;
  DrawContext context;
  context.image_index = key_.index;
  context.grid_stride = parameters_.grid_stride(path);
  context.whole = parameter.kind == Kind::integer;
  context.lookup = [this, object](const std::string& other) { return value(other, object); };
  Stream stream = this->stream(path).child(object);
  Value drawn = parameters_.at(path).sample(stream, context);
  if (!has_range(parameter)) return drawn;
  // Only a normal or poisson without clip can be out of range here.
  const double number = std::get<double>(drawn);
  return std::clamp(context.whole ? std::round(number) : number, parameter.low, parameter.high);
}

double Draw::number(const std::string& path, uint64_t object) const {
  CHECK(has_range(parameters_.parameter(path)), "this parameter is no number: " + path);
  return std::get<double>(value(path, object));
}

int Draw::integer(const std::string& path, uint64_t object) const {
  const double number = std::round(this->number(path, object));
  CHECK(std::abs(number) <= std::numeric_limits<int>::max(), "this parameter does not fit an int: " + path);
  return int(number);
}

bool Draw::boolean(const std::string& path, uint64_t object) const {
  CHECK(parameters_.parameter(path).kind == Kind::boolean, "this parameter is not true or false: " + path);
  return std::get<double>(value(path, object)) != 0;
}

std::string Draw::name(const std::string& path, uint64_t object) const {
  const Kind kind = parameters_.parameter(path).kind;
  CHECK(kind == Kind::name || kind == Kind::path, "this parameter is no name: " + path);
  return std::get<std::string>(value(path, object));
}

}  // namespace understudy
