// SPDX-License-Identifier: Apache-2.0
#include "exporters/dataset_reader.h"

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/files.h"
#include "exporters/record.h"

namespace understudy {

std::vector<uint64_t> stored_indices(const std::filesystem::path& folder) {
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
}

StoredImage read_stored_image(const std::filesystem::path& folder, uint64_t index) {
  const std::filesystem::path path = folder / "records" / (file_stem(index) + ".json");
  const std::optional<Json> record = read_record(read_file(path));
  if (!record) {
    throw UserError(Where{path.string(), 0, {}}, "the record is damaged",
                    "run the same generate command to make it again");
  }
  StoredImage image;
  image.index = index;
  image.file = folder / "images" / record->at("file_name").get<std::string>();
  for (const Json& a : record->at("annotations")) {
    const Json& size = a.at("segmentation").at("size");
    const Json& box = a.at("bbox");
    image.annotations.push_back(
        {CategoryId(a.at("category_id").get<uint32_t>()),
         decompress_counts(a.at("segmentation").at("counts").get<std::string>(), size[0].get<uint32_t>(),
                           size[1].get<uint32_t>()),
         Box{box[0].get<int>(), box[1].get<int>(), box[2].get<int>(), box[3].get<int>()}});
  }
  return image;
}

}  // namespace understudy
