// SPDX-License-Identifier: Apache-2.0
// Where a recipe lets defects sit: each way of placing them is seen in where they are.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/image_io.h"
#include "generators/defects/surface_map.h"
#include "generators/inspection/taxonomy.h"
#include "generators/recipe.h"
#include "sensor/sensor.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"
#include "tests/scratch.h"

using namespace understudy;

namespace {

struct Folder : tests::Scratch {
  Folder() : Scratch("placement") {}
  Recipe recipe(const std::string& yaml) const {
    Recipe read =
        Recipe::parse("generator: inspection\n" + yaml, (path / "r.yaml").string(), sensor_parameters(), {});
    read.generator->prepare(read.parameters);
    return read;
  }
};

/// A defect as it lies on its whole object, in the object's space.
struct Seen {
  MeshPtr object, defect;
  glm::dvec3 middle;
  const std::vector<std::string>* part_names;
};

/// `visit` every defect of so many images.
template <typename Visit>
int for_each_defect(const Recipe& recipe, uint64_t images, Visit visit) {
  int count = 0;
  for (uint64_t index = 0; index < images; ++index) {
    const Scene scene = compose_image(recipe, 5, index);
    MeshPtr object;
    for (const Placement& placement : scene.placements) {
      const Instance* instance = instance_of(scene, placement);
      if (instance && !instance->defect) object = scene.meshes[placement.mesh];
      if (!instance || !instance->defect) continue;
      const MeshPtr defect = scene.meshes[placement.good->mesh];
      glm::dvec3 sum(0);
      for (const glm::vec3& p : defect->positions) sum += glm::dvec3(p);
      visit(Seen{object, defect, sum / double(defect->positions.size()), &scene.taxonomy.parts});
      ++count;
    }
  }
  return count;
}

const char* small_stains =
    "defects: {in_view: false, stain: {count: 4, length_mm: 1, width_mm: 1, severity: 0.2, placement: ";

/// Mean of a measure over where stains of a few images lie.
template <typename Measure>
double mean_of(const std::string& part, const std::string& placement, Measure measure) {
  const Recipe recipe = Folder().recipe("inspection: {stage: studio, part: " + part + "}\n" + small_stains +
                                        placement + "}}\n");
  double sum = 0;
  const int count = for_each_defect(recipe, 8, [&](const Seen& seen) { sum += measure(seen); });
  REQUIRE(count >= 24);
  return sum / count;
}

/// A plate of 80 mm x 40 mm whose texture covers it once: u along x, v down against y.
const char* plate_obj =
    "v 0 0 0\nv 80 0 0\nv 80 0 -40\nv 0 0 -40\nvt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\n"
    "f 1/1 2/2 3/3\nf 1/1 3/3 4/4\n";

}  // namespace

TEST_CASE("defects that are placed uniformly are placed by area") {
  // A quarter of a plate has a quarter of them.
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  const Recipe recipe =
      folder.recipe("object: {mesh: plate.obj, unit: mm}\n" + std::string(small_stains) + "uniform}}\n");
  int quarter = 0;
  const int count = for_each_defect(
      recipe, 60, [&](const Seen& seen) { quarter += seen.middle.x > 0 && seen.middle.y > 0; });
  REQUIRE(count == 240);
  CHECK(quarter == Approx(60).margin(4 * std::sqrt(240 * 0.25 * 0.75)));
}

TEST_CASE("edges, crevices and bends draw defects towards them") {
  const auto to_edge = [](const Seen& seen) {
    const auto edge = SurfaceMap(*seen.object).nearest_edge(seen.middle);
    return edge ? glm::length(edge->position - seen.middle) : 1.0;
  };
  const auto to_crevice = [](const Seen& seen) {
    const auto edge = SurfaceMap(*seen.object).nearest_crevice(seen.middle);
    return edge ? glm::length(edge->position - seen.middle) : 1.0;
  };
  CHECK(mean_of("gear", "edges", to_edge) < 0.7 * mean_of("gear", "uniform", to_edge));
  CHECK(mean_of("bolt", "crevices", to_crevice) < 0.7 * mean_of("bolt", "uniform", to_crevice));
  // How far a stain's normals part says how much the surface bends under it.
  const auto bend = [](const Seen& seen) {
    double most = 0;
    for (const glm::vec3& n : seen.defect->normals)
      most = std::max(most, std::acos(std::clamp(double(glm::dot(n, seen.defect->normals[0])), -1.0, 1.0)));
    return most;
  };
  CHECK(mean_of("bracket", "curvature", bend) > 2 * mean_of("bracket", "uniform", bend));
}

TEST_CASE("defects keep to the named part of their object") {
  for (const std::string region : {"head", "thread"}) {
    const Recipe recipe = Folder().recipe(
        "inspection: {stage: studio, part: bolt}\n"
        "defects: {in_view: false, stain: {count: 3, length_mm: 1, width_mm: 1, severity: 0, region: " +
        region + "}}\n");
    CAPTURE(region);
    const int count = for_each_defect(recipe, 6, [&](const Seen& seen) {
      const std::vector<uint16_t>& parts = seen.defect->parts;
      CHECK(std::any_of(parts.begin(), parts.end(),
                        [&](uint16_t part) { return seen.part_names->at(part) == region; }));
    });
    CHECK(count == 18);
  }
  CHECK_THROWS_WITH(Folder().recipe("defects: {stain: {region: haed}}\n"),
                    Catch::Matchers::Contains("defects.stain.region: no part is called 'haed'") &&
                        Catch::Matchers::Contains("thread"));
}

TEST_CASE("defects keep to the painted region of their object") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  Image<Rgba8> map(40, 20, {0, 0, 0, 255});
  for (int y = 0; y < 20; ++y) map(3, y) = {255, 255, 255, 255};  // a strip of 2 mm, 6 to 8 mm from the left
  folder.write("strip.png", encode_png(map));
  const Recipe recipe = folder.recipe("object: {mesh: plate.obj, unit: mm}\n" + std::string(small_stains) +
                                      "uniform, placement_map: strip.png}}\n");
  double lowest_y = 1, highest_y = -1;
  const int count = for_each_defect(recipe, 20, [&](const Seen& seen) {
    CHECK(seen.middle.x + 0.04 == Approx(0.007).margin(0.0015));
    lowest_y = std::min(lowest_y, seen.middle.y);
    highest_y = std::max(highest_y, seen.middle.y);
  });
  CHECK(count == 80);
  CHECK(highest_y - lowest_y > 0.03);  // all along it
  folder.write("black.png", encode_png(Image<Rgba8>(4, 4, {0, 0, 0, 255})));
  CHECK_THROWS_AS(folder.recipe("defects: {stain: {placement_map: black.png}}\n"), UserError);
  CHECK_THROWS_AS(folder.recipe("defects: {stain: {placement_map: none.png}}\n"), UserError);
  CHECK_THROWS_AS(folder.recipe("defects: {stain: {placement_map: plate.obj}}\n"), UserError);
}

TEST_CASE("ids of classes are those of this list, whatever a recipe asks for") {
  const std::vector<std::string> expected{
      "brushed plate", "rolled plate", "bracket",       "gear",      "pipe",    "bolt",
      "casting",       "bottle",       "glass",         "car panel", "tile",    "wood board",
      "fabric",        "capsule",      "circuit board", "scratch",   "dent",    "hole",
      "crack",         "stain",        "rust",          "chip",      "peeling", "object"};
  for (const std::string yaml : {"", "defects: {rust: {count: 2}}\n", "defects: {peeling: {count: 1}}\n"}) {
    const Scene scene = compose_image(Folder().recipe("inspection: {part: tile}\n" + yaml), 1);
    const std::vector<Category>& all = scene.taxonomy.categories;
    REQUIRE(all.size() >= expected.size());  // a new one takes an id after these
    for (size_t i = 0; i < expected.size(); ++i) {
      CHECK(all[i].id.value == i + 1);
      CHECK(all[i].name == expected[i]);
    }
    for (const Instance& instance : scene.instances) {
      const std::string& name = scene.taxonomy.category(instance.category).name;
      CHECK((name == "tile" || name == "rust" || name == "peeling"));
    }
  }
}
