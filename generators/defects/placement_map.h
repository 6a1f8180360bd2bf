// SPDX-License-Identifier: Apache-2.0
// A picture over an object's texture coordinates that says where defects may sit.
#pragma once

#include <filesystem>
#include <memory>

#include <glm/glm.hpp>

#include "base/image.h"

namespace understudy {

class PlacementMap {
 public:
  /// PNG or JPEG: white where defects may sit, black where not, grey in between; what is transparent counts
  /// as black. Throws UserError where it cannot be read or is black all over.
  static PlacementMap read(const std::filesystem::path& path);

  /// 0 to 1, of the nearest texel. Laid out like a texture: (0, 0) is the top-left corner, v down, repeating.
  double weight(const glm::dvec2& uv) const;

 private:
  explicit PlacementMap(Image<uint8_t> weights) : weights_(std::move(weights)) {}
  Image<uint8_t> weights_;
};
using PlacementMapPtr = std::shared_ptr<const PlacementMap>;

/// Read at the first call and kept for the life of the program; thread-safe. Throws like read().
PlacementMapPtr shared_placement_map(const std::filesystem::path& path);

}  // namespace understudy
