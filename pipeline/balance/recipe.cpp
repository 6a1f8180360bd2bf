// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/recipe.h"

#include <array>

#include <fmt/format.h>

#include "base/document.h"
#include "base/literal.h"
#include "base/parameter_rows.h"

namespace understudy {
namespace {

constexpr std::array<const char*, 3> frequencies{"images", "instances", "both"};

/// In a slightly other light. Nothing that could cost an object, or mirror what has letters on it.
constexpr const char* usual_steps = R"(labels: {min_visible_px: 16, min_visibility: 0.1}
augment:
  - exposure: {ev: {normal: [0, 0.25], clip: [-0.6, 0.6]}}
  - white_balance: {assumed_k: {normal: [6500, 350], clip: [5500, 7800]}}
  - hsv: {hue_deg: {uniform: [-4, 4]}, saturation: {uniform: [0.85, 1.15]}, value: 1}
)";

ParameterTable settings_table() {
  using namespace rows;
  ParameterTable table{
      seed("The plan, and every output, follows from the file, the options and the seed."),
      number("repeat_factor", 0, 1, "0", "LVIS's threshold t: images repeat by max(1, sqrt(t / f))."),
      name("frequency", {frequencies.begin(), frequencies.end()}, "images", "What f is a share of."),
      integer("max_repeats", 0, 1000, "2", "Copies of one image, beside itself, to reach the target."),
      integer("max_hosts", 0, 1000, "4", "Copies of one image that others' objects are put into."),
      integer("max_per_image", 1, 100, "3", "Objects put into one copy."),
      integer("max_donor_reuse", 0, 100000, "10", "Pastes of one object."),
      number("min_donor_px", 1, 1e9, "256", "Area of the smallest object that is pasted."),
  };
  for (Parameter& parameter : table) parameter = setting(std::move(parameter));
  return table;
}

/// LVIS's threshold may stand among the target's classes, too.
bool is_repeat_factor(const std::string& name) { return name == "repeat_factor" || name == "repeat-factor"; }

double read_repeat_factor(const Node& node, double given) {
  const double value = node.number();
  if (value < 0 || value > 1)
    throw UserError(node.where(), "expected a repeat factor's threshold from 0 to 1, " + node.found());
  if (given != 0 && given != value)
    throw UserError(node.where(), fmt::format("the repeat factor is given twice: {} and {}", given, value),
                    "say it once");
  return value;
}

void read_target(const Node& node, BalanceRecipe& recipe) {
  if (node.kind() != Node::Kind::mapping)
    throw UserError(node.where(),
                    "expected how many of which class, such as {stop sign: 500}, " + node.found());
  for (const std::string& name : node.keys()) {
    const Node count = node.at(name);
    if (is_repeat_factor(name)) {
      recipe.repeat_factor = read_repeat_factor(count, recipe.repeat_factor);
      continue;
    }
    const int64_t value = count.integer();
    if (value < 0) throw UserError(count.where(), "expected a number of annotations, " + count.found());
    recipe.target[name] = uint64_t(value);
  }
}

AugmentRecipe read_steps(const Node& root) {
  const auto text = root.find("augment");
  if (!text) return AugmentRecipe::parse(usual_steps, "the steps that are used where none are given");
  return AugmentRecipe::parse(text->text(), text->where().file + ": augment");
}

std::string indented(const std::string& text) {
  std::string result = "  ";
  for (size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) result += "  ";
  }
  return result;
}

}  // namespace

BalanceRecipe BalanceRecipe::parse(std::string_view text, const std::string& file,
                                   const std::vector<Setting>& settings) {
  Node root = parse_document(text, file);
  for (const Setting& setting : settings) root.set(setting.assignment, setting.option);
  const ParameterSet plain = ParameterSet::read(settings_table(), root);
  const Draw draw(plain, Key{});
  BalanceRecipe recipe;
  recipe.seed = uint64_t(draw.number("seed"));
  recipe.repeat_factor = draw.number("repeat_factor");
  for (size_t i = 0; i < frequencies.size(); ++i) {
    if (draw.name("frequency") == frequencies[i]) recipe.frequency = Frequency(i);
  }
  recipe.max_repeats = draw.integer("max_repeats");
  recipe.max_hosts = draw.integer("max_hosts");
  recipe.max_per_image = draw.integer("max_per_image");
  recipe.max_donor_reuse = draw.integer("max_donor_reuse");
  recipe.min_donor_px = draw.number("min_donor_px");
  if (const auto key = root.find("group_key")) recipe.group_key = key->text();
  if (const auto group = root.find("group")) recipe.group = group->text();
  if (const auto target = root.find("target")) read_target(*target, recipe);
  recipe.use(read_steps(root));
  if (const auto insert = root.find("insert"))
    recipe.insert = InsertRecipe::parse(insert->text(), insert->where().file + ": insert");
  root.require_all_read();
  if (recipe.augment.reads_depth()) {
    throw UserError("no depth image knows how far away pasted objects are",
                    "leave depth.file out of the steps of balance: they take the ground plane then");
  }
  if (!recipe.group.empty() && recipe.group_key.empty())
    throw UserError("a group without a group key", "say with --group-key which key of an image names it");
  return recipe;
}

void BalanceRecipe::use(AugmentRecipe steps) {
  augment = std::move(steps);
  augment.seed = seed;
  augment.copies = 1;
  augment.keep_originals = false;
}

std::string BalanceRecipe::to_yaml() const {
  std::string names;
  for (const auto& [name, count] : target)
    names += fmt::format("{}{}: {}", names.empty() ? "" : ", ", write_name(name), count);
  return fmt::format(
      "seed: {}\ntarget: {{{}}}\nrepeat_factor: {}\nfrequency: {}\nmax_repeats: {}\nmax_hosts: {}\n"
      "max_per_image: {}\nmax_donor_reuse: {}\nmin_donor_px: {}\ngroup_key: {}\ngroup: {}\naugment: |\n{}{}",
      seed, names, write_number(repeat_factor), frequencies[size_t(frequency)], max_repeats, max_hosts,
      max_per_image, max_donor_reuse, write_number(min_donor_px), write_name(group_key), write_name(group),
      indented(augment.to_yaml()), insert ? "insert: |\n" + indented(insert->to_yaml()) : "");
}

}  // namespace understudy
