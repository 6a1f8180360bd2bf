// SPDX-License-Identifier: Apache-2.0
// Where a recipe lets defects sit: each way of placing them is seen in where they are.
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/image_io.h"
#include "generators/defects/surface_extent.h"
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
  /// The message with which the recipe is refused; empty where it is not.
  std::string refusal(const std::string& yaml) const {
    try {
      recipe(yaml);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }
};

/// A defect as it lies on its object, in the object's space.
struct Seen {
  const SurfaceMap& object;  ///< whole
  MeshPtr defect;
  glm::dvec3 middle;
  const std::vector<std::string>& part_names;
};

const char* three_parts = "{sequence: [bracket, rolled_plate, bolt]}";

/// `visit` every defect of so many images of one part each. `part` is a line of a recipe.
template <typename Visit>
int for_each_defect(const Folder& folder, const std::string& part, const std::string& defects,
                    uint64_t images, Visit visit, const std::string& parts = three_parts) {
  const std::string stage = part + "\ninspection: {stage: studio, part: " + parts + "}\n";
  const Recipe good = folder.recipe(stage), bad = folder.recipe(stage + defects);
  int count = 0;
  for (uint64_t index = 0; index < images; ++index) {
    const Scene whole = compose_image(good, 5, index), scene = compose_image(bad, 5, index);
    const auto object = std::find_if(whole.placements.begin(), whole.placements.end(),
                                     [](const Placement& p) { return p.instance != background; });
    REQUIRE(object != whole.placements.end());
    const SurfaceMap map(*whole.meshes[object->mesh]);
    for (const auto& [placement, facts] : defects_of(scene)) {
      const MeshPtr defect = scene.meshes[placement.good->mesh];
      glm::dvec3 sum(0);
      for (const glm::vec3& p : defect->positions) sum += glm::dvec3(p);
      visit(Seen{map, defect, sum / double(defect->positions.size()), scene.taxonomy.parts});
      ++count;
    }
  }
  return count;
}

std::string small_stains(int count, const std::string& where) {
  return "defects: {in_view: false, stain: {count: " + std::to_string(count) +
         ", length_mm: 0.6, width_mm: 0.6, severity: 0, " + where + "}}\n";
}

/// Mean of a measure over where stains of three parts lie.
template <typename Measure>
double mean_of(const std::string& placement, Measure measure, const std::string& parts = three_parts) {
  double sum = 0;
  const int count = for_each_defect(
      Folder(), "", small_stains(8, "placement: " + placement), 3,
      [&](const Seen& seen) { sum += measure(seen); }, parts);
  REQUIRE(count == 24);
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
  int quarter = 0;
  const int count =
      for_each_defect(folder, "object: {mesh: plate.obj, unit: mm}", small_stains(30, "placement: uniform"),
                      8, [&](const Seen& seen) { quarter += seen.middle.x > 0 && seen.middle.y > 0; });
  REQUIRE(count == 240);
  CHECK(quarter == Approx(60).margin(4 * std::sqrt(240 * 0.25 * 0.75)));
}

TEST_CASE(
    "a chip wanted in view is not within its object: the rounded edge of a tile's glaze, not the clay under "
    "it") {
  const Folder folder;
  const std::string stage = "inspection: {stage: bench, part: tile}\n";
  const Recipe good = folder.recipe(stage), bad = folder.recipe(stage + "defects: {chip: {count: 1}}");
  for (uint64_t index = 0; index < 6; ++index) {
    CAPTURE(index);
    const Scene whole = compose_image(good, 5, index), scene = compose_image(bad, 5, index);
    const auto is_part = [](const Placement& p) { return p.instance == InstanceId(1); };
    const auto object = std::find_if(whole.placements.begin(), whole.placements.end(), is_part);
    const SurfaceMap map(*whole.meshes[object->mesh]);
    const glm::dvec3 eye = glm::inverse(object->to_world) * glm::dvec4(scene.camera.position_m, 1);
    const auto chip = std::find_if(scene.placements.begin(), scene.placements.end(), [&](const Placement& p) {
      const Instance* instance = instance_of(scene, p);
      return instance && instance->defect;
    });
    REQUIRE(chip != scene.placements.end());
    const Mesh& before = *scene.meshes[chip->good->mesh];
    size_t seen = 0;
    for (size_t i = 0; i < before.positions.size(); i += 50)
      seen += map.is_open_towards(eye, {before.positions[i], before.normals[i], 0});
    CHECK(seen > before.positions.size() / 50 / 4);
  }
}

TEST_CASE("edges, crevices and bends draw defects towards them") {
  const auto to_edge = [](const Seen& seen) {
    return glm::length(seen.object.nearest_edge(seen.middle)->position - seen.middle);
  };
  const auto to_crevice = [](const Seen& seen) {
    return glm::length(seen.object.nearest_crevice(seen.middle)->position - seen.middle);
  };
  // How far the normals of a stain part says how much the surface bends under it.
  const auto bend = [](const Seen& seen) {
    double most = 0;
    for (const glm::vec3& n : seen.defect->normals)
      most = std::max(most, std::acos(std::clamp(double(glm::dot(n, seen.defect->normals[0])), -1.0, 1.0)));
    return most;
  };
  CHECK(mean_of("edges", to_edge) < 0.7 * mean_of("uniform", to_edge));
  // Of the three only the bolt has crevices.
  CHECK(mean_of("crevices", to_crevice, "bolt") < 0.7 * mean_of("uniform", to_crevice, "bolt"));
  CHECK(mean_of("curvature", bend) > 2 * mean_of("uniform", bend));
}

TEST_CASE(
    "a flat plate has neither crevices nor bends: what is to sit there finds no place, and is counted") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  for (const std::string placement : {"crevices", "curvature"}) {
    CAPTURE(placement);
    const Scene scene =
        compose_image(folder.recipe("object: {mesh: plate.obj, unit: mm}\ninspection: {stage: bench}\n" +
                                    small_stains(3, "placement: " + placement)),
                      5);
    for (const Instance& instance : scene.instances) CHECK(!instance.defect);
    REQUIRE(scene.provenance.count("unplaced.stain") == 1);
    CHECK(scene.provenance.at("unplaced.stain") == "3");
  }
}

TEST_CASE(
    "a defect's long direction follows the axis that is named, and chance where the axis stands on the "
    "surface") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  const auto along_x = [&](const std::string& direction) {
    int count = 0;
    const int all = for_each_defect(
        folder, "object: {mesh: plate.obj, unit: mm}",
        "defects: {in_view: false, stain: {count: 4, length_mm: 9, width_mm: 2, direction: " + direction +
            "}}\n",
        6, [&](const Seen& seen) {
          const glm::vec3 size = seen.defect->upper - seen.defect->lower;
          count += size.x > 2 * size.y;
        });
    REQUIRE(all == 24);
    return count;
  };
  CHECK(along_x("x") == 24);
  CHECK(along_x("y") == 0);
  for (const std::string by_chance : {"any", "z"}) {
    CHECK(along_x(by_chance) > 1);
    CHECK(along_x(by_chance) < 16);
  }
}

TEST_CASE("a scratch begins where it has room for its length, the milder one where the worse one would") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  std::vector<glm::dvec3> worse;
  for (const double severity : {1.0, 0.3}) {
    int count = 0;
    for (uint64_t index = 0; index < 4; ++index) {
      const Scene scene = compose_image(
          folder.recipe("object: {mesh: plate.obj, unit: mm}\ninspection: {stage: bench}\n"
                        "defects: {in_view: false, scratch: {count: 4, length_mm: 40, severity: " +
                        std::to_string(severity) + "}}\n"),
          5, index);
      for (const auto& [p, facts] : defects_of(scene)) {
        CHECK(facts.length_mm > 0.9 * 40 * (0.3 + 0.7 * severity));
        const glm::dvec3 middle = 0.5 * glm::dvec3(scene.meshes[p.mesh]->lower + scene.meshes[p.mesh]->upper);
        if (severity == 1)
          worse.push_back(middle);
        else
          CHECK(glm::distance(worse.at(size_t(count)), middle) < 0.02);
        ++count;
      }
    }
    CHECK(count == 16);
  }
}

TEST_CASE("a sheet of which the camera sees the back has its defects there") {
  const Folder folder;
  folder.write("sheet.obj", "v 0 0 0\nv 80 0 0\nv 80 40 0\nv 0 40 0\nf 1 2 3 4\n");  // upright
  const std::string from_the_side = "camera: {elevation_deg: 20, azimuth_deg: ";
  for (const std::string azimuth_deg : {"-90", "90"}) {
    CAPTURE(azimuth_deg);
    const Scene scene = compose_image(
        folder.recipe("object: {mesh: sheet.obj, unit: mm}\ninspection: {stage: bench, yaw_deg: 0}\n" +
                      from_the_side + azimuth_deg +
                      "}\ndefects: {dent: {count: 3, length_mm: 9, width_mm: 9}}"),
        5);
    int seen = 0;
    for (const auto& [placement, facts] : defects_of(scene)) {
      ++seen;
      const Mesh& mesh = *scene.meshes[placement.mesh];
      // Pressed in, away from the camera, which stands at negative y at -90 degrees.
      const double away = azimuth_deg == "90" ? -1 : 1, depth = mesh.upper.y - mesh.lower.y;
      CHECK(depth > 1e-5);
      CHECK((away > 0 ? mesh.upper.y : -mesh.lower.y) == Approx(depth).epsilon(1e-3));
    }
    CHECK(seen == 3);
    CHECK(scene.provenance.count("unplaced.dent") == 0);
  }
}

TEST_CASE("a crack is no longer than it says, branches and all, and begins where it has room") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  int seen = 0, whole = 0;
  for (uint64_t index = 0; index < 6; ++index) {
    const Scene scene = compose_image(
        folder.recipe("object: {mesh: plate.obj, unit: mm}\ninspection: {stage: bench}\n"
                      "defects: {crack: {count: 6, severity: 1, length_mm: 20, width_mm: 0.3}}"),
        5, index);
    for (const auto& [placement, facts] : defects_of(scene)) {
      ++seen;
      const double length_mm = facts.length_mm;
      const glm::dvec2 extent_mm = 1e3 * surface_extent_m(*scene.meshes[placement.good->mesh]);
      CHECK(extent_mm.x < 1.05 * length_mm + 0.3);
      CHECK(length_mm <= Approx(20));
      whole += length_mm > 0.9 * 20;
    }
  }
  CHECK(seen == 36);
  CHECK(whole > 30);
}

TEST_CASE("no defect of a thin part reaches through what the part lies on") {
  const Folder folder;
  folder.write("open.obj", plate_obj);
  folder.write("closed.obj",
               "v 0 0 0\nv 80 0 0\nv 80 0 -40\nv 0 0 -40\nv 0 0.5 0\nv 80 0.5 0\nv 80 0.5 -40\nv 0 0.5 -40\n"
               "f 5 6 7 8\nf 4 3 2 1\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf 4 1 5 8\n");
  for (const std::string mesh : {"open", "closed"}) {
    for (const std::string kind : {"dent", "hole", "chip", "scratch", "crack"}) {
      // On the narrow side of a sheet a crack may open both edges.
      if (mesh == "closed" && kind == "crack") continue;
      CAPTURE(mesh, kind);
      const Scene scene = compose_image(
          folder.recipe("object: {mesh: " + mesh + ".obj, unit: mm}\ninspection: {stage: bench}\ndefects: {" +
                        kind + ": {count: 2, severity: 1}}"),
          5, 0);
      int seen = 0;
      for (const auto& [placement, facts] : defects_of(scene)) {
        ++seen;
        CHECK(scene.meshes[placement.mesh]->lower.z > (mesh == "open" ? 0 : -1e-6));
        CHECK((kind != "dent" || facts.depth_mm > (mesh == "open" ? 0 : 0.3)));
      }
      CHECK(seen == 2);
    }
  }
}

TEST_CASE("a dent bulges out of a sheet that stands free, and not into what it lies on") {
  const Folder folder;
  // A sheet of 0.5 mm on two strips of 4 mm, as one part.
  folder.write("lifted.obj",
               "v 0 4 0\nv 80 4 0\nv 80 4 -40\nv 0 4 -40\nv 0 4.5 0\nv 80 4.5 0\nv 80 4.5 -40\nv 0 4.5 -40\n"
               "v 0 0 0\nv 0 0 -1\nv 1 0 0\n"
               "f 5 6 7 8\nf 4 3 2 1\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf 4 1 5 8\nf 9 10 11\n");
  const Scene scene = compose_image(
      folder.recipe("object: {mesh: lifted.obj, unit: mm}\ninspection: {stage: bench}\n"
                    "defects: {dent: {count: 1, severity: 1, length_mm: 8, width_mm: 8, depth_mm: 1.2}}"),
      5, 0);
  int seen = 0;
  for (const auto& [placement, facts] : defects_of(scene)) {
    ++seen;
    CHECK(facts.depth_mm == Approx(1.2));
    CHECK(scene.meshes[placement.mesh]->lower.z < 0.003f);
  }
  CHECK(seen == 1);
}

TEST_CASE("defects keep to the named part of their object") {
  for (const std::string region : {"head", "thread"}) {
    CAPTURE(region);
    const int count = for_each_defect(
        Folder(), "camera: {azimuth_deg: 0}", small_stains(3, "region: " + region), 3, [&](const Seen& seen) {
          const std::vector<uint16_t>& parts = seen.defect->parts;
          CHECK(std::any_of(parts.begin(), parts.end(),
                            [&](uint16_t part) { return seen.part_names.at(part) == region; }));
        });
    CHECK(count == 3);  // of three parts only the bolt has one
  }
  const std::string refused = Folder().refusal("defects: {stain: {region: haed}}\n");
  CHECK(refused.find("defects.stain.region: no part is called 'haed'") != std::string::npos);
  CHECK(refused.find(".yaml:") != std::string::npos);
  CHECK(refused.find("thread") != std::string::npos);
}

TEST_CASE("defects keep to the painted region of their object") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  Image<Rgba8> map(40, 20, {0, 0, 0, 255});
  for (int y = 0; y < 20; ++y) map(3, y) = {255, 255, 255, 255};  // a strip of 2 mm, 6 to 8 mm from the left
  folder.write("strip.png", encode_png(map));
  double lowest_y = 1, highest_y = -1;
  const int count = for_each_defect(folder, "object: {mesh: plate.obj, unit: mm}",
                                    small_stains(10, "placement_map: strip.png"), 3, [&](const Seen& seen) {
                                      CHECK(seen.middle.x + 0.04 == Approx(0.007).margin(0.0015));
                                      lowest_y = std::min(lowest_y, seen.middle.y);
                                      highest_y = std::max(highest_y, seen.middle.y);
                                    });
  CHECK(count == 30);
  CHECK(highest_y - lowest_y > 0.03);  // all along it
  folder.write("black.png", encode_png(Image<Rgba8>(4, 4, {0, 0, 0, 255})));
  for (const std::string bad : {"black.png", "none.png", "plate.obj"})
    CHECK_THROWS_AS(folder.recipe("defects: {stain: {placement_map: " + bad + "}}\n"), UserError);
  const std::string missing = folder.refusal("defects: {stain: {placement_map: none.png}}\n");
  for (const std::string part :
       {".yaml:", "defects.stain.placement_map: cannot read ", "none.png: No such file"})
    CHECK(missing.find(part) != std::string::npos);
}

TEST_CASE("ids of classes are those of this list, whatever a recipe asks for") {
  const std::vector<std::string> expected{
      "brushed plate", "rolled plate", "bracket",       "gear",      "pipe",    "bolt",
      "casting",       "bottle",       "glass",         "car panel", "tile",    "wood board",
      "fabric",        "capsule",      "circuit board", "scratch",   "dent",    "hole",
      "crack",         "stain",        "rust",          "chip",      "peeling", "object"};
  for (const std::string yaml : {"", "defects: {rust: {count: 2}}\n", "defects: {peeling: {count: 1}}\n"}) {
    const Scene scene = compose_image(Folder().recipe("inspection: {stage: bench, part: tile}\n" + yaml), 1);
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

TEST_CASE("a hole of a named length is as wide; one of a named width has both; the width of a chip follows") {
  const Folder folder;
  int seen = 0;
  for (const std::string width : {"", ", width_mm: 5"}) {
    const Scene scene = compose_image(folder.recipe("inspection: {stage: bench, part: rolled_plate}\n"
                                                    "defects: {hole: {count: 4, severity: 1, length_mm: 2" +
                                                    width + "}}"),
                                      5, 0);
    for (const Instance& instance : scene.instances) {
      if (!instance.defect) continue;
      ++seen;
      CHECK(instance.defect->length_mm == Approx(width.empty() ? 2 : 5));
      CHECK(instance.defect->width_mm == Approx(2));
    }
  }
  CHECK(seen == 8);
  std::vector<DefectFacts> chips;
  for (const std::string width : {"", ", width_mm: 9"}) {
    const Scene scene = compose_image(folder.recipe("inspection: {stage: bench, part: rolled_plate}\n"
                                                    "defects: {chip: {count: 1, severity: 1, length_mm: 4" +
                                                    width + "}}"),
                                      5, 0);
    for (const Instance& instance : scene.instances)
      if (instance.defect) chips.push_back(*instance.defect);
  }
  REQUIRE(chips.size() == 2);
  CHECK(chips[0].length_mm == chips[1].length_mm);
  CHECK(chips[0].width_mm == chips[1].width_mm);
}

TEST_CASE("what stains, rust, peeling and chips report is as large as the surface that they take") {
  const Folder folder;
  folder.write("plate.obj", plate_obj);
  int seen = 0;
  for (const std::string defects :
       {"stain: {count: 2, severity: 1, length_mm: 24, width_mm: 10}",
        "stain: {count: 1, severity: 1, length_mm: 300, width_mm: 90}",  // more than there is of the plate
        "rust: {count: 2, severity: 1, length_mm: 24, width_mm: 10}",
        "peeling: {count: 2, severity: 1, length_mm: 24, width_mm: 10}",
        "chip: {count: 2, severity: 1, length_mm: 12}"}) {
    CAPTURE(defects);
    const Scene scene = compose_image(
        folder.recipe("object: {mesh: plate.obj, unit: mm}\ninspection: {stage: bench}\ndefects: {" +
                      defects + "}"),
        5, 0);
    for (const auto& [placement, facts] : defects_of(scene)) {
      ++seen;
      // The smallest rectangle about it, of those at every degree.
      glm::dvec2 smallest_mm(1e6);
      for (int degree = 0; degree < 90; ++degree) {
        const double angle = glm::radians(double(degree));
        glm::dvec2 lower(1e6), upper(-1e6);
        for (const glm::dvec3 p : scene.meshes[placement.good->mesh]->positions) {
          const glm::dvec2 at{p.x * std::cos(angle) + p.y * std::sin(angle),
                              p.y * std::cos(angle) - p.x * std::sin(angle)};
          lower = glm::min(lower, at), upper = glm::max(upper, at);
        }
        const glm::dvec2 size_mm = 1e3 * (upper - lower);
        if (size_mm.x * size_mm.y < smallest_mm.x * smallest_mm.y) smallest_mm = size_mm;
      }
      CHECK(facts.length_mm == Approx(std::max(smallest_mm.x, smallest_mm.y)).epsilon(0.1));
      CHECK(facts.width_mm == Approx(std::min(smallest_mm.x, smallest_mm.y)).epsilon(0.1));
    }
  }
  CHECK(seen == 9);
}
