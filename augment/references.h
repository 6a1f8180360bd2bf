// SPDX-License-Identifier: Apache-2.0
// Another photo, of the dataset or another one, to take colours from.
#pragma once

#include "augment/transform.h"
#include "base/parameter_rows.h"

namespace understudy {

/// Drawn from the step's stream; empty where there is no dataset or the photo cannot be read.
inline Image<Rgb8> other_photo(const StepContext& step) {
  if (step.source == nullptr || step.source->count == 0) return {};
  Stream draws = step.stream;
  auto photo = step.source->read(uint64_t(draws.uniform_int(0, int64_t(step.source->count) - 1)));
  if (photo && step.source->used) step.source->used(*photo);
  return photo ? std::move(photo->pixels) : Image<Rgb8>();
}

/// Of a step that takes its reference photos from another dataset where one is named.
inline ParameterTable reference_parameters() {
  using namespace rows;
  return {setting(path("donors.in", "",
                       "COCO file of another dataset that the other photo is of; its labels do not matter.")),
          setting(path("donors.images", "",
                       "Folder that its file names begin in; if not said, 'images' beside the file."))};
}

}  // namespace understudy
