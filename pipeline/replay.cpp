// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/document.h"
#include "base/error.h"
#include "base/files.h"
#include "exporters/photo_source.h"
#include "exporters/stored_output.h"
#include "pipeline/augment.h"
#include "pipeline/balance.h"
#include "pipeline/corrupt.h"
#include "pipeline/generate.h"
#include "pipeline/insert.h"
#include "pipeline/origin.h"
#include "pipeline/recipe_files.h"
#include "pipeline/replay_sources.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A folder within the dataset that is gone at the end.
class Scratch {
 public:
  explicit Scratch(const fs::path& folder) : path_(folder / ".replay") { clear(); }
  ~Scratch() { clear(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  void clear() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path path_;
};

/// Which image of which run.
struct Target {
  fs::path root;  ///< holds origin.json and recipe.yaml
  Origin origin;
  fs::path part;  ///< of what corrupt wrote: NAME/SEVERITY, where images/ and instances.json lie; else empty
  StoredOutput output;

  fs::path folder() const { return part.empty() ? root : root / part; }
};

/// OUT/NAME/SEVERITY of a run of corrupt: its origin lies two folders up.
bool is_part_of_corrupt(const fs::path& folder) {
  const std::string severity = folder.filename().string();
  return severity.size() == 1 && severity[0] >= '1' && severity[0] <= '5' &&
         !fs::exists(folder / "origin.json") && fs::exists(folder / "../../origin.json");
}

Target target_of(const ReplayOptions& options) {
  Target target;
  fs::path folder = fs::absolute(options.dataset).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();  // a slash at the end
  target.root = folder;
  if (is_part_of_corrupt(folder)) {
    target.root = folder.parent_path().parent_path();
    target.part = folder.lexically_relative(target.root);
  }
  target.origin = read_origin(target.root);
  if ((target.origin.verb == "corrupt") == target.part.empty()) {
    throw UserError(options.dataset.string() + " holds a set for each corruption and severity",
                    "name one of them, such as " + (options.dataset / "fog/3").string());
  }
  if (!options.instances.empty()) target.origin.instances = options.instances;
  if (!options.images.empty()) target.origin.images = options.images;
  return target;
}

template <typename Options>
Options options_for(const Target& target, const fs::path& out) {
  Options options;
  options.instances = target.origin.instances;
  options.images = target.origin.images;
  options.out = out;
  options.start = target.output.index;
  options.count = 1;
  return options;
}

void generate_again(const Target& target, const fs::path& out, const RendererOptions& renderer) {
  GenerateOptions options;
  options.out = out;
  options.start = target.output.index;
  options.count = 1;
  options.renderer = renderer;
  const Recipe recipe = load_recipe(target.root / "recipe.yaml", {});
  require_files(recipe.parameters, target.root);
  generate(recipe, options);
}

void corrupt_again(const Target& target, const fs::path& out) {
  auto options = options_for<CorruptOptions>(target, out);
  const fs::path file = target.root / "recipe.yaml";
  const Node recipe = parse_document(read_file(file), file.string());
  options.seed = uint64_t(recipe.at("seed").integer());
  options.jpeg_quality = int(recipe.at("jpeg_quality").integer());
  options.names = {target.part.parent_path().string()};
  options.severities = {target.part.filename().string()[0] - '0'};
  corrupt(options);
}

void make_again(const Target& target, const fs::path& out, const RendererOptions& renderer) {
  const fs::path recipe = target.root / "recipe.yaml";
  const std::string& verb = target.origin.verb;
  if (verb == "generate") {
    generate_again(target, out, renderer);
  } else if (verb == "augment") {
    augment(AugmentRecipe::read(recipe), options_for<AugmentOptions>(target, out));
  } else if (verb == "balance") {
    auto options = options_for<BalanceOptions>(target, out);
    options.renderer = renderer;
    const BalanceRecipe balanced = BalanceRecipe::parse(read_file(recipe), recipe.string());
    if (balanced.insert) require_files(balanced.insert->parameters, target.root);
    balance(balanced, options);
  } else if (verb == "insert") {
    auto options = options_for<InsertOptions>(target, out);
    options.renderer = renderer;
    const InsertRecipe inserted = InsertRecipe::read(recipe, {});
    require_files(inserted.parameters, target.root);
    insert(inserted, options);
  } else if (verb == "corrupt") {
    corrupt_again(target, out);
  } else {
    throw UserError((target.root / "origin.json").string() + ": there is no verb '" + verb + "'");
  }
}

void compare_image(const fs::path& stored, const fs::path& made, const std::string& hash, Replay& result) {
  if (!fs::exists(made)) {
    result.differences.push_back(fmt::format("{} was not made again: see {}", stored.string(),
                                             (made.parent_path().parent_path() / "report.json").string()));
    return;
  }
  const bool absent = !fs::exists(stored);
  result.absent = result.absent || absent;
  const bool same = absent ? hash_of_file(made) == hash : read_file(made) == read_file(stored);
  if (!same) {
    result.differences.push_back(
        fmt::format("{} is not what its recipe gives on this machine", stored.string()));
  }
}

void compare(const Target& target, const fs::path& out, Replay& result) {
  const StoredOutput& output = target.output;
  compare_image(result.file, result.made, output.hash, result);
  if (!output.good_hash.empty()) {
    const fs::path twin = fs::path("good") / output.file_name;
    compare_image(target.root / twin, out / twin, output.good_hash, result);
  }
  if (output.record.empty()) return;  // corrupt changes no label
  if (!fs::exists(result.made) || read_output(out, output.index).record == output.record) return;
  result.differences.push_back(
      fmt::format("the labels of {} are not what its recipe gives on this machine", result.file.string()));
}

/// Makes the image in `out` and compares it.
Replay replay_into(const Target& target, const fs::path& out, const RendererOptions& renderer) {
  Replay result;
  result.verb = target.origin.verb;
  result.index = target.output.index;
  result.annotations = target.output.annotations;
  result.file = target.folder() / "images" / target.output.file_name;
  result.made = (target.part.empty() ? out : out / target.part) / "images" / target.output.file_name;
  make_again(target, out, renderer);
  compare(target, out, result);
  return result;
}

/// Corrupt changes no label, so it keeps no records: an image has the number that it has among the photos.
StoredOutput output_of_corrupt(const Target& target, const std::string& image) {
  const CocoReader reader(target.folder() / "instances.json");
  StoredOutput output;
  output.index = find_image(reader, image);
  const Photo photo = reader.read(output.index);
  output.file_name = photo.file_name;
  output.annotations = photo.objects.size();
  if (const auto source = read_source(target.root, output.index)) {
    output.source_file = source->file;
    output.source_hash = source->hash;
  }
  return output;
}

}  // namespace

Replay replay(const ReplayOptions& options) {
  Target target = target_of(options);
  require_source(target.origin, target.root);
  target.output = target.part.empty() ? find_output(target.root, options.image)
                                      : output_of_corrupt(target, options.image);
  require_parents(target.origin, target.root, target.output);
  if (options.out.empty()) return replay_into(target, Scratch(target.root).path(), options.renderer);
  if (fs::exists(options.out) && fs::equivalent(options.out, target.root)) {
    throw UserError("--out: " + options.out.string() + " is the dataset itself", "choose a new folder");
  }
  return replay_into(target, options.out, options.renderer);
}

Replay replay_index(const fs::path& dataset, uint64_t index, const RendererOptions& renderer) {
  const Target target{dataset, {"generate", {}, {}, {}}, {}, read_output(dataset, index)};
  return replay_into(target, Scratch(dataset).path(), renderer);
}

}  // namespace understudy
