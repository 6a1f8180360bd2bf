// SPDX-License-Identifier: Apache-2.0
// A recipe that names a mesh file shows that mesh, labelled.
#include <fmt/format.h>

#include "base/error.h"
#include "base/image_io.h"
#include "generators/palette.h"
#include "generators/recipe.h"
#include "sensor/sensor.h"
#include "tests/catch.h"
#include "tests/generators/mesh_files.h"
#include "tests/generators/scene_tools.h"
#include "tests/scratch.h"

using namespace understudy;
using namespace understudy::test;
namespace fs = std::filesystem;

namespace {

struct Folder : tests::Scratch {
  Folder() : Scratch("object") {}
  /// A recipe that lies in this folder, its meshes read.
  Recipe recipe(const std::string& yaml, const std::vector<std::string>& settings = {}) const {
    Recipe read = Recipe::parse("generator: inspection\n" + yaml, (path / "r.yaml").string(),
                                sensor_parameters(), settings);
    read.notes = read.generator->prepare(read.parameters);
    return read;
  }
};

const char* all_defects =
    "inspection: {stage: bench}\ndefects: {in_view: false, scratch: {count: 1}, dent: {count: 1}, "
    "hole: {count: 1}, crack: {count: 1}, stain: {count: 2}, rust: {count: 1}, chip: {count: 1}, "
    "peeling: {count: 1}}\n";

/// A box with one texture over its base colour.
GltfOptions textured(const std::string& material) {
  GltfOptions looks;
  looks.uvs = true;
  looks.material = material;
  looks.more = R"(, "textures": [{"source": 0}], "images": [{"uri": "skin.png"}])";
  return looks;
}

/// Materials of all defects, in the order of their bands.
std::vector<Material> defect_materials(const Scene& scene) {
  std::vector<Material> materials;
  for (const auto& [placement, facts] : defects_of(scene)) {
    for (const uint32_t index : placement.materials) materials.push_back(scene.materials[index]);
  }
  return materials;
}

const Placement& labelled(const Scene& scene) {
  for (const Placement& placement : scene.placements)
    if (placement.instance != background) return placement;
  FAIL("no labelled placement");
  return scene.placements.front();
}

}  // namespace

TEST_CASE("object.mesh takes the place of built-in parts") {
  const Folder folder;
  const GltfOptions looks = textured(R"({"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}})");
  folder.write("skin.png", encode_png(Image<Rgba8>(2, 2, {200, 20, 20, 255})));
  folder.write("a.glb", glb_of(box_mesh(y_up), looks));
  const Recipe recipe =
      folder.recipe("object: {mesh: a.glb, size_m: 0.06}\ninspection: {part: rolled_plate}\n");
  CHECK(recipe.to_yaml().find((folder.path / "a.glb").string()) != std::string::npos);
  const Scene scene = compose_image(recipe, 1);
  scene.check();
  const Placement& part = labelled(scene);
  const Mesh& mesh = *scene.meshes[part.mesh];
  CHECK(mesh.upper.z == Approx(0.06));
  const Instance* instance = instance_of(scene, part);
  REQUIRE(instance != nullptr);
  CHECK(scene.taxonomy.category(instance->category).name == "object");
  CHECK(instance->provenance.at("part") == "a.glb");
  REQUIRE(!mesh.parts.empty());
  CHECK(scene.taxonomy.parts.at(mesh.parts[0]) == "housing");
  const Material& skin = scene.materials[part.materials[mesh.slots[0]]];
  REQUIRE(skin.albedo_texture >= 0);
  CHECK(scene.textures[size_t(skin.albedo_texture)]->texels(0, 0) == Rgba8{200, 20, 20, 255});
  CHECK(scene.meshes[part.mesh] == [&] {  // one mesh for all images
    const Scene other = compose_image(recipe, 1, 7);
    return other.meshes[labelled(other).mesh];
  }());
}

TEST_CASE("a defect looks the same on a texture of one colour as on that colour") {
  const Folder folder;
  const uint8_t dark = 40;
  const float linear = srgb(0x282828).x;
  folder.write("skin.png", encode_png(Image<Rgba8>(2, 2, {dark, dark, dark, 255})));
  folder.write("texture.glb", glb_of(box_mesh(y_up), textured(R"({"pbrMetallicRoughness": {
      "metallicFactor": 0, "roughnessFactor": 0.5, "baseColorTexture": {"index": 0}}})")));
  GltfOptions plain = textured(fmt::format(R"({{"pbrMetallicRoughness": {{
      "metallicFactor": 0, "roughnessFactor": 0.5, "baseColorFactor": [{0}, {0}, {0}, 1]}}}})",
                                           linear));
  folder.write("plain.glb", glb_of(box_mesh(y_up), plain));
  const auto materials = [&](const char* mesh) {
    const std::string object = fmt::format("object: {{mesh: {}, size_m: 0.1}}\n", mesh);
    return defect_materials(compose_image(folder.recipe(object + all_defects), 9));
  };
  const std::vector<Material> on_texture = materials("texture.glb"), on_color = materials("plain.glb");
  REQUIRE(on_texture.size() == on_color.size());
  REQUIRE(on_color.size() > 20);
  int given_up = 0;
  for (size_t i = 0; i < on_color.size(); ++i) {
    const bool kept = on_texture[i].albedo_texture >= 0;
    given_up += !kept;
    for (int k = 0; k < 3; ++k) {
      CHECK(on_texture[i].albedo[k] * (kept ? linear : 1) == Approx(on_color[i].albedo[k]).epsilon(1e-4));
      if (on_color[i].pattern != Pattern::none)
        CHECK(on_texture[i].pattern_color[k] == Approx(on_color[i].pattern_color[k]).epsilon(1e-4));
    }
    CHECK(on_texture[i].roughness == Approx(on_color[i].roughness).epsilon(1e-4));
  }
  CHECK(given_up > 5);
}

TEST_CASE("defects leave the holes of a cut-out open") {
  const Folder folder;
  Image<Rgba8> holes(8, 8, {90, 90, 90, 255});
  for (int i = 0; i < 8; ++i) holes(i, 3) = {0, 0, 0, 0};
  folder.write("skin.png", encode_png(holes));
  folder.write("sieve.glb", glb_of(box_mesh(y_up), textured(R"({"alphaMode": "MASK", "pbrMetallicRoughness": {
      "baseColorTexture": {"index": 0}}})")));
  const Scene scene =
      compose_image(folder.recipe(std::string("object: {mesh: sieve.glb, size_m: 0.1}\n") + all_defects), 9);
  scene.check();
  const std::vector<Material> materials = defect_materials(scene);
  REQUIRE(materials.size() > 20);
  for (const Material& material : materials) {
    CHECK(material.alpha_cutoff > 0);
    REQUIRE(material.albedo_texture >= 0);
    const Image<Rgba8>& texels = scene.textures[size_t(material.albedo_texture)]->texels;
    CHECK(texels(2, 3)[3] == 0);
    CHECK(texels(2, 4)[3] == 255);
  }
  CHECK(scene.textures.size() == 2);  // the part's, and a white one that all defects share
}

TEST_CASE("several meshes by a distribution, each with its own parts and looks") {
  const Folder folder;
  GltfOptions lid;
  lid.node = R"("name": "lid")";
  folder.write("a.glb", glb_of(box_mesh(y_up)));
  folder.write("b.glb", glb_of(box_mesh(y_up), lid));
  const Recipe recipe = folder.recipe("object: {mesh: {sequence: [a.glb, b.glb]}, unit: cm}\n");
  for (uint64_t index = 0; index < 2; ++index) {
    const Scene scene = compose_image(recipe, 1, index);
    const Mesh& mesh = *scene.meshes[labelled(scene).mesh];
    CHECK(scene.taxonomy.parts.at(mesh.parts[0]) == (index == 0 ? "housing" : "lid"));
  }
}

TEST_CASE("parallel rays begin above a large part, or where the recipe says") {
  const Folder folder;
  folder.write("a.glb", glb_of(box_mesh(y_up)));
  const auto height_m = [&](const std::string& size_m, const std::string& distance_m) {
    const Recipe recipe = folder.recipe("object: {mesh: a.glb, size_m: " + size_m +
                                        "}\ninspection: {stage: line_scan, rig: bar}\n"
                                        "camera: {elevation_deg: 90, distance_m: " +
                                        distance_m + "}\n");
    const Scene scene = compose_image(recipe, 1);
    const Mesh& mesh = *scene.meshes[labelled(scene).mesh];
    return scene.camera.position_m.z - double(mesh.lower.z + mesh.upper.z) / 2;
  };
  CHECK(height_m("0.1", "0") == Approx(1));
  CHECK(height_m("30", "0") > 15);
  CHECK(height_m("30", "80") == Approx(80));
  CHECK(height_m("0.1", "8") == Approx(8));
}

TEST_CASE("a mesh that cannot be read ends before any image, what was guessed is a note") {
  const Folder folder;
  CHECK_THROWS_AS(folder.recipe("object: {mesh: none.glb}\n"), UserError);
  folder.write("a.stl", text_stl_of(box_mesh(z_up)));
  CHECK(folder.recipe("object: {mesh: a.stl}\n").notes.size() == 1);
  CHECK(folder.recipe("object: {mesh: a.stl, unit: mm}\n").notes.empty());
  CHECK(folder.recipe("", {"object.mesh=" + (folder.path / "a.stl").string()}).notes.size() == 1);
}

TEST_CASE("a defect's region is a part of the mesh that the recipe names, not of any other") {
  const Folder folder;
  folder.write("a.glb", glb_of(box_mesh(y_up)));
  const auto region = [&](const std::string& mesh, const std::string& name) {
    return folder.recipe("object: {mesh: " + mesh + ", size_m: 0.1}\ndefects: {stain: {region: " + name +
                         "}}\n");
  };
  region("a.glb", "housing");
  CHECK_THROWS_AS(region("a.glb", "head"), UserError);
  region("{sequence: [a.glb, \"\"]}", "head");  // a built-in part has one
  try {
    region("a.glb", "nope");
    FAIL("a region that no part has");
  } catch (const UserError& error) {
    CHECK(std::string(error.what()).find("housing") != std::string::npos);
    CHECK(std::string(error.what()).find("thread") == std::string::npos);
  }
}

TEST_CASE("defects on closed and on open meshes") {
  const Folder folder;
  folder.write("box.ply", text_ply_of(box_mesh(z_up)));
  BoxMesh open = box_mesh(z_up);
  open.triangles.resize(10);
  folder.write("open.ply", text_ply_of(open));
  for (const char* file : {"box.ply", "open.ply"}) {
    CAPTURE(file);
    const Recipe recipe =
        folder.recipe(std::string("object: {size_m: 0.1, mesh: ") + file +
                      "}\ndefects: {scratch: {count: 3}, dent: {count: 2}, stain: {count: 2}}\n");
    for (uint64_t index = 0; index < 3; ++index) compose_image(recipe, 1, index).check();
  }
}

TEST_CASE("an imported part stands, lies and heaps on every stage") {
  const Folder folder;
  folder.write("a.glb", glb_of(box_mesh(y_up)));
  for (const char* stage : {"studio", "turntable", "line_scan", "workbench", "conveyor", "bin"}) {
    CAPTURE(stage);
    const Recipe recipe = folder.recipe(
        std::string("object: {mesh: a.glb, size_m: 0.05}\ninspection: {count: 3, stage: ") + stage + "}\n");
    const Scene scene = compose_image(recipe, 1);
    scene.check();
    CHECK(scene.taxonomy.category(scene.instances.at(0).category).name == "object");
  }
}
