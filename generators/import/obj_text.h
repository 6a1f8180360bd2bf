// SPDX-License-Identifier: Apache-2.0
// OBJ files whose numbers lack their leading zero, ".5" or "-.5": the format allows it, Assimp's reader takes
// them for no numbers at all.
#pragma once

#include <filesystem>
#include <string>

namespace understudy::importing {

/// Whether a line of coordinates has such a number; a file that cannot be read has none.
bool lacks_zeros(const std::filesystem::path& obj);
/// The text with a zero before each of them.
std::string with_zeros(const std::string& text);

}  // namespace understudy::importing
