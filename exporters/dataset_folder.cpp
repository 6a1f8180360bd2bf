// SPDX-License-Identifier: Apache-2.0
#include "exporters/dataset_folder.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

/// Of images and records; each is made when it is first needed.
constexpr std::array<const char*, 3> own_folders = {"images", "good", "records"};

/// In the folder itself, the files that this program writes there.
const std::set<std::string> own_files = {"recipe.yaml", "origin.json",      "instances.json", "report.json",
                                         "images.json", "annotations.json", write_probe_name};

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

/// A dataset without an image: its run ended before the first.
bool is_unbegun(const fs::path& folder) {
  return std::all_of(own_folders.begin(), own_folders.end(), [&](const char* name) {
    if (!fs::exists(folder / name)) return true;
    return std::all_of(fs::directory_iterator(folder / name), {},
                       [](const fs::directory_entry& entry) { return is_temporary(entry.path()); });
  });
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

/// Throws where `folder`, which has a recipe.yaml and each of `folders` if it is ours, may not become, or go
/// on as, what this recipe makes. Only looks.
void require_ours(const fs::path& folder, const std::string& recipe_yaml,
                  std::initializer_list<const char*> folders) {
  if (!fs::exists(folder)) return;
  if (!fs::is_directory(folder))
    throw UserError(folder.string() + " is a file, expected a folder for the dataset");
  const fs::path recipe = folder / "recipe.yaml";
  const bool whole = std::all_of(folders.begin(), folders.end(),
                                 [&](const char* name) { return fs::is_directory(folder / name); });
  if (!fs::exists(recipe) || !whole) {
    if (is_blank(folder)) return;
    throw UserError(folder.string() + " is not empty and holds no dataset of this program",
                    "choose a new or empty folder");
  }
  const std::string theirs = read_file(recipe);
  if (theirs == recipe_yaml) return;
  if (folders.size() > 0 && is_unbegun(folder)) return;
  throw UserError(
      folder.string() + " holds a dataset made from another recipe: " + first_difference(theirs, recipe_yaml),
      "choose another folder, or go on with the recipe.yaml that lies there");
}

/// What a run that was killed left behind. Only called on our own dataset.
void remove_temporaries(const fs::path& folder) {
  std::vector<fs::path> stale;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const bool own = own_files.count(entry.path().stem().string()) > 0;
    if (own && is_temporary(entry.path())) stale.push_back(entry.path());
  }
  for (const char* name : own_folders) {
    if (!fs::is_directory(folder / name)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder / name)) {
      if (is_temporary(entry.path())) stale.push_back(entry.path());
    }
  }
  for (const fs::path& path : stale) fs::remove(path);
}

std::unique_ptr<FolderLock> open_folder(const fs::path& folder, const std::string& recipe_yaml,
                                        std::initializer_list<const char*> folders) try {
  require_ours(folder, recipe_yaml, folders);
  auto lock = std::make_unique<FolderLock>(folder);
  // Once more: who held the lock until now may have made something.
  require_ours(folder, recipe_yaml, folders);
  require_writable_folder(folder);
  for (const char* name : folders) fs::create_directories(folder / name);
  remove_temporaries(folder);
  // Last, because it is what makes the folder a dataset.
  const fs::path recipe = folder / "recipe.yaml";
  if (!fs::exists(recipe) || read_file(recipe) != recipe_yaml) write_file_atomic(recipe, recipe_yaml);
  return lock;
} catch (const fs::filesystem_error& error) {
  throw UserError("cannot use the folder " + folder.string() + ": " + error.code().message());
}

}  // namespace

std::unique_ptr<FolderLock> open_dataset_folder(const fs::path& folder, const std::string& recipe_yaml) {
  return open_folder(folder, recipe_yaml, {"images", "records"});
}

std::unique_ptr<FolderLock> open_run_folder(const fs::path& folder, const std::string& recipe_yaml) {
  return open_folder(folder, recipe_yaml, {});
}

}  // namespace understudy
