// SPDX-License-Identifier: Apache-2.0
// Where an image of a padded dataset comes from: the value of its key `provenance` (docs/balance.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "labels/photo.h"

namespace understudy {

/// A photo that something of an image was taken from.
struct Parent {
  int64_t id = 0;
  std::string file;       ///< as its COCO file names it
  std::string hash;       ///< 16 hexadecimal digits, of the file's bytes
  std::string license{};  ///< JSON of the image's `license`; empty: it has none
  std::string
      dataset{};  ///< name of the file of another dataset that it is of; its license is then told in full
  std::string depth_file{}, depth_hash{};  ///< of the depth image that was used; empty: none was
  bool operator==(const Parent&) const = default;
};

/// Of a photo whose pixels were read.
Parent parent_of(const Photo& photo);

struct Provenance {
  std::string verb;             ///< that made it: "augment", ...
  std::vector<Parent> parents;  ///< the first is what it is a version of; then donors, each once
  uint64_t copy = 0, seed = 0, index = 0;
  std::string steps = "[]";  ///< JSON list of what was done, with the values drawn

  void add_parent(const Parent& parent);
  std::string to_json() const;
};

}  // namespace understudy
