// SPDX-License-Identifier: Apache-2.0
// Damage of the road: what the geometry says, and that all layers of the road agree on it.
#include "generators/street/surface/road_defects.h"

#include <algorithm>

#include "generators/defects/surface_extent.h"
#include "tests/catch.h"
#include "tests/generators/mesh_area.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

RoadDefectSite site_of(const RoadDefectKind& kind, double severity) {
  RoadDefectSite site;
  site.center = {3.2, -1.7};
  site.heading_rad = kind.turn_rad + 0.1;
  site.severity = severity;
  const bool is_line = kind.label == Class::longitudinal_crack || kind.label == Class::transverse_crack;
  site.length_m = 0.9;
  site.width_m = is_line ? 0.016 : 0.6;
  site.depth_m = 0.05;
  return site;
}

Mesh plane() {
  Mesh mesh;
  mesh.name = "ground";
  mesh.positions = {{-6, -6, 0}, {6, -6, 0}, {6, 6, 0}, {-6, 6, 0}};
  mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh.slots = {0, 0};
  mesh.finish();
  return mesh;
}

bool covers(const Mesh& mesh, const glm::dvec2& point) {
  for (const glm::uvec3& t : mesh.triangles) {
    bool left = true, right = true;
    for (int i = 0; i < 3; ++i) {
      const glm::dvec2 a = mesh.positions[t[i]], b = mesh.positions[t[(i + 1) % 3]];
      const double side = (b - a).x * (point - a).y - (b - a).y * (point - a).x;
      left = left && side > 1e-7;
      right = right && side < -1e-7;
    }
    if (left || right) return true;
  }
  return false;
}

int count_of(const Scene& scene, Class label) {
  int count = 0;
  for (const Instance& instance : scene.instances) count += instance.category.value == uint32_t(label);
  return count;
}

}  // namespace

TEST_CASE("a worse defect of the road is never smaller") {
  const Mesh road = plane();
  for (const RoadDefectKind& kind : road_defect_kinds()) {
    for (uint64_t seed = 0; seed < 3; ++seed) {
      double before = 0;
      for (const double severity : {0.0, 0.3, 0.7, 1.0}) {
        CAPTURE(kind.name, seed, severity);
        const RoadDefectSite site = site_of(kind, severity);
        const RoadDefect defect = kind.make(site, Stream(Key{seed, 0}, "test"));
        Surface surface(road);
        REQUIRE(surface.cut(defect.shape, {site.center, 0}));
        const double area = area_m2(*surface.defect(0).as_good);
        CHECK(area > 0);
        CHECK(area >= before);
        CHECK(area + area_m2(*surface.intact()) == Approx(144).epsilon(1e-5));
        before = area;
      }
    }
  }
}

TEST_CASE("a defect of the road is about as large as it was asked for, whichever side is the longer") {
  const Mesh road = plane();
  for (const RoadDefectKind& kind : {pothole_kind(), alligator_crack_kind(), failed_patch_kind()}) {
    for (uint64_t seed = 0; seed < 4; ++seed) {
      // A net of cracks has only a few cells at severity 0.
      for (const double severity : {kind.label == Class::alligator_crack ? 0.3 : 0.0, 0.5, 1.0}) {
        CAPTURE(kind.name, seed, severity);
        RoadDefectSite site = site_of(kind, severity);
        site.length_m = seed % 2 ? 1.0 : 0.6;
        site.width_m = seed % 2 ? 0.6 : 1.0;
        RoadDefect defect = kind.make(site, Stream(Key{seed, 0}, "test"));
        defect.shape.connected = false;
        Surface surface(road);
        REQUIRE(surface.cut(defect.shape, {site.center, 0}));
        const glm::dvec2 extent_m = surface_extent_m(*surface.defect(0).as_good);
        CHECK(extent_m.x == Approx(1.0 * site.grown()).epsilon(0.2));
        CHECK(extent_m.y == Approx(0.6 * site.grown()).epsilon(0.2));
      }
    }
  }
}

TEST_CASE("a defect of the road has no more triangles the larger it is") {
  for (const std::string wanted : {"sunken_manhole: {count: 1, length_mm: 10000, width_mm: 600}",
                                   "pothole: {count: 1, length_mm: 8000, width_mm: 4000}",
                                   "failed_patch: {count: 1, length_mm: 8000, width_mm: 4000}"}) {
    CAPTURE(wanted);
    const Scene scene = compose_image(
        street_recipe("street: {lanes_per_direction: 2, road_defects: {" + wanted + "}}\n"), 21, 0);
    int made = 0;
    for (const Placement& placement : scene.placements) {
      if (!placement.good || placement.instance == background) continue;
      ++made;
      CHECK(scene.meshes[placement.mesh]->triangles.size() < 250'000);
      CHECK(scene.meshes[placement.mesh]->triangles.size() > 20'000);
    }
    CHECK(made == 1);
  }
}

TEST_CASE("what is said of a road defect's size is the size of what it takes of the road") {
  const Scene scene =
      compose_image(street_recipe("camera: {mode: survey}\n"
                                  "street: {center_line: white_dashes, road_defects: {pothole: {count: 2}, "
                                  "failed_patch: {count: 1}, faded_marking: {count: 3, length_mm: 2500}, "
                                  "sunken_manhole: {count: 1}, alligator_crack: {count: 1}}}"),
                    31);
  int seen = 0;
  for (const Placement& p : scene.placements) {
    const Instance* instance = instance_of(scene, p);
    if (!instance || !instance->defect || !p.good) continue;
    ++seen;
    const glm::dvec2 extent_mm = 1e3 * surface_extent_m(*scene.meshes[p.good->mesh]);
    CHECK(instance->defect->length_mm == Approx(extent_mm.x));
    CHECK(instance->defect->width_mm == Approx(extent_mm.y));
  }
  CHECK(seen > 5);
}

TEST_CASE("worn paint does not lie in a hole") {
  const Recipe recipe = street_recipe(
      "camera: {mode: survey}\n"
      "street: {lanes_per_direction: 2, road_defects: {pothole: {count: 7, length_mm: 900, width_mm: 800, "
      "severity: 1}, "
      "faded_marking: {count: 4, length_mm: 6000, severity: 1}}}");
  int seen = 0;
  for (uint64_t index = 0; index < 12; ++index) {
    const Scene scene = compose_image(recipe, 9, index);
    for (const Placement& p : scene.placements) {
      const Instance* instance = instance_of(scene, p);
      if (!instance || instance->category.value != uint32_t(Class::faded_marking)) continue;
      ++seen;
      for (const glm::vec3& v : scene.meshes[p.mesh]->positions) CHECK(v.z > -0.02f);
    }
  }
  CHECK(seen > 8);
}

TEST_CASE("most faded markings lie in the picture, where it shows paint") {
  const Recipe recipe = street_recipe(
      "camera: {mode: survey}\n"
      "street: {parking_lanes: false, center_line: white_dashes, edge_lines: true, "
      "cars: {moving_count: 0}, road_defects: {faded_marking: {count: 3}}}");
  int placed = 0, in_picture = 0;
  for (uint64_t index = 0; index < 8; ++index) {
    const Scene scene = compose_image(recipe, 3, index);
    for (const Placement& p : scene.placements) {
      const Instance* instance = instance_of(scene, p);
      if (!instance || instance->category.value != uint32_t(Class::faded_marking)) continue;
      ++placed;
      const std::vector<glm::vec3>& corners = scene.meshes[p.mesh]->positions;
      in_picture += std::any_of(corners.begin(), corners.end(), [&](const glm::vec3& corner) {
        const std::optional<glm::dvec2> px = scene.camera.project(p.to_world * glm::dvec4(corner, 1));
        return px && px->x > 0 && px->y > 0 && px->x < scene.camera.width_px &&
               px->y < scene.camera.height_px;
      });
    }
  }
  CHECK(placed >= 16);
  CHECK(in_picture >= 0.8 * placed);
}

TEST_CASE("a pothole is as deep in its middle as it says, and nowhere above the road") {
  const RoadDefectKind kind = pothole_kind();
  for (uint64_t seed = 0; seed < 40; ++seed) {
    for (const double severity : {0.0, 0.5, 1.0}) {
      CAPTURE(seed, severity);
      const RoadDefectSite site = site_of(kind, severity);
      const RoadDefect pothole = kind.make(site, Stream(Key{seed, 0}, "test"));
      const double depth_m = 0.05 * (0.4 + 0.6 * severity);
      CHECK(pothole.shape.height({site.center, 0}) == Approx(-depth_m).epsilon(1e-9));
      CHECK(pothole.facts.depth_mm == Approx(1e3 * depth_m));
      for (double x = -0.6; x < 0.6; x += 0.05) {
        const glm::dvec3 p(site.center + glm::dvec2(x, 0.4 * x), 0);
        if (pothole.shape.field(p) < 0) CHECK(pothole.shape.height(p) <= 0);
      }
    }
  }
}

TEST_CASE("the road without damage and debris is the whole road again, as it was") {
  const auto area_of = [](const Scene& scene, const std::string& name) {
    double area = 0;
    for (const Placement& p : scene.placements)
      if (scene.meshes[p.mesh]->name == name) area += area_m2(*scene.meshes[p.mesh]);
    return area;
  };
  const std::string camera = "camera: {mode: survey}\n";
  const Scene damaged = compose_image(
      street_recipe(camera +
                    "street: {debris: {tyres: 3}, road_defects: {pothole: {count: 3, water_probability: 1}, "
                    "alligator_crack: {count: 1}, faded_marking: {count: 2}, sunken_manhole: {count: 2}}}"),
      31);
  const Scene clean = compose_image(street_recipe(camera), 31);
  const Scene good = damaged.without_defects();
  good.check();
  CHECK(damaged.has_defects());
  CHECK(!good.has_defects());
  CHECK(count_of(damaged, Class::tyre) > 0);
  CHECK(count_of(good, Class::tyre) == 0);
  for (const char* layer : {"ground", "markings"})
    CHECK(area_of(good, layer) == Approx(area_of(clean, layer)).epsilon(1e-6));
  for (const Placement& p : good.placements)
    for (const char* layer : {"ground", "markings"})
      if (good.meshes[p.mesh]->name == layer) CHECK(p.instance == background);
}

TEST_CASE("stones and leaves lie on the ground, none in a pothole") {
  const std::string recipe =
      "camera: {mode: survey}\n"
      "street: {wear: {gravel: 6, leaves: 60}, road_defects: {pothole: {count: 4}}, roadside: ";
  for (const char* roadside : {"kerb}", "verge}"}) {
    CAPTURE(roadside);
    const Scene scene = compose_image(street_recipe(recipe + roadside), 31);
    std::vector<const Mesh*> holes;
    for (const Placement& p : scene.placements) {
      const Instance* instance = instance_of(scene, p);
      if (instance && instance->category.value == uint32_t(Class::pothole) && p.good)
        holes.push_back(scene.meshes[p.good->mesh].get());
    }
    REQUIRE(!holes.empty());
    int stones = 0, leaves = 0;
    for (const Placement& p : scene.placements) {
      const Mesh& mesh = *scene.meshes[p.mesh];
      if (mesh.name != "gravel" && mesh.name != "leaves") continue;
      (mesh.name == "gravel" ? stones : leaves) += int(mesh.triangles.size());
      CHECK(p.instance == background);
      for (size_t i = 0; i < mesh.positions.size(); i += 9) {
        const glm::vec3 corner = mesh.positions[i];
        const double above_m = corner.z - ground_height_m(scene, corner);
        CHECK(above_m > -0.0031);  // repairs and covers lie that much higher
        CHECK(above_m < 0.06);
        for (const Mesh* hole : holes) CHECK_FALSE(covers(*hole, corner));
      }
    }
    CHECK(stones > 500);
    CHECK(leaves > 100);
  }
}

TEST_CASE("what was asked for is on the road, and takes the paint above it along") {
  const Recipe recipe = street_recipe(
      "camera: {mode: survey}\n"
      "street: {road_defects: {pothole: {count: 4, depth_mm: 60}, failed_patch: {count: 2}, "
      "faded_marking: {count: 2}, sunken_manhole: {count: 1}, transverse_crack: {count: 1}}}");
  for (uint64_t index = 0; index < 3; ++index) {
    CAPTURE(index);
    const Scene scene = compose_image(recipe, 31, index);
    scene.check();
    const auto unplaced = [&](const char* name) {
      const auto at = scene.provenance.find(std::string("unplaced.") + name);
      return at == scene.provenance.end() ? 0 : std::stoi(at->second);
    };
    CHECK(count_of(scene, Class::pothole) + unplaced("pothole") == 4);
    CHECK(count_of(scene, Class::failed_patch) + unplaced("failed patch") == 2);
    CHECK(count_of(scene, Class::faded_marking) + unplaced("faded marking") == 2);
    CHECK(count_of(scene, Class::sunken_manhole) + unplaced("sunken manhole") == 1);
    CHECK(count_of(scene, Class::pothole) > 0);
    const Mesh* paint = nullptr;
    for (const Placement& p : scene.placements)
      if (p.instance == background && scene.meshes[p.mesh]->name == "markings")
        paint = scene.meshes[p.mesh].get();
    REQUIRE(paint);
    for (const Placement& p : scene.placements) {
      const Instance* instance = instance_of(scene, p);
      if (!instance || instance->category.value != uint32_t(Class::pothole) || !p.good) continue;
      for (const glm::uvec3& t : paint->triangles) {
        const glm::dvec3 middle = (glm::dvec3(paint->positions[t.x]) + glm::dvec3(paint->positions[t.y]) +
                                   glm::dvec3(paint->positions[t.z])) /
                                  3.0;
        const Mesh& hole = *scene.meshes[p.good->mesh];
        const glm::dvec3 grown(0.01);
        if (glm::any(glm::lessThan(middle, glm::dvec3(hole.lower) - grown)) ||
            glm::any(glm::greaterThan(middle, glm::dvec3(hole.upper) + grown)))
          continue;
        // The outlines of both layers are polygons with different corners: they agree to a few millimetres.
        bool well_inside = true;
        for (const glm::dvec2& aside : {glm::dvec2(0.004, 0), {-0.004, 0}, {0, 0.004}, {0, -0.004}})
          well_inside = well_inside && covers(hole, glm::dvec2(middle) + aside);
        CHECK_FALSE(well_inside);
      }
    }
  }
}
