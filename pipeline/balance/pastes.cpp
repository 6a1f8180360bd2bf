// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/pastes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "pipeline/balance/place.h"

namespace understudy {
namespace {

using GroupClass = std::pair<uint32_t, uint32_t>;  ///< a group and a class, by number

std::span<const CensusObject> objects_of(const Census& census, size_t image) {
  return std::span(census.objects).subspan(census.images[image].first, census.images[image].count);
}

/// Of a class in a group: the next donor is always the one that was used least.
class DonorQueue {
 public:
  void add(uint32_t object, uint64_t shuffled) { waiting_.insert({0, shuffled, object}); }
  bool empty() const { return waiting_.empty(); }

  /// Offers the least used donors first until `take` wants one, which then counts as used.
  template <typename Take>
  bool offer(int most_uses, const Take& take) {
    constexpr int most_offers = 12;
    int offers = 0;
    for (auto donor = waiting_.begin(); donor != waiting_.end() && offers < most_offers; ++donor, ++offers) {
      const auto [uses, shuffled, object] = *donor;
      if (!take(object)) continue;
      waiting_.erase(donor);
      if (uses + 1 < most_uses) waiting_.insert({uses + 1, shuffled, object});
      return true;
    }
    return false;
  }

 private:
  std::set<std::tuple<int, uint64_t, uint32_t>> waiting_;  ///< uses, a random number, object
};

/// How often classes are seen together: of the images that hold k, the share that hold c too.
class Company {
 public:
  explicit Company(const Census& census) : census_(census), images_(census.categories.size()) {
    for (size_t i = 0; i < census.images.size(); ++i) {
      for (const uint32_t k : classes_of(i)) ++images_[k];
    }
  }

  /// By image: how much its other classes speak for class c; 0 where none was ever seen with it.
  std::vector<double> of(uint32_t c, const std::vector<bool>& allowed) const {
    std::vector<double> together(images_.size()), weights(census_.images.size());
    for (size_t i = 0; i < weights.size(); ++i) {
      const std::set<uint32_t> classes = classes_of(i);
      if (classes.count(c) == 0) continue;
      for (const uint32_t k : classes) ++together[k];
    }
    for (size_t i = 0; i < weights.size(); ++i) {
      if (!allowed[i]) continue;
      double sum = 0, count = 0;
      for (const uint32_t k : classes_of(i)) {
        sum += k == c ? 1 : together[k] / images_[k];
        ++count;
      }
      if (count > 0) weights[i] = sum / count * sum / count;
    }
    return weights;
  }

 private:
  std::set<uint32_t> classes_of(size_t image) const {
    std::set<uint32_t> classes;
    for (const CensusObject& object : objects_of(census_, image)) classes.insert(object.category);
    return classes;
  }

  const Census& census_;
  std::vector<double> images_;
};

/// Images in an order that is random, likely ones first: P. Efraimidis, P. Spirakis, "Weighted random
/// sampling with a reservoir", 2006.
std::vector<uint32_t> drawn_order(const std::vector<double>& weights, Stream stream) {
  std::vector<std::pair<double, uint32_t>> keys;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0) keys.push_back({-std::log(1 - stream.uniform()) / weights[i], uint32_t(i)});
  }
  std::sort(keys.begin(), keys.end());
  std::vector<uint32_t> order;
  for (const auto& [key, image] : keys) order.push_back(image);
  return order;
}

class PastePlanner {
 public:
  PastePlanner(const Census& census, const BalanceRecipe& recipe, const std::vector<bool>& allowed,
               Need& need)
      : census_(census),
        recipe_(recipe),
        allowed_(allowed),
        need_(need),
        company_(census),
        copies_(census.images.size()),
        walks_(census.categories.size()) {
    gather();
  }

  std::vector<PasteHost> plan(std::vector<std::string>& why_short) {
    std::vector<PasteHost> hosts;
    while (const auto wanted = most_missing(why_short)) {
      const auto image = next_host(*wanted);
      if (!image) {
        why_short[*wanted] = no_host(*wanted);
        continue;
      }
      PasteHost host{*image, {}};
      fill(host, *wanted);
      ++copies_[*image];  // even where nothing found a place: so the search ends
      if (host.pastes.empty()) continue;
      need_.subtract(census_, *image);
      hosts.push_back(std::move(host));
    }
    return hosts;
  }

 private:
  /// Where one class's search for hosts is.
  struct Walk {
    std::vector<uint32_t> order;
    size_t at = 0;
    std::array<uint64_t, 6> count_of{};  ///< objects by Donor

    uint64_t donors() const { return count_of[size_t(Donor::yes)]; }
    uint64_t objects() const { return std::accumulate(count_of.begin(), count_of.end(), uint64_t(0)); }
  };

  void gather();
  std::optional<uint32_t> most_missing(const std::vector<std::string>& why_short) const;
  std::optional<uint32_t> next_host(uint32_t category);
  void fill(PasteHost& host, uint32_t wanted);
  bool paste(PasteHost& host, HostFrame& frame, uint32_t category, Stream stream);
  std::string no_host(uint32_t category) const;

  DonorQueue* donors(uint32_t group, uint32_t category) {
    const auto found = donors_.find({group, category});
    return found == donors_.end() || found->second.empty() ? nullptr : &found->second;
  }

  const Census& census_;
  const BalanceRecipe& recipe_;
  const std::vector<bool>& allowed_;
  Need& need_;
  Company company_;
  std::map<GroupClass, DonorQueue> donors_;
  std::map<GroupClass, PlacePrior> priors_;
  std::vector<int> copies_;  ///< of each image, that are hosts
  std::vector<Walk> walks_;
  uint64_t attempts_ = 0;
};

void PastePlanner::gather() {
  Stream shuffle(Key{recipe_.seed, 0}, "balance.donors");
  for (size_t i = 0; i < census_.objects.size(); ++i) {
    const CensusObject& object = census_.objects[i];
    if (!allowed_[object.image] || need_.missing[object.category] <= 0) continue;
    const CensusImage& image = census_.images[object.image];
    const RealBox& b = object.box;
    if (object.donor != Donor::crowd && b.height > 0 && image.height_px > 0) {
      priors_[{image.group, object.category}].samples.push_back({(b.x + b.width / 2) / image.width_px,
                                                                 (b.y + b.height) / image.height_px,
                                                                 b.height / image.height_px});
    }
    ++walks_[object.category].count_of[size_t(object.donor)];
    if (object.donor != Donor::yes || recipe_.max_donor_reuse == 0) continue;
    donors_[{image.group, object.category}].add(uint32_t(i), shuffle.bits64());
  }
  for (auto& [key, prior] : priors_) prior.measure();
}

std::optional<uint32_t> PastePlanner::most_missing(const std::vector<std::string>& why_short) const {
  std::optional<uint32_t> most;
  for (uint32_t c = 0; c < need_.missing.size(); ++c) {
    if (need_.missing[c] <= 0 || !why_short[c].empty()) continue;
    if (!most || need_.missing[c] > need_.missing[*most]) most = c;
  }
  return most;
}

std::optional<uint32_t> PastePlanner::next_host(uint32_t category) {
  Walk& walk = walks_[category];
  if (walk.donors() == 0) return std::nullopt;
  if (walk.order.empty()) {
    walk.order =
        drawn_order(company_.of(category, allowed_), Stream(Key{recipe_.seed, category}, "balance.hosts"));
  }
  for (size_t seen = 0; seen < walk.order.size(); ++seen) {
    const uint32_t image = walk.order[walk.at++ % walk.order.size()];
    if (copies_[image] >= recipe_.max_hosts || donors(census_.images[image].group, category) == nullptr)
      continue;
    if (need_.admits(census_, image)) return image;
  }
  return std::nullopt;
}

std::string PastePlanner::no_host(uint32_t category) const {
  constexpr std::array<const char*, 6> names{
      "", "crowds", "without outline", "cut by the frame", "partly hidden", "too small"};
  const Walk& walk = walks_[category];
  if (walk.objects() == 0) return "the photos hold none";
  if (walk.donors() == 0) {
    std::string why;
    for (size_t i = 1; i < names.size(); ++i) {
      if (walk.count_of[i] > 0)
        why += fmt::format("{}{} {}", why.empty() ? "" : ", ", walk.count_of[i], names[i]);
    }
    return fmt::format("none of the {} can be pasted: {}", walk.objects(), why);
  }
  const bool left = std::any_of(donors_.begin(), donors_.end(), [&](const auto& entry) {
    return entry.first.second == category && !entry.second.empty();
  });
  if (!left)
    return fmt::format("each of the {} that can be pasted was, {} times", walk.donors(),
                       recipe_.max_donor_reuse);
  return fmt::format(
      "no photo takes more: those like the ones that hold it were used {} times, have no place left, or "
      "would bring too many of another class",
      recipe_.max_hosts);
}

/// Puts up to so many objects into a copy as are drawn: first the wanted class, then whatever is missing.
void PastePlanner::fill(PasteHost& host, uint32_t wanted) {
  const Stream stream = Stream(Key{recipe_.seed, attempts_++}, "balance.pastes");
  const CensusImage& image = census_.images[host.image];
  HostFrame frame{image.width_px, image.height_px, {}};
  for (const CensusObject& object : objects_of(census_, host.image)) {
    if (object.donor != Donor::crowd) frame.taken.push_back({object.box, false});
  }
  Need left = need_;
  left.subtract(census_, host.image);
  const int64_t slots = stream.child("slots").uniform_int(1, recipe_.max_per_image);
  for (int64_t slot = 0; slot < slots; ++slot) {
    uint32_t category = wanted;
    std::vector<double> weights(left.missing.size());
    for (uint32_t c = 0; c < weights.size(); ++c)
      weights[c] = donors(image.group, c) != nullptr ? double(std::max<int64_t>(left.missing[c], 0)) : 0;
    if (slot > 0 || weights[wanted] == 0) {
      if (std::all_of(weights.begin(), weights.end(), [](double w) { return w == 0; })) return;
      category =
          uint32_t(stream.child("class").child(uint64_t(slot)).weighted(weights.data(), weights.size()));
    }
    if (!paste(host, frame, category, stream.child("paste").child(uint64_t(slot)))) continue;
    --left.missing[category];
    --need_.missing[category];
  }
}

bool PastePlanner::paste(PasteHost& host, HostFrame& frame, uint32_t category, Stream stream) {
  const uint32_t group = census_.images[host.image].group;
  DonorQueue* queue = donors(group, category);
  if (queue == nullptr) return false;
  const PlacePrior& prior = priors_.at({group, category});
  return queue->offer(recipe_.max_donor_reuse, [&](uint32_t donor) {
    const CensusObject& object = census_.objects[donor];
    const auto same = [&](const PlannedPaste& paste) { return paste.donor == donor; };
    if (object.image == host.image || std::any_of(host.pastes.begin(), host.pastes.end(), same)) return false;
    const CensusImage& from = census_.images[object.image];
    Stream draws = stream.child(donor);
    const auto box =
        draw_place(prior, {object.box, from.width_px, from.height_px}, frame, draws.child("place"));
    if (!box) return false;
    frame.taken.push_back({*box, true});
    host.pastes.push_back({donor, *box, draws.uniform(0.5, 1.5)});
    return true;
  });
}

}  // namespace

bool Need::admits(const Census& census, size_t image) const {
  std::map<uint32_t, int64_t> content;
  for (const CensusObject& object : objects_of(census, image)) ++content[object.category];
  return std::all_of(content.begin(), content.end(), [&](const auto& entry) {
    return !scarce[entry.first] || entry.second <= missing[entry.first];
  });
}

bool Need::gains_by(const Census& census, size_t image) const {
  const auto objects = objects_of(census, image);
  return std::any_of(objects.begin(), objects.end(),
                     [&](const CensusObject& object) { return missing[object.category] > 0; });
}

void Need::subtract(const Census& census, size_t image) {
  for (const CensusObject& object : objects_of(census, image)) --missing[object.category];
}

std::vector<PasteHost> plan_pastes(const Census& census, const BalanceRecipe& recipe,
                                   const std::vector<bool>& allowed, Need& need,
                                   std::vector<std::string>& why_short) {
  return PastePlanner(census, recipe, allowed, need).plan(why_short);
}

}  // namespace understudy
