// SPDX-License-Identifier: Apache-2.0
// The kinds that follow another parameter: piecewise linear in a number, or one distribution per case.
#include <algorithm>

#include <fmt/format.h>

#include "base/distribution_kind.h"
#include "base/literal.h"

namespace understudy {
namespace {

using Type = Distribution::Type;

struct Points : Distribution::Kind {
  Dependency dependency;
  std::vector<std::pair<double, double>> points;  // ascending in the first

  Value sample(Stream&, const DrawContext& context) const override {
    const Value other = context.lookup(dependency.path);
    const double* x = std::get_if<double>(&other);
    CHECK(x != nullptr, "points need a number to depend on");
    return as_wanted(at(*x), *bounds(), context);
  }
  double at(double x) const {
    if (x <= points.front().first) return points.front().second;
    if (x >= points.back().first) return points.back().second;
    const auto after = std::upper_bound(points.begin(), points.end(), x,
                                        [](double value, const auto& point) { return value < point.first; });
    const auto [x0, y0] = *(after - 1);
    const auto [x1, y1] = *after;
    const double t = (x - x0) / (x1 - x0);
    return std::clamp(y0 * (1 - t) + y1 * t, std::min(y0, y1), std::max(y0, y1));
  }
  std::string describe() const override {
    std::string text;
    for (const auto& [x, y] : points) text += fmt::format("{}[{}, {}]", text.empty() ? "" : ", ", x, y);
    return "{depends: " + write_name(dependency.path) + ", points: [" + text + "]}";
  }
  Bounds bounds() const override {
    Bounds all;
    for (const auto& point : points) all = join(all, std::pair{point.second, point.second});
    return all;
  }
  std::optional<double> first_fraction() const override { return fraction_between(*bounds()); }
  std::vector<Dependency> depends_on() const override { return {dependency}; }
};

struct Cases : Distribution::Kind {
  Dependency dependency;
  std::vector<std::string> keys;  // as written; dependency.cases holds their values
  std::vector<Distribution> distributions;
  std::optional<Distribution> otherwise;

  std::vector<Distribution> all() const {
    std::vector<Distribution> every = distributions;
    if (otherwise) every.push_back(*otherwise);
    return every;
  }

  Value sample(Stream& stream, const DrawContext& context) const override {
    const Value other = context.lookup(dependency.path);
    const auto found = std::find(dependency.cases.begin(), dependency.cases.end(), other);
    if (found != dependency.cases.end()) {
      return distributions[size_t(found - dependency.cases.begin())].sample(stream, context);
    }
    CHECK(otherwise.has_value(), "a value of the other parameter has no case");
    return otherwise->sample(stream, context);
  }
  std::string describe() const override {
    std::string text;
    for (size_t i = 0; i < keys.size(); ++i) {
      text += (i > 0 ? ", " : "") + write_literal(parse_literal_key(keys[i])) + ": " +
              distributions[i].describe();
    }
    if (otherwise) text += (text.empty() ? "else: " : ", else: ") + otherwise->describe();
    return "{depends: " + write_name(dependency.path) + ", cases: {" + text + "}}";
  }
  Type type() const override { return all().front().type(); }
  Bounds bounds() const override {
    Bounds joined;
    for (const Distribution& distribution : all()) joined = join(joined, distribution.bounds());
    return joined;
  }
  Bounds center_bounds() const override {
    Bounds joined;
    for (const Distribution& distribution : all()) joined = join(joined, distribution.center_bounds());
    return joined;
  }
  std::optional<double> first_fraction() const override {
    for (const Distribution& distribution : all()) {
      if (const auto fraction = distribution.first_fraction()) return fraction;
    }
    return {};
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> joined;
    for (const Distribution& distribution : all()) {
      for (std::string& name : distribution.names()) joined.push_back(std::move(name));
    }
    return joined;
  }
  KindPtr renamed(const std::function<std::string(const std::string&)>& change) const override {
    auto copy = std::make_shared<Cases>(*this);
    for (Distribution& distribution : copy->distributions) distribution = distribution.renamed(change);
    if (copy->otherwise) copy->otherwise = copy->otherwise->renamed(change);
    return copy;
  }
  std::vector<Dependency> depends_on() const override {
    std::vector<Dependency> joined{dependency};
    for (const Distribution& distribution : all()) {
      for (Dependency& nested : distribution.depends_on()) joined.push_back(std::move(nested));
    }
    return joined;
  }
};

KindPtr parse_points(const Node& node, Dependency dependency) {
  auto kind = std::make_shared<Points>();
  kind->dependency = std::move(dependency);
  for (const Node& item : node.items()) {
    const auto point = parse_pair(item, "[value of the other, value here]");
    if (!kind->points.empty() && point.first <= kind->points.back().first) {
      throw UserError(item.where(), fmt::format("expected points in ascending order, found {} after {}",
                                                point.first, kind->points.back().first));
    }
    kind->points.push_back(point);
  }
  if (kind->points.empty()) throw UserError(node.where(), "expected at least one point, found an empty list");
  return kind;
}

Distribution parse_case(const Node& node) {
  Distribution distribution = Distribution::parse(node);
  if (distribution.grid_length() > 1) {
    throw UserError(node.where(),
                    "found a grid inside a case, expected a grid to be all of a parameter's value");
  }
  return distribution;
}

KindPtr parse_cases(const Node& node, Dependency dependency) {
  auto kind = std::make_shared<Cases>();
  for (const std::string& key : node.keys()) {
    const Node item = node.at(key);
    if (key == "else") {
      kind->otherwise = parse_case(item);
    } else {
      const Value value = parse_literal_key(key).value;
      if (std::find(dependency.cases.begin(), dependency.cases.end(), value) != dependency.cases.end()) {
        throw UserError(item.where(), "the case '" + key + "' stands here a second time");
      }
      kind->keys.push_back(key);
      kind->distributions.push_back(parse_case(item));
      dependency.cases.push_back(value);
    }
  }
  dependency.has_else = kind->otherwise.has_value();
  kind->dependency = std::move(dependency);
  const std::vector<Distribution> all = kind->all();
  if (all.empty()) throw UserError(node.where(), "expected at least one case, found none");
  for (const Distribution& distribution : all) {
    if (distribution.type() == all.front().type()) continue;
    throw UserError(node.where(), "expected cases of one type, found " + all.front().describe() + " and " +
                                      distribution.describe());
  }
  return kind;
}

}  // namespace

KindPtr parse_depends(const Node& node) {
  Dependency dependency;
  const Node path = node.at("depends");
  dependency.path = path.text();
  dependency.where = path.where();
  const auto points = node.find("points");
  const auto cases = node.find("cases");
  if (points.has_value() == cases.has_value()) {
    throw UserError(node.where(), "expected either 'points' or 'cases' beside 'depends'");
  }
  dependency.by_number = points.has_value();
  return points ? parse_points(*points, std::move(dependency)) : parse_cases(*cases, std::move(dependency));
}

}  // namespace understudy
