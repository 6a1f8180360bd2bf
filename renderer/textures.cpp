// SPDX-License-Identifier: Apache-2.0
#include "renderer/textures.h"

namespace understudy {

TextureTables make_texture_tables(const std::vector<TexturePtr>& textures) {
  TextureTables tables;
  for (const TexturePtr& texture : textures) {
    const Image<Rgba8>& image = texture->texels;
    tables.records.push_back({uint32_t(tables.texels.size()), uint32_t(image.width_px()),
                              uint32_t(image.height_px()), texture->srgb ? 1u : 0u});
    for (const Rgba8& texel : image)
      tables.texels.push_back(texel[0] | uint32_t(texel[1]) << 8 | uint32_t(texel[2]) << 16 |
                              uint32_t(texel[3]) << 24);
  }
  return tables;
}

}  // namespace understudy
