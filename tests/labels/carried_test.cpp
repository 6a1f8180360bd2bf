// SPDX-License-Identifier: Apache-2.0
#include "labels/carried.h"

#include "base/error.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using Keys = std::set<std::string, std::less<>>;

std::string refusal(const PhotoChange& change, const Keys& of_annotations) {
  try {
    require_carried(change, of_annotations, "do without");
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("a cover is refused where visible parts would go stale, and only there") {
  const PhotoChange covers{.by = "insert", .covers_objects = true};
  for (const char* key : {"inmodal_seg", "inmodal_bbox", "visible_mask", "invisible_mask", "i_segm", "a_segm",
                          "occlude_rate", "visible_bbox"}) {
    CHECK(refusal(covers, {"id", key}).find(key) != std::string::npos);
  }
  CHECK(refusal(covers, {"id", "amodal_segmentation", "amodal_bbox", "occluders", "truncation"}).empty());
}

TEST_CASE("what moves objects carries no label of hidden parts; what changes pixels alone carries all") {
  for (const std::string& key : amodal_keys()) {
    CHECK_FALSE(refusal({.by = "flip", .moves_objects = true}, {key}).empty());
    CHECK(refusal({.by = "fog"}, {key}).empty());
  }
  CHECK(refusal({.by = "flip", .moves_objects = true}, {"id"}).empty());
}

}  // namespace
}  // namespace understudy
