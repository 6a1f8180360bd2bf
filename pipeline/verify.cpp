// SPDX-License-Identifier: Apache-2.0
#include "pipeline/verify.h"

#include <algorithm>

#include "exporters/coco_reader.h"
#include "exporters/dataset_reader.h"
#include "pipeline/origin.h"
#include "pipeline/replay.h"
#include "pipeline/replay_sources.h"

namespace understudy {

namespace {

/// What corrupt wrote has the labels of its photos, byte for byte.
void check_kept_labels(const std::filesystem::path& folder, Verification& result) {
  const std::filesystem::path root = folder / "../..";
  if (std::filesystem::exists(folder / "origin.json") || !std::filesystem::exists(root / "origin.json"))
    return;
  const Origin origin = read_origin(root);
  if (origin.verb == "corrupt" && hash_of_file(folder / "instances.json") != origin.instances_hash)
    result.add_fault("instances.json is not that of the photos any more");
}

Verification verify_photos(const std::filesystem::path& folder, const VerifyOptions& options) {
  Verification result = verify_photo_dataset(folder);
  check_kept_labels(folder, result);
  if (!result.faults.empty()) return result;
  const CocoReader reader(folder / "instances.json");
  const uint64_t count = std::min<uint64_t>(options.render, reader.image_count());
  for (uint64_t k = 0; k < count; ++k) {
    ReplayOptions again{folder, reader.read_image(size_t(k * reader.image_count() / count)).file_name, {}};
    again.instances = options.instances;
    again.images = options.images;
    again.renderer = options.renderer;
    const Replay made = replay(again);
    result.faults.insert(result.faults.end(), made.differences.begin(), made.differences.end());
  }
  return result;
}

}  // namespace

Verification verify(const std::filesystem::path& folder, const VerifyOptions& options) {
  if (is_of_photos(folder)) return verify_photos(folder, options);
  Verification result = verify_dataset(folder);
  if (!result.faults.empty()) return result;
  const std::vector<uint64_t> indices = stored_indices(folder);
  const uint64_t count = std::min<uint64_t>(options.render, indices.size());
  for (uint64_t k = 0; k < count; ++k) {
    const Replay again = replay_index(folder, indices[k * indices.size() / count], options.renderer);
    result.faults.insert(result.faults.end(), again.differences.begin(), again.differences.end());
  }
  return result;
}

}  // namespace understudy
