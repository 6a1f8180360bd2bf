// SPDX-License-Identifier: Apache-2.0
#include "pipeline/verify.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "base/files.h"
#include "exporters/dataset_reader.h"
#include "pipeline/generate.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

/// A folder beside the dataset that is gone at the end.
class Scratch {
 public:
  explicit Scratch(const fs::path& folder) : path_(folder / ".verify") { clear(); }
  ~Scratch() { clear(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }
  void clear() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

 private:
  fs::path path_;
};

void compare_file(const fs::path& stored, const fs::path& made, Verification& result) {
  if (read_file(stored) != read_file(made)) {
    result.faults.push_back(fmt::format("{} is not what its recipe gives on this machine", stored.string()));
  }
}

void render_again(const fs::path& folder, uint64_t index, const RendererOptions& renderer,
                  Verification& result) {
  Scratch scratch(folder);
  GenerateOptions options;
  options.out = scratch.path();
  options.start = index;
  options.count = 1;
  options.renderer = renderer;
  generate(load_recipe(folder / "recipe.yaml", {}), options);
  const StoredImage made = read_stored_image(scratch.path(), index);
  const fs::path record = fs::path("records") / made.file.stem().concat(".json");
  compare_file(folder / "images" / made.file.filename(), made.file, result);
  if (!made.good.empty()) compare_file(folder / "good" / made.good.filename(), made.good, result);
  compare_file(folder / record, scratch.path() / record, result);
}

}  // namespace

Verification verify(const fs::path& folder, const VerifyOptions& options) {
  Verification result = verify_dataset(folder);
  if (!result.faults.empty()) return result;
  const std::vector<uint64_t> indices = stored_indices(folder);
  const uint64_t count = std::min<uint64_t>(options.render, indices.size());
  for (uint64_t k = 0; k < count; ++k) {
    render_again(folder, indices[k * indices.size() / count], options.renderer, result);
  }
  return result;
}

}  // namespace understudy
