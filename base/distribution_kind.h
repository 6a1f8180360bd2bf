// SPDX-License-Identifier: Apache-2.0
// What every kind of distribution answers; one struct per kind in base/distribution_kinds.cpp and
// base/distribution_depends.cpp.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/distribution.h"

namespace understudy {

using Bounds = std::optional<std::pair<double, double>>;

struct Distribution::Kind {
  virtual ~Kind() = default;
  virtual Value sample(Stream& stream, const DrawContext& context) const = 0;
  virtual std::string describe() const = 0;
  virtual Type type() const { return Type::number; }
  virtual Bounds bounds() const { return {}; }
  virtual Bounds center_bounds() const { return bounds(); }
  virtual std::optional<double> first_fraction() const { return {}; }
  virtual std::vector<std::string> names() const { return {}; }
  /// The same with every name that it gives changed; empty where it gives none.
  virtual std::shared_ptr<const Kind> renamed(const std::function<std::string(const std::string&)>&) const {
    return {};
  }
  virtual std::vector<Dependency> depends_on() const { return {}; }
  virtual uint64_t grid_length() const { return 1; }
  virtual bool is_constant() const { return false; }
};

using KindPtr = std::shared_ptr<const Distribution::Kind>;

KindPtr constant_kind(Value value, Distribution::Type type);
/// Each reads its own form; `node` is the whole mapping, {uniform: [1, 3]}.
KindPtr parse_uniform(const Node& node);
KindPtr parse_log_uniform(const Node& node);
KindPtr parse_normal(const Node& node);
KindPtr parse_poisson(const Node& node);
KindPtr parse_beta(const Node& node);
KindPtr parse_choice(const Node& node);
KindPtr parse_sequence(const Node& node);
KindPtr parse_grid(const Node& node);
KindPtr parse_depends(const Node& node);

/// The two numbers of `node`, low <= high; `form` is what the error calls them: "[low, high]".
std::pair<double, double> parse_pair(const Node& node, const std::string& form);
void require_ordered(const Node& node, std::pair<double, double> ends);
Bounds join(const Bounds& a, const Bounds& b);

/// What a draw gives where `context` wants whole numbers: the nearest one that does not leave [low, high], in
/// which there is one (see fraction_between); else the value as it is.
double as_wanted(double value, std::pair<double, double> range, const DrawContext& context);
/// Empty, or the lower end where no whole number lies in [low, high]: a first_fraction().
std::optional<double> fraction_between(std::pair<double, double> range);

}  // namespace understudy
