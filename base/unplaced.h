// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace understudy {

/// Begins the name of a provenance that counts what was asked for and found no place: {"unplaced.cyclists":
/// "2"}.
inline constexpr std::string_view unplaced_prefix = "unplaced.";

inline std::string unplaced_name(std::string_view what) { return std::string(unplaced_prefix).append(what); }

}  // namespace understudy
