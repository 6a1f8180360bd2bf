// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/textured_look.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "generators/palette.h"

namespace understudy {
namespace {

constexpr float darkest = 0.004f;  ///< a texel below tells nothing by its quotients
constexpr float most_tint = 3;     ///< a texture that is to be so much lighter is given up

/// Of the texels that a surface shows, linear.
struct Texels {
  glm::vec3 mean{1}, highest{1};
};

glm::vec3 value(const Texture& texture, const Rgba8& texel) {
  if (texture.srgb) return srgb(uint32_t(texel[0]) << 16 | uint32_t(texel[1]) << 8 | texel[2]);
  return glm::vec3(texel[0], texel[1], texel[2]) / 255.0f;
}

const Rgba8& texel_at(const Texture& texture, glm::vec2 uv) {
  uv -= glm::floor(uv);
  const glm::vec2 size{texture.texels.width_px(), texture.texels.height_px()};
  const glm::ivec2 at = glm::min(glm::ivec2(uv * size), glm::ivec2(size) - 1);
  return texture.texels(at.x, at.y);
}

/// By area, of the texels in the middle of each triangle from that slot; in cut-outs those that are there.
Texels texels_of(const Texture& texture, const Material& material, const DefectMesh& defect, uint16_t slot) {
  const Mesh& mesh = *defect.as_good;
  glm::dvec3 sum(0);
  glm::vec3 highest(0);
  double area = 0;
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    if (defect.looks[mesh.slots[i]].slot != slot) continue;
    const glm::uvec3& t = mesh.triangles[i];
    const Rgba8& texel =
        texel_at(texture, (mesh.uvs[t.x] + mesh.uvs[t.y] + mesh.uvs[t.z]) / 3.0f * material.uv_scale);
    if (float(texel[3]) < 255 * material.alpha_cutoff) continue;
    const glm::vec3 color = value(texture, texel);
    const glm::dvec3 a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
    const double part = glm::length(glm::cross(b - a, c - a));
    sum += part * glm::dvec3(color);
    area += part;
    highest = glm::max(highest, color);
  }
  if (area <= 0) return {};
  return {glm::max(glm::vec3(sum / area), darkest), glm::max(highest, darkest)};
}

/// The factor that makes the texels' mean this colour, as far as none becomes more than white.
glm::vec3 tint_to(const glm::vec3& color, const Texels& texels) {
  return glm::min(color / texels.mean, 1.0f / texels.highest);
}

bool is_beyond_tint(const glm::vec3& color, const Texels& texels) {
  const glm::vec3 tint = color / texels.mean;
  return std::max({tint.x, tint.y, tint.z}) > most_tint;
}

}  // namespace

/// Index of a white texture with the alpha of that one.
int TexturedLooks::only_alpha(int texture) {
  const auto [known, is_new] = only_alpha_.try_emplace(texture, int(textures_.size()));
  if (!is_new) return known->second;
  auto white = std::make_shared<Texture>(*textures_[size_t(texture)]);
  white->name += " alpha";
  for (Rgba8& texel : white->texels) texel = {255, 255, 255, texel[3]};
  textures_.push_back(std::move(white));
  return known->second;
}

void TexturedLooks::change(const DefectKind& kind, const DefectLook& look, const DefectMesh& defect,
                           uint16_t slot, Material& material) {
  const int colors = material.albedo_texture;
  Texels color, gloss;
  if (colors >= 0) color = texels_of(*textures_[size_t(colors)], material, defect, slot);
  if (material.roughness_texture >= 0)
    gloss = texels_of(*textures_[size_t(material.roughness_texture)], material, defect, slot);
  material.albedo *= color.mean;
  material.roughness *= gloss.mean.y;
  material.metalness *= gloss.mean.z;
  kind.change(material, look);
  if (material.albedo_texture >= 0 && is_beyond_tint(material.albedo, color)) material.albedo_texture = -1;
  if (material.albedo_texture >= 0)
    material.albedo = tint_to(material.albedo, color);
  else if (colors >= 0 && material.alpha_cutoff > 0)
    material.albedo_texture = only_alpha(colors);
  if (material.roughness_texture < 0) return;
  material.roughness = std::min(material.roughness / gloss.mean.y, 1 / gloss.highest.y);
  material.metalness = std::min(material.metalness / gloss.mean.z, 1 / gloss.highest.z);
}

}  // namespace understudy
