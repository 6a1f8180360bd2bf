// SPDX-License-Identifier: Apache-2.0
#include "exporters/dataset.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "exporters/coco_writer.h"
#include "exporters/dataset_reader.h"
#include "exporters/record.h"
#include "exporters/report.h"

namespace understudy {

namespace {

namespace fs = std::filesystem;

/// Of images and records; each is made when it is first needed.
constexpr std::array<const char*, 3> own_folders = {"images", "good", "records"};

/// In the folder itself, the files that this program writes there.
const std::set<std::string> own_files = {"recipe.yaml", "instances.json", "report.json", ".write-probe"};

bool is_temporary(const fs::path& path) { return path.filename().string().ends_with(temporary_suffix); }

/// Nothing in it, or only what is left of a run that died before it had written its recipe.
bool is_blank(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (std::find(own_folders.begin(), own_folders.end(), name) != own_folders.end()) {
      if (!fs::is_directory(entry) || !fs::is_empty(entry)) return false;
    } else if (!is_temporary(name) || own_files.count(entry.path().stem()) == 0) {
      return false;
    }
  }
  return true;
}

/// The first line that differs: "line 7 is 'a', here 'b'".
std::string first_difference(std::string_view theirs, std::string_view ours) {
  for (int line = 1;; ++line) {
    const std::string_view a = theirs.substr(0, theirs.find('\n')), b = ours.substr(0, ours.find('\n'));
    if (a != b || theirs.empty() || ours.empty()) {
      return fmt::format("line {} of its recipe.yaml is '{}', of this run's recipe '{}'", line, a, b);
    }
    theirs.remove_prefix(std::min(theirs.size(), a.size() + 1));
    ours.remove_prefix(std::min(ours.size(), b.size() + 1));
  }
}

/// Throws where `folder` may not become, or go on as, the dataset of this recipe. Only looks.
void require_ours(const fs::path& folder, const std::string& recipe_yaml) {
  if (!fs::exists(folder)) return;
  if (!fs::is_directory(folder))
    throw UserError(folder.string() + " is a file, expected a folder for the dataset");
  const fs::path recipe = folder / "recipe.yaml";
  if (!fs::exists(recipe) || !fs::is_directory(folder / "records") || !fs::is_directory(folder / "images")) {
    if (is_blank(folder)) return;
    throw UserError(folder.string() + " is not empty and holds no dataset of this program",
                    "choose a new or empty folder");
  }
  const std::string theirs = read_file(recipe);
  if (theirs == recipe_yaml) return;
  throw UserError(
      folder.string() + " holds a dataset made from another recipe: " + first_difference(theirs, recipe_yaml),
      "choose another folder, or go on with the recipe.yaml that lies there");
}

/// What a run that was killed left behind. Only called on our own dataset.
void remove_temporaries(const fs::path& folder) {
  std::vector<fs::path> places{folder};
  for (const char* name : own_folders)
    if (fs::is_directory(folder / name)) places.push_back(folder / name);
  for (const fs::path& where : places) {
    std::vector<fs::path> stale;
    for (const fs::directory_entry& entry : fs::directory_iterator(where)) {
      const bool own = where != folder || own_files.count(entry.path().stem().string()) > 0;
      if (own && is_temporary(entry.path())) stale.push_back(entry.path());
    }
    for (const fs::path& path : stale) fs::remove(path);
  }
}

[[noreturn]] void fail_foreign(const fs::path& folder) {
  throw UserError("a record in " + (folder / "records").string() + " was not written by this program",
                  "delete that record; its image will then be made again");
}

}  // namespace

DatasetWriter::DatasetWriter(fs::path folder, DatasetHeader header)
    : folder_(std::move(folder)), header_(std::move(header)) {
  try {
    require_ours(folder_, header_.recipe_yaml);
    require_writable_folder(folder_);
    fs::create_directories(folder_ / "images");
    fs::create_directories(folder_ / "records");
    remove_temporaries(folder_);
  } catch (const fs::filesystem_error& error) {
    throw UserError("cannot use the folder " + folder_.string() + ": " + error.code().message());
  }
  // Last, because it is what makes the folder a dataset.
  if (!fs::exists(folder_ / "recipe.yaml")) write_file_atomic(folder_ / "recipe.yaml", header_.recipe_yaml);
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
