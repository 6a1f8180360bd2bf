// SPDX-License-Identifier: Apache-2.0
// STL files that other programs read and Assimp's reader does not: texts in capitals, and bytes behind the
// triangles of a binary one.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace understudy::importing {

/// Of a binary one: what is before its triangles, whose number the last four bytes of that are, and each of
/// them.
constexpr size_t stl_header_bytes = 84, stl_triangle_bytes = 50;

/// Whether a file that begins so is a text, in capitals or not.
bool is_text_stl(std::string_view begin);
/// The content as Assimp reads it; empty where the file's own is that.
std::optional<std::string> plain_stl(const std::filesystem::path& stl);

}  // namespace understudy::importing
