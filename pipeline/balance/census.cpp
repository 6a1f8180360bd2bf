// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/census.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "labels/ring.h"

namespace understudy {
namespace {

/// Share of the outline that its largest ring has: less where something in front cuts the object in two.
double largest_part(const Segmentation& segmentation) {
  const auto* rings = std::get_if<Polygons>(&segmentation);
  if (rings == nullptr) return 1;
  double sum = 0, largest = 0;
  for (const RealRing& ring : *rings) {
    const double area = std::abs(signed_area(ring));
    sum += area;
    largest = std::max(largest, area);
  }
  return sum > 0 ? largest / sum : 0;
}

Donor donor_of(const PhotoObject& object, const Photo& photo, double min_donor_px) {
  constexpr double rim_px = 2, least_part = 0.9, least_visibility = 0.9;
  if (object.crowd) return Donor::crowd;
  if (object.segmentation.index() == 0 || !object.box) return Donor::no_outline;
  const RealBox& b = *object.box;
  const bool cut = b.x < rim_px || b.y < rim_px || b.x + b.width > photo.width_px - rim_px ||
                   b.y + b.height > photo.height_px - rim_px;
  if (cut) return Donor::cut_by_frame;
  if (object.visibility < least_visibility || largest_part(object.segmentation) < least_part)
    return Donor::partly_hidden;
  return object.area_px < min_donor_px || b.width <= 0 || b.height <= 0 ? Donor::too_small : Donor::yes;
}

class GroupNumbers {
 public:
  GroupNumbers(std::string key, std::vector<std::string>& names) : key_(std::move(key)), names_(names) {}

  uint32_t of(const Photo& photo) {
    if (key_.empty()) return number("");
    const nlohmann::json entry = nlohmann::json::parse(photo.json);
    const auto found = entry.find(key_);
    if (found == entry.end()) {
      throw UserError(fmt::format("--group-key: the image {} has no key '{}'", photo.file_name, key_),
                      "every image must say to which group it belongs");
    }
    return number(found->is_string() ? found->get<std::string>() : found->dump());
  }

 private:
  uint32_t number(const std::string& name) {
    const auto [entry, is_new] = number_of_.try_emplace(name, uint32_t(names_.size()));
    if (is_new) names_.push_back(name);
    return entry->second;
  }

  std::string key_;
  std::vector<std::string>& names_;
  std::map<std::string, uint32_t> number_of_;
};

}  // namespace

std::vector<uint64_t> Census::counts() const {
  std::vector<uint64_t> counts(categories.size());
  for (const CensusObject& object : objects) ++counts[object.category];
  return counts;
}

Census take_census(const CocoReader& reader, const std::string& group_key, double min_donor_px) {
  Census census;
  census.categories = reader.categories();
  std::map<int64_t, uint32_t> number_of;
  for (size_t i = 0; i < census.categories.size(); ++i) number_of[census.categories[i].id] = uint32_t(i);
  GroupNumbers groups(group_key, census.groups);
  for (size_t i = 0; i < reader.image_count(); ++i) {
    const Photo photo = reader.read(i);
    CensusImage image{photo.width_px, photo.height_px, groups.of(photo), uint32_t(census.objects.size()), 0};
    for (size_t k = 0; k < photo.objects.size(); ++k) {
      const PhotoObject& object = photo.objects[k];
      const auto category = number_of.find(object.category);
      if (category == number_of.end()) continue;
      census.objects.push_back({uint32_t(i), uint32_t(k), category->second, object.box.value_or(RealBox{}),
                                donor_of(object, photo, min_donor_px)});
    }
    image.count = uint32_t(census.objects.size()) - image.first;
    census.images.push_back(image);
  }
  return census;
}

}  // namespace understudy
