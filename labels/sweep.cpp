// SPDX-License-Identifier: Apache-2.0
#include "labels/sweep.h"

#include <limits>

#include "base/error.h"

namespace understudy {

RunTable::RunTable(int width_px, int height_px)
    : width_px_(uint32_t(width_px)), height_px_(uint32_t(height_px)) {
  CHECK(uint64_t(width_px_) * height_px_ <= std::numeric_limits<uint32_t>::max(),
        "an image of more than 2^32 pixels has no COCO run lengths");
}

std::map<uint32_t, Rle> RunTable::finish() && {
  std::map<uint32_t, Rle> masks;
  std::vector<Rle*> rle_of_track;
  for (size_t track = 0; track < tracks_.size(); ++track) {
    Rle& rle = masks[uint32_t(ids_.keys()[track])];
    rle = {height_px_, width_px_, {}};
    rle.counts.reserve(2 * size_t(tracks_[track].runs) + 1);
    rle_of_track.push_back(&rle);
  }
  std::vector<uint32_t> end_of_track(tracks_.size(), 0);
  for (const Segment& segment : segments_) {
    std::vector<uint32_t>& counts = rle_of_track[segment.track]->counts;
    counts.push_back(segment.begin - end_of_track[segment.track]);
    counts.push_back(segment.end - segment.begin);
    end_of_track[segment.track] = segment.end;
  }
  const uint32_t size = width_px_ * height_px_;
  for (size_t track = 0; track < tracks_.size(); ++track) {
    if (end_of_track[track] < size) rle_of_track[track]->counts.push_back(size - end_of_track[track]);
  }
  return masks;
}

}  // namespace understudy
