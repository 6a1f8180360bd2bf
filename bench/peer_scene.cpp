// SPDX-License-Identifier: Apache-2.0
// Format of .npy: NumPy Enhancement Proposal 1.
#include "bench/peer_scene.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "generators/import/import.h"

namespace understudy {
namespace {

using Json = nlohmann::json;

glm::dvec3 vector_of(const Json& json) { return {json.at(0), json.at(1), json.at(2)}; }

Camera camera_of(const Json& json) {
  Camera camera;
  camera.width_px = json.at("width"), camera.height_px = json.at("height");
  camera.fx = json.at("fx"), camera.fy = json.at("fy"), camera.cx = json.at("cx"), camera.cy = json.at("cy");
  const Json& rows = json.at("camera_to_world_zup");
  const auto column = [&](int i) { return glm::dvec3(rows.at(0).at(i), rows.at(1).at(i), rows.at(2).at(i)); };
  // Floats in the file: columns are made unit and at right angles again.
  const glm::dvec3 right = glm::normalize(column(0));
  const glm::dvec3 forward = glm::normalize(-column(2) + right * glm::dot(right, column(2)));
  camera.world_from_camera = {right, glm::cross(forward, right), forward};
  camera.position_m = column(3);
  return camera;
}

Sun sun_of(const Json& json) {
  Sun sun;
  sun.direction = glm::normalize(vector_of(json.at("to_sun_zup")));
  sun.irradiance_klx = vector_of(json.at("color")) * double(json.at("irradiance"));
  sun.angular_radius_deg = float(glm::degrees(double(json.at("angular_diameter_rad")) / 2));
  return sun;
}

Sky sky_of(const std::filesystem::path& path) {
  Sky sky;
  sky.kind = Sky::Kind::hdri;
  sky.radiance = glm::vec3(1);
  sky.hdri = std::make_shared<const Image<LinearRgb>>(read_hdr(path));
  sky.hdri_rotation_deg = 90;  // this program's images have +x in their centre
  return sky;
}

/// The triangles of each part as a mesh of their own.
std::vector<MeshPtr> split_by_part(const Mesh& mesh) {
  std::map<uint16_t, Mesh> parts;
  std::map<uint16_t, std::map<uint32_t, uint32_t>> vertex_of;
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    Mesh& part = parts[mesh.parts[i]];
    std::map<uint32_t, uint32_t>& known = vertex_of[mesh.parts[i]];
    glm::uvec3 triangle;
    for (int c = 0; c < 3; ++c) {
      const uint32_t vertex = mesh.triangles[i][c];
      const auto [at, fresh] = known.emplace(vertex, uint32_t(part.positions.size()));
      if (fresh) {
        part.positions.push_back(mesh.positions[vertex]);
        part.normals.push_back(mesh.normals[vertex]);
        part.uvs.push_back(mesh.uvs[vertex]);
      }
      triangle[c] = at->second;
    }
    part.triangles.push_back(triangle);
    part.slots.push_back(mesh.slots[i]);
  }
  std::vector<MeshPtr> meshes;
  for (auto& [id, part] : parts) {
    part.finish();
    meshes.push_back(std::make_shared<const Mesh>(std::move(part)));
  }
  return meshes;
}

float half_to_float(uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const double fraction = bits & 1023;
  const double magnitude =
      exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 1024, exponent - 25);
  return float(bits >> 15 ? -magnitude : magnitude);
}

}  // namespace

Scene read_peer_scene(const std::filesystem::path& folder) {
  const Json json = Json::parse(read_file(folder / "camera.json"));
  Scene scene;
  scene.camera = camera_of(json);
  scene.sun = sun_of(json.at("sun"));
  scene.sky = sky_of(folder / "sky.hdr");
  ImportOptions options;
  options.on_ground = false;
  const ImportedMesh imported = read_mesh(folder / "scene.glb", options);
  scene.materials = imported.materials;
  scene.textures = imported.textures;
  scene.meshes = split_by_part(*imported.mesh);
  for (uint32_t i = 0; i < scene.meshes.size(); ++i) {
    Placement placement;
    placement.mesh = i;
    for (uint32_t slot = 0; slot < scene.materials.size(); ++slot) placement.materials.push_back(slot);
    scene.placements.push_back(std::move(placement));
  }
  return scene;
}

Image<LinearRgb> read_npy(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const auto refuse = [&](const char* why) { throw UserError(Where{path.string(), 0, ""}, why); };
  if (!bytes.starts_with("\x93NUMPY\x01") || bytes.size() < 10) refuse("expected a NumPy array of version 1");
  const size_t begin = 10 + size_t(uint8_t(bytes[8])) + 256 * size_t(uint8_t(bytes[9]));
  const std::string header = bytes.substr(10, begin - 10);
  const bool half = header.find("'<f2'") != std::string::npos;
  int height = 0, width = 0;
  const size_t shape = header.find("'shape': (");
  if ((!half && header.find("'<f4'") == std::string::npos) || shape == std::string::npos ||
      std::sscanf(header.c_str() + shape, "'shape': (%d, %d, 3)", &height, &width) != 2 || height < 1 ||
      width < 1)
    refuse("expected height x width x 3 half or single floats");
  Image<LinearRgb> image(width, height);
  const size_t size = half ? 2 : 4;
  if (bytes.size() - begin != image.size() * 3 * size) refuse("the array is cut short");
  for (size_t i = 0; i < image.size() * 3; ++i) {
    float value = 0;
    uint16_t bits = 0;
    std::memcpy(half ? static_cast<void*>(&bits) : &value, bytes.data() + begin + i * size, size);
    image[i / 3][i % 3] = half ? half_to_float(bits) : value;
  }
  return image;
}

}  // namespace understudy
