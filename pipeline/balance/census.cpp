// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/census.h"

#include <map>

#include "augment/horizon.h"
#include "pipeline/photo_pool.h"

namespace understudy {
namespace {

class GroupNumbers {
 public:
  GroupNumbers(std::string key, std::vector<std::string>& names) : key_(std::move(key)), names_(names) {}

  uint32_t of(const Photo& photo) { return number(group_of(photo, key_)); }

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

Census take_census(const CocoReader& reader, const std::string& group_key, double min_donor_px,
                   bool horizons) {
  Census census;
  census.categories = reader.categories();
  std::map<int64_t, uint32_t> number_of;
  for (size_t i = 0; i < census.categories.size(); ++i) number_of[census.categories[i].id] = uint32_t(i);
  const ClassNames names = class_names(census.categories);
  GroupNumbers groups(group_key, census.groups);
  for (size_t i = 0; i < reader.image_count(); ++i) {
    const Photo photo = reader.read(i);
    CensusImage image{photo.width_px, photo.height_px, groups.of(photo), uint32_t(census.objects.size())};
    for (size_t k = 0; k < photo.objects.size(); ++k) {
      const PhotoObject& object = photo.objects[k];
      const auto category = number_of.find(object.category);
      if (category == number_of.end()) continue;
      census.objects.push_back({uint32_t(i), uint32_t(k), category->second, object.box.value_or(RealBox{}),
                                donor_of(object, photo, min_donor_px)});
    }
    if (horizons)
      image.horizon_confidence =
          float(fit_horizon(standing_boxes(photo, names), usual_projection(photo.width_px, photo.height_px))
                    .confidence);
    image.count = uint32_t(census.objects.size()) - image.first;
    census.images.push_back(image);
  }
  return census;
}

}  // namespace understudy
