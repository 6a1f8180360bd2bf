// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace understudy {

/// "31 kB", "4.2 MB" or "1.5 GB": of powers of ten, as disks are sold.
std::string size_text(double bytes);

}  // namespace understudy
