// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/inserts.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace understudy {
namespace {

std::vector<int> usual_counts(const Census& census) {
  std::vector<double> objects(census.categories.size()), images(census.categories.size());
  std::vector<int64_t> last(census.categories.size(), -1);
  for (const CensusObject& object : census.objects) {
    ++objects[object.category];
    images[object.category] += last[object.category] != object.image;
    last[object.category] = object.image;
  }
  std::vector<int> usual;
  for (size_t c = 0; c < objects.size(); ++c)
    usual.push_back(images[c] > 0 ? int(std::lround(objects[c] / images[c])) : 1);
  return usual;
}

class InsertPlanner {
 public:
  InsertPlanner(const Census& census, const BalanceRecipe& recipe, const std::vector<bool>& allowed,
                const HasPlace& has_place, std::vector<int> hosts_used, Need& need)
      : census_(census), recipe_(recipe), has_place_(has_place), copies_(std::move(hosts_used)), need_(need) {
    for (const PhotoCategory& category : census.categories)
      rendered_.push_back(recipe.insert->for_class(category.name).has_value());
    usual_count_ = usual_counts(census);
    const Draw draw(recipe.insert->parameters, Key{});
    const bool given = !draw.boolean("camera.estimate_horizon");
    const double least = draw.number("camera.min_confidence");
    Stream shuffle(Key{recipe.seed, 0}, "balance.inserts");
    std::vector<std::pair<uint64_t, uint32_t>> order;
    for (uint32_t i = 0; i < census.images.size(); ++i) {
      if (allowed[i] && (given || census.images[i].horizon_confidence >= least))
        order.emplace_back(shuffle.bits64(), i);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [shuffled, image] : order) order_.push_back(image);
  }

  std::vector<InsertHost> plan(std::vector<std::string>& why_short) {
    std::vector<InsertHost> hosts;
    std::vector<bool> given_up(need_.missing.size());
    while (const auto wanted = most_missing(given_up)) {
      if (const auto image = next_host(*wanted)) {
        hosts.push_back({*image, {}});
        fill(hosts.back(), *wanted);
      } else {
        given_up[*wanted] = true;
        why_short[*wanted] += fmt::format("{}{}", why_short[*wanted].empty() ? "" : "; ", no_host());
      }
    }
    return hosts;
  }

 private:
  std::optional<uint32_t> most_missing(const std::vector<bool>& given_up) const {
    std::optional<uint32_t> most;
    for (uint32_t c = 0; c < need_.missing.size(); ++c) {
      if (!rendered_[c] || given_up[c] || need_.missing[c] <= 0) continue;
      if (!most || need_.missing[c] > need_.missing[*most]) most = c;
    }
    return most;
  }

  std::optional<uint32_t> next_host(uint32_t wanted) {
    for (size_t seen = 0; seen < order_.size(); ++seen) {
      const uint32_t image = order_[at_++ % order_.size()];
      if (copies_[image] < recipe_.max_hosts && need_.admits(census_, image) && has_place_(image, wanted))
        return image;
    }
    return std::nullopt;
  }

  void fill(InsertHost& host, uint32_t wanted) {
    ++copies_[host.image];
    need_.subtract(census_, host.image);
    Stream stream(Key{recipe_.seed, hosts_++}, "balance.insert_slots");
    int64_t slots = stream.uniform_int(1, recipe_.max_per_image);
    std::vector<int> count(need_.missing.size());
    std::vector<bool> enough(need_.missing.size());
    for (auto category = std::optional(wanted); category && slots > 0; --slots) {
      host.categories.push_back(*category);
      --need_.missing[*category];
      enough[*category] = ++count[*category] >= usual_count_[*category];
      do {
        category = most_missing(enough);
        if (category && !has_place_(host.image, *category)) enough[*category] = true;
      } while (category && enough[*category]);
    }
  }

  std::string no_host() const {
    if (order_.empty()) return "rendered: no photo whose labels tell where the ground is";
    return fmt::format(
        "rendered: each of the {} photos whose labels tell where the ground is was used {} times, "
        "has no place, or would bring too many of another class",
        order_.size(), recipe_.max_hosts);
  }

  const Census& census_;
  const BalanceRecipe& recipe_;
  const HasPlace& has_place_;
  std::vector<int> copies_;  ///< of each image, that are hosts
  Need& need_;
  std::vector<bool> rendered_;
  std::vector<int> usual_count_;  ///< of each class in the images that hold it: no photo gets more
  std::vector<uint32_t> order_;
  size_t at_ = 0;
  uint64_t hosts_ = 0;
};

}  // namespace

std::vector<InsertHost> plan_inserts(const Census& census, const BalanceRecipe& recipe,
                                     const std::vector<bool>& allowed, const HasPlace& has_place,
                                     std::vector<int> hosts_used, Need& need,
                                     std::vector<std::string>& why_short) {
  return InsertPlanner(census, recipe, allowed, has_place, std::move(hosts_used), need).plan(why_short);
}

}  // namespace understudy
