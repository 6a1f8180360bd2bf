// SPDX-License-Identifier: Apache-2.0
#include "base/distribution.h"

#include <algorithm>
#include <array>

#include "base/distribution_kind.h"
#include "base/literal.h"
#include "base/spelling.h"

namespace understudy {
namespace {

struct Form {
  const char* key;
  KindPtr (*parse)(const Node&);
};

constexpr std::array<Form, 9> forms{{{"uniform", parse_uniform},
                                     {"normal", parse_normal},
                                     {"log_uniform", parse_log_uniform},
                                     {"poisson", parse_poisson},
                                     {"beta", parse_beta},
                                     {"choice", parse_choice},
                                     {"sequence", parse_sequence},
                                     {"grid", parse_grid},
                                     {"depends", parse_depends}}};

const Form* find_form(const std::string& key) {
  const auto form = std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return key == f.key; });
  return form == forms.end() ? nullptr : &*form;
}

[[noreturn]] void refuse_unknown(const Node& node, const std::vector<std::string>& keys) {
  std::vector<std::string> known;
  for (const Form& form : forms) known.emplace_back(form.key);
  std::string hint;
  for (const std::string& key : keys) {
    if (hint.empty()) hint = did_you_mean(key, known);
  }
  if (hint.empty()) hint = "a distribution is one of " + list_of(known);
  throw UserError(node.where(),
                  "expected a value or a distribution, found " +
                      (keys.empty() ? "an empty mapping" : "'" + keys.front() + "'"),
                  hint);
}

const Form& form_of(const Node& node) {
  const Form* found = nullptr;
  const std::vector<std::string> keys = node.keys();
  for (const std::string& key : keys) {
    const Form* form = find_form(key);
    if (form != nullptr && found != nullptr) {
      throw UserError(node.where(), std::string("expected one distribution, found both '") + found->key +
                                        "' and '" + form->key + "'");
    }
    if (form != nullptr) found = form;
  }
  if (found == nullptr) refuse_unknown(node, keys);
  return *found;
}

}  // namespace

Distribution Distribution::parse(const Node& node) {
  if (node.kind() == Node::Kind::scalar) {
    const Literal literal = parse_literal(node);
    return Distribution(constant_kind(literal.value, literal.type));
  }
  if (node.kind() != Node::Kind::mapping) {
    throw UserError(node.where(), "expected a value or a distribution, " + node.found(),
                    node.kind() == Node::Kind::sequence
                        ? "write {choice: [..]}, {sequence: [..]} or {uniform: [low, high]}"
                        : "");
  }
  KindPtr kind = form_of(node).parse(node);
  node.require_all_read();
  return Distribution(std::move(kind));
}

Distribution Distribution::constant(Value value) {
  const Type type = std::holds_alternative<std::string>(value) ? Type::name : Type::number;
  return Distribution(constant_kind(std::move(value), type));
}

Value Distribution::sample(Stream& stream, const DrawContext& context) const {
  return kind_->sample(stream, context);
}
Distribution::Type Distribution::type() const { return kind_->type(); }
Bounds Distribution::bounds() const { return kind_->bounds(); }
Bounds Distribution::center_bounds() const { return kind_->center_bounds(); }
std::optional<double> Distribution::first_fraction() const { return kind_->first_fraction(); }
std::vector<std::string> Distribution::names() const { return kind_->names(); }
Distribution Distribution::renamed(const std::function<std::string(const std::string&)>& change) const {
  KindPtr kind = kind_->renamed(change);
  return kind ? Distribution(std::move(kind)) : *this;
}
std::vector<Dependency> Distribution::depends_on() const { return kind_->depends_on(); }
uint64_t Distribution::grid_length() const { return kind_->grid_length(); }
bool Distribution::is_constant() const { return kind_->is_constant(); }
std::string Distribution::describe() const { return kind_->describe(); }

}  // namespace understudy
