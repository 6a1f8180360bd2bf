// SPDX-License-Identifier: Apache-2.0
#include "tests/generators/mesh_files.h"

#include <fmt/format.h>

namespace understudy::test {
namespace {

template <typename T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string base64(const std::string& bytes) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) bits = bits << 8 | (i + k < bytes.size() ? uint8_t(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) text += k <= bytes.size() - i ? digits[bits >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string gltf_json(const BoxMesh& mesh, const GltfOptions& options, const std::string& buffer) {
  const size_t vertices = mesh.positions.size(), indices = 3 * mesh.triangles.size();
  glm::vec3 lower = mesh.positions[0], upper = lower;
  for (const glm::vec3& p : mesh.positions) lower = glm::min(lower, p), upper = glm::max(upper, p);
  return fmt::format(
      R"({{"asset": {{"version": "2.0"}}, "scene": 0, "scenes": [{{"nodes": [0]}}],
"nodes": [{{"mesh": 0, {}}}],
"meshes": [{{"primitives": [{{"attributes": {{"POSITION": 0{}}}, "indices": 2, "material": 0}}]}}],
"materials": [{}], "buffers": [{}],
"bufferViews": [{{"buffer": 0, "byteOffset": 0, "byteLength": {}}}, {{"buffer": 0, "byteOffset": {}, "byteLength": {}}},
{{"buffer": 0, "byteOffset": {}, "byteLength": {}}}],
"accessors": [{{"bufferView": 0, "componentType": 5126, "count": {}, "type": "VEC3", "min": [{}, {}, {}], "max": [{}, {}, {}]}},
{{"bufferView": 1, "componentType": 5126, "count": {}, "type": "VEC2"}},
{{"bufferView": 2, "componentType": 5125, "count": {}, "type": "SCALAR"}}]{}}})",
      options.node, options.uvs ? ", \"TEXCOORD_0\": 1" : "", options.material, buffer, 12 * vertices,
      12 * vertices, 8 * vertices, 20 * vertices, 4 * indices, vertices, lower.x, lower.y, lower.z, upper.x,
      upper.y, upper.z, vertices, indices, options.more);
}

}  // namespace

BoxMesh box_mesh(const std::function<glm::vec3(const glm::vec3&)>& to_file) {
  BoxMesh mesh;
  for (uint32_t i = 0; i < 8; ++i)
    mesh.positions.push_back(to_file({i & 1 ? 1.f : 0.f, i & 2 ? 2.f : 0.f, i & 4 ? 3.f : 0.f}));
  constexpr uint32_t quads[6][4] = {{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4},
                                    {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}};
  for (const auto& q : quads) {
    mesh.triangles.emplace_back(q[0], q[1], q[2]);
    mesh.triangles.emplace_back(q[0], q[2], q[3]);
  }
  return mesh;
}

glm::vec3 y_up(const glm::vec3& p) { return {p.x, p.z, -p.y}; }
glm::vec3 x_up(const glm::vec3& p) { return {p.z, p.x, p.y}; }
glm::vec3 z_up(const glm::vec3& p) { return p; }

std::string obj_of(const BoxMesh& mesh) {
  std::string text = "# a box\no housing\n";
  for (const glm::vec3& p : mesh.positions) text += fmt::format("v {} {} {}\n", p.x, p.y, p.z);
  for (const glm::uvec3& t : mesh.triangles) text += fmt::format("f {} {} {}\n", t.x + 1, t.y + 1, t.z + 1);
  return text;
}

std::string text_stl_of(const BoxMesh& mesh) {
  std::string text = "solid box\n";
  for (const glm::uvec3& t : mesh.triangles) {
    text += "facet normal 0 0 0\nouter loop\n";
    for (int c = 0; c < 3; ++c) {
      const glm::vec3& p = mesh.positions[t[c]];
      text += fmt::format("vertex {} {} {}\n", p.x, p.y, p.z);
    }
    text += "endloop\nendfacet\n";
  }
  return text + "endsolid box\n";
}

std::string binary_stl_of(const BoxMesh& mesh) {
  std::string bytes(80, ' ');
  append(bytes, uint32_t(mesh.triangles.size()));
  for (const glm::uvec3& t : mesh.triangles) {
    append(bytes, glm::vec3(0));
    for (int c = 0; c < 3; ++c) append(bytes, mesh.positions[t[c]]);
    append(bytes, uint16_t(0));
  }
  return bytes;
}

std::string ply_header(const BoxMesh& mesh, const std::string& format) {
  return fmt::format(
      "ply\nformat {} 1.0\nelement vertex {}\nproperty float x\nproperty float y\nproperty float z\n"
      "element face {}\nproperty list uchar int vertex_indices\nend_header\n",
      format, mesh.positions.size(), mesh.triangles.size());
}

std::string text_ply_of(const BoxMesh& mesh) {
  std::string text = ply_header(mesh, "ascii");
  for (const glm::vec3& p : mesh.positions) text += fmt::format("{} {} {}\n", p.x, p.y, p.z);
  for (const glm::uvec3& t : mesh.triangles) text += fmt::format("3 {} {} {}\n", t.x, t.y, t.z);
  return text;
}

std::string binary_ply_of(const BoxMesh& mesh) {
  std::string bytes = ply_header(mesh, "binary_little_endian");
  for (const glm::vec3& p : mesh.positions) append(bytes, p);
  for (const glm::uvec3& t : mesh.triangles) append(bytes, uint8_t(3)), append(bytes, t);
  return bytes;
}

std::string dae_of(const BoxMesh& mesh, const std::string& unit_m, const std::string& axis) {
  std::string positions, indices;
  for (const glm::vec3& p : mesh.positions) positions += fmt::format("{} {} {} ", p.x, p.y, p.z);
  for (const glm::uvec3& t : mesh.triangles) indices += fmt::format("{} {} {} ", t.x, t.y, t.z);
  return fmt::format(
      R"(<?xml version="1.0"?>
<COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
<asset><unit name="unit" meter="{}"/><up_axis>{}</up_axis></asset>
<library_geometries><geometry id="box"><mesh>
<source id="p"><float_array id="pa" count="{}">{}</float_array><technique_common><accessor source="#pa" count="{}" stride="3">
<param name="X" type="float"/><param name="Y" type="float"/><param name="Z" type="float"/></accessor></technique_common></source>
<vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
<triangles count="{}"><input semantic="VERTEX" source="#v" offset="0"/><p>{}</p></triangles>
</mesh></geometry></library_geometries>
<library_visual_scenes><visual_scene id="s"><node id="housing" name="housing"><instance_geometry url="#box"/></node></visual_scene></library_visual_scenes>
<scene><instance_visual_scene url="#s"/></scene>
</COLLADA>
)",
      unit_m, axis, 3 * mesh.positions.size(), positions, mesh.positions.size(), mesh.triangles.size(),
      indices);
}

std::string gltf_buffer_of(const BoxMesh& mesh) {
  std::string bytes;
  for (const glm::vec3& p : mesh.positions) append(bytes, p);
  for (const glm::vec3& p : mesh.positions) append(bytes, glm::vec2(p.x, p.y / 2));
  for (const glm::uvec3& t : mesh.triangles) append(bytes, t);
  return bytes;
}

std::string gltf_of(const BoxMesh& mesh, const GltfOptions& options) {
  const std::string buffer = gltf_buffer_of(mesh);
  const std::string uri = options.buffer_uri.empty()
                              ? "data:application/octet-stream;base64," + base64(buffer)
                              : options.buffer_uri;
  return gltf_json(mesh, options, fmt::format(R"({{"uri": "{}", "byteLength": {}}})", uri, buffer.size()));
}

std::string glb_of(const BoxMesh& mesh, const GltfOptions& options) {
  const std::string buffer = gltf_buffer_of(mesh);
  std::string json = gltf_json(mesh, options, fmt::format(R"({{"byteLength": {}}})", buffer.size()));
  json.append((4 - json.size() % 4) % 4, ' ');
  std::string bytes = "glTF";
  append(bytes, uint32_t(2));
  append(bytes, uint32_t(12 + 8 + json.size() + 8 + buffer.size()));
  append(bytes, uint32_t(json.size()));
  bytes += "JSON" + json;
  append(bytes, uint32_t(buffer.size()));
  bytes += std::string("BIN\0", 4) + buffer;
  return bytes;
}

}  // namespace understudy::test
