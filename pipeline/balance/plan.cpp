// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/plan.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "base/spelling.h"
#include "pipeline/balance/inserts.h"
#include "pipeline/balance/pastes.h"
#include "pipeline/balance/repeats.h"

namespace understudy {
namespace {

std::vector<bool> allowed_images(const Census& census, const BalanceRecipe& recipe) {
  const auto& names = census.groups;
  if (!recipe.group.empty() && std::find(names.begin(), names.end(), recipe.group) == names.end()) {
    throw UserError("--group: no image has the " + recipe.group_key + " '" + recipe.group + "'",
                    did_you_mean(recipe.group, names));
  }
  std::vector<bool> allowed;
  for (const CensusImage& image : census.images)
    allowed.push_back(recipe.group.empty() || names[image.group] == recipe.group);
  return allowed;
}

/// Classes as they are, with their targets.
std::vector<ClassBalance> class_table(const Census& census, const BalanceRecipe& recipe,
                                      const std::vector<bool>& allowed) {
  std::vector<ClassBalance> classes(census.categories.size());
  std::vector<std::string> names;
  for (size_t c = 0; c < classes.size(); ++c) {
    classes[c].name = census.categories[c].name;
    names.push_back(classes[c].name);
  }
  for (const CensusObject& object : census.objects) classes[object.category].before += allowed[object.image];
  for (const auto& [name, count] : recipe.target) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      throw UserError("--target: the dataset has no class '" + name + "'", did_you_mean(name, names));
    }
    classes[size_t(found - names.begin())].target = count;
  }
  return classes;
}

/// Each image as often as LVIS's rule says, fractions by chance.
std::vector<uint32_t> repeats_by_factor(const Census& census, const BalanceRecipe& recipe,
                                        std::vector<ClassBalance>& classes) {
  const std::vector<double> of_class =
      class_repeat_factors(class_frequencies(census, recipe.frequency), recipe.repeat_factor);
  for (size_t c = 0; c < classes.size(); ++c) classes[c].repeat_factor = of_class[c];
  std::vector<uint32_t> repeats;
  for (const double factor : image_repeat_factors(census, of_class)) {
    Stream stream(Key{recipe.seed, repeats.size()}, "balance.repeats");
    repeats.push_back(uint32_t(factor) - 1 + (stream.chance(factor - std::floor(factor)) ? 1 : 0));
  }
  return repeats;
}

/// Round by round, in an order of chance, the images that bring a class nearer to its target and none beyond.
std::vector<uint32_t> repeats_for_target(const Census& census, const BalanceRecipe& recipe,
                                         const std::vector<bool>& allowed, const Need& need) {
  std::vector<std::pair<uint64_t, uint32_t>> order;
  Stream shuffle(Key{recipe.seed, 0}, "balance.order");
  for (uint32_t i = 0; i < census.images.size(); ++i) order.emplace_back(shuffle.bits64(), i);
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> repeats(census.images.size());
  Need left = need;
  for (int round = 0; round < recipe.max_repeats; ++round) {
    for (const auto& [shuffled, image] : order) {
      if (!allowed[image] || !left.gains_by(census, image) || !left.admits(census, image)) continue;
      left.subtract(census, image);
      ++repeats[image];
    }
  }
  return repeats;
}

Need need_of(const std::vector<ClassBalance>& classes) {
  Need need;
  for (const ClassBalance& c : classes) {
    need.missing.push_back(std::max<int64_t>(0, int64_t(c.target) - int64_t(c.before)));
    need.scarce.push_back(need.missing.back() > 0);
  }
  return need;
}

/// What the outputs come to, class by class.
void count(BalancePlan& plan, const Census& census) {
  for (const PlannedOutput& output : plan.outputs) {
    if (output.copy == 0) continue;
    const CensusImage& image = census.images[output.image];
    for (uint32_t k = 0; k < image.count; ++k)
      ++plan.classes[census.objects[image.first + k].category].by_copies;
    for (const PlannedPaste& paste : output.pastes)
      ++plan.classes[census.objects[paste.donor].category].by_pastes;
    for (const uint32_t category : output.inserts) ++plan.classes[category].by_inserts;
  }
}

std::vector<InsertHost> inserts_after(const std::vector<PasteHost>& hosts, const Census& census,
                                      const BalanceRecipe& recipe, const std::vector<bool>& allowed,
                                      const HasPlace& has_place, Need& need,
                                      std::vector<std::string>& why_short) {
  if (!recipe.insert) return {};
  std::vector<int> hosts_used(census.images.size());
  for (const PasteHost& host : hosts) ++hosts_used[host.image];
  return plan_inserts(census, recipe, allowed, has_place, std::move(hosts_used), need, why_short);
}

/// What would help a class that falls short.
std::string hint_for(const std::string& category, const BalanceRecipe& recipe) {
  const bool can = !recipe.insert && InsertRecipe::parse("{}", "insert").for_class(category);
  return can ? "; --insert renders more" : "";
}

}  // namespace

BalancePlan make_plan(const Census& census, const BalanceRecipe& recipe, const HasPlace& has_place) {
  const std::vector<bool> allowed = allowed_images(census, recipe);
  BalancePlan plan;
  plan.classes = class_table(census, recipe, allowed);
  Need need = need_of(plan.classes);
  std::vector<uint32_t> repeats = recipe.repeat_factor > 0
                                      ? repeats_by_factor(census, recipe, plan.classes)
                                      : repeats_for_target(census, recipe, allowed, need);
  for (size_t i = 0; i < repeats.size(); ++i) {
    if (!allowed[i]) repeats[i] = 0;
    for (uint32_t k = 0; k < repeats[i]; ++k) need.subtract(census, i);
  }
  std::vector<std::string> why_short(plan.classes.size());
  std::vector<PasteHost> hosts = plan_pastes(census, recipe, allowed, need, why_short);
  std::vector<InsertHost> inserts = inserts_after(hosts, census, recipe, allowed, has_place, need, why_short);
  const auto by_image = [](const auto& a, const auto& b) { return a.image < b.image; };
  std::stable_sort(hosts.begin(), hosts.end(), by_image);
  std::stable_sort(inserts.begin(), inserts.end(), by_image);

  auto host = hosts.begin();
  auto insert = inserts.begin();
  for (uint32_t i = 0; i < census.images.size(); ++i) {
    uint32_t copies = 0;
    plan.outputs.push_back({i, copies++, {}});
    for (uint32_t k = 0; k < repeats[i]; ++k) plan.outputs.push_back({i, copies++, {}});
    for (; host != hosts.end() && host->image == i; ++host)
      plan.outputs.push_back({i, copies++, std::move(host->pastes)});
    for (; insert != inserts.end() && insert->image == i; ++insert)
      plan.outputs.push_back({i, copies++, {}, std::move(insert->categories)});
  }
  count(plan, census);
  for (size_t c = 0; c < plan.classes.size(); ++c) {
    ClassBalance& one = plan.classes[c];
    if (one.planned() < one.target) one.why_short = why_short[c] + hint_for(one.name, recipe);
  }
  return plan;
}

}  // namespace understudy
