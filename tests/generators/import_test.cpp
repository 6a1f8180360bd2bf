// SPDX-License-Identifier: Apache-2.0
// Closed forms: a box of 1 x 2 x 3 in every format, unit and axis has that size, volume and outside.
#include "generators/import/import.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <limits>

#include <assimp/Exporter.hpp>
#include <assimp/Importer.hpp>
#include <assimp/scene.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "tests/catch.h"
#include "tests/generators/mesh_files.h"

using namespace understudy;
using namespace understudy::test;
namespace fs = std::filesystem;

namespace {

/// A folder for this test's files, removed at the end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("understudy-import-" + std::to_string(getpid())) / "inside") {
    fs::remove_all(path_.parent_path());
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_.parent_path(), ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  fs::path write(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

double volume_m3(const Mesh& mesh) {
  double sum = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a = mesh.positions[t.x], b = mesh.positions[t.y], c = mesh.positions[t.z];
    sum += glm::dot(a, glm::cross(b, c)) / 6;
  }
  return sum;
}

/// The box of mesh_files.h, `scale` metres per unit, standing on the ground.
void require_box(const ImportedMesh& imported, float scale = 1) {
  const Mesh& mesh = *imported.mesh;
  mesh.check();
  const glm::vec3 half = glm::vec3(0.5f, 1, 0) * scale;
  for (int axis = 0; axis < 3; ++axis) {
    CHECK(mesh.lower[axis] == Approx(-half[axis]).margin(1e-5 * scale));
    CHECK(mesh.upper[axis] == Approx(axis == 2 ? 3 * scale : half[axis]).margin(1e-5 * scale));
  }
  CHECK(mesh.triangles.size() == 12);
  CHECK(mesh.positions.size() == 24);  // hard edges: three normals at each corner
  CHECK(volume_m3(mesh) == Approx(6 * std::pow(double(scale), 3)).epsilon(1e-4));
  const glm::vec3 centre(0, 0, 1.5f * scale);
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 &a = mesh.positions[t.x], &b = mesh.positions[t.y], &c = mesh.positions[t.z];
    const glm::vec3 face = glm::normalize(glm::cross(b - a, c - a));
    CHECK(glm::dot(face, (a + b + c) / 3.0f - centre) > 0);
    for (const uint32_t corner : {t.x, t.y, t.z}) CHECK(glm::dot(mesh.normals[corner], face) > 0.999f);
  }
}

ImportOptions metres() {
  ImportOptions options;
  options.unit = "m";
  return options;
}

std::string refusal(const fs::path& path, const ImportOptions& options = {}) {
  try {
    read_mesh(path, options);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

bool has_note(const ImportedMesh& mesh, const std::string& words) {
  for (const std::string& note : mesh.notes)
    if (note.find(words) != std::string::npos) return true;
  return false;
}

std::string small_png() {
  Image<Rgba8> image(2, 2);
  image[0] = {255, 0, 0, 255}, image[1] = {0, 255, 0, 255};
  image[2] = {0, 0, 255, 255}, image[3] = {255, 255, 255, 0};
  return encode_png(image);
}

}  // namespace

TEST_CASE("a box is the same box in every format") {
  const Folder folder;
  const BoxMesh y = box_mesh(y_up), z = box_mesh(z_up);
  require_box(read_mesh(folder.write("a.obj", obj_of(y)), metres()));
  require_box(read_mesh(folder.write("a.stl", text_stl_of(z)), metres()));
  require_box(read_mesh(folder.write("b.stl", binary_stl_of(z)), metres()));
  require_box(read_mesh(folder.write("a.ply", text_ply_of(z)), metres()));
  require_box(read_mesh(folder.write("b.ply", binary_ply_of(z)), metres()));
  require_box(read_mesh(folder.write("a.gltf", gltf_of(y)), {}));
  require_box(read_mesh(folder.write("a.glb", glb_of(y)), {}));
  require_box(read_mesh(folder.write("a.DAE", dae_of(y, "1", "Y_UP")), {}));
}

TEST_CASE("FBX, as Assimp's exporter writes it from the GLB") {
  const Folder folder;
  const fs::path glb = folder.write("a.glb", glb_of(box_mesh(y_up)));
  Assimp::Importer importer;
  const aiScene* scene = importer.ReadFile(glb.string(), 0);
  REQUIRE(scene != nullptr);
  const fs::path fbx = folder.path() / "a.fbx";
  REQUIRE(Assimp::Exporter().Export(scene, "fbxa", fbx.string()) == aiReturn_SUCCESS);
  require_box(read_mesh(fbx, metres()));
  require_box(read_mesh(fbx, {}), 0.01f);  // it says that its unit is a centimetre
  std::string text = read_file(fbx);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {R"("UpAxis", "int", "Integer", "", 1)", R"("UpAxis", "int", "Integer", "", 2)"},
           {R"("UnitScaleFactor", "double", "Number", "", 1)",
            R"("UnitScaleFactor", "double", "Number", "", 0.1)"}}) {
    REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
  }
  const ImportedMesh turned = read_mesh(folder.write("mm.fbx", text), {});
  CHECK(turned.mesh->upper.z == Approx(0.002));  // what was y
}

TEST_CASE("an emission texture of 3ds Max does not make the part a lamp") {
  const Folder folder;
  GltfOptions options;
  options.uvs = true;
  options.material = R"({"name": "screen", "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}})";
  options.more = R"(, "textures": [{"source": 0}], "images": [{"uri": "skin.png"}])";
  folder.write("skin.png", small_png());
  const fs::path glb = folder.write("a.glb", glb_of(box_mesh(y_up), options));
  Assimp::Importer importer;
  const aiScene* scene = importer.ReadFile(glb.string(), 0);
  REQUIRE(scene != nullptr);
  const fs::path fbx = folder.path() / "a.fbx";
  REQUIRE(Assimp::Exporter().Export(scene, "fbxa", fbx.string()) == aiReturn_SUCCESS);
  std::string text = read_file(fbx);
  const std::string property = "P: \"Emissive\"", as_exported = "\"DiffuseColor\"\n";
  for (const std::string& part : {property, as_exported}) REQUIRE(text.find(part) != std::string::npos);
  text.insert(text.find(property), "P: \"EmissiveColor\", \"ColorRGB\", \"Color\", \"\",1,0.5,0\n");
  const ImportedMesh plain = read_mesh(folder.write("plain.fbx", text), metres());
  REQUIRE(!plain.materials.empty());
  CHECK(plain.materials[0].emission.x == Approx(1));
  text.replace(text.find(as_exported), as_exported.size(), "\"3dsMax|main|emit_color_map\"\n");
  const ImportedMesh masked = read_mesh(folder.write("max.fbx", text), metres());
  REQUIRE(!masked.materials.empty());
  CHECK(masked.materials[0].emission == glm::vec3(0));
  CHECK(has_note(masked, "its emission texture is left out"));
}

TEST_CASE("units: what the file says, what the option says, and what is guessed") {
  const Folder folder;
  const BoxMesh y = box_mesh(y_up);
  const auto big = box_mesh([](const glm::vec3& p) { return 20.0f * p; });
  for (const auto& [unit, scale] : std::vector<std::pair<std::string, float>>{
           {"m", 1.f}, {"cm", 0.01f}, {"mm", 0.001f}, {"inch", 0.0254f}}) {
    CAPTURE(unit);
    ImportOptions options;
    options.unit = unit;
    for (const std::string name : {"a.obj", "a.glb"})
      require_box(read_mesh(folder.write(name, name[2] == 'o' ? obj_of(y) : glb_of(y)), options), scale);
    require_box(read_mesh(folder.write("a.dae", dae_of(y, "0.5", "Y_UP")), options), scale);
  }
  require_box(read_mesh(folder.write("mm.dae", dae_of(y, "0.001", "Y_UP")), {}), 0.001f);
  const ImportedMesh guessed = read_mesh(folder.write("big.ply", text_ply_of(big)), {});
  require_box(guessed, 0.02f);  // 60 units long: millimetres
  CHECK(
      has_note(guessed, "big.ply: names no unit: taken as millimetres, so that its longest side is 0.06 m"));
  require_box(read_mesh(folder.write("small.ply", text_ply_of(box_mesh(z_up))), {}), 1);
  require_box(read_mesh(folder.write("small.stl", text_stl_of(box_mesh(z_up))), {}), 0.001f);
  const BoxMesh vast = box_mesh([](const glm::vec3& p) { return 50.0f * y_up(p); });  // a GLB in millimetres
  CHECK(has_note(read_mesh(folder.write("vast.glb", glb_of(vast)), {}), "its longest side is 150 m"));
  CHECK(read_mesh(folder.write("small.glb", glb_of(y)), {}).notes.empty());
  ImportOptions sized;
  sized.size_m = 0.3;
  require_box(read_mesh(folder.write("sized.ply", text_ply_of(big)), sized), 0.1f);
}

TEST_CASE("axes: what the file says, what the option says, and what is usual") {
  const Folder folder;
  for (const auto& [axis, to_file] : std::vector<std::pair<std::string, glm::vec3 (*)(const glm::vec3&)>>{
           {"x", x_up}, {"y", y_up}, {"z", z_up}}) {
    CAPTURE(axis);
    ImportOptions options = metres();
    options.up_axis = axis;
    require_box(read_mesh(folder.write("a.ply", text_ply_of(box_mesh(to_file))), options));
    require_box(read_mesh(folder.write("a.glb", glb_of(box_mesh(to_file))), options));
    require_box(read_mesh(folder.write("b.dae", dae_of(box_mesh(to_file), "1", "Y_UP")), options));
  }
  require_box(read_mesh(folder.write("z.dae", dae_of(box_mesh(z_up), "1", "Z_UP")), {}));
  require_box(read_mesh(folder.write("x.dae", dae_of(box_mesh(x_up), "1", "X_UP")), {}));
}

TEST_CASE("a Collada file's axis may stand between blanks and behind a comment") {
  const Folder folder;
  const std::string text = dae_of(box_mesh(z_up), "1", " Z_UP\n");
  require_box(read_mesh(folder.write("blank.dae", text), {}));
  std::string commented = text;
  commented.insert(commented.find("<asset>") + 7, "<!-- <unit meter=\"0.01\"/><up_axis>X_UP</up_axis> -->");
  require_box(read_mesh(folder.write("commented.dae", commented), {}));
}

TEST_CASE("an STL may be written in capitals, or have bytes behind its triangles") {
  const Folder folder;
  const BoxMesh box = box_mesh(z_up);
  std::string text = text_stl_of(box);
  for (char& c : text) c = char(std::toupper(c));
  const ImportedMesh capitals = read_mesh(folder.write("capitals.stl", text), metres());
  require_box(capitals);
  CHECK(capitals.parts.back() == "BOX");
  require_box(read_mesh(folder.write("longer.stl", binary_stl_of(box) + std::string(100, 'x')), metres()));
  CHECK(refusal(folder.write("cut.stl", text.substr(0, 600))).find("cut short") != std::string::npos);
}

TEST_CASE("nodes place, name and mirror meshes") {
  const Folder folder;
  GltfOptions options;
  options.node = R"("name": "left", "translation": [5, 6, 7], "scale": [-2, 2, 2])";
  const ImportedMesh imported = read_mesh(folder.write("a.glb", glb_of(box_mesh(y_up), options)), {});
  const Mesh& mesh = *imported.mesh;
  CHECK(mesh.upper.x - mesh.lower.x == Approx(2));
  CHECK(mesh.upper.z - mesh.lower.z == Approx(6));
  CHECK(volume_m3(mesh) == Approx(48).epsilon(1e-4));
  CHECK(imported.parts == std::vector<std::string>{"none", "left"});
  CHECK(mesh.parts == std::vector<uint16_t>(12, 1));
  ImportOptions in_place;
  in_place.on_ground = false;
  const ImportedMesh placed = read_mesh(folder.path() / "a.glb", in_place);
  CHECK(placed.mesh->lower.x == Approx(3));  // 5 - 2
  CHECK(placed.mesh->lower.z == Approx(6));
  CHECK(placed.mesh->upper.y == Approx(-7 + 4));
}

TEST_CASE("a node whose name means something else is a part all the same") {
  const Folder folder;
  for (const std::string name : {"any", "none"}) {
    GltfOptions named;
    named.node = "\"name\": \"" + name + "\"";
    const ImportedMesh imported = read_mesh(folder.write(name + ".glb", glb_of(box_mesh(y_up), named)), {});
    CHECK(imported.parts == std::vector<std::string>{"none", name + "_"});
    CHECK(imported.mesh->parts.at(0) == 1);
    CHECK(has_note(imported, "'" + name + "_'"));
  }
}

TEST_CASE("a surface that faces inward is turned, triangles without area or numbers are dropped") {
  const Folder folder;
  BoxMesh box = box_mesh(z_up);
  for (glm::uvec3& t : box.triangles) std::swap(t.y, t.z);
  box.positions.push_back({NAN, 0, 0});
  box.positions.push_back({0.5f, 0, 0});
  box.triangles.push_back({0, 1, 8});
  box.triangles.push_back({0, 9, 1});
  box.triangles.push_back({0, 0, 1});
  const ImportedMesh imported = read_mesh(folder.write("a.ply", binary_ply_of(box)), metres());
  require_box(imported);
  CHECK(has_note(imported, "2 triangles without area were left out"));
  CHECK(has_note(imported, "1 triangles with numbers that are none were left out"));
  CHECK(has_note(imported, "12 triangles faced inward and were turned"));
}

TEST_CASE("points and lines are left out with a note, and make no part") {
  const Folder folder;
  const std::string path = folder.write("a.obj", obj_of(box_mesh(y_up)) + "o wire\nl 1 2\nl 2 3\n");
  const ImportedMesh imported = read_mesh(path, metres());
  require_box(imported);
  CHECK(has_note(imported, "2 points and lines are left out"));
  CHECK(std::find(imported.parts.begin(), imported.parts.end(), "wire") == imported.parts.end());
}

/// Two boxes as one mesh: the first of mesh_files.h, and the same scaled and moved.
BoxMesh with_another(const BoxMesh& box, float scale, const glm::vec3& offset, bool turned) {
  BoxMesh both = box;
  for (const glm::vec3& p : box.positions) both.positions.push_back(p * scale + offset);
  for (glm::uvec3 t : box.triangles) {
    if (turned) std::swap(t.y, t.z);
    both.triangles.push_back(t + uint32_t(box.positions.size()));
  }
  return both;
}

TEST_CASE("each body of a mesh faces outward, and a hollow inward") {
  const Folder folder;
  const BoxMesh box = box_mesh(z_up);
  const auto volume = [&](const BoxMesh& mesh, const char* name) {
    return volume_m3(*read_mesh(folder.write(name, binary_ply_of(mesh)), metres()).mesh);
  };
  // Beside it an eighth of its volume, turned or not; within it a hollow of an eighth.
  CHECK(volume(with_another(box, 0.5f, {3, 0, 0}, true), "beside.ply") == Approx(6.75));
  CHECK(volume(with_another(box, 0.5f, {3, 0, 0}, false), "fine.ply") == Approx(6.75));
  CHECK(volume(with_another(box, 0.5f, {0.25f, 0.5f, 0.75f}, true), "hollow.ply") == Approx(5.25));
}

TEST_CASE("triangles that face otherwise than their neighbours are turned, open surfaces face out or up") {
  const Folder folder;
  BoxMesh mixed = box_mesh(z_up);
  for (const size_t i : {1, 4, 5, 9}) std::swap(mixed.triangles[i].y, mixed.triangles[i].z);
  const ImportedMesh sound = read_mesh(folder.write("mixed.ply", binary_ply_of(mixed)), metres());
  require_box(sound);
  CHECK(has_note(sound, "4 triangles faced inward and were turned"));

  BoxMesh lidless = box_mesh(z_up);
  lidless.triangles.pop_back();
  for (glm::uvec3& t : lidless.triangles) std::swap(t.y, t.z);
  CHECK(
      has_note(read_mesh(folder.write("open.ply", binary_ply_of(lidless)), metres()), "11 triangles faced"));

  BoxMesh sheet;
  sheet.positions = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}};
  sheet.triangles = {{0, 2, 1}, {0, 3, 2}};
  const Mesh up = *read_mesh(folder.write("sheet.ply", binary_ply_of(sheet)), metres()).mesh;
  for (const glm::vec3& n : up.normals) CHECK(n.z == Approx(1));
  for (const glm::uvec3& t : up.triangles)
    CHECK(glm::cross(up.positions[t.y] - up.positions[t.x], up.positions[t.z] - up.positions[t.x]).z > 0);
  // Not in the plane that it lies on, where neither would win.
  CHECK(up.lower.z > 1e-4f);
  CHECK(up.lower.z < 1e-3f);
}

TEST_CASE("materials and textures of a GLB") {
  const Folder folder;
  GltfOptions options;
  options.uvs = true;
  options.material =
      R"({"name": "skin", "alphaMode": "MASK", "alphaCutoff": 0.3, "emissiveFactor": [0, 0.5, 1],
"pbrMetallicRoughness": {"baseColorFactor": [0.5, 0.25, 1, 1], "metallicFactor": 0.75, "roughnessFactor": 0.4,
"baseColorTexture": {"index": 0}, "metallicRoughnessTexture": {"index": 1}}, "normalTexture": {"index": 0}})";
  options.more =
      R"(, "textures": [{"source": 0}, {"source": 1}], "images": [{"uri": "skin.png"}, {"uri": "gone.png"}])";
  folder.write("skin.png", small_png());
  const ImportedMesh imported = read_mesh(folder.write("a.glb", glb_of(box_mesh(y_up), options)), {});
  REQUIRE(imported.materials.size() >= 1);
  const Material& skin = imported.materials[0];
  CHECK(skin.name == "skin");
  CHECK(skin.albedo == glm::vec3(0.5f, 0.25f, 1));
  CHECK(skin.metalness == 0.75f);
  CHECK(skin.roughness == 0.4f);
  CHECK(skin.emission == glm::vec3(0, 0.5f, 1));
  CHECK(skin.alpha_cutoff == Approx(0.3f));
  CHECK_FALSE(skin.thin_glass);
  REQUIRE(skin.albedo_texture >= 0);
  REQUIRE(skin.normal_texture >= 0);
  CHECK(skin.roughness_texture == -1);
  CHECK(has_note(imported, "texture 'gone.png' is not there: replaced by the plain colour"));
  const Texture& colors = *imported.textures[size_t(skin.albedo_texture)];
  CHECK(colors.srgb);
  CHECK_FALSE(imported.textures[size_t(skin.normal_texture)]->srgb);
  CHECK(colors.texels(1, 0) == Rgba8{0, 255, 0, 255});
  // The corner at the file's (0, 0) has uv (0, 0), which in glTF and here is the top left texel.
  for (size_t i = 0; i < imported.mesh->positions.size(); ++i) {
    const glm::vec3 p = imported.mesh->positions[i] + glm::vec3(0.5f, 1, 0);
    CHECK(imported.mesh->uvs[i].x == Approx(p.x).margin(1e-5));
    CHECK(imported.mesh->uvs[i].y == Approx(p.z / 2).margin(1e-5));
  }
}

TEST_CASE("a texture that only an extension of glTF names is told of, and nothing shines without it") {
  const Folder folder;
  GltfOptions looks;
  looks.uvs = true;
  looks.material =
      R"({"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}},
"emissiveFactor": [1, 1, 1], "emissiveTexture": {"index": 0}})";
  looks.more =
      R"(, "extensionsUsed": ["KHR_texture_basisu"], "extensionsRequired": ["KHR_texture_basisu"],
"textures": [{"extensions": {"KHR_texture_basisu": {"source": 0}}}], "images": [{"uri": "skin.ktx2"}])";
  const ImportedMesh imported = read_mesh(folder.write("a.glb", glb_of(box_mesh(y_up), looks)), {});
  REQUIRE(imported.notes.size() == 1);
  CHECK(imported.notes[0].find("'skin.ktx2' is neither PNG nor JPEG") != std::string::npos);
  CHECK(imported.materials.at(0).emission == glm::vec3(0));
}

TEST_CASE("a mesh without a material is grey and matt in every format") {
  const Folder folder;
  GltfOptions options;
  options.material = "{}";
  const BoxMesh z = box_mesh(z_up);
  for (const fs::path& path :
       {folder.write("a.glb", glb_of(box_mesh(y_up), options)), folder.write("a.stl", binary_stl_of(z)),
        folder.write("a.ply", binary_ply_of(z)), folder.write("a.obj", obj_of(z)),
        folder.write("a.dae", dae_of(z, "1", "Z_UP"))}) {
    CAPTURE(path.string());
    const ImportedMesh imported = read_mesh(path, {});
    const Material& material = imported.materials.at(imported.mesh->slots.at(0));
    CHECK(material.metalness == 0);
    CHECK(material.roughness > 0.4f);
    CHECK(material.albedo.g == 0.5f);
  }
}

TEST_CASE("little opacity and transmission are thin glass") {
  const Folder folder;
  GltfOptions options;
  options.material =
      R"({"alphaMode": "BLEND", "pbrMetallicRoughness": {"baseColorFactor": [0, 0, 0, 0.25]}})";
  Material glass = read_mesh(folder.write("a.glb", glb_of(box_mesh(y_up), options)), {}).materials.at(0);
  CHECK(glass.thin_glass);
  CHECK(glass.albedo.r == Approx(0.75f));
  options.material = R"({"alphaMode": "BLEND", "pbrMetallicRoughness": {"baseColorFactor": [1, 0, 0, 0]}})";
  const ImportedMesh unseen = read_mesh(folder.write("c.glb", glb_of(box_mesh(y_up), options)), {});
  CHECK_FALSE(unseen.materials.at(0).thin_glass);
  CHECK(unseen.materials.at(0).albedo.g == 0);
  CHECK(has_note(unseen, "cannot be seen at all: taken as opaque"));
  options.material = R"({"extensions": {"KHR_materials_transmission": {"transmissionFactor": 1}}})";
  options.more = R"(, "extensionsUsed": ["KHR_materials_transmission"])";
  CHECK(read_mesh(folder.write("b.glb", glb_of(box_mesh(y_up), options)), {}).materials.at(0).thin_glass);
}

TEST_CASE("an MTL file beside an OBJ is read, a missing one is not missed") {
  const Folder folder;
  const fs::path obj = folder.write("a.obj", "mtllib a.mtl\nusemtl red\n" + obj_of(box_mesh(y_up)));
  require_box(read_mesh(obj, metres()));
  folder.write("a.mtl", "newmtl red\nKd 0.8 0.1 0.2\nNs 98\nmap_Kd skin.png\n");
  folder.write("skin.png", small_png());
  const ImportedMesh imported = read_mesh(obj, metres());
  bool found = false;
  for (const Material& material : imported.materials) {
    if (material.name != "red") continue;
    found = true;
    CHECK(material.albedo.r == Approx(0.8f));
    CHECK(material.albedo_texture == 0);
    CHECK(material.roughness == Approx(std::pow(0.02, 0.25)).epsilon(1e-4));
  }
  CHECK(found);
}

TEST_CASE("an OBJ's numbers may lack their leading zeros") {
  const Folder folder;
  const auto size_of = [&](const std::string& half, const std::string& quarter) {
    const std::string corners =
        "v 0 0 0\nv " + half + " 0 0\nv 0 " + half + " -" + quarter + "\nv 0 0 " + half + "\n";
    const std::string text = "mtllib .hidden.mtl\n" + corners + "f 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n";
    const MeshPtr mesh = read_mesh(folder.write("a.obj", text), metres()).mesh;
    CHECK(mesh->triangles.size() == 4);
    return mesh->upper - mesh->lower;
  };
  const glm::vec3 size = size_of("0.5", "0.25");
  CHECK(std::max({size.x, size.y, size.z}) == Approx(0.75f));
  CHECK(size_of(".5", ".25") == size);
}

TEST_CASE("a text in UTF-16 is refused, and what the hint says makes it readable") {
  const Folder folder;
  const std::string text = dae_of(box_mesh(y_up), "1", "Y_UP");
  std::string low_first, high_first;
  for (const char c : text) low_first += {c, '\0'}, high_first += {'\0', c};
  for (const std::string& content :
       {"\xFF\xFE" + low_first, "\xFE\xFF" + high_first, low_first, high_first}) {
    const fs::path path = folder.write("wide.dae", content);
    const std::string message = refusal(path);
    CAPTURE(message);
    CHECK(message.find("the text is in UTF-16, expected UTF-8") != std::string::npos);
    CHECK(message.find("iconv -f UTF-16 -t UTF-8") != std::string::npos);
  }
  // As iconv and editors leave it: the old declaration, perhaps a mark.
  const std::string old = "<?xml version=\"1.0\" encoding=\"utf-16\"?>";
  REQUIRE(text.starts_with("<?xml"));
  const std::string converted = old + text.substr(text.find("?>") + 2);
  require_box(read_mesh(folder.write("a.dae", converted), metres()));
  require_box(read_mesh(folder.write("b.dae", "\xEF\xBB\xBF" + converted), metres()));
}

TEST_CASE("a file that cannot be used is refused in one sentence that says what to do") {
  const Folder folder;
  const BoxMesh y = box_mesh(y_up), z = box_mesh(z_up);
  struct Case {
    std::string name, content;
    std::vector<std::string> words;
  };
  GltfOptions beside, outside, quantized, future;
  quantized.more = R"(, "extensionsRequired": ["KHR_texture_transform", "KHR_mesh_quantization"])";
  future.more = R"(, "extensionsRequired": ["EXT_future"])";
  beside.buffer_uri = "box.bin";
  outside.buffer_uri = "../box.bin";
  folder.write("../box.bin", gltf_buffer_of(y));
  const std::vector<Case> cases = {
      {"a.step", "ISO-10303-21;", {"no mesh format", "GLB"}},
      {"empty.obj", "", {"empty"}},
      {"image.obj", small_png(), {"no OBJ file"}},
      {"words.obj", "hello world, this is a letter\n", {"no triangles"}},
      {"points.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\np 1\n", {"triangles"}},
      {"points.ply",
       "ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n0\n",
       {"point cloud"}},
      {"none.stl", std::string(84, '\0'), {"no triangles"}},
      {"words.glb", "hello", {"no GLB file"}},
      {"cut.glb", glb_of(y).substr(0, 900), {"cut short"}},
      {"cut.stl", binary_stl_of(z).substr(0, 300), {"cut short", "12 triangles", "holds 4"}},
      {"cut_text.stl", text_stl_of(z).substr(0, 600), {"cut short"}},
      {"cut.dae", dae_of(y, "1", "Y_UP").substr(0, 800), {"cut short"}},
      {"cut.ply", binary_ply_of(z).substr(0, 330), {"cut.ply"}},
      {"words.fbx", "hello", {"no FBX file"}},
      {"words.dae", "<html></html>", {"no Collada file"}},
      {"beside.gltf", gltf_of(y, beside), {"box.bin", "not there", "GLB"}},
      {"outside.gltf", gltf_of(y, outside), {"box.bin", "outside of its folder", "GLB"}},
      {"quantized.glb", glb_of(y, quantized), {"KHR_mesh_quantization", "export it without"}},
      {"future.gltf", gltf_of(y, future), {"EXT_future", "export it without"}},
      {"flat.ply",
       text_ply_of(box_mesh([](const glm::vec3& p) { return glm::vec3(p.x, 0, 0); })),
       {"without area"}},
      {"huge.ply", text_ply_of(box_mesh([](const glm::vec3& p) { return 1e10f * p; })), {"object.unit"}},
  };
  for (const Case& c : cases) {
    const std::string message = refusal(folder.write(c.name, c.content));
    CAPTURE(c.name, message);
    CHECK(message.find(c.name + ": ") != std::string::npos);
    CHECK(message.find('\n') == std::string::npos);
    for (const std::string& word : c.words) CHECK(message.find(word) != std::string::npos);
  }
  CHECK(refusal(folder.path() / "none.glb").find("there is no such file") != std::string::npos);
  CHECK(refusal(folder.path()).find("expected a mesh file") != std::string::npos);
  fs::create_symlink("../box.bin", folder.path() / "box.bin");
  CHECK(refusal(folder.path() / "beside.gltf").find("outside of its folder") != std::string::npos);
  fs::remove(folder.path() / "box.bin");
  folder.write("box.bin", gltf_buffer_of(y));
  require_box(read_mesh(folder.path() / "beside.gltf", {}));
}

TEST_CASE("a glTF file names what lies beside it by a URI, with escapes; they lead nowhere else") {
  const Folder folder;
  const BoxMesh box = box_mesh(y_up);
  fs::create_directories(folder.path() / "50%25 off");
  folder.write("50%25 off/two parts.bin", gltf_buffer_of(box));
  folder.write("../box.bin", gltf_buffer_of(box));
  const auto beside = [&](const std::string& uri) {
    GltfOptions options;
    options.buffer_uri = uri;
    return folder.write("50%25 off/a.gltf", gltf_of(box, options));
  };
  require_box(read_mesh(beside("two%20parts.bin"), {}));
  require_box(read_mesh(beside("two parts.bin"), {}));
  CHECK(refusal(beside("%2E%2E/..%2Fbox.bin")).find("outside of its folder") != std::string::npos);
  CHECK(refusal(beside("../../box.bin%00/../../inside/50%25 off/x")) != "");
}

TEST_CASE("a mesh is read once and shared") {
  const Folder folder;
  const fs::path path = folder.write("a.glb", glb_of(box_mesh(y_up)));
  const ImportedMeshPtr first = shared_mesh(path, {});
  CHECK(shared_mesh(path, {}) == first);
  CHECK(shared_mesh(path, metres()) != first);
  CHECK(first->content_hash.size() == 16);
}
