// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay_sources.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "augment/recipe.h"
#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "pipeline/balance/recipe.h"
#include "pipeline/photo_pool.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// The steps of what augment or balance made; none of what others did.
AugmentRecipe steps_of(const Origin& origin, const fs::path& root) {
  const fs::path file = root / "recipe.yaml";
  if (origin.verb == "augment") return AugmentRecipe::read(file);
  if (origin.verb == "balance") return BalanceRecipe::parse(read_file(file), file.string()).augment;
  return {};
}

std::set<DonorPaths> donors_of(const AugmentRecipe& recipe) {
  std::set<DonorPaths> all;
  for (const RecipeStep& step : recipe.steps) all.insert(step.donors());
  all.erase(DonorPaths{});
  return all;
}

[[noreturn]] void fail_changed(const std::string& what, const std::string& made, const std::string& now,
                               const std::string& before, const std::string& remedy) {
  throw UserError(fmt::format("{} has changed since {} was made from it: its hash is {}, it was {}", what,
                              made, now, before),
                  remedy);
}

/// The recipe's head has a line for each dataset of donors, with its hash.
void require_donor_datasets(const Origin& origin, const fs::path& root) {
  const std::set<DonorPaths> donors = donors_of(steps_of(origin, root));
  const std::string head = read_file(root / "recipe.yaml");
  for (const DonorPaths& paths : donors) {
    if (!fs::exists(paths.instances)) {
      throw UserError(paths.instances.string() + ": the COCO file that donors of " + root.string() +
                          " were taken from is not there",
                      "bring it back");
    }
    const std::string hash = hash_of_file(paths.instances);
    if (head.find(fmt::format("hash {})\n", hash)) != std::string::npos) continue;
    throw UserError(fmt::format("{} has changed since {} was made with donors of it: its hash is now {}",
                                paths.instances.string(), root.string(), hash),
                    "bring the old file back");
  }
}

void require_file(const fs::path& file, const std::string& hash, const std::string& made) {
  if (!fs::exists(file)) {
    throw UserError(file.string() + " is not there, and " + made + " was made from it",
                    "bring it back, or say with --images where the photos lie now");
  }
  const std::string now = hash_of_file(file);
  if (now == hash) return;
  fail_changed(file.string(), made, now, hash,
               "bring the old file back, or say with --images where the photos lie");
}

/// Datasets of one file name are told apart by the photo's hash.
void require_donor(const Json& parent, const std::set<DonorPaths>& donors, const std::string& made) {
  std::vector<fs::path> files;
  for (const DonorPaths& paths : donors) {
    if (paths.instances.filename() != parent.at("dataset").get<std::string>()) continue;
    files.push_back(paths.images / parent.at("file").get<std::string>());
    if (fs::exists(files.back()) && hash_of_file(files.back()) == parent.at("hash").get<std::string>())
      return;
  }
  if (files.empty()) return;  // the recipe was altered: what comes out is compared
  const auto there =
      std::find_if(files.begin(), files.end(), [](const fs::path& p) { return fs::exists(p); });
  if (there == files.end()) {
    throw UserError(files[0].string() + " is not there, and a donor of " + made + " was taken from it",
                    "bring it back");
  }
  fail_changed(there->string(), made, hash_of_file(*there), parent.at("hash"), "bring the old photo back");
}

}  // namespace

std::string hash_of_file(const fs::path& file) {
  const std::string bytes = read_file(file);
  return hash_digits(hash_string(bytes));
}

void require_source(const Origin& origin, const fs::path& root) {
  if (origin.instances.empty()) return;
  if (!fs::exists(origin.instances)) {
    throw UserError(
        origin.instances.string() + ": the COCO file that " + root.string() + " was made from is not there",
        "say with --in where it lies now");
  }
  if (!fs::is_directory(origin.images)) {
    throw UserError(origin.images.string() + ": the folder of the photos that " + root.string() +
                        " was made from is not there",
                    "say with --images where it lies now");
  }
  if (const std::string hash = hash_of_file(origin.instances); hash != origin.instances_hash) {
    fail_changed(origin.instances.string(), root.string(), hash, origin.instances_hash,
                 "bring the old file back, or say with --in where it lies");
  }
  require_donor_datasets(origin, root);
}

void require_parents(const Origin& origin, const fs::path& root, const StoredOutput& output) {
  if (output.source_file.empty()) return;
  require_file(origin.images / output.source_file, output.source_hash, output.file_name);
  if (output.provenance.empty()) return;
  const std::set<DonorPaths> donors = donors_of(steps_of(origin, root));
  const Json provenance = Json::parse(output.provenance);
  for (const Json& parent : provenance.at("parents")) {
    if (parent.contains("dataset")) {
      require_donor(parent, donors, output.file_name);
      continue;
    }
    require_file(origin.images / parent.at("file").get<std::string>(), parent.at("hash"), output.file_name);
    if (!parent.contains("depth")) continue;
    const Json& depth = parent.at("depth");
    require_file(origin.images / depth.at("file").get<std::string>(), depth.at("hash"), output.file_name);
  }
}

}  // namespace understudy
