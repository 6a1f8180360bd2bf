// SPDX-License-Identifier: Apache-2.0
#include "generators/import/looks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "base/image_io.h"

namespace understudy::importing {
namespace {

constexpr uint64_t max_texture_px = uint64_t(8192) * 8192;

float between(float value, float low, float high, float otherwise) {
  return std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
}

glm::vec3 between(const glm::vec3& color, float high, float otherwise) {
  return {between(color.r, 0, high, otherwise), between(color.g, 0, high, otherwise),
          between(color.b, 0, high, otherwise)};
}

Image<Rgba8> with_alpha(const Image<Rgb8>& image) {
  Image<Rgba8> out(image.width_px(), image.height_px());
  for (size_t i = 0; i < out.size(); ++i) out[i] = {image[i][0], image[i][1], image[i][2], 255};
  return out;
}

/// Throws UserError.
Image<Rgba8> decode(const RawTexture& texture) {
  if (!texture.pixels.empty()) {
    Image<Rgba8> image(texture.width_px, texture.height_px);
    std::copy(texture.pixels.begin(), texture.pixels.end(), reinterpret_cast<char*>(image.data()));
    return image;
  }
  if (texture.bytes.empty()) throw UserError("is not there");
  if (texture.bytes.starts_with("\x89PNG")) return decode_png(texture.bytes, "");
  if (texture.bytes.starts_with("\xFF\xD8")) return with_alpha(decode_jpeg(texture.bytes, ""));
  throw UserError("is neither PNG nor JPEG");
}

class Looks {
 public:
  Looks(const RawScene& scene, ImportedMesh& mesh) : scene_(scene), mesh_(mesh) {}

  Material material(const RawMaterial& raw) {
    Material material;
    material.name = clean_name(raw.name);
    material.albedo = between(glm::vec3(raw.base_color), 1, 0.8f);
    material.roughness = between(raw.roughness, 0.02f, 1, 0.6f);
    material.metalness = between(raw.metalness, 0, 1, 0);
    material.clearcoat = between(raw.clearcoat, 0, 1, 0);
    material.clearcoat_roughness = between(raw.clearcoat_roughness, 0.02f, 1, 0.05f);
    material.emission = between(raw.emission, 1000, 0);
    material.uv_scale = {between(raw.uv_scale.x, -1000, 1000, 1), between(raw.uv_scale.y, -1000, 1000, 1)};
    material.albedo_texture = texture(raw.base_texture, true);
    material.normal_texture = texture(raw.normal_texture, false);
    material.roughness_texture = texture(raw.roughness_texture, false);
    set_transparency(raw, material);
    return material;
  }

 private:
  void set_transparency(const RawMaterial& raw, Material& material) {
    float opacity = between(raw.base_color.a, 0, 1, 1);
    const bool has_texture = material.albedo_texture >= 0;
    const bool blends = raw.alpha == RawMaterial::Alpha::blend;
    if (blends && opacity < 0.01f && !has_texture && !(raw.transmission > 0.5f)) {
      mesh_.notes.push_back(
          fmt::format("material '{}' cannot be seen at all: taken as opaque", material.name));
      opacity = 1;
    }
    if (raw.transmission > 0.5f || (blends && opacity < 0.6f)) {
      material.thin_glass = true;
      // What glass of this opacity lets through; a transmissive material tints by its colour.
      if (!(raw.transmission > 0.5f)) material.albedo = glm::mix(glm::vec3(1), material.albedo, opacity);
    } else if (has_texture && raw.alpha == RawMaterial::Alpha::cut_out) {
      material.alpha_cutoff = between(raw.alpha_cutoff, 0.004f, 1, 0.5f);
    } else if (has_texture && blends) {
      material.alpha_cutoff = 0.5f;
    }
  }

  /// A texture of colours is sRGB, one of data is not; one that serves as both is kept twice.
  int texture(int32_t raw, bool srgb) {
    if (raw < 0) return -1;
    for (const auto& [index, as_srgb, known] : known_)
      if (index == raw && as_srgb == srgb) return known;
    const int made = load(scene_.textures[size_t(raw)], srgb);
    known_.push_back({raw, srgb, made});
    return made;
  }

  int load(const RawTexture& raw, bool srgb) {
    try {
      auto texture = std::make_shared<Texture>();
      texture->name = clean_name(raw.name);
      texture->texels = decode(raw);
      texture->srgb = srgb;
      if (texture->texels.empty() || texture->texels.size() > max_texture_px)
        throw UserError("is larger than 8192 x 8192");
      mesh_.textures.push_back(std::move(texture));
      return int(mesh_.textures.size()) - 1;
    } catch (const UserError& error) {
      std::string why = error.what();
      why.erase(0, why.find_first_not_of(": "));
      mesh_.notes.push_back(fmt::format("texture '{}' {}: replaced by the plain colour", clean_name(raw.name),
                                        clean_name(why)));
      return -1;
    }
  }

  struct Known {
    int32_t raw;
    bool srgb;
    int index;
  };
  const RawScene& scene_;
  ImportedMesh& mesh_;
  std::vector<Known> known_;
};

}  // namespace

void add_looks(const RawScene& scene, ImportedMesh& mesh) {
  Looks looks(scene, mesh);
  for (const RawMaterial& material : scene.materials) mesh.materials.push_back(looks.material(material));
}

}  // namespace understudy::importing
