// SPDX-License-Identifier: Apache-2.0
// What glTF alone has: an extension that moves textures, skins.
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <string>

#include "generators/import/import.h"
#include "tests/catch.h"
#include "tests/generators/mesh_files.h"
#include "tests/scratch.h"

using namespace understudy;
using namespace understudy::test;
namespace fs = std::filesystem;

namespace {

struct Folder : tests::Scratch {
  Folder() : Scratch("gltf") {}
  ImportedMesh read(const std::string& name, const std::string& content) const {
    write(name, content);
    return read_mesh(path / name, {});
  }
};

/// The box with a texture that KHR_texture_transform places so.
std::string with_texture_placed(const std::string& transform) {
  GltfOptions looks;
  looks.uvs = true;
  looks.material =
      R"({"pbrMetallicRoughness": {"baseColorTexture": {"index": 0,
"extensions": {"KHR_texture_transform": )" +
      transform + "}}}}";
  looks.more = R"(, "extensionsUsed": ["KHR_texture_transform"],
"textures": [{"source": 0}], "images": [{"uri": "skin.png"}])";
  return glb_of(box_mesh(y_up), looks);
}

/// A triangle of height 1 on two joints, below a node that makes everything a tenth: "b", which half holds
/// its top, stands 2 above "a". `mesh_node` is what a skin makes meaningless. Bytes of the buffer: positions,
/// joints, weights, inverse bind matrices.
std::string with_skin(const std::string& mesh_node, const std::string& second_joint) {
  return R"({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0, 1]}],
"nodes": [{"mesh": 0, "skin": 0, )" +
         mesh_node + R"(}, {"name": "arm", "scale": [0.1, 0.1, 0.1], "children": [2, 3]}, {"name": "a"},
{"name": ")" +
         second_joint + R"(", "translation": [0, 20, 0]}],
"skins": [{"joints": [2, 3], "inverseBindMatrices": 3}], "buffers": [{"uri": "skin.bin", "byteLength": 224}],
"meshes": [{"primitives": [{"attributes": {"POSITION": 0, "JOINTS_0": 1, "WEIGHTS_0": 2}}]}],
"bufferViews": [{"buffer": 0, "byteLength": 36}, {"buffer": 0, "byteOffset": 36, "byteLength": 12},
{"buffer": 0, "byteOffset": 48, "byteLength": 48}, {"buffer": 0, "byteOffset": 96, "byteLength": 128}],
"accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3",
"min": [0, 0, 0], "max": [1, 1, 0]},
{"bufferView": 1, "componentType": 5121, "count": 3, "type": "VEC4"},
{"bufferView": 2, "componentType": 5126, "count": 3, "type": "VEC4"},
{"bufferView": 3, "componentType": 5126, "count": 2, "type": "MAT4"}]})";
}

std::string skin_buffer() {
  std::string bytes;
  const auto append = [&](std::initializer_list<float> values) {
    for (const float value : values) bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  append({0, 0, 0, 1, 0, 0, 0, 1, 0});
  for (int vertex = 0; vertex < 3; ++vertex) bytes += std::string("\0\1\0\0", 4);
  append({1, 0, 0, 0, 1, 0, 0, 0, 0.5f, 0.5f, 0, 0});
  for (int joint = 0; joint < 2; ++joint) append({10, 0, 0, 0, 0, 10, 0, 0, 0, 0, 10, 0, 0, 0, 0, 1});
  return bytes;
}

}  // namespace

TEST_CASE("KHR_texture_transform scales, turns counter-clockwise and moves") {
  const Folder folder;
  const Mesh plain = *folder.read("plain.glb", with_texture_placed("{}")).mesh;
  // Texture coordinates with v down, as in the file and in meshes.
  const auto check = [&](const std::string& transform, const std::function<glm::vec2(glm::vec2)>& expected) {
    CAPTURE(transform);
    const ImportedMesh imported = folder.read("placed.glb", with_texture_placed(transform));
    CHECK(imported.materials.at(0).uv_scale == glm::vec2(1));
    REQUIRE(imported.mesh->uvs.size() == plain.uvs.size());
    for (size_t i = 0; i < plain.uvs.size(); ++i) {
      const glm::vec2 uv = imported.mesh->uvs[i], wanted = expected(plain.uvs[i]);
      CHECK(uv.x == Approx(wanted.x).margin(1e-5));
      CHECK(uv.y == Approx(wanted.y).margin(1e-5));
    }
  };
  check(R"({"offset": [0.5, 0.25], "scale": [0.5, 0.25]})",
        [](glm::vec2 uv) { return glm::vec2(0.5f + 0.5f * uv.x, 0.25f + 0.25f * uv.y); });
  check(R"({"rotation": 1.5707963267948966})", [](glm::vec2 uv) { return glm::vec2(uv.y, -uv.x); });
  check(R"({"rotation": -1.5707963267948966, "offset": [0.1, 0.2], "scale": [2, 3]})",
        [](glm::vec2 uv) { return glm::vec2(0.1f - 3 * uv.y, 0.2f + 2 * uv.x); });
}

TEST_CASE("a skin poses its mesh by the joints' nodes, whatever the node of the mesh says") {
  const Folder folder;
  folder.write("skin.bin", skin_buffer());
  for (const char* node : {R"("name": "m")", R"("scale": [5, 5, 5], "translation": [3, 0, 0])"}) {
    const ImportedMesh imported = folder.read("skin.gltf", with_skin(node, "b"));
    const glm::vec3 size = imported.mesh->upper - imported.mesh->lower;
    CHECK(size.x == Approx(1));
    CHECK(size.z == Approx(2));
    CHECK(imported.notes.empty());
  }
  // Which of two nodes of one name is meant Assimp does not say.
  const ImportedMesh twice = folder.read("skin.gltf", with_skin(R"("name": "m")", "a"));
  REQUIRE(twice.notes.size() == 1);
  CHECK(twice.notes[0].find("a skin is left out") != std::string::npos);
  CHECK(twice.mesh->upper.z - twice.mesh->lower.z == Approx(1));
}

TEST_CASE("morph targets and repeated instances are told of") {
  const Folder folder;
  GltfOptions repeated;
  repeated.more = R"(, "extensionsUsed": ["EXT_mesh_gpu_instancing"])";
  const ImportedMesh once = folder.read("a.glb", glb_of(box_mesh(y_up), repeated));
  REQUIRE(once.notes.size() == 1);
  CHECK(once.notes[0].find("EXT_mesh_gpu_instancing") != std::string::npos);
  std::string morphing = gltf_of(box_mesh(y_up));
  const std::string primitive_end = R"(, "material": 0})";
  REQUIRE(morphing.find(primitive_end) != std::string::npos);
  morphing.replace(morphing.find(primitive_end), primitive_end.size(),
                   R"(, "material": 0, "targets": [{"POSITION": 0}]})");
  const ImportedMesh basic = folder.read("b.gltf", morphing);
  REQUIRE(basic.notes.size() == 1);
  CHECK(basic.notes[0].find("morph targets are left out") != std::string::npos);
}
