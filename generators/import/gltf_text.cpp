// SPDX-License-Identifier: Apache-2.0
#include "generators/import/gltf_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "generators/import/little_endian.h"
#include "generators/import/raw_scene.h"

namespace understudy::importing {
namespace {

using Json = nlohmann::json;

/// The file's JSON: of a GLB its first chunk.
std::string json_of(const std::filesystem::path& path) {
  std::array<char, 20> header{};  // magic, version, size; size and kind of the chunk
  std::ifstream file(path, std::ios::binary);
  file.read(header.data(), header.size());
  if (!std::string_view(header.data(), header.size()).starts_with("glTF")) return read_file(path);
  const size_t size = little_endian({header.data(), header.size()}, 12);
  std::string text(std::min<size_t>(size, std::filesystem::file_size(path)), '\0');
  file.read(text.data(), std::streamsize(text.size()));
  text.resize(text.find_last_not_of('\0') + 1);  // some programs pad with zeros
  return text;
}

/// A member or an item; null where there is none.
template <typename Key>
const Json& in(const Json& json, const Key& key) {
  static const Json none;
  if constexpr (std::is_integral_v<Key>) {
    return json.is_array() && key < json.size() ? json[key] : none;
  } else {
    return json.is_object() && json.contains(key) ? json[key] : none;
  }
}

size_t index_of(const Json& json) { return json.is_number_unsigned() ? json.get<size_t>() : size_t(-1); }

/// Assimp knows Draco. What changes looks or lights alone is read, or the rest of the material is; textures
/// are told of one by one.
bool is_read(const std::string& extension) {
  constexpr std::string_view beginnings[] = {"KHR_draco_mesh_compression",
                                             "KHR_materials_",
                                             "KHR_texture_",
                                             "EXT_texture_",
                                             "MSFT_texture_dds",
                                             "KHR_lights_",
                                             "EXT_lights_",
                                             "KHR_animation_",
                                             "KHR_xmp"};
  return std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return extension.starts_with(beginning); });
}

/// A texture whose image only an extension names, being neither PNG nor JPEG.
bool is_foreign(const Json& texture) { return texture.is_object() && !texture.contains("source"); }

std::string image_name(const Json& root, const Json& texture) {
  for (const Json& extension : in(texture, "extensions")) {
    const Json& image = in(in(root, "images"), index_of(in(extension, "source")));
    for (const char* key : {"uri", "name", "mimeType"})
      if (const Json& text = in(image, key); text.is_string()) return clean_name(text.get<std::string>());
  }
  return "without a name";
}

double number_of(const Json& json, double otherwise) {
  return json.is_number() ? json.get<double>() : otherwise;
}

/// KHR_texture_transform of a texture: scaled, turned counter-clockwise as one sees the picture, moved; in
/// the file v points down.
glm::dmat3x2 texture_map_of(const Json& texture_info) {
  const Json& placed = in(in(texture_info, "extensions"), "KHR_texture_transform");
  const auto pair_of = [&](const char* key, double otherwise) {
    const Json& pair = in(placed, key);
    return glm::dvec2(number_of(in(pair, 0u), otherwise), number_of(in(pair, 1u), otherwise));
  };
  const glm::dvec2 offset = pair_of("offset", 0), scale = pair_of("scale", 1);
  const double angle = number_of(in(placed, "rotation"), 0), c = std::cos(angle), s = std::sin(angle);
  return {c * scale.x,
          s * scale.x,  // u
          -s * scale.y,
          c * scale.y,  // v
          s * scale.y + offset.x,
          1 - c * scale.y - offset.y};
}

/// All of a material's textures lie as the first of them does.
void read_texture_maps(const Json& material, size_t slot, GltfText& text) {
  const Json& rough = in(material, "pbrMetallicRoughness");
  std::vector<glm::dmat3x2> maps;
  for (const Json* info : {&in(rough, "baseColorTexture"), &in(material, "normalTexture"),
                           &in(rough, "metallicRoughnessTexture")})
    if (info->is_object()) maps.push_back(texture_map_of(*info));
  if (maps.empty()) return;
  if (maps.front() != glm::dmat3x2(1)) text.texture_maps.emplace(slot, maps.front());
  if (std::any_of(maps.begin(), maps.end(), [&](const auto& map) { return map != maps.front(); })) {
    const Json& name = in(material, "name");
    text.notes.push_back(
        fmt::format("material '{}': its textures are moved differently, taken is how the first one lies",
                    name.is_string() ? clean_name(name.get<std::string>()) : std::to_string(slot)));
  }
}

}  // namespace

GltfText read_gltf_text(const std::filesystem::path& path) {
  const Json root = Json::parse(json_of(path), nullptr, false);
  GltfText text;
  for (const Json& extension : in(root, "extensionsRequired")) {
    const std::string name = extension.is_string() ? extension.get<std::string>() : "";
    if (!name.empty() && !is_read(name)) text.unread.push_back(clean_name(name));
  }
  for (const Json& extension : in(root, "extensionsUsed"))
    if (extension == "EXT_mesh_gpu_instancing")
      text.notes.push_back("what EXT_mesh_gpu_instancing repeats stands once: the extension is not read");
  const Json& textures = in(root, "textures");
  for (const Json& texture : textures) {
    if (!is_foreign(texture)) continue;
    text.notes.push_back(fmt::format("texture '{}' is neither PNG nor JPEG: replaced by the plain colour",
                                     image_name(root, texture)));
  }
  const Json& materials = in(root, "materials");
  if (!materials.is_array()) return text;
  for (size_t i = 0; i < materials.size(); ++i) {
    read_texture_maps(materials[i], i, text);
    if (is_foreign(in(textures, index_of(in(in(materials[i], "emissiveTexture"), "index")))))
      text.without_glow.insert(i);
  }
  return text;
}

}  // namespace understudy::importing
