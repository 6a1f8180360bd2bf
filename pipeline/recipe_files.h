// SPDX-License-Identifier: Apache-2.0
// The files that a recipe names (meshes, placement maps, environment maps), as they were when a dataset was
// begun: another file under the same name makes another dataset.
#pragma once

#include <filesystem>
#include <string>

#include "base/parameters.h"

namespace understudy {

/// For the head of a recipe.yaml: a line for each file, with its hash. Throws UserError where one cannot be
/// read.
std::string files_comment(const ParameterSet& parameters);

/// Throws UserError where a file has changed since the dataset in `root` was made from it.
void require_files(const ParameterSet& parameters, const std::filesystem::path& root);

}  // namespace understudy
