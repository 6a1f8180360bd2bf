// SPDX-License-Identifier: Apache-2.0
// What glTF alone has: an extension that moves textures, skins.
#include <algorithm>
#include <filesystem>
#include <functional>
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
      R"({"pbrMetallicRoughness": {"baseColorTexture": {"index": 0, "extensions": {"KHR_texture_transform": )" +
      transform + "}}}}";
  looks.more = R"(, "extensionsUsed": ["KHR_texture_transform"],
"textures": [{"source": 0}], "images": [{"uri": "skin.png"}])";
  return glb_of(box_mesh(y_up), looks);
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
