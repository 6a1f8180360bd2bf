// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/imported_part.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <mutex>

#include "base/parameter_rows.h"
#include "generators/import/import.h"

namespace understudy::inspection {
namespace {

/// Meshes with part ids that no two files share for different names.
class Parts {
 public:
  struct Entry {
    ImportedMeshPtr imported;
    MeshPtr mesh;  ///< as imported, its parts renumbered
  };

  Entry get(const std::string& path, const ImportOptions& options) {
    const std::lock_guard lock(mutex_);
    const auto [at, fresh] = entries_.try_emplace({path, options});
    if (!fresh && at->second.mesh) return at->second;
    at->second.imported = shared_mesh(path, options);
    Mesh mesh = *at->second.imported->mesh;
    std::vector<uint16_t> ids;
    for (const std::string& name : at->second.imported->parts) ids.push_back(id_of(name));
    for (uint16_t& part : mesh.parts) part = ids[part];
    at->second.mesh = std::make_shared<const Mesh>(std::move(mesh));
    return at->second;
  }

  std::vector<std::string> names() {
    const std::lock_guard lock(mutex_);
    return names_;
  }

 private:
  uint16_t id_of(const std::string& name) {
    const auto known = std::find(names_.begin(), names_.end(), name);
    if (known != names_.end()) return uint16_t(known - names_.begin());
    if (names_.size() > std::numeric_limits<uint16_t>::max()) return 0;
    names_.push_back(name);
    return uint16_t(names_.size() - 1);
  }

  std::mutex mutex_;
  std::map<std::pair<std::string, ImportOptions>, Entry> entries_;
  std::vector<std::string> names_ = region_names();
};

Parts& parts() {
  static Parts all;
  return all;
}

ImportOptions options_of(const Draw& draw) {
  ImportOptions options;
  options.unit = draw.name("object.unit");
  options.up_axis = draw.name("object.up_axis");
  options.size_m = draw.number("object.size_m");
  return options;
}

}  // namespace

ParameterTable imported_part_parameters() {
  return {
      rows::each(rows::path("object.mesh", "",
                            "Mesh file (GLB, glTF, OBJ, FBX, PLY, STL, DAE) that takes the place of built-in "
                            "parts, whichever inspection.part names.")),
      rows::setting(rows::name("object.unit", {"auto", "m", "cm", "mm", "inch"}, "auto",
                               "What one unit of the mesh file is; auto: as the file says, or by its size.")),
      rows::setting(
          rows::name("object.up_axis", {"auto", "x", "y", "z"}, "auto",
                     "The mesh file's axis that points up; auto: as the file says, or as is usual.")),
      rows::setting(rows::number("object.size_m", 0, 1000, "0",
                                 "Length that the mesh's longest side is scaled to; 0: as large as it is.")),
  };
}

std::vector<std::string> read_imported_parts(const ParameterSet& parameters) {
  const Draw settings(parameters, Key{});
  std::vector<std::string> notes;
  parameters.check_names("object.mesh", [&](const std::string& path) {
    const Parts::Entry entry = parts().get(path, options_of(settings));
    notes.insert(notes.end(), entry.imported->notes.begin(), entry.imported->notes.end());
  });
  return notes;
}

std::optional<Part> draw_imported_part(const Draw& draw, uint64_t number) {
  const std::string path = draw.name("object.mesh", number);
  if (path.empty()) return {};
  const Parts::Entry entry = parts().get(path, options_of(draw));
  Part part;
  part.kind = imported_kind;
  part.mesh = entry.mesh;
  part.materials = entry.imported->materials;
  part.textures = entry.imported->textures;
  part.provenance = {{"part", std::filesystem::path(path).filename().string()},
                     {"content_hash", entry.imported->content_hash}};
  return part;
}

std::vector<std::string> all_part_names() { return parts().names(); }

std::vector<std::string> region_choices(const ParameterSet& parameters) {
  const Draw settings(parameters, Key{});
  std::vector<std::string> choices;
  for (const std::string& path : parameters.at("object.mesh").names()) {
    const std::vector<std::string> more =
        path.empty() ? region_names() : parts().get(path, options_of(settings)).imported->parts;
    for (const std::string& name : more)
      if (std::find(choices.begin(), choices.end(), name) == choices.end()) choices.push_back(name);
  }
  return choices;
}

}  // namespace understudy::inspection
