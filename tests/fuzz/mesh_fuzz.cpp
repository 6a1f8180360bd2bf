// SPDX-License-Identifier: Apache-2.0
// A mesh file: the first line of the input is its extension, the rest its content; "raw" stands for what the
// process that reads files sends back. Assimp itself runs in that process, where it may break down.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include <unistd.h>

#include "generators/import/import.h"
#include "generators/import/looks.h"
#include "generators/import/raw_scene.h"
#include "generators/import/surface.h"
#include "tests/fuzz/target.h"

namespace understudy::fuzz {
namespace {

namespace fs = std::filesystem;

/// A folder for one file, gone at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("understudy-fuzz-mesh-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path write(const std::string& name, std::string_view content) const {
    std::ofstream(path_ / name, std::ios::binary).write(content.data(), std::streamsize(content.size()));
    return path_ / name;
  }

 private:
  fs::path path_;
};

void require_good(const ImportedMesh& imported) {
  imported.mesh->check();
  for (const uint16_t slot : imported.mesh->slots)
    require(slot < imported.materials.size(), "a slot without a material");
  for (const uint16_t part : imported.mesh->parts)
    require(part < imported.parts.size(), "a part without a name");
  for (const Material& material : imported.materials)
    for (const int texture : {material.albedo_texture, material.normal_texture, material.roughness_texture})
      require(texture >= -1 && texture < int(imported.textures.size()), "a material without its texture");
}

void read_raw(std::string_view bytes) {
  const auto raw = importing::unpack(bytes);
  if (!raw) return;
  require(importing::pack(*raw) == bytes, "what was unpacked does not pack to the same");
  importing::SurfaceReport report;
  Mesh mesh = importing::make_surface(*raw, glm::dmat3(0.001), report);
  if (mesh.triangles.empty()) return;
  mesh.finish();
  ImportedMesh imported;
  imported.mesh = std::make_shared<const Mesh>(std::move(mesh));
  imported.parts = raw->part_names;
  importing::add_looks(*raw, imported);
  require_good(imported);
}

}  // namespace
}  // namespace understudy::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  static const fuzz::Folder folder;
  static const std::set<std::string, std::less<>> extensions{"glb", "gltf", "obj", "fbx",
                                                             "ply", "stl",  "dae"};
  const std::string_view text = fuzz::text_of(data, size);
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view kind = text.substr(0, end), content = text.substr(std::min(end + 1, text.size()));
  if (kind == "raw") fuzz::accepts([&] { fuzz::read_raw(content); });
  if (!extensions.contains(kind)) return 0;
  const auto path = folder.write("mesh." + std::string(kind), content);
  fuzz::accepts([&] { fuzz::require_good(read_mesh(path, {})); });
  return 0;
}
