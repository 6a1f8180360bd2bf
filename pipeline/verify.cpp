// SPDX-License-Identifier: Apache-2.0
#include "pipeline/verify.h"

#include <algorithm>

#include "exporters/dataset_reader.h"
#include "pipeline/replay.h"

namespace understudy {

Verification verify(const std::filesystem::path& folder, const VerifyOptions& options) {
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
