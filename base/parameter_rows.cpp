// SPDX-License-Identifier: Apache-2.0
#include "base/parameter_rows.h"

#include <utility>

namespace understudy::rows {
namespace {

using Kind = Parameter::Kind;

Parameter row(Kind kind, std::string path, std::string value, std::string help) {
  Parameter parameter;
  parameter.kind = kind;
  parameter.path = std::move(path);
  parameter.default_yaml = std::move(value);
  parameter.help = std::move(help);
  return parameter;
}

}  // namespace

Parameter number(std::string path, double low, double high, std::string value, std::string help) {
  Parameter parameter = row(Kind::number, std::move(path), std::move(value), std::move(help));
  parameter.low = low;
  parameter.high = high;
  return parameter;
}

Parameter integer(std::string path, double low, double high, std::string value, std::string help) {
  Parameter parameter = number(std::move(path), low, high, std::move(value), std::move(help));
  parameter.kind = Kind::integer;
  return parameter;
}

Parameter boolean(std::string path, std::string value, std::string help) {
  Parameter parameter = row(Kind::boolean, std::move(path), std::move(value), std::move(help));
  parameter.high = 1;
  return parameter;
}

Parameter name(std::string path, std::vector<std::string> names, std::string value, std::string help) {
  Parameter parameter = row(Kind::name, std::move(path), std::move(value), std::move(help));
  parameter.names = std::move(names);
  return parameter;
}

Parameter path(std::string path, std::string value, std::string help) {
  return row(Kind::path, std::move(path), std::move(value), std::move(help));
}

Parameter each(Parameter parameter) {
  parameter.per_object = true;
  return parameter;
}

Parameter setting(Parameter parameter) {
  parameter.constant = true;
  return parameter;
}

Parameter seed(std::string help) {
  return setting(integer("seed", 0, double(largest_seed), "1", std::move(help)));
}

std::vector<std::string> with_any(const std::vector<std::string>& names) {
  std::vector<std::string> all{"any"};
  all.insert(all.end(), names.begin(), names.end());
  return all;
}

}  // namespace understudy::rows
