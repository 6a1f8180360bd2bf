// SPDX-License-Identifier: Apache-2.0
// inspect: every buffer of one image as PNG, for looking at and debugging.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "generators/recipe.h"
#include "renderer/renderer.h"

namespace understudy {

/// Writes color, overlay, instances, categories, parts (ids in stable colours), depth (8 bit, near is
/// bright), depth_cm (16 bit, centimetres, 0 where nothing is hit), normals, albedo and layers (how many
/// surfaces the labels know there). Returns the paths written. Throws UserError, also where the folder holds
/// anything but an earlier inspection; nothing existing is touched then.
std::vector<std::filesystem::path> inspect(const Recipe& recipe, uint64_t index,
                                           const std::filesystem::path& out, const RendererOptions& options);

}  // namespace understudy
