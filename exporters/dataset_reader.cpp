// SPDX-License-Identifier: Apache-2.0
#include "exporters/dataset_reader.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/files.h"
#include "exporters/record.h"

namespace understudy {

std::vector<uint64_t> stored_indices(const std::filesystem::path& folder) try {
  const std::filesystem::path records = folder / "records";
  if (!std::filesystem::is_directory(records)) {
    throw UserError(folder.string() +
                    ": expected a dataset that generate wrote, found no folder \"records\" in it");
  }
  std::vector<uint64_t> indices;
  for (const auto& entry : std::filesystem::directory_iterator(records)) {
    const std::string stem = entry.path().stem().string();
    uint64_t index = 0;
    const auto parsed = std::from_chars(stem.data(), stem.data() + stem.size(), index);
    const bool number = parsed.ec == std::errc() && stem == file_stem(index);
    if (number && entry.path().extension() == ".json") indices.push_back(index);
  }
  std::sort(indices.begin(), indices.end());
  return indices;
} catch (const std::filesystem::filesystem_error& error) {
  throw UserError("cannot read the folder " + folder.string() + ": " + error.code().message());
}

namespace {

StoredAnnotation stored_annotation(const Json& json, const StoredImage& image) {
  const Json& segmentation = json.at("segmentation");
  const Json& size = segmentation.at("size");
  const Json& box = json.at("bbox");
  if (size.at(0) != image.height_px || size.at(1) != image.width_px) {
    throw UserError("a mask has another size than its image");
  }
  return {CategoryId(json.at("category_id").get<uint32_t>()),
          json.contains("severity"),
          json.contains("parent_instance_id"),
          decompress_counts(segmentation.at("counts").get_ref<const std::string&>(),
                            uint32_t(image.height_px), uint32_t(image.width_px)),
          Box{box.at(0), box.at(1), box.at(2), box.at(3)},
          json.value("contrast", 1.0)};
}

StoredImage stored_image(const std::filesystem::path& folder, uint64_t index, const Json& record) {
  StoredImage image;
  image.index = index;
  image.width_px = record.at("width");
  image.height_px = record.at("height");
  const std::filesystem::path name = record.at("file_name").get<std::string>();
  if (name != name.filename() || name.stem() != file_stem(index)) {
    throw UserError("it names the file of another image");
  }
  image.file = folder / "images" / name;
  if (record.contains("good")) {
    if (record.at("good").at("file_name") != record.at("file_name"))
      throw UserError("its picture without defects is another image's");
    image.good = folder / "good" / name;
  }
  for (const Json& json : record.at("annotations")) {
    image.annotations.push_back(stored_annotation(json, image));
  }
  return image;
}

}  // namespace

StoredImage read_stored_image(const std::filesystem::path& folder, uint64_t index) {
  const std::filesystem::path path = folder / "records" / (file_stem(index) + ".json");
  const auto refuse = [&](const std::string& why) {
    throw UserError(Where{path.string(), 0, {}}, "the record is damaged" + why,
                    "delete it and run the same generate command to make it again");
  };
  const std::optional<Json> record = read_record(read_file(path));
  if (!record) refuse("");
  try {
    return stored_image(folder, index, *record);
  } catch (const Json::exception&) {  // its checksum holds: another program wrote it
    refuse(": it lacks what this program writes");
  } catch (const UserError& error) {
    refuse(std::string(": ") + error.what());
  }
  return {};
}

}  // namespace understudy
