// SPDX-License-Identifier: Apache-2.0
#include "pipeline/photo_pool.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/apply.h"
#include "augment/paste_step.h"
#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "base/spelling.h"
#include "pipeline/origin.h"
#include "pipeline/photo_file.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Ids of the target's classes by that of the class of the same name.
std::map<int64_t, int64_t> matched_categories(const CocoReader& donors, const CocoReader& target) {
  std::map<std::string, int64_t> id_of;
  for (const PhotoCategory& category : target.categories()) id_of[category.name] = category.id;
  if (const auto person = id_of.find("person"); person != id_of.end())
    id_of.try_emplace("pedestrian", person->second);
  if (const auto pedestrian = id_of.find("pedestrian"); pedestrian != id_of.end())
    id_of.try_emplace("person", pedestrian->second);
  std::map<int64_t, int64_t> matched;
  for (const PhotoCategory& category : donors.categories()) {
    if (const auto found = id_of.find(category.name); found != id_of.end())
      matched[category.id] = found->second;
  }
  return matched;
}

void require_common_class(const std::map<int64_t, int64_t>& matched, const CocoReader& donors,
                          const CocoReader& target, const fs::path& file) {
  if (!matched.empty()) return;
  const auto names = [](const CocoReader& reader) {
    std::vector<std::string> list;
    for (const PhotoCategory& category : reader.categories()) list.push_back(category.name);
    return list_of(list);
  };
  throw UserError(fmt::format("donors: {} has no class of the dataset's: it has {}, the dataset {}",
                              file.string(), names(donors), names(target)),
                  "classes are matched by their names");
}

std::map<std::string, std::string> licenses_of(const CocoReader& reader) {
  std::map<std::string, std::string> licenses;
  for (const CocoReader::Member& member : reader.members()) {
    if (member.key != "licenses") continue;
    const Json list = Json::parse(member.json, nullptr, false);
    if (!list.is_array()) continue;
    for (const Json& entry : list) {
      if (entry.is_object() && entry.contains("id")) licenses[entry["id"].dump()] = entry.dump();
    }
  }
  return licenses;
}

bool is_part_of_another(const PhotoObject& object) {
  const Json json = Json::parse(object.json, nullptr, false);
  return json.is_object() && json.contains("parent_id");
}

/// Of LVIS's lists; what has no name here is left out.
void rename_lists(Photo& photo, const std::map<int64_t, int64_t>& names) {
  if (!photo.federated) return;
  for (auto* list : {&photo.federated->negative, &photo.federated->not_exhaustive}) {
    std::vector<int64_t> renamed;
    for (const int64_t category : *list) {
      if (const auto found = names.find(category); found != names.end()) renamed.push_back(found->second);
    }
    *list = std::move(renamed);
  }
}

bool has_federated_lists(const CocoReader& reader) {
  for (uint64_t i = 0; i < reader.image_count(); ++i) {
    if (reader.read_image(i).federated) return true;
  }
  return false;
}

/// In a file without LVIS's lists every class is labelled in every image (T.-Y. Lin et al., "Microsoft COCO",
/// 2014), but for what is in crowds. Of classes that the file does not have nothing is known.
FederatedLists lists_of_plain(const Photo& photo, const std::map<int64_t, int64_t>& names) {
  std::set<int64_t> shown, crowded, absent;
  for (const PhotoObject& object : photo.objects) {
    const auto found = names.find(object.category);
    if (found == names.end()) continue;
    shown.insert(found->second);
    if (object.crowd) crowded.insert(found->second);
  }
  for (const auto& [theirs, ours] : names) {
    if (shown.count(ours) == 0) absent.insert(ours);
  }
  return {{absent.begin(), absent.end()}, {crowded.begin(), crowded.end()}};
}

}  // namespace

std::string group_of(const Photo& photo, const std::string& key) {
  if (key.empty()) return "";
  const Json entry = Json::parse(photo.json);
  const auto found = entry.find(key);
  if (found == entry.end()) {
    throw UserError(fmt::format("group_key: the image {} has no key '{}'", photo.file_name, key),
                    "every image must say to which group it belongs");
  }
  return found->is_string() ? found->get<std::string>() : found->dump();
}

PhotoPool::PhotoPool(const CocoReader& reader, fs::path images, Exif exif, std::string group_key)
    : reader_(reader), images_(std::move(images)), exif_(exif), group_key_(std::move(group_key)) {
  if (group_key_.empty()) return;
  for (uint64_t i = 0; i < reader.image_count(); ++i)
    members_[group_of(reader.read_image(i), group_key_)].push_back(i);
}

Photo PhotoPool::labels(uint64_t image) const {
  Photo photo = reader_.read(image);
  if (dataset_.empty()) return photo;
  const bool tells_all = all_labelled_ && !photo.federated;
  const FederatedLists plain = tells_all ? lists_of_plain(photo, category_of_) : FederatedLists{};
  std::erase_if(photo.objects, [&](const PhotoObject& object) {
    return category_of_.count(object.category) == 0 || is_part_of_another(object);
  });
  for (PhotoObject& object : photo.objects) object.category = category_of_.at(object.category);
  rename_lists(photo, category_of_);
  if (tells_all) photo.federated = plain;
  return photo;
}

std::optional<Photo> PhotoPool::read(uint64_t image) const try {
  Photo photo = labels(image);
  load_pixels(photo, read_file(images_ / photo.file_name), exif_);
  return photo;
} catch (const UserError&) {
  return std::nullopt;  // of the dataset itself it is listed where its own turn comes
}

Parent PhotoPool::parent(const Photo& photo) const {
  Parent parent = parent_of(photo);
  parent.dataset = dataset_;
  // Its number means nothing elsewhere.
  if (const auto found = license_of_.find(parent.license); found != license_of_.end())
    parent.license = found->second;
  return parent;
}

PhotoSource PhotoPool::source(const std::string& group, std::function<void(const Parent&)> used) const {
  PhotoSource source;
  source.dataset = dataset_;
  source.annotations_of_category = reader_.annotations_of_category();
  source.used = [this, used = std::move(used)](const Photo& photo) { used(parent(photo)); };
  if (group_key_.empty()) {
    source.count = reader_.image_count();
    source.read = [this](uint64_t i) { return read(i); };
    source.labels = [this](uint64_t i) { return labels(i); };
  } else if (const auto found = members_.find(group); found != members_.end()) {
    source.count = found->second.size();
    source.read = [this, &members = found->second](uint64_t i) { return read(members[i]); };
    source.labels = [this, &members = found->second](uint64_t i) { return labels(members[i]); };
  }
  return source;
}

DonorDatasets::DonorDatasets(const AugmentRecipe& recipe, const CocoReader& target) {
  const bool lists_wanted =
      std::any_of(recipe.steps.begin(), recipe.steps.end(),
                  [](const RecipeStep& step) { return !step.donors().instances.empty(); }) &&
      has_federated_lists(target);
  for (const RecipeStep& step : recipe.steps) {
    const DonorPaths paths = step.donors();
    if (paths.instances.empty()) continue;
    if (!fs::is_directory(paths.images)) {
      throw UserError(fmt::format("the step {}: donors.images: expected a folder, found {}",
                                  step.transform->name, paths.images.string()));
    }
    Set& set = sets_[paths];
    if (!set.pool) {
      set.reader = std::make_unique<const CocoReader>(paths.instances);
      set.pool = std::make_unique<PhotoPool>(*set.reader, paths.images, recipe.exif, recipe.group_key);
      set.pool->dataset_ = paths.instances.filename().string();
      set.pool->category_of_ = matched_categories(*set.reader, target);
      set.pool->all_labelled_ = lists_wanted && !has_federated_lists(*set.reader);
      set.pool->license_of_ = licenses_of(*set.reader);
    }
    // To a step that takes nothing but colours the classes do not matter.
    if (step.transform->adds_objects)
      require_common_class(set.pool->category_of_, *set.reader, target, paths.instances);
  }
}

std::map<DonorPaths, PhotoSource> DonorDatasets::sources(
    const std::string& group, const std::function<void(const Parent&)>& used) const {
  std::map<DonorPaths, PhotoSource> sources;
  for (const auto& [paths, set] : sets_) sources[paths] = set.pool->source(group, used);
  return sources;
}

void DonorDatasets::require_masks(const AugmentRecipe& recipe, const CocoReader& target,
                                  const fs::path& file) const {
  const PhotoPool own(target, {}, recipe.exif, "");
  for (const RecipeStep& step : recipe.steps) {
    if (!step.transform->pastes_objects) continue;
    const auto found = sets_.find(step.donors());
    const PhotoPool& pool = found == sets_.end() ? own : *found->second.pool;
    const StepObjects donors = step.transform->only_for_donors ? step.objects : StepObjects{};
    const auto gives = [&](uint64_t i) {
      const Photo photo = pool.labels(i);
      return std::any_of(photo.objects.begin(), photo.objects.end(), [&](const PhotoObject& object) {
        return can_be_pasted(object) && is_chosen(object, donors, target.categories());
      });
    };
    uint64_t i = 0;
    while (i < pool.reader_.image_count() && !gives(i)) ++i;
    if (i < pool.reader_.image_count()) continue;
    throw UserError(fmt::format("the step {} pastes objects by their masks, and no object that it is for has "
                                "one among the {} annotations of {}",
                                step.transform->name, pool.reader_.annotation_count(),
                                (found == sets_.end() ? file : found->first.instances).string()),
                    "name a dataset with masks, as 'donors: {in: other/instances.json}', or leave the step "
                    "out: mosaic, mixup and cutmix work on boxes");
  }
}

std::string DonorDatasets::comment() const {
  std::string text;
  for (const auto& [paths, set] : sets_) {
    text += fmt::format("# donors from {} images of {} ({} bytes, hash {})\n", set.reader->image_count(),
                        name_in_comment(paths.instances), set.reader->file_bytes(),
                        hash_digits(set.reader->file_hash()));
  }
  return text;
}

}  // namespace understudy
