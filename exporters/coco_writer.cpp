// SPDX-License-Identifier: Apache-2.0
#include "exporters/coco_writer.h"

#include "base/error.h"
#include "labels/polygon.h"

namespace understudy {

namespace {

constexpr int license_id = 1;

std::string to_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json categories_json(const Taxonomy& taxonomy) {
  Json categories = Json::array();
  for (const Category& category : taxonomy.categories) {
    categories.push_back(
        Json{{"id", category.id.value}, {"name", category.name}, {"supercategory", category.supercategory}});
  }
  return categories;
}

}  // namespace

CocoWriter::CocoWriter(const std::filesystem::path& path, const std::string& description,
                       const Taxonomy& taxonomy, bool polygons)
    : file_(path), polygons_(polygons) {
  // No date: the same recipe gives the same bytes whenever it is run.
  const Json info{
      {"description", description}, {"version", "1.0"}, {"contributor", "Understudy " UNDERSTUDY_VERSION}};
  const Json license{
      {"id", license_id},
      {"name",
       "Synthetic images made by Understudy from the stored recipe; the tool claims no rights in them"},
      {"url", ""}};
  file_.append("{\"info\":" + to_text(info) + ",\n\"licenses\":[" + to_text(license) +
               "],\n\"categories\":" + to_text(categories_json(taxonomy)) + ",\n\"images\":[");
}

void CocoWriter::append_item(const Json& item) {
  file_.append(first_item_ ? "\n" : ",\n");
  file_.append(to_text(item));
  first_item_ = false;
}

void CocoWriter::add_image(const Json& record) {
  CHECK(!in_annotations_, "images come before annotations");
  Json item{{"id", record.at("index").get<uint64_t>() + 1},
            {"file_name", record.at("file_name")},
            {"width", record.at("width")},
            {"height", record.at("height")},
            {"license", license_id},
            {"seed", record.at("seed")},
            {"index", record.at("index")},
            {"camera", record.at("camera")},
            {"provenance", record.at("provenance")}};
  if (record.contains("good")) item["good_file_name"] = record.at("good").at("file_name");
  append_item(item);
}

Json CocoWriter::segmentation(const Json& rle) const {
  if (!polygons_) return rle;
  const auto rings = polygons_of(decompress_counts(rle.at("counts").get_ref<const std::string&>(),
                                                   rle.at("size").at(0), rle.at("size").at(1)));
  return rings ? Json(*rings) : rle;
}

void CocoWriter::add_annotations(const Json& record) {
  if (!in_annotations_) {
    file_.append("\n],\n\"annotations\":[");
    first_item_ = true;
    in_annotations_ = true;
  }
  const uint64_t image_id = record.at("index").get<uint64_t>() + 1;
  std::map<uint64_t, uint64_t> id_of_instance;
  for (const Json& annotation : record.at("annotations")) {
    id_of_instance[annotation.at("instance_id")] = next_annotation_id_++;
  }
  for (const Json& annotation : record.at("annotations")) {
    Json item{{"id", id_of_instance.at(annotation.at("instance_id"))}, {"image_id", image_id}};
    for (const auto& [key, value] : annotation.items()) item[key] = value;
    if (annotation.contains("parent_instance_id")) {
      const auto parent = id_of_instance.find(annotation.at("parent_instance_id"));
      item["parent_id"] = parent == id_of_instance.end() ? Json() : Json(parent->second);
    }
    item["iscrowd"] = 0;
    item["segmentation"] = segmentation(annotation.at("segmentation"));
    for (Json& occluder : item["occluders"]) {
      const auto found = id_of_instance.find(occluder.at("instance_id"));
      occluder["annotation_id"] = found == id_of_instance.end() ? Json() : Json(found->second);
    }
    append_item(item);
  }
}

void CocoWriter::commit() {
  file_.append(in_annotations_ ? "\n]}\n" : "\n],\n\"annotations\":[\n]}\n");
  file_.commit();
}

}  // namespace understudy
