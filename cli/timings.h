// SPDX-License-Identifier: Apache-2.0
// The option --timings: seconds per stage as a JSON file.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace understudy {

/// Before the work starts: is there a folder to write the file into? It may be that of the dataset, which is
/// not there yet. Nothing is asked of an empty path. Throws UserError.
void check_timings(const std::filesystem::path& timings, const std::filesystem::path& dataset);

/// {"trace": 1.2345, ...}
std::string stages_json(const std::map<std::string, double>& stage_s);

}  // namespace understudy
