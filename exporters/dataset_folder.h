// SPDX-License-Identifier: Apache-2.0
// A folder that is, or becomes, what one recipe makes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "exporters/folder_lock.h"

namespace understudy {

/// Creates the folder with images/, records/ and recipe.yaml, or takes it up where an earlier run of the same
/// recipe left it; what a killed run left unfinished is removed. Throws UserError: unwritable, not empty and
/// no dataset, a dataset of another recipe (the first differing line is named; one without an image becomes
/// this recipe's), or one that another run is writing. Nothing existing is touched then. The folder is this
/// run's as long as the lock lives.
std::unique_ptr<FolderLock> open_dataset_folder(const std::filesystem::path& folder,
                                                const std::string& recipe_yaml);

/// The same for a run that lays out its folder itself: of ours there is recipe.yaml alone.
std::unique_ptr<FolderLock> open_run_folder(const std::filesystem::path& folder,
                                            const std::string& recipe_yaml);

}  // namespace understudy
