// SPDX-License-Identifier: Apache-2.0
// Of Assimp only the importers of one format and one step (triangulation) are used: each more is more code
// that a hostile file can reach, and normals, welding and cleaning are done on checked data afterwards.
#include "generators/import/assimp_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <vector>

#include <assimp/Importer.hpp>
#include <assimp/config.h>
#include <assimp/importerdesc.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <fmt/format.h>

#include "generators/import/assimp_files.h"
#include "generators/import/assimp_materials.h"
#include "generators/import/gltf_text.h"
#include "generators/import/import.h"

namespace understudy::importing {
namespace {

struct PlacedNode {
  const aiNode* node;
  glm::dmat4 to_root;
};

glm::dmat4 matrix_of(const aiMatrix4x4& m) {
  return {m.a1, m.b1, m.c1, m.d1, m.a2, m.b2, m.c2, m.d2, m.a3, m.b3, m.c3, m.d3, m.a4, m.b4, m.c4, m.d4};
}

/// Calls visit(node, its transform) for each node that places meshes; no recursion, however deep they nest.
template <typename Visit>
void walk(const aiScene& scene, Visit visit) {
  std::vector<PlacedNode> waiting{{scene.mRootNode, glm::dmat4(1)}};
  while (!waiting.empty()) {
    const auto [node, parent] = waiting.back();
    waiting.pop_back();
    const glm::dmat4 to_root = parent * matrix_of(node->mTransformation);
    visit(*node, to_root);
    for (unsigned i = node->mNumChildren; i-- > 0;) waiting.push_back({node->mChildren[i], to_root});
  }
}

/// Names that Assimp makes up where the file has none.
bool is_made_up(const std::string& name) {
  return name.empty() || name.front() == '<' || name.front() == '$' || name == "defaultobject" ||
         name == "ROOT" || name == "RootNode";
}

/// "none" is what labels call the rest, "any" what recipes call every part.
bool is_reserved(const std::string& name) { return name == "none" || name == "any"; }

/// A transform, and what it makes of normals.
class Placing {
 public:
  explicit Placing(const glm::dmat4& to_root) : to_root_(to_root) {
    // Normals turn with the matrix of cofactors: also where the map mirrors or flattens.
    const glm::dmat3 m(to_root);
    turn_ = glm::dmat3(glm::cross(m[1], m[2]), glm::cross(m[2], m[0]), glm::cross(m[0], m[1]));
    mirrors_ = glm::determinant(m) < 0;
  }

  glm::dvec3 position(const aiVector3D& p) const { return to_root_ * glm::dvec4(p.x, p.y, p.z, 1); }
  glm::dvec3 normal(const aiVector3D& n) const {
    const glm::dvec3 normal = turn_ * glm::dvec3(n.x, n.y, n.z) * (mirrors_ ? -1.0 : 1.0);
    const double length = glm::length(normal);
    return length > 0 && std::isfinite(length) ? normal / length : glm::dvec3(0);
  }
  bool mirrors() const { return mirrors_; }

 private:
  glm::dmat4 to_root_;
  glm::dmat3 turn_{1};
  bool mirrors_ = false;
};

/// The nodes that may be joints of skins, by their names.
class Joints {
 public:
  explicit Joints(const aiScene& scene) {
    walk(scene, [&](const aiNode& node, const glm::dmat4& to_root) {
      by_name_[node.mName.C_Str()].push_back(to_root);
    });
  }

  /// Of each vertex of a mesh with a skin what its joints, each by its weight, make of it; `otherwise` of a
  /// vertex that none holds. Empty where a joint is not one node of that name.
  std::vector<glm::dmat4> transforms(const aiMesh& mesh, const glm::dmat4& otherwise) const {
    std::vector<glm::dmat4> sums(mesh.mNumVertices, glm::dmat4(0));
    std::vector<double> weights(mesh.mNumVertices, 0);
    for (unsigned i = 0; i < mesh.mNumBones; ++i) {
      const aiBone& bone = *mesh.mBones[i];
      const auto joint = by_name_.find(bone.mName.C_Str());
      if (joint == by_name_.end() || joint->second.size() != 1) return {};
      const glm::dmat4 moved = joint->second.front() * matrix_of(bone.mOffsetMatrix);
      for (unsigned k = 0; k < bone.mNumWeights; ++k) {
        const auto [vertex, weight] = bone.mWeights[k];
        if (vertex >= mesh.mNumVertices) continue;
        sums[vertex] += double(weight) * moved;
        weights[vertex] += double(weight);
      }
    }
    for (size_t i = 0; i < sums.size(); ++i) sums[i] = weights[i] > 0 ? sums[i] / weights[i] : otherwise;
    return sums;
  }

 private:
  std::map<std::string, std::vector<glm::dmat4>> by_name_;
};

class Flattener {
 public:
  Flattener(const aiScene& scene, bool with_normals, const GltfText& text, RawScene& raw)
      : scene_(scene), joints_(scene), with_normals_(with_normals), text_(text), raw_(raw) {
    raw_.part_names = {"none"};
  }

  void run() {
    walk(scene_, [&](const aiNode& node, const glm::dmat4& to_root) {
      for (unsigned i = 0; i < node.mNumMeshes; ++i) add(*scene_.mMeshes[node.mMeshes[i]], node, to_root);
    });
    if (colored_) raw_.notes.push_back("colours of single vertices are left out");
    if (morphs_) raw_.notes.push_back("morph targets are left out: the mesh has its basic shape");
    if (skin_lost_)
      raw_.notes.push_back("a skin is left out: its joints are not each the only node of their name");
    if (points_and_lines_ > 0)
      raw_.notes.push_back(
          fmt::format("{} points and lines are left out: only faces have a surface", points_and_lines_));
  }

 private:
  std::string as_part(const std::string& name) {
    std::string other = name + "_";
    while (scene_.mRootNode->FindNode(other.c_str())) other += "_";
    raw_.notes.push_back(
        fmt::format("the part '{}' is called '{}', for '{}' means no part of its own", name, other, name));
    return other;
  }

  uint16_t part_of(const aiNode& node) {
    const std::string name = clean_name(node.mName.C_Str());
    if (is_made_up(name) || raw_.part_names.size() > std::numeric_limits<uint16_t>::max()) return 0;
    const auto [known, fresh] = part_of_.emplace(name, uint16_t(raw_.part_names.size()));
    if (fresh) raw_.part_names.push_back(is_reserved(name) ? as_part(name) : name);
    return known->second;
  }

  void add(const aiMesh& mesh, const aiNode& node, const glm::dmat4& to_root) {
    const auto is_face = [](const aiFace& face) { return face.mNumIndices == 3; };
    const auto faces = std::count_if(mesh.mFaces, mesh.mFaces + mesh.mNumFaces, is_face);
    points_and_lines_ += mesh.mNumFaces - uint64_t(faces);
    if (faces == 0) return;
    const auto base = uint32_t(raw_.positions.size());
    const std::vector<Placing> placings = placings_of(mesh, to_root);
    add_vertices(mesh, placings);
    add_uvs(mesh);
    const uint16_t part = part_of(node);
    const auto slot = uint16_t(std::min<unsigned>(mesh.mMaterialIndex, std::numeric_limits<uint16_t>::max()));
    for (unsigned i = 0; i < mesh.mNumFaces; ++i) {
      const aiFace& face = mesh.mFaces[i];
      if (!is_face(face)) continue;
      glm::uvec3 corners(face.mIndices[0], face.mIndices[1], face.mIndices[2]);
      if (placings[corners.x % placings.size()].mirrors()) std::swap(corners.y, corners.z);
      raw_.triangles.push_back(corners + base);
      raw_.slots.push_back(slot);
      raw_.parts.push_back(part);
    }
    colored_ = colored_ || mesh.HasVertexColors(0);
    morphs_ = morphs_ || mesh.mNumAnimMeshes > 0;
  }

  /// Of each vertex where a skin moves them, one of all else.
  std::vector<Placing> placings_of(const aiMesh& mesh, const glm::dmat4& to_root) {
    std::vector<Placing> placings;
    if (mesh.HasBones()) {
      for (const glm::dmat4& of_vertex : joints_.transforms(mesh, to_root)) placings.emplace_back(of_vertex);
      skin_lost_ = skin_lost_ || placings.empty();
    }
    if (placings.empty()) placings.emplace_back(to_root);
    return placings;
  }

  void add_vertices(const aiMesh& mesh, const std::vector<Placing>& placings) {
    for (unsigned i = 0; i < mesh.mNumVertices; ++i) {
      const Placing& placing = placings[i % placings.size()];
      raw_.positions.emplace_back(placing.position(mesh.mVertices[i]));
      const bool has_normal = with_normals_ && mesh.HasNormals();
      raw_.normals.emplace_back(has_normal ? placing.normal(mesh.mNormals[i]) : glm::dvec3(0));
    }
  }

  void add_uvs(const aiMesh& mesh) {
    constexpr float none = std::numeric_limits<float>::quiet_NaN();
    const auto map = text_.texture_maps.find(mesh.mMaterialIndex);
    for (unsigned i = 0; i < mesh.mNumVertices; ++i) {
      glm::vec2 uv(none);
      if (mesh.HasTextureCoords(0)) uv = {mesh.mTextureCoords[0][i].x, mesh.mTextureCoords[0][i].y};
      if (map != text_.texture_maps.end()) uv = map->second * glm::dvec3(uv, 1);
      raw_.uvs.push_back(uv);
    }
  }

  const aiScene& scene_;
  const Joints joints_;
  bool with_normals_;
  const GltfText& text_;
  RawScene& raw_;
  std::map<std::string, uint16_t> part_of_;
  bool colored_ = false, morphs_ = false, skin_lost_ = false;
  uint64_t points_and_lines_ = 0;
};

/// How many triangles and vertices the nodes place; a mesh may be placed many times.
std::pair<uint64_t, uint64_t> counts_of(const aiScene& scene) {
  uint64_t triangles = 0, vertices = 0;
  walk(scene, [&](const aiNode& node, const glm::dmat4&) {
    for (unsigned i = 0; i < node.mNumMeshes; ++i) {
      triangles += scene.mMeshes[node.mMeshes[i]]->mNumFaces;
      vertices += scene.mMeshes[node.mMeshes[i]]->mNumVertices;
    }
  });
  return {triangles, vertices};
}

/// Leaves only the importers that name this extension.
void keep_importers_of(const std::string& extension, Assimp::Importer& importer) {
  std::vector<Assimp::BaseImporter*> others;
  for (size_t i = 0; i < importer.GetImporterCount(); ++i) {
    const aiImporterDesc* description = importer.GetImporterInfo(i);
    const std::string known = " " + std::string(description->mFileExtensions) + " ";
    const bool gltf_1 = std::string(description->mName) == "glTF Importer";
    if (gltf_1 || known.find(" " + extension + " ") == std::string::npos)
      others.push_back(importer.GetImporter(i));
  }
  for (Assimp::BaseImporter* other : others) importer.UnregisterLoader(other);
}

template <typename T>
T metadata(const aiScene& scene, const char* key, T otherwise) {
  T value = otherwise;
  if (scene.mMetaData != nullptr) scene.mMetaData->Get(key, value);
  return value;
}

bool is_gltf(const std::string& extension) { return extension == "gltf" || extension == "glb"; }

/// The text between `before` and the next `after`; empty where they do not stand there.
std::string between(const std::string& text, const std::string& before, char after) {
  const size_t begin = text.find(before);
  if (begin == std::string::npos) return "";
  const size_t end = text.find(after, begin + before.size());
  return end == std::string::npos ? "" : text.substr(begin + before.size(), end - begin - before.size());
}

std::string without_comments(std::string xml) {
  for (size_t begin = xml.find("<!--"); begin != std::string::npos; begin = xml.find("<!--", begin)) {
    const size_t end = xml.find("-->", begin);
    xml.erase(begin, end == std::string::npos ? end : end + 3 - begin);
  }
  return xml;
}

/// Of Collada's <asset>, which Assimp keeps to itself: it scales by the unit and has been told to leave the
/// axis.
void read_collada_asset(const std::filesystem::path& path, RawScene& raw) {
  std::string text(64 << 10, '\0');
  std::ifstream(path, std::ios::binary).read(text.data(), std::streamsize(text.size()));
  text = without_comments(std::move(text));
  const std::string axis = between(text, "<up_axis>", '<');
  const auto says = [&](const char* name) { return axis.find(name) != std::string::npos; };
  raw.up_axis = says("X_UP") ? 'x' : says("Z_UP") ? 'z' : 'y';
  const std::string unit = between(text, "<unit", '>');
  const double unit_m = std::strtod(between(unit, "meter=\"", '"').c_str(), nullptr);
  raw.unit_m = unit_m > 0 ? unit_m : 1;
  raw.in_metres = true;
}

void read_fbx_settings(const aiScene& scene, RawScene& raw) {
  raw.unit_m = double(metadata<float>(scene, "UnitScaleFactor", 0)) / 100;  // centimetres per unit
  const int32_t up = metadata<int32_t>(scene, "UpAxis", -1);
  if (up >= 0 && up <= 2) raw.up_axis = char('x' + up);
}

void read_conventions(const aiScene& scene, const std::filesystem::path& path, const std::string& extension,
                      RawScene& raw) {
  if (is_gltf(extension)) raw.unit_m = 1, raw.up_axis = 'y';
  if (extension == "dae") read_collada_asset(path, raw);
  if (extension == "fbx") read_fbx_settings(scene, raw);
}

std::string why_not(const std::string& error, const FolderFiles& files) {
  constexpr const char* beside =
      "(put it beside the mesh, or export the mesh as GLB, which holds everything)";
  if (!files.outside().empty()) {
    return fmt::format("needs '{}', which lies outside of its folder {}",
                       clean_name(*files.outside().begin()), beside);
  }
  if (!files.missing().empty()) {
    return fmt::format("needs '{}', which is not there {}", clean_name(*files.missing().begin()), beside);
  }
  return fmt::format("cannot be read: {} (it may be damaged or cut short: export it anew, best as GLB)",
                     error.empty() ? "it holds no scene" : clean_name(error));
}

void apply(const GltfText& text, RawScene& raw) {
  raw.notes.insert(raw.notes.end(), text.notes.begin(), text.notes.end());
  for (const size_t material : text.without_glow)
    if (material < raw.materials.size()) raw.materials[material].emission = glm::vec3(0);
  // Their scale is in the texture coordinates.
  for (const auto& [material, map] : text.texture_maps)
    if (material < raw.materials.size()) raw.materials[material].uv_scale = glm::vec2(1);
}

}  // namespace

RawScene read_with_assimp(const std::filesystem::path& path, const std::string& extension) {
  Assimp::Importer importer;
  auto* files = new FolderFiles(path, extension);
  importer.SetIOHandler(files);  // which owns it
  keep_importers_of(extension, importer);
  importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_PRESERVE_PIVOTS, false);
  importer.SetPropertyBool(AI_CONFIG_IMPORT_COLLADA_IGNORE_UP_DIRECTION, true);
  for (const char* unwanted : {AI_CONFIG_IMPORT_FBX_READ_ANIMATIONS, AI_CONFIG_IMPORT_FBX_READ_CAMERAS,
                               AI_CONFIG_IMPORT_FBX_READ_LIGHTS, AI_CONFIG_IMPORT_FBX_READ_WEIGHTS})
    importer.SetPropertyBool(unwanted, false);

  RawScene raw;
  const GltfText text = is_gltf(extension) ? read_gltf_text(path) : GltfText{};
  if (!text.unread.empty()) {
    raw.failure = fmt::format(
        "needs the glTF extension '{}', which is not read (export it without, best as a plain GLB)",
        text.unread.front());
    return raw;
  }
  const aiScene* scene = importer.ReadFile(path.string(), aiProcess_Triangulate);
  if (scene == nullptr || scene->mRootNode == nullptr) {
    raw.failure = why_not(importer.GetErrorString(), *files);
    return raw;
  }
  const auto [triangles, vertices] = counts_of(*scene);
  if (triangles > max_imported_triangles || vertices > 3 * max_imported_triangles) {
    raw.failure = fmt::format("holds {} triangles, more than {} (reduce it, or split it into several)",
                              triangles, max_imported_triangles);
    return raw;
  }
  read_conventions(*scene, path, extension, raw);
  read_materials(*scene, *files, raw);
  apply(text, raw);
  // The normals of an STL are those of its facets: of no use for shading.
  Flattener(*scene, extension != "stl", text, raw).run();
  return raw;
}

}  // namespace understudy::importing
