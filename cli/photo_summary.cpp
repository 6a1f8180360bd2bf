// SPDX-License-Identifier: Apache-2.0
#include "cli/photo_summary.h"

#include <fmt/format.h>

#include "cli/say.h"

namespace understudy {
namespace {

std::string listed(const std::map<std::string, uint64_t>& counts) {
  std::string text;
  for (const auto& [what, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, count);
  return text;
}

}  // namespace

void print_summary(const PhotoDatasetSummary& summary, const std::filesystem::path& out) {
  say("dataset: {} images, {} annotations in {}/instances.json, images in {}/images\n", summary.images,
      summary.annotations, out.string(), out.string());
  if (summary.dropped > 0) {
    say("dropped objects: {} ({}), listed in report.json\n", summary.dropped,
        listed(summary.dropped_of_reason));
  }
  if (!summary.notes_of_kind.empty())
    say("not done as asked: {}, listed in report.json\n", listed(summary.notes_of_kind));
  if (summary.faults > 0) say("odd labels in the input: {}, listed in report.json\n", summary.faults);
  if (summary.skipped > 0) say("skipped images: {}, listed in report.json\n", summary.skipped);
}

bool is_clean(const PhotoDatasetSummary& summary) { return summary.skipped == 0 && summary.faults == 0; }

}  // namespace understudy
