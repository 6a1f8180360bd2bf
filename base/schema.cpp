// SPDX-License-Identifier: Apache-2.0
// The JSON schema (draft 2020-12) and the reference page of a parameter table.
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/literal.h"
#include "base/parameter_tree.h"

namespace understudy {
namespace {

using Json = nlohmann::ordered_json;
using Kind = Parameter::Kind;

bool is_numeric(const Parameter& parameter) {
  return parameter.kind == Kind::number || parameter.kind == Kind::integer;
}

// Whole numbers print without a fraction: 3, not 3.0.
Json json_number(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) return int64_t(value);
  return value;
}

Json json_of(const Node& node) {
  if (node.is_boolean()) return node.boolean();
  if (node.is_number()) return json_number(node.number());
  if (node.kind() == Node::Kind::scalar) return node.text();
  if (node.kind() == Node::Kind::null) return "";
  if (node.kind() == Node::Kind::sequence) {
    Json items = Json::array();
    for (const Node& item : node.items()) items.push_back(json_of(item));
    return items;
  }
  Json members = Json::object();
  for (const std::string& key : node.keys()) members[key] = json_of(node.at(key));
  return members;
}

Json reference_to(const std::string& definition) { return {{"$ref", "#/$defs/" + definition}}; }

Json constant_schema(const Parameter& parameter) {
  switch (parameter.kind) {
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::path:
      return {{"type", "string"}};
    case Kind::name:
      if (parameter.names.empty()) return {{"type", "string"}};
      return {{"enum", parameter.names}};
    case Kind::number:
    case Kind::integer:
      break;
  }
  return {{"type", parameter.kind == Kind::integer ? "integer" : "number"},
          {"minimum", json_number(parameter.low)},
          {"maximum", json_number(parameter.high)}};
}

// Choices of names, with the names themselves so that an editor completes them.
Json choice_schema(const Parameter& parameter) {
  const Json item = constant_schema(parameter);
  Json weights = {{"type", "object"}, {"minProperties", 1}};
  if (parameter.kind == Kind::boolean) weights["propertyNames"] = {{"enum", {"true", "false"}}};
  if (!parameter.names.empty()) weights["propertyNames"] = {{"enum", parameter.names}};
  weights["additionalProperties"] = {{"type", "number"}, {"minimum", 0}};
  weights["not"] = {{"additionalProperties", {{"maximum", 0}}}};  // their sum is positive
  const Json list = {{"type", "array"}, {"minItems", 1}, {"items", item}};
  return {{"anyOf", Json::array({weights, list})}};
}

Json form(const std::string& key, const Json& value, const Json& optional = Json::object()) {
  Json properties = {{key, value}};
  properties.update(optional);
  return {{"type", "object"},
          {"properties", properties},
          {"required", Json::array({key})},
          {"additionalProperties", false}};
}

/// Of the definition of the distributions between these limits.
std::string numbers_between(const Parameter& parameter) {
  return fmt::format("numbers_from_{}_to_{}", parameter.low, parameter.high);
}

Json parameter_schema(const Parameter& parameter) {
  Json schema;
  schema["description"] = parameter.help;
  const Json constant = constant_schema(parameter);
  if (parameter.constant) {
    schema.update(constant);
  } else {
    const Json list = {{"type", "array"}, {"minItems", 1}, {"items", constant}};
    Json any = Json::array({constant, form("choice", choice_schema(parameter)), form("sequence", list),
                            form("grid", list), reference_to("depends")});
    if (is_numeric(parameter)) any.push_back(reference_to(numbers_between(parameter)));
    schema["anyOf"] = any;
  }
  schema["default"] = json_of(parse_document(parameter.default_yaml, "default of " + parameter.path));
  return schema;
}

Json pair_of(const Json& first, const Json& second) {
  return {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"prefixItems", Json::array({first, second})}};
}

/// The distributions whose ends lie within the parameter's limits.
Json distributions_between(const Parameter& parameter) {
  const Json number = {{"type", "number"}}, above_0 = {{"type", "number"}, {"exclusiveMinimum", 0}};
  const Json from_0 = {{"type", "number"}, {"minimum", 0}};
  const Json end = {
      {"type", "number"}, {"minimum", json_number(parameter.low)}, {"maximum", json_number(parameter.high)}};
  Json positive_end = end;
  positive_end["exclusiveMinimum"] = 0;
  const Json range = pair_of(end, end);
  Json numbers = Json::array();
  numbers.push_back(form("uniform", range));
  numbers.push_back(form("normal", pair_of(number, from_0), {{"clip", range}}));
  numbers.push_back(form("log_uniform", pair_of(positive_end, positive_end)));
  numbers.push_back(form("poisson", from_0, {{"clip", range}}));
  numbers.push_back(form("beta", pair_of(above_0, above_0), {{"range", range}}));
  return {{"anyOf", numbers}};
}

/// `tables`: of the recipe, and of the items of its list.
Json definitions(const std::vector<const ParameterTable*>& tables) {
  Json all = Json::object();
  std::set<std::string> paths;
  for (const ParameterTable* table : tables) {
    for (const Parameter& parameter : *table) {
      paths.insert(parameter.path);
      if (!parameter.constant && is_numeric(parameter))
        all[numbers_between(parameter)] = distributions_between(parameter);
    }
  }
  const Json number = {{"type", "number"}};
  const Json points = {{"type", "array"}, {"minItems", 1}, {"items", pair_of(number, number)}};
  Json depends = form("depends", {{"enum", paths}, {"description", "path of another parameter"}},
                      {{"points", points}, {"cases", {{"type", "object"}, {"minProperties", 1}}}});
  depends["oneOf"] = Json::array({{{"required", {"points"}}}, {{"required", {"cases"}}}});
  all["depends"] = depends;
  return all;
}

std::string range_text(const Parameter& parameter) {
  switch (parameter.kind) {
    case Kind::boolean:
      return "true, false";
    case Kind::path:
      return "a file";
    case Kind::name:
      return parameter.names.empty() ? "a name" : fmt::format("{}", fmt::join(parameter.names, ", "));
    case Kind::number:
    case Kind::integer:
      break;
  }
  return fmt::format("{} to {}", parameter.low, parameter.high);
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) result += c == '|' ? std::string("\\|") : std::string(1, c);
  return result;
}

Json closed_group(Json properties) {
  return Json{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json properties_of(const ParameterTable& table) {
  std::vector<Json> open{Json::object()};  // the properties of each group that is being visited
  walk_parameters(
      table,
      [&](const ParameterStep& step) {
        if (step.row) {
          open.back()[step.name] = parameter_schema(table[*step.row]);
        } else if (!step.leaving) {
          open.push_back(Json::object());
        } else {
          Json properties = std::move(open.back());
          open.pop_back();
          open.back()[step.name] = closed_group(std::move(properties));
        }
      },
      true);
  return std::move(open.front());
}

// Each item is a mapping with one key, its name; or the name alone, with every default.
Json list_schema(const ParameterList& list) {
  Json forms = Json::array();
  Json names = Json::array();
  const Json common = Json::parse(list.common);
  for (const ParameterList::Item& item : list.items) {
    Json properties = properties_of(item.table);
    Json& own = properties[item.name];
    own["description"] = item.help;
    for (const auto& [key, value] : common.items()) own["properties"][key] = value;
    Json form = closed_group(std::move(properties));
    form["required"] = Json::array({item.name});
    forms.push_back(std::move(form));
    names.push_back(item.name);
  }
  forms.push_back(Json{{"enum", std::move(names)}});
  return {{"type", "array"}, {"description", list.help}, {"items", {{"anyOf", std::move(forms)}}}};
}

std::string how_often(const Parameter& parameter) {
  return parameter.constant ? "dataset" : parameter.per_object ? "object" : "image";
}

}  // namespace

std::string json_schema(const ParameterTable& table, const std::string& title) {
  return json_schema(table, title, {});
}

std::string json_schema(const ParameterTable& table, const std::string& title, const ParameterList& list) {
  Json root;
  root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  root["title"] = title;
  Json properties = properties_of(table);
  std::vector<const ParameterTable*> tables{&table};
  for (const ParameterList::Item& item : list.items) tables.push_back(&item.table);
  if (!list.key.empty()) {
    properties[list.key] = list_schema(list);
    root["required"] = Json::array({list.key});
  }
  root.update(closed_group(std::move(properties)));
  root["$defs"] = definitions(tables);
  return root.dump(2) + "\n";
}

std::string reference_markdown(const ParameterTable& table) {
  std::string text =
      "| parameter | range | default | drawn per | what it is |\n| --- | --- | --- | --- | --- |\n";
  for (const Parameter& parameter : table) {
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", parameter.path, escaped(range_text(parameter)),
                        parameter.default_yaml.empty() ? "" : "`" + escaped(parameter.default_yaml) + "`",
                        how_often(parameter), escaped(parameter.help));
  }
  return text;
}

}  // namespace understudy
