// SPDX-License-Identifier: Apache-2.0
#include "exporters/photo_source.h"

#include "base/files.h"
#include "exporters/record.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

fs::path source_path(const fs::path& folder, uint64_t index) {
  return folder / "sources" / (file_stem(index) + ".json");
}

}  // namespace

void write_source(const fs::path& folder, uint64_t index, const PhotoFileHash& source) {
  const fs::path path = source_path(folder, index);
  fs::create_directories(path.parent_path());
  write_file_atomic(
      path,
      frame_record({{"format", record_format}, {"source_file", source.file}, {"source_hash", source.hash}}));
}

std::optional<PhotoFileHash> read_source(const fs::path& folder, uint64_t index) {
  const fs::path path = source_path(folder, index);
  if (!fs::exists(path)) return std::nullopt;
  const std::optional<Json> record = read_record(read_file(path));
  if (!record) return std::nullopt;
  return PhotoFileHash{record->value("source_file", ""), record->value("source_hash", "")};
}

}  // namespace understudy
