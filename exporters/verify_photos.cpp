// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/error.h"
#include "exporters/coco_reader.h"
#include "exporters/dataset_reader.h"
#include "exporters/photo_record.h"
#include "exporters/verify.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

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
      for (size_t i = 0; i < reader_.image_count(); ++i) {
        const std::string name = reader_.read_image(i).file_name;
        if (!fs::exists(folder_ / "images" / name)) fault(fmt::format("images/{} is not there", name));
      }
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
    }
  } catch (const Json::exception&) {
    fault(fmt::format("image {}: its record was not written by this program", index));
  }

  const fs::path folder_;
  const CocoReader reader_;
  Verification result_;
  size_t next_ = 0;  ///< place in instances.json of the next record that is no skipped image's
};

}  // namespace

Verification verify_photo_dataset(const fs::path& folder) { return PhotoVerifier(folder).run(); }

}  // namespace understudy
