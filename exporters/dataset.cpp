// SPDX-License-Identifier: Apache-2.0
#include "exporters/dataset.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "exporters/coco_writer.h"
#include "exporters/dataset_folder.h"
#include "exporters/dataset_reader.h"
#include "exporters/record.h"
#include "exporters/report.h"

namespace understudy {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_foreign(const fs::path& folder) {
  throw UserError("a record in " + (folder / "records").string() + " was not written by this program",
                  "delete that record; its image will then be made again");
}

}  // namespace

DatasetWriter::DatasetWriter(fs::path folder, DatasetHeader header)
    : folder_(std::move(folder)), header_(std::move(header)) {
  lock_ = open_dataset_folder(folder_, header_.recipe_yaml);
}

std::set<uint64_t> DatasetWriter::finished() const try {
  std::set<uint64_t> indices;
  for (uint64_t index : stored_indices(folder_)) {
    const std::optional<Json> record = whole_record(folder_, index);
    if (record && image_is_whole(folder_, *record)) indices.insert(index);
  }
  return indices;
} catch (const Json::exception&) {  // its checksum holds, so this is nothing that a crash could leave
  fail_foreign(folder_);
}

void DatasetWriter::add(const Sample& sample) {
  const std::string stem = file_stem(sample.key.index);
  write_file_atomic(folder_ / "images" / (stem + "." + sample.extension), sample.encoded);
  if (!sample.good.empty()) {
    std::error_code exists_or_fails_below;
    fs::create_directory(folder_ / "good", exists_or_fails_below);
    write_file_atomic(folder_ / "good" / (stem + "." + sample.extension), sample.good);
  }
  write_file_atomic(folder_ / "records" / (stem + ".json"), write_record(sample, header_.device));
}

void DatasetWriter::finish() try {
  CocoWriter coco(folder_ / "instances.json", header_.description, header_.taxonomy, header_.polygons);
  ReportWriter report(folder_ / "report.json", header_.taxonomy);
  std::vector<uint64_t> whole, damaged;
  for (uint64_t index : stored_indices(folder_)) {
    const std::optional<Json> record = whole_record(folder_, index);
    (record ? whole : damaged).push_back(index);
    if (!record) continue;
    coco.add_image(*record);
    report.count(*record);
  }
  report.set_damaged(std::move(damaged));
  for (uint64_t index : whole) {
    const std::optional<Json> record = whole_record(folder_, index);
    if (!record) throw UserError(fmt::format("image {} changed while the dataset was being finished", index));
    coco.add_annotations(*record);
    report.add_dropped(*record);
  }
  coco.commit();
  report.commit();
} catch (const Json::exception&) {
  fail_foreign(folder_);
}

}  // namespace understudy
