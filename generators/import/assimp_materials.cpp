// SPDX-License-Identifier: Apache-2.0
// Metal-roughness where the file has it (glTF 2.0, MTL's Pr and Pm), else Phong's terms: the exponent n of
// the highlight becomes the GGX width alpha = sqrt(2 / (n + 2)) (B. Walter et al., EGSR 2007), roughness its
// root.
#include "generators/import/assimp_materials.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <assimp/GltfMaterial.h>
#include <fmt/format.h>

namespace understudy::importing {
namespace {

class MaterialReader {
 public:
  MaterialReader(const aiScene& scene, const FolderFiles& files, RawScene& raw)
      : scene_(scene), files_(files), raw_(raw) {}

  RawMaterial read(const aiMaterial& source) {
    RawMaterial material;
    aiString name;
    if (source.Get(AI_MATKEY_NAME, name) == AI_SUCCESS) material.name = clean_name(name.C_Str());
    read_color(source, material);
    read_surface(source, material);
    read_alpha(source, material);
    material.base_texture = texture(source, aiTextureType_BASE_COLOR, aiTextureType_DIFFUSE);
    material.normal_texture = texture(source, aiTextureType_NORMALS, aiTextureType_NORMAL_CAMERA);
    material.roughness_texture = texture(source, aiTextureType_UNKNOWN, aiTextureType_NONE);
    aiUVTransform placed;
    const bool is_base = source.GetTextureCount(aiTextureType_BASE_COLOR) > 0;
    if (source.Get(AI_MATKEY_UVTRANSFORM(is_base ? aiTextureType_BASE_COLOR : aiTextureType_DIFFUSE, 0),
                   placed) == AI_SUCCESS)
      material.uv_scale = {placed.mScaling.x, placed.mScaling.y};
    for (const aiTextureType type :
         {aiTextureType_EMISSIVE, aiTextureType_EMISSION_COLOR, aiTextureType_OPACITY}) {
      if (source.GetTextureCount(type) == 0) continue;
      const bool shines = type != aiTextureType_OPACITY;
      raw_.notes.push_back(fmt::format("material '{}': its {} texture is left out", material.name,
                                       shines ? "emission" : "opacity"));
      // Most of such a texture is black: the colour alone would make all of the part a lamp.
      if (shines) material.emission = glm::vec3(0);
    }
    return material;
  }

 private:
  static void read_color(const aiMaterial& source, RawMaterial& material) {
    aiColor4D color(0.8f, 0.8f, 0.8f, 1);
    if (source.Get(AI_MATKEY_BASE_COLOR, color) != AI_SUCCESS) source.Get(AI_MATKEY_COLOR_DIFFUSE, color);
    material.base_color = {color.r, color.g, color.b, color.a};
    float opacity = 1;
    if (source.Get(AI_MATKEY_OPACITY, opacity) == AI_SUCCESS)
      material.base_color.a = std::min(material.base_color.a, opacity);
    aiColor3D emission(0, 0, 0);
    source.Get(AI_MATKEY_COLOR_EMISSIVE, emission);
    float strength = 1;
    source.Get(AI_MATKEY_EMISSIVE_INTENSITY, strength);
    material.emission = glm::vec3(emission.r, emission.g, emission.b) * strength;
  }

  static void read_surface(const aiMaterial& source, RawMaterial& material) {
    source.Get(AI_MATKEY_METALLIC_FACTOR, material.metalness);
    if (source.Get(AI_MATKEY_ROUGHNESS_FACTOR, material.roughness) != AI_SUCCESS) {
      float exponent = 0;
      if (source.Get(AI_MATKEY_SHININESS, exponent) == AI_SUCCESS && exponent > 0)
        material.roughness = std::pow(2 / (exponent + 2), 0.25f);
    }
    source.Get(AI_MATKEY_CLEARCOAT_FACTOR, material.clearcoat);
    source.Get(AI_MATKEY_CLEARCOAT_ROUGHNESS_FACTOR, material.clearcoat_roughness);
    source.Get(AI_MATKEY_TRANSMISSION_FACTOR, material.transmission);
  }

  static void read_alpha(const aiMaterial& source, RawMaterial& material) {
    aiString mode;
    if (source.Get(AI_MATKEY_GLTF_ALPHAMODE, mode) != AI_SUCCESS) {
      if (material.base_color.a < 1) material.alpha = RawMaterial::Alpha::blend;
      return;
    }
    const std::string text = mode.C_Str();
    if (text == "MASK") material.alpha = RawMaterial::Alpha::cut_out;
    if (text == "BLEND") material.alpha = RawMaterial::Alpha::blend;
    source.Get(AI_MATKEY_GLTF_ALPHACUTOFF, material.alpha_cutoff);
  }

  /// Index of the first texture of the one kind or of the other; -1 where there is none.
  int32_t texture(const aiMaterial& source, aiTextureType kind, aiTextureType other) {
    aiString name;
    if (source.GetTexture(kind, 0, &name) != AI_SUCCESS &&
        (other == aiTextureType_NONE || source.GetTexture(other, 0, &name) != AI_SUCCESS))
      return -1;
    const auto [known, fresh] = index_of_.emplace(name.C_Str(), int32_t(raw_.textures.size()));
    if (fresh) raw_.textures.push_back(load(name.C_Str()));
    return known->second;
  }

  RawTexture load(const std::string& name) const {
    RawTexture texture;
    texture.name = clean_name(name);
    const aiTexture* embedded = scene_.GetEmbeddedTexture(name.c_str());
    if (embedded == nullptr) {
      if (auto bytes = files_.texture(name)) texture.bytes = std::move(*bytes);
    } else if (embedded->mHeight == 0) {
      texture.bytes.assign(reinterpret_cast<const char*>(embedded->pcData), embedded->mWidth);
    } else if (embedded->mWidth <= 16384 && embedded->mHeight <= 16384) {
      texture.width_px = int(embedded->mWidth), texture.height_px = int(embedded->mHeight);
      for (size_t i = 0; i < size_t(embedded->mWidth) * embedded->mHeight; ++i) {
        const aiTexel& texel = embedded->pcData[i];
        for (const unsigned char value : {texel.r, texel.g, texel.b, texel.a}) texture.pixels += char(value);
      }
    }
    return texture;
  }

  const aiScene& scene_;
  const FolderFiles& files_;
  RawScene& raw_;
  std::map<std::string, int32_t> index_of_;
};

/// What Assimp makes up where a file has no material: pure white, which nothing is, or glTF's white metal.
bool is_made_up(const RawMaterial& m) {
  if (m.base_texture >= 0 || m.normal_texture >= 0 || m.roughness_texture >= 0) return false;
  if (m.emission != glm::vec3(0) || m.transmission > 0 || m.clearcoat > 0) return false;
  const bool metal = m.metalness == 1 && m.roughness == 1, silent = m.roughness == RawMaterial{}.roughness;
  return m.name == AI_DEFAULT_MATERIAL_NAME ||
         (m.name.empty() && m.base_color == glm::vec4(1) && (metal || silent));
}

/// Grey, so that what is lighter and what is darker both show.
RawMaterial grey() {
  RawMaterial material;
  material.base_color = {0.5f, 0.5f, 0.5f, 1};
  return material;
}

}  // namespace

void read_materials(const aiScene& scene, const FolderFiles& files, RawScene& raw) {
  MaterialReader reader(scene, files, raw);
  for (unsigned i = 0; i < scene.mNumMaterials; ++i)
    raw.materials.push_back(reader.read(*scene.mMaterials[i]));
  for (RawMaterial& material : raw.materials)
    if (is_made_up(material)) material = grey();
  if (raw.materials.empty()) raw.materials.push_back(grey());
}

}  // namespace understudy::importing
