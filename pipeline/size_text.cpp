// SPDX-License-Identifier: Apache-2.0
#include "pipeline/size_text.h"

#include <fmt/format.h>

namespace understudy {

std::string size_text(double bytes) {
  // The borders lie where a number would be rounded up to the next unit's first one.
  if (bytes < 999.5e3) return fmt::format("{:.0f} kB", bytes / 1e3);
  return bytes < 999.95e6 ? fmt::format("{:.1f} MB", bytes / 1e6) : fmt::format("{:.1f} GB", bytes / 1e9);
}

}  // namespace understudy
