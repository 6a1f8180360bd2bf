// SPDX-License-Identifier: Apache-2.0
// What the verbs that make a dataset of photos say of it at the end.
#pragma once

#include <filesystem>

#include "pipeline/augment.h"

namespace understudy {

/// Images and annotations, and what was dropped, not done as asked, odd or skipped.
void print_summary(const PhotoDatasetSummary& summary, const std::filesystem::path& out);

/// Whether `--strict` is content: no image was skipped, no label of the input is odd.
bool is_clean(const PhotoDatasetSummary& summary);

/// Help of the option `--strict`.
inline constexpr const char* strict_help = "Exit with 2 where images were skipped or labels are odd";

}  // namespace understudy
