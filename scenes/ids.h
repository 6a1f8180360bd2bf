// SPDX-License-Identifier: Apache-2.0
// Strong 32-bit ids: an InstanceId does not become a CategoryId (tests/house/compile_fail proves it).
#pragma once

#include <compare>
#include <cstdint>

namespace understudy {

template <typename Tag>
struct Id {
  uint32_t value = 0;
  constexpr Id() = default;
  constexpr explicit Id(uint32_t v) : value(v) {}
  constexpr auto operator<=>(const Id&) const = default;
};

/// A labelled (or background) object of one scene. 0 is nobody: the background.
using InstanceId = Id<struct InstanceTag>;
/// A class of the taxonomy, the COCO category id. 0 is none.
using CategoryId = Id<struct CategoryTag>;
/// A part of an object (wheel, lens, ...), an index into Taxonomy::parts. 0 is none.
using PartId = Id<struct PartTag>;

inline constexpr InstanceId background{0};

}  // namespace understudy
