// SPDX-License-Identifier: Apache-2.0
// What a mesh file holds, in its own units and axes, on its way from the process that read it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

namespace understudy::importing {

struct RawTexture {
  std::string name;   ///< as the file names it
  std::string bytes;  ///< a PNG or JPEG file; empty where `pixels` hold it or nothing was found
  int width_px = 0, height_px = 0;
  std::string pixels;  ///< RGBA, 4 * width * height, or empty
};

struct RawMaterial {
  enum class Alpha : uint32_t { opaque, cut_out, blend };
  std::string name;
  glm::vec4 base_color{0.8f, 0.8f, 0.8f, 1};  ///< linear; alpha is opacity
  glm::vec3 emission{0};
  float roughness = 0.6f, metalness = 0, clearcoat = 0, clearcoat_roughness = 0, transmission = 0;
  Alpha alpha = Alpha::opaque;
  float alpha_cutoff = 0.5f;
  glm::vec2 uv_scale{1};
  int32_t base_texture = -1, normal_texture = -1, roughness_texture = -1;  ///< indices; -1 none
};

struct RawScene {
  std::string failure;     ///< why the file is refused, a sentence with what to do; else empty
  double unit_m = 0;       ///< what the file says of its unit; 0: nothing
  bool in_metres = false;  ///< `unit_m` has been multiplied into the positions already
  char up_axis = ' ';      ///< 'x', 'y' or 'z', as the file says; ' ': nothing
  std::vector<glm::vec3> positions;
  std::vector<glm::vec3> normals;  ///< one per position; (0, 0, 0) where the file has none
  std::vector<glm::vec2> uvs;      ///< one per position, v up; not a number where the file has none
  std::vector<glm::uvec3> triangles;
  std::vector<uint16_t> slots, parts;  ///< one per triangle
  std::vector<RawMaterial> materials;
  std::vector<RawTexture> textures;
  std::vector<std::string> part_names;  ///< [0] is "none"
  std::vector<std::string> notes;
};

std::string pack(const RawScene& scene);
/// Empty where the bytes are no packed scene or indices in it lead nowhere. Numbers may be anything.
std::optional<RawScene> unpack(std::string_view bytes);

/// A name from a file for people and JSON to read: valid UTF-8, no control characters, at most 60 bytes.
std::string clean_name(std::string_view name);

}  // namespace understudy::importing
