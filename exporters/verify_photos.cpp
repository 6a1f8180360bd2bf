// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "exporters/coco_reader.h"
#include "exporters/dataset_reader.h"
#include "exporters/photo_record.h"
#include "exporters/verify.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

/// Of an image that can be decoded. Throws UserError.
std::pair<int, int> size_of(const std::string& bytes, const std::string& name) {
  if (bytes.starts_with("\x89PNG")) {
    const auto image = decode_png(bytes, name);
    return {image.width_px(), image.height_px()};
  }
  const auto image = decode_jpeg(bytes, name);
  return {image.width_px(), image.height_px()};
}

/// Two JSON texts, whatever their spaces and the order of their keys.
bool says_the_same(const std::string& a, const std::string& b) {
  return a == b || nlohmann::json::parse(a) == nlohmann::json::parse(b);
}

class PhotoVerifier {
 public:
  explicit PhotoVerifier(const fs::path& folder) : folder_(folder), reader_(folder / "instances.json") {
    result_.images = reader_.image_count();
    result_.annotations = reader_.annotation_count();
  }

  Verification run() {
    if (fs::exists(folder_ / "records")) {
      for (const uint64_t index : stored_indices(folder_)) check_record(index);
      if (next_ < reader_.image_count())
        fault(fmt::format("instances.json has {} images, the records {}", reader_.image_count(), next_));
    } else {  // corrupt keeps none
      for (size_t i = 0; i < reader_.image_count(); ++i) check_image(reader_.read_image(i));
    }
    return std::move(result_);
  }

 private:
  void fault(std::string what) { result_.add_fault(std::move(what)); }

  void check_record(uint64_t index) try {
    const std::optional<Json> record = whole_photo_record(folder_, index);
    if (record && record->contains("skipped")) return;
    const size_t place = next_++;
    if (!record || !image_is_whole(folder_, *record))
      return fault(fmt::format("image {}: its file or record is not what was written", index));
    const std::string name = record->at("file_name");
    if (place >= reader_.image_count())
      return fault(fmt::format("image {}: {} is not in instances.json", index, name));
    const Photo photo = reader_.read(place);
    const size_t written = record->at("annotations").size();
    if (photo.file_name != name) {
      fault(
          fmt::format("image {}: instances.json has {} where {} was written", index, photo.file_name, name));
    } else if (photo.objects.size() != written) {
      fault(fmt::format("{} has {} annotations in instances.json, {} were written", name,
                        photo.objects.size(), written));
    } else {
      compare(*record, photo);
    }
  } catch (const Json::exception&) {
    fault(fmt::format("image {}: its record was not written by this program", index));
  }

  /// Every entry of instances.json with the one that was written.
  void compare(const Json& record, const Photo& photo) {
    if (!says_the_same(photo.json, image_entry(record, photo.id)))
      fault(fmt::format("{}: its entry in instances.json is not what was written", photo.file_name));
    const Json& annotations = record.at("annotations");
    // As the file has them: those that keep their ids come first.
    std::vector<size_t> order(photo.objects.size());
    std::iota(order.begin(), order.end(), size_t(0));
    const auto position = [&](size_t i) {
      return keeps_id(annotations[i]) ? annotations[i].at("position").get<uint64_t>() : UINT64_MAX;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return position(a) < position(b); });
    std::vector<int64_t> ids(order.size());
    for (size_t k = 0; k < order.size(); ++k) ids[order[k]] = photo.objects[k].id;
    const std::vector<std::string> entries = annotation_entries(record, photo.id, ids);
    for (size_t k = 0; k < order.size(); ++k) {
      if (says_the_same(photo.objects[k].json, entries[order[k]])) continue;
      fault(fmt::format("{}: annotation {} of instances.json is not what was written", photo.file_name,
                        photo.objects[k].id));
    }
  }

  /// What has no checksum is at least an image of the size that is said of it.
  void check_image(const Photo& photo) try {
    const fs::path file = folder_ / "images" / photo.file_name;
    if (!fs::exists(file)) return fault(fmt::format("images/{} is not there", photo.file_name));
    const auto [width_px, height_px] = size_of(read_file(file), file.string());
    const bool is_told = photo.width_px > 0 && photo.height_px > 0;
    if (is_told && (width_px != photo.width_px || height_px != photo.height_px))
      fault(fmt::format("images/{} has {} x {} pixels, instances.json says {} x {}", photo.file_name,
                        width_px, height_px, photo.width_px, photo.height_px));
  } catch (const UserError& error) {
    fault(fmt::format("images/{}: {}", photo.file_name, error.what()));
  }

  const fs::path folder_;
  const CocoReader reader_;
  Verification result_;
  size_t next_ = 0;  ///< place in instances.json of the next record that is no skipped image's
};

}  // namespace

Verification verify_photo_dataset(const fs::path& folder) { return PhotoVerifier(folder).run(); }

}  // namespace understudy
