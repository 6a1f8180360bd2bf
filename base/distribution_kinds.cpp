// SPDX-License-Identifier: Apache-2.0
// The kinds that stand on their own: constants, ranges, bells, and lists of values.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/distribution_kind.h"
#include "base/literal.h"
#include "base/samplers.h"
#include "base/spelling.h"

namespace understudy {

std::pair<double, double> parse_pair(const Node& node, const std::string& form) {
  const std::vector<Node> items = node.items();
  if (items.size() != 2) {
    throw UserError(node.where(), fmt::format("expected two numbers {}, found {}", form, items.size()));
  }
  return {items[0].number(), items[1].number()};
}

void require_ordered(const Node& node, std::pair<double, double> ends) {
  if (ends.first <= ends.second) return;
  throw UserError(node.where(), fmt::format("the range [{}, {}] is empty, expected the lower number first",
                                            ends.first, ends.second));
}

Bounds join(const Bounds& a, const Bounds& b) {
  if (!a) return b;
  if (!b) return a;
  return std::pair{std::min(a->first, b->first), std::max(a->second, b->second)};
}

double as_wanted(double value, std::pair<double, double> range, const DrawContext& context) {
  if (!context.whole) return value;
  return std::clamp(std::round(value), std::ceil(range.first), std::floor(range.second));
}

std::optional<double> fraction_between(std::pair<double, double> range) {
  return std::ceil(range.first) > std::floor(range.second) ? std::optional(range.first) : std::nullopt;
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Type = Distribution::Type;
using NameChange = std::function<std::string(const std::string&)>;

void rename(Literal& literal, const NameChange& change) {
  if (auto* name = std::get_if<std::string>(&literal.value)) *name = change(*name);
}

// A copy of a list with other names.
template <typename ListKind>
KindPtr renamed_list(const ListKind& list, const NameChange& change) {
  auto copy = std::make_shared<ListKind>(list);
  for (Literal& literal : copy->values) rename(literal, change);
  return copy;
}

std::pair<double, double> parse_range(const Node& node) {
  const auto ends = parse_pair(node, "[low, high]");
  require_ordered(node, ends);
  return ends;
}

// An optional `clip: [low, high]`, infinite where absent.
std::pair<double, double> parse_clip(const Node& node) {
  const auto clip = node.find("clip");
  return clip ? parse_range(*clip) : std::pair{-infinity, infinity};
}

std::string describe_clip(std::pair<double, double> clip) {
  return clip.first == -infinity ? "" : fmt::format(", clip: [{}, {}]", clip.first, clip.second);
}

// lo + (hi - lo) * u may round up to just beyond hi, and overflows for the widest ranges.
double between(double low, double high, double u) { return std::clamp(low * (1 - u) + high * u, low, high); }

struct Constant : Distribution::Kind {
  Literal literal;
  Value sample(Stream&, const DrawContext&) const override { return literal.value; }
  std::string describe() const override { return write_literal(literal); }
  Type type() const override { return literal.type; }
  Bounds bounds() const override {
    const double* number = std::get_if<double>(&literal.value);
    return number ? Bounds({*number, *number}) : Bounds();
  }
  std::optional<double> first_fraction() const override {
    const double* number = std::get_if<double>(&literal.value);
    return number && *number != std::floor(*number) ? std::optional(*number) : std::nullopt;
  }
  std::vector<std::string> names() const override {
    const std::string* name = std::get_if<std::string>(&literal.value);
    return name ? std::vector{*name} : std::vector<std::string>();
  }
  KindPtr renamed(const NameChange& change) const override {
    auto copy = std::make_shared<Constant>(*this);
    rename(copy->literal, change);
    return copy;
  }
  bool is_constant() const override { return true; }
};

struct Uniform : Distribution::Kind {
  double low = 0, high = 0;
  Value sample(Stream& stream, const DrawContext& context) const override {
    if (context.whole) return double(stream.uniform_int(int64_t(std::ceil(low)), int64_t(std::floor(high))));
    return between(low, high, stream.uniform());
  }
  std::string describe() const override { return fmt::format("{{uniform: [{}, {}]}}", low, high); }
  Bounds bounds() const override { return std::pair{low, high}; }
  std::optional<double> first_fraction() const override { return fraction_between({low, high}); }
};

struct LogUniform : Distribution::Kind {
  double low = 1, high = 1;
  Value sample(Stream& stream, const DrawContext& context) const override {
    const double value = std::exp(between(std::log(low), std::log(high), stream.uniform()));
    return as_wanted(std::clamp(value, low, high), {low, high}, context);
  }
  std::string describe() const override { return fmt::format("{{log_uniform: [{}, {}]}}", low, high); }
  Bounds bounds() const override { return std::pair{low, high}; }
  std::optional<double> first_fraction() const override { return fraction_between({low, high}); }
};

struct Normal : Distribution::Kind {
  double mean = 0, deviation = 0;
  std::pair<double, double> clip;
  Value sample(Stream& stream, const DrawContext& context) const override {
    const double value = std::clamp(stream.normal(mean, deviation), clip.first, clip.second);
    return as_wanted(value, clip, context);
  }
  std::string describe() const override {
    return fmt::format("{{normal: [{}, {}]{}}}", mean, deviation, describe_clip(clip));
  }
  Bounds bounds() const override { return clip; }
  Bounds center_bounds() const override {
    const double center = std::clamp(mean, clip.first, clip.second);
    return clip.first == -infinity ? std::pair{center, center} : clip;
  }
  std::optional<double> first_fraction() const override { return fraction_between(clip); }
};

struct Poisson : Distribution::Kind {
  double mean = 0;
  std::pair<double, double> clip;
  Value sample(Stream& stream, const DrawContext& context) const override {
    const double value = std::clamp(sample_poisson(stream, mean), clip.first, clip.second);
    return as_wanted(value, clip, context);
  }
  std::string describe() const override {
    return fmt::format("{{poisson: {}{}}}", mean, describe_clip(clip));
  }
  Bounds bounds() const override { return clip.first == -infinity ? std::pair{0.0, infinity} : clip; }
  Bounds center_bounds() const override { return clip.first == -infinity ? std::pair{mean, mean} : clip; }
  std::optional<double> first_fraction() const override { return fraction_between(clip); }
};

struct Beta : Distribution::Kind {
  double a = 1, b = 1, low = 0, high = 1;
  Value sample(Stream& stream, const DrawContext& context) const override {
    return as_wanted(between(low, high, sample_beta(stream, a, b)), {low, high}, context);
  }
  std::string describe() const override {
    const std::string range = low == 0 && high == 1 ? "" : fmt::format(", range: [{}, {}]", low, high);
    return fmt::format("{{beta: [{}, {}]{}}}", a, b, range);
  }
  Bounds bounds() const override { return std::pair{low, high}; }
  std::optional<double> first_fraction() const override { return fraction_between({low, high}); }
};

// What choice, sequence and grid share: a list of values of one type.
struct List : Distribution::Kind {
  std::vector<Literal> values;
  Type type() const override { return values.front().type; }
  Bounds bounds() const override {
    Bounds all;
    for (const Literal& literal : values) {
      if (const double* number = std::get_if<double>(&literal.value))
        all = join(all, std::pair{*number, *number});
    }
    return all;
  }
  std::optional<double> first_fraction() const override {
    for (const Literal& literal : values) {
      const double* number = std::get_if<double>(&literal.value);
      if (number && *number != std::floor(*number)) return *number;
    }
    return {};
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> all;
    for (const Literal& literal : values) {
      if (const auto* name = std::get_if<std::string>(&literal.value)) all.push_back(*name);
    }
    return all;
  }
  std::string describe_values() const {
    std::string text;
    for (const Literal& literal : values) text += (text.empty() ? "" : ", ") + write_literal(literal);
    return "[" + text + "]";
  }
};

struct Choice : List {
  std::vector<double> weights;
  bool weighted = false;
  Value sample(Stream& stream, const DrawContext&) const override {
    return values[stream.weighted(weights.data(), weights.size())].value;
  }
  std::string describe() const override {
    if (!weighted) return "{choice: " + describe_values() + "}";
    std::string text;
    for (size_t i = 0; i < values.size(); ++i) {
      text += fmt::format("{}{}: {}", i > 0 ? ", " : "", write_literal(values[i]), weights[i]);
    }
    return "{choice: {" + text + "}}";
  }
  KindPtr renamed(const NameChange& change) const override { return renamed_list(*this, change); }
};

struct Sequence : List {
  Value sample(Stream&, const DrawContext& context) const override {
    return values[context.image_index % values.size()].value;
  }
  std::string describe() const override { return "{sequence: " + describe_values() + "}"; }
  KindPtr renamed(const NameChange& change) const override { return renamed_list(*this, change); }
};

struct Grid : List {
  Value sample(Stream&, const DrawContext& context) const override {
    return values[context.image_index / context.grid_stride % values.size()].value;
  }
  std::string describe() const override { return "{grid: " + describe_values() + "}"; }
  KindPtr renamed(const NameChange& change) const override { return renamed_list(*this, change); }
  uint64_t grid_length() const override { return values.size(); }
};

std::vector<Literal> parse_values(const Node& node) {
  std::vector<Literal> values;
  for (const Node& item : node.items()) values.push_back(parse_literal(item));
  if (values.empty()) throw UserError(node.where(), "expected at least one value, found an empty list");
  require_one_type(node, values);
  return values;
}

void parse_weights(const Node& node, Choice& choice) {
  choice.weighted = true;
  double total = 0;
  for (const std::string& key : node.keys()) {
    const Node weight = node.at(key);
    choice.values.push_back(parse_literal_key(key));
    choice.weights.push_back(weight.number());
    if (choice.weights.back() < 0)
      throw UserError(weight.where(), "expected a weight of 0 or more, " + weight.found());
    total += choice.weights.back();
  }
  if (!(total > 0) || !std::isfinite(total)) {
    throw UserError(node.where(), "expected weights with a positive sum, found " + write_number(total));
  }
  require_one_type(node, choice.values);
}

}  // namespace

KindPtr constant_kind(Value value, Type type) {
  auto kind = std::make_shared<Constant>();
  kind->literal = {std::move(value), type};
  return kind;
}

KindPtr parse_uniform(const Node& node) {
  auto kind = std::make_shared<Uniform>();
  std::tie(kind->low, kind->high) = parse_range(node.at("uniform"));
  return kind;
}

KindPtr parse_log_uniform(const Node& node) {
  auto kind = std::make_shared<LogUniform>();
  const Node range = node.at("log_uniform");
  std::tie(kind->low, kind->high) = parse_range(range);
  if (kind->low <= 0) {
    throw UserError(range.where(), fmt::format("expected numbers above 0, found {}", kind->low));
  }
  return kind;
}

KindPtr parse_normal(const Node& node) {
  auto kind = std::make_shared<Normal>();
  const Node pair = node.at("normal");
  std::tie(kind->mean, kind->deviation) = parse_pair(pair, "[mean, standard deviation]");
  if (kind->deviation < 0) {
    throw UserError(pair.where(),
                    fmt::format("expected a standard deviation of 0 or more, found {}", kind->deviation));
  }
  kind->clip = parse_clip(node);
  return kind;
}

KindPtr parse_poisson(const Node& node) {
  auto kind = std::make_shared<Poisson>();
  const Node mean = node.at("poisson");
  kind->mean = mean.number();
  if (kind->mean < 0 || kind->mean > max_poisson_mean) {
    throw UserError(mean.where(),
                    fmt::format("expected a mean in [0, {}], {}", max_poisson_mean, mean.found()));
  }
  kind->clip = parse_clip(node);
  return kind;
}

KindPtr parse_beta(const Node& node) {
  auto kind = std::make_shared<Beta>();
  const Node shapes = node.at("beta");
  std::tie(kind->a, kind->b) = parse_pair(shapes, "[a, b]");
  if (kind->a <= 0 || kind->b <= 0) {
    throw UserError(shapes.where(),
                    fmt::format("expected two shapes above 0, found [{}, {}]", kind->a, kind->b));
  }
  if (const auto range = node.find("range")) std::tie(kind->low, kind->high) = parse_range(*range);
  return kind;
}

KindPtr parse_choice(const Node& node) {
  auto kind = std::make_shared<Choice>();
  const Node choices = node.at("choice");
  if (choices.kind() == Node::Kind::mapping) {
    parse_weights(choices, *kind);
  } else {
    kind->values = parse_values(choices);
    kind->weights.assign(kind->values.size(), 1);
  }
  return kind;
}

KindPtr parse_sequence(const Node& node) {
  auto kind = std::make_shared<Sequence>();
  kind->values = parse_values(node.at("sequence"));
  return kind;
}

KindPtr parse_grid(const Node& node) {
  auto kind = std::make_shared<Grid>();
  kind->values = parse_values(node.at("grid"));
  return kind;
}

}  // namespace understudy
