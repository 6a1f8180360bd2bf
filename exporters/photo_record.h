// SPDX-License-Identifier: Apache-2.0
// The record of one image of a PhotoDatasetWriter, in the frame of exporters/record.h. Images and annotations
// are kept as texts, so that a number that nobody changed is never read and written again. Private to
// exporters/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exporters/photo_dataset.h"
#include "exporters/record.h"

namespace understudy {

std::string write_photo_record(const PhotoOutput& output);
std::string write_skipped_record(uint64_t index, const Photo& photo, const std::string& reason);

/// Empty where the record, or the size of its image's file, is not what was written.
std::optional<Json> whole_photo_record(const std::filesystem::path& folder, uint64_t index);

/// Its entry in instances.json, where the image has this id.
std::string image_entry(const Json& record, int64_t id);
/// Those of its annotations, whose ids are these, in their order.
std::vector<std::string> annotation_entries(const Json& record, int64_t image_id,
                                            const std::vector<int64_t>& ids);
/// Whether an annotation of a record keeps the id that it had in the input.
bool keeps_id(const Json& annotation);

}  // namespace understudy
