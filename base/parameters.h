// SPDX-License-Identifier: Apache-2.0
// The parameters of a recipe: a table says which exist (with unit, range, default and one line of help), a
// ParameterSet holds the user's distributions for them, a Draw gives their values for one image.
// The JSON schema and the reference page are made from the same table, so neither can drift.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/distribution.h"

namespace understudy {

/// One parameter. Its path is dotted ("street.cars.count"); the unit is the end of its name (_m, _deg, _px,
/// _s, _mps).
struct Parameter {
  enum class Kind { number, integer, boolean, name, path };
  std::string path;
  Kind kind = Kind::number;
  std::string default_yaml;          ///< what a recipe would write: "4", "{uniform: [1, 3]}", "red"
  std::string help;                  ///< one line
  double low = 0, high = 0;          ///< allowed range, both included (number, integer)
  std::vector<std::string> names{};  ///< allowed names (name); empty: any
  bool per_object = false;  ///< drawn per object; false: once per image, whatever object number is passed
  bool constant = false;    ///< a setting: a plain value only, a distribution is refused
};

/// In the order in which the schema and the reference list them.
using ParameterTable = std::vector<Parameter>;

/// The rows of `table`, then those of `more` that it does not have: a table may give another's row its own
/// default.
ParameterTable joined_tables(ParameterTable table, const ParameterTable& more);

/// The distributions of one recipe, one for every parameter of its table.
class ParameterSet {
 public:
  /// Reads every parameter of `table` from the nested mapping `root` (absent ones take their default),
  /// marking what it read. Throws UserError: a value outside the parameter's range, a wrong type, an unknown
  /// name, a dependency on a parameter that does not exist or on itself through others. Paths become
  /// absolute: a relative one counts from the folder of the file that names it, from the working folder where
  /// an option does (Node::set).
  static ParameterSet read(const ParameterTable& table, const Node& root);

  const Distribution& at(const std::string& path) const;
  const Parameter& parameter(const std::string& path) const;
  uint64_t grid_stride(const std::string& path) const;
  /// Hands each name that this parameter can take, a file's or another's, to `check`; what that refuses is
  /// said with the place in the recipe that gives it. No name at all is always right.
  void check_names(const std::string& path, const std::function<void(const std::string& name)>& check) const;

  /// Nested YAML of every parameter with its distribution: the recipe fully resolved.
  std::string to_yaml() const;
  const ParameterTable& table() const { return table_; }

 private:
  size_t row(const std::string& path) const;
  void check_dependencies() const;
  uint64_t count_draws(size_t row, std::vector<uint64_t>& draws) const;

  ParameterTable table_;
  std::map<std::string, size_t> row_of_;
  std::vector<Distribution> distributions_;
  std::vector<Where> places_;  ///< of the values; empty where a default stands
  std::vector<uint64_t> grid_strides_;
};

/// The values of one image. A parameter of an object (a car's colour) is drawn once per object: pass its
/// number; the same (path, object) always gives the same value. Asking for a path that is not in the table is
/// our own fault (CHECK).
class Draw {
 public:
  /// Of each parameter that is drawn per object the values that were asked for, by object.
  using Log = std::map<std::string, std::map<uint64_t, Value>>;

  /// `scope` keeps apart what is drawn for several sets of the same parameters: the steps of a list.
  /// `log`, if not null, is told of what is drawn per object, by the calling thread.
  Draw(const ParameterSet& parameters, Key key, std::string scope = "", Log* log = nullptr)
      : parameters_(parameters), key_(key), scope_(std::move(scope)), log_(log) {}

  double number(const std::string& path, uint64_t object = 0) const;
  /// Of an integer parameter a whole number ({uniform: [1, 3]}: 1, 2 and 3 equally often), of a number the
  /// nearest one.
  int integer(const std::string& path, uint64_t object = 0) const;
  bool boolean(const std::string& path, uint64_t object = 0) const;
  std::string name(const std::string& path, uint64_t object = 0) const;

  /// A stream for what is no parameter (which window is lit), keyed like the parameters.
  Stream stream(std::string_view name) const { return Stream(key_, scope_ + std::string(name)); }
  Key key() const { return key_; }

 private:
  Value value(const std::string& path, uint64_t object) const;
  Value drawn(const Parameter& parameter, uint64_t object) const;
  const ParameterSet& parameters_;
  Key key_;
  std::string scope_;
  Log* log_;
};

/// A list in which each item is one of several groups of parameters, as often and in any order as wanted.
struct ParameterList {
  struct Item {
    std::string name;
    std::string help;
    ParameterTable table;  ///< every path begins with the name and a dot
  };
  std::string key;  ///< under which the list stands; empty: there is none
  std::string help;
  std::vector<Item> items;
  std::string common = "{}";  ///< JSON schemas of further properties that every item may have
};

/// JSON schema (draft 2020-12) of a recipe with these parameters.
std::string json_schema(const ParameterTable& table, const std::string& title);
std::string json_schema(const ParameterTable& table, const std::string& title, const ParameterList& list);

/// Markdown table of the parameters for the reference page.
std::string reference_markdown(const ParameterTable& table);

}  // namespace understudy
