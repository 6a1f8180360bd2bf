// SPDX-License-Identifier: Apache-2.0
// What a recipe writes in place of a value: a constant or a distribution over numbers or over names.
//
//   3            {uniform: [a, b]}      {normal: [mean, sd], clip: [a, b]}   {log_uniform: [a, b]} {poisson:
//   mean} red          {beta: [a, b]}  (scaled by an optional  range: [lo, hi])    {choice: {red: 3, blue:
//   1}} or {choice: [..]} A normal or poisson may be clipped: clip: [a, b] moves what lies outside to the
//   nearer end. {sequence: [..]}   image i takes element i modulo the length {grid: [..]}       image i takes
//   one element of the cross product of all grids of the recipe {depends: sky.fog, points: [[0, 1.0], [1,
//   0.4]]}              piecewise linear in another number; ends are held {depends: sky.time, cases: {night:
//   1, else: {uniform: [0, .2]}}}   by another name; each case may be a distribution
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/document.h"
#include "base/random.h"

namespace understudy {

/// A drawn value: a number (booleans are 0 and 1) or a name.
using Value = std::variant<double, std::string>;

/// What a draw needs to know besides its stream.
struct DrawContext {
  uint64_t image_index = 0;
  uint64_t grid_stride = 1;  ///< product of the lengths of the grids before this one
  bool whole = false;  ///< an integer between the ends is wanted; {uniform: [1, 3]} gives each equally often
  /// The value of another parameter for the same image (and the same object).
  std::function<Value(const std::string& path)> lookup;
};

/// How one distribution depends on another parameter.
struct Dependency {
  std::string path;
  Where where;
  bool by_number = false;    ///< points: the other one must be a number; else cases
  std::vector<Value> cases;  ///< the values that have a case
  bool has_else = false;
};

class Distribution {
 public:
  enum class Type { number, boolean, name };

  /// Throws UserError (unknown kind, empty range, negative weight, wrong number of values).
  static Distribution parse(const Node& node);
  static Distribution constant(Value value);

  Value sample(Stream& stream, const DrawContext& context) const;

  /// What it gives: numbers, booleans (written as true or false, given as 1 or 0) or names. Never a mixture.
  Type type() const;
  /// Smallest and largest number that sample() can give; infinite where unbounded (normal without clip,
  /// poisson). Empty where it gives names.
  std::optional<std::pair<double, double>> bounds() const;
  /// As bounds(), but what is unbounded counts with its mean: what a parameter's range must hold at least.
  std::optional<std::pair<double, double>> center_bounds() const;
  /// Empty, or the first number written that is not whole where only whole ones make sense (constants,
  /// choices, sequences, grids, and a range, clip or points without a whole number between their ends).
  std::optional<double> first_fraction() const;
  /// Every name that sample() can give; empty where it gives numbers.
  std::vector<std::string> names() const;
  /// The same with `change` applied to every name that it gives.
  Distribution renamed(const std::function<std::string(const std::string&)>& change) const;
  /// The parameters this one depends on, nested ones included.
  std::vector<Dependency> depends_on() const;
  /// Length of the grid if this is one, else 1.
  uint64_t grid_length() const;
  /// One value, always the same.
  bool is_constant() const;

  /// One line of YAML (flow style) that parse() reads back to the same distribution.
  std::string describe() const;

  struct Kind;  ///< private to base/distribution*.cpp

 private:
  explicit Distribution(std::shared_ptr<const Kind> kind) : kind_(std::move(kind)) {}
  std::shared_ptr<const Kind> kind_;
};

}  // namespace understudy
