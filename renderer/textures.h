// SPDX-License-Identifier: Apache-2.0
// Image textures packed into one storage buffer, with a table of where each begins.
#pragma once

#include <cstdint>
#include <vector>

#include "renderer/shaders/shared.h"
#include "scenes/scene.h"

namespace understudy {

struct TextureTables {
  std::vector<gpu::TextureRecord> records;  ///< in the order of Scene::textures
  std::vector<uint32_t> texels;             ///< rgba8, red in the lowest byte
};

TextureTables make_texture_tables(const std::vector<TexturePtr>& textures);

}  // namespace understudy
