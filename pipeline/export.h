// SPDX-License-Identifier: Apache-2.0
// export: a generated dataset in the layout of other tools.
#pragma once

#include <filesystem>

#include "exporters/mvtec.h"

namespace understudy {

/// MVTec AD's layout, of a dataset that generate wrote with matched pairs. Throws UserError.
MvtecReport export_to_mvtec(const std::filesystem::path& dataset, const std::filesystem::path& out,
                            const MvtecOptions& options);

}  // namespace understudy
