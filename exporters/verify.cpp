// SPDX-License-Identifier: Apache-2.0
// instances.json is written one image or annotation per line (coco_writer.cpp), so it can be read line by
// line.
#include "exporters/verify.h"

#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/image_io.h"
#include "exporters/dataset_reader.h"
#include "exporters/record.h"
#include "labels/annotate.h"
#include "labels/polygon.h"

namespace understudy {

namespace {

namespace fs = std::filesystem;

Rle rle_of(const Json& json) {
  return decompress_counts(json.at("counts").get_ref<const std::string&>(), json.at("size").at(0),
                           json.at("size").at(1));
}

Box box_of(const Json& json) { return {json.at(0), json.at(1), json.at(2), json.at(3)}; }

DefectLabel defect_of(const Json& json) {
  DefectLabel defect;
  if (json.contains("parent_id")) defect.parent = InstanceId(json.at("parent_instance_id").get<uint32_t>());
  const Json &mm = json.at("size_mm"), &px = json.at("size_px");
  defect.facts = {json.at("severity"), mm.at("length"), mm.at("width"), mm.at("depth")};
  defect.size_px = {px.at("length"), px.at("width")};
  if (json.contains("contrast")) defect.contrast = json.at("contrast").get<double>();
  return defect;
}

Annotation annotation_of(const Json& json, int width_px, int height_px) {
  Annotation a;
  const Json& segmentation = json.at("segmentation");
  a.visible = segmentation.is_array() ? mask_of(segmentation.get<std::vector<Ring>>(), width_px, height_px)
                                      : rle_of(segmentation);
  a.instance = InstanceId(json.at("instance_id").get<uint32_t>());
  a.category = CategoryId(json.at("category_id").get<uint32_t>());
  a.area_px = json.at("area");
  a.box = box_of(json.at("bbox"));
  a.amodal = rle_of(json.at("amodal_segmentation"));
  a.amodal_area_px = json.at("amodal_area");
  a.amodal_box = box_of(json.at("amodal_bbox"));
  a.visibility = json.at("visibility");
  a.truncation = json.at("truncation");
  a.distance_m = json.at("distance_m");
  for (const Json& occluder : json.at("occluders")) {
    a.occluders.push_back({InstanceId(occluder.at("instance_id").get<uint32_t>()), occluder.at("pixels")});
  }
  a.part_px = json.at("parts").get<std::map<std::string, int64_t>>();
  if (json.contains("severity") || json.contains("parent_id")) a.defect = defect_of(json);
  return a;
}

/// Looks at one dataset, line by line.
class Verifier {
 public:
  explicit Verifier(const fs::path& folder) : folder_(folder) {}

  Verification run() {
    const fs::path path = folder_ / "instances.json";
    std::ifstream file(path, std::ios::binary);
    if (!file) throw UserError(folder_.string() + " holds no instances.json", "run generate to the end");
    std::string line;
    for (uint64_t number = 1; std::getline(file, line) && result_.faults.size() < Verification::most_faults;
         ++number) {
      try {
        read_line(line);
      } catch (const std::exception& error) {  // JSON, or a mask that is none
        fault(fmt::format("instances.json:{}: {}", number, error.what()));
      }
    }
    end_image();
    if (!ended_) fault("instances.json has no end");
    for (uint64_t index : stored_indices(folder_)) {
      if (images_.count(index + 1) == 0) fault(fmt::format("image {} is not in instances.json", index));
    }
    return result_;
  }

 private:
  struct Size {
    int width_px, height_px;
  };
  /// An annotation that another one names, and the instance that it should be of.
  struct Named {
    uint64_t annotation;
    uint32_t instance;
    const char* who;
  };
  enum class Part { head, images, annotations };

  void fault(std::string what) { result_.add_fault(std::move(what)); }

  void read_line(std::string_view line) {
    if (line == "\"images\":[") part_ = Part::images;
    if (line == "\"annotations\":[") part_ = Part::annotations;
    if (line == "]}") ended_ = true;
    if (part_ == Part::head || !line.starts_with('{')) return;
    const Json item = Json::parse(line.substr(0, line.rfind('}') + 1));
    if (part_ == Part::images) {
      add_image(item);
    } else {
      add_annotation(item);
    }
  }

  void add_image(const Json& image) {
    const uint64_t id = image.at("id");
    ++result_.images;
    if (image.at("index") != id - 1) return fault(fmt::format("image id {} is not its index + 1", id));
    const Size size{image.at("width"), image.at("height")};
    if (size.width_px < 1 || size.height_px < 1 ||
        uint64_t(size.width_px) * uint64_t(size.height_px) > max_image_px) {
      return fault(fmt::format("image {} has a size that no image has", id - 1));
    }
    const std::optional<Json> record = whole_record(folder_, id - 1);
    if (!record || !image_is_whole(folder_, *record)) {
      return fault(fmt::format("image {} or its record was altered after it was written", id - 1));
    }
    for (const char* key : {"width", "height", "file_name", "seed", "camera", "provenance"}) {
      if (record->at(key) != image.at(key))
        return fault(fmt::format("image {}: {} is not its record's", id - 1, key));
    }
    if (image.contains("good_file_name") != record->contains("good") ||
        (record->contains("good") && image.at("good_file_name") != record->at("good").at("file_name")))
      return fault(fmt::format("image {}: good_file_name is not its record's", id - 1));
    if (!images_.emplace(id, size).second) {
      fault(fmt::format("image {} occurs twice", id - 1));
    }
  }

  void add_annotation(const Json& json) {
    const uint64_t id = json.at("id"), image_id = json.at("image_id");
    if (image_id != image_id_) end_image();
    image_id_ = image_id;
    ++result_.annotations;
    if (id != result_.annotations)
      fault(fmt::format("annotation {} stands where {} should", id, result_.annotations));
    const auto image = images_.find(image_id);
    if (image == images_.end()) return fault(fmt::format("annotation {} names no image", id));
    group_.kept.push_back(annotation_of(json, image->second.width_px, image->second.height_px));
    instance_of_annotation_[id] = group_.kept.back().instance.value;
    for (const Json& occluder : json.at("occluders")) {
      if (!occluder.at("annotation_id").is_null())
        named_.push_back({occluder.at("annotation_id"), occluder.at("instance_id"), "an occluder"});
    }
    if (json.contains("parent_id"))
      named_.push_back({json.at("parent_id"), json.at("parent_instance_id"), "a defect's parent_id"});
  }

  /// All annotations of one image are there.
  void end_image() {
    const auto image = images_.find(image_id_);
    if (image != images_.end()) {
      const std::string wrong = find_violation(group_, image->second.width_px, image->second.height_px);
      if (!wrong.empty()) fault(fmt::format("image {}: {}", image_id_ - 1, wrong));
    }
    for (const auto& [annotation, instance, who] : named_) {
      const auto found = instance_of_annotation_.find(annotation);
      if (found == instance_of_annotation_.end() || found->second != instance) {
        fault(fmt::format("image {}: {} names annotation {}, which is another's", image_id_ - 1, who,
                          annotation));
      }
    }
    group_ = {};
    instance_of_annotation_.clear();
    named_.clear();
  }

  fs::path folder_;
  Verification result_;
  Part part_ = Part::head;
  bool ended_ = false;
  std::map<uint64_t, Size> images_;
  uint64_t image_id_ = 0;
  Annotations group_;
  std::map<uint64_t, uint32_t> instance_of_annotation_;
  std::vector<Named> named_;
};

}  // namespace

Verification verify_dataset(const fs::path& folder) { return Verifier(folder).run(); }

}  // namespace understudy
