// SPDX-License-Identifier: Apache-2.0
// What is true of every street: nothing stands in anything, nothing floats, traffic obeys.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "generators/street/objects/object.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

constexpr double slice_heights_m[] = {0.05, 0.35, 0.9, 1.4, 2.0, 2.8, 3.6, 5, 6.5};

bool is_object(const Scene& scene, const Placement& placement) {
  const std::string& name = scene.meshes[placement.mesh]->name;
  return !name.starts_with("ground") && name != "markings";
}

/// A sign's plate stands where its pole does; a driver is part of the car.
bool is_one_object(const Placement& a, const Placement& b) {
  return a.to_world == b.to_world || (a.instance == b.instance && a.instance != background);
}

double foot_m(const Scene& scene, const Placement& p) {
  return p.to_world[3][2] + scene.meshes[p.mesh]->lower.z;
}

bool is_carried(const Scene& scene, const Placement& placement) {
  return std::any_of(scene.placements.begin(), scene.placements.end(), [&](const Placement& other) {
    return is_one_object(placement, other) && foot_m(scene, other) < foot_m(scene, placement);
  });
}

using Slices = std::vector<std::vector<glm::dvec2>>;

const Slices& slices_of(const MeshPtr& mesh) {
  static std::map<MeshPtr, Slices> known;
  Slices& slices = known[mesh];
  if (slices.empty())
    for (const double height : slice_heights_m) slices.push_back(slice(*mesh, height));
  return slices;
}

/// The deepest penetration of any two objects of the scene.
double deepest_penetration_m(const Scene& scene) {
  struct Placed {
    const Placement& placement;
    Slices slices;
  };
  std::vector<Placed> placed;
  for (const Placement& p : scene.placements) {
    if (!is_object(scene, p)) continue;
    Slices slices;
    for (const auto& hull : slices_of(scene.meshes[p.mesh])) slices.push_back(moved(hull, p.to_world));
    placed.push_back({p, std::move(slices)});
  }
  double deepest = 0;
  for (size_t i = 0; i < placed.size(); ++i)
    for (size_t j = 0; j < i; ++j) {
      const glm::dvec3 apart(placed[i].placement.to_world[3] - placed[j].placement.to_world[3]);
      if (glm::length(apart) > 60) continue;
      for (size_t k = 0; k < std::size(slice_heights_m); ++k) {
        const auto &a = placed[i].slices[k], &b = placed[j].slices[k];
        if (is_one_object(placed[i].placement, placed[j].placement)) continue;
        if (!a.empty() && !b.empty() && glm::distance(a[0], b[0]) < 40)
          deepest = std::max(deepest, penetration_m(a, b));
      }
    }
  return deepest;
}

/// The most that any object's foot is above or below the ground under it.
double worst_foot_m(const Scene& scene) {
  double worst = 0;
  for (const Placement& p : scene.placements) {
    if (!is_object(scene, p) || is_carried(scene, p)) continue;
    const double foot = foot_m(scene, p);
    std::vector<glm::dvec2> points = moved(slices_of(scene.meshes[p.mesh])[0], p.to_world);
    points.emplace_back(p.to_world[3]);
    for (const glm::dvec2& point : points)
      worst = std::max(worst, std::abs(foot - ground_height_m(scene, point)));
  }
  return worst;
}

void require_keeps_side(const Scene& scene, double side) {
  for (const Placement& p : scene.placements) {
    const Instance* instance = instance_of(scene, p);
    if (!instance || instance->category.value > 3 || instance->category.value == 2) continue;
    const glm::dvec3 forward = forward_of(p), velocity(p.motion.linear_mps);
    if (glm::length(velocity) > 0) CHECK(glm::dot(glm::normalize(velocity), forward) > 0.999);
    if (std::abs(forward.x) > 0.9) CHECK(p.to_world[3][1] * forward.x * side < 0);
  }
}

void require_signals_face_traffic(const Scene& scene, double side) {
  std::map<std::string, std::set<std::string>> states;
  for (const Placement& p : scene.placements) {
    const Instance* instance = instance_of(scene, p);
    if (!instance || instance->category.value < 5) continue;
    const glm::dvec3 travel = -forward_of(p);
    const std::string street = instance->provenance.at("street");
    CHECK(std::abs(street == "main" ? travel.x : travel.y) > 0.999);
    const bool own_side_y = p.to_world[3][1] * travel.x * side < 0;
    if (street == "main" && side > 0) CHECK(own_side_y);
    if (instance->category.value == 5) states[street].insert(instance->provenance.at("state"));
  }
  for (const auto& [street, seen] : states) CHECK(seen.size() == 1);
  if (states.size() == 2) {
    const bool both_go = *states["main"].begin() != "red" && *states["cross"].begin() != "red";
    CHECK_FALSE(both_go);
  }
}

int count_of(const Scene& scene, uint32_t category) {
  int count = 0;
  for (const Instance& instance : scene.instances) count += instance.category.value == category;
  return count;
}

int unplaced(const Scene& scene, const std::string& what) {
  const auto at = scene.provenance.find("unplaced." + what);
  return at == scene.provenance.end() ? 0 : std::stoi(at->second);
}

}  // namespace

TEST_CASE("nothing interpenetrates and nothing floats in 200 streets") {
  const Recipe recipe = street_recipe("");
  for (uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const Scene scene = compose_image(recipe, 77, seed);
    scene.check();
    REQUIRE(deepest_penetration_m(scene) < 0.005);
    REQUIRE(worst_foot_m(scene) < 0.005);
  }
}

TEST_CASE("random placement interpenetrates and floats as little") {
  const Recipe recipe = street_recipe("street: {placement: random}");
  for (uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const Scene scene = compose_image(recipe, 78, seed);
    scene.check();
    REQUIRE(deepest_penetration_m(scene) < 0.005);
    REQUIRE(worst_foot_m(scene) < 0.005);
    for (uint32_t category = 1; category <= 6; ++category) CHECK(count_of(scene, category) > 0);
  }
}

TEST_CASE("debris lies on the road, flat on it and in nothing's way") {
  const Recipe recipe = street_recipe(
      "street: {debris: {cardboard_boxes: 3, tyres: 3, planks: 3, sacks: 3, cones: 3, branches: 3}}");
  const char* families[] = {"carton", "tyre", "plank", "sack", "cone", "branch"};
  for (uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const Scene scene = compose_image(recipe, 79, seed);
    scene.check();
    REQUIRE(deepest_penetration_m(scene) < 0.005);
    REQUIRE(worst_foot_m(scene) < 0.005);
    for (uint32_t i = 0; i < std::size(families); ++i)
      CHECK(count_of(scene, 7 + i) + unplaced(scene, families[i]) == 3);
    for (const Placement& p : scene.placements)
      if (const Instance* instance = instance_of(scene, p); instance && instance->category.value >= 7)
        CHECK(p.to_world[3][2] == 0);
  }
}

TEST_CASE("classes keep their ids") {
  const Taxonomy taxonomy = street_recipe("").generator->taxonomy();
  const std::vector<std::string> names{"car",
                                       "pedestrian",
                                       "cyclist",
                                       "bicycle",
                                       "traffic light",
                                       "stop sign",
                                       "cardboard box",
                                       "tyre",
                                       "plank",
                                       "sack",
                                       "traffic cone",
                                       "branch",
                                       "pothole",
                                       "longitudinal crack",
                                       "transverse crack",
                                       "alligator crack",
                                       "failed patch",
                                       "faded marking",
                                       "sunken manhole",
                                       "bent sign",
                                       "faded sign",
                                       "sign graffiti",
                                       "torn sign",
                                       "fallen sign",
                                       "dark lamp",
                                       "cracked lens",
                                       "missing lens",
                                       "broken housing",
                                       "leaning post",
                                       "fallen post",
                                       "car dent",
                                       "car rust",
                                       "car scratch"};
  REQUIRE(taxonomy.categories.size() >= names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    CHECK(taxonomy.categories[i].id.value == i + 1);
    CHECK(taxonomy.categories[i].name == names[i]);
  }
}

TEST_CASE("traffic keeps to its side, and signals face it and agree") {
  for (const auto& [name, side] : {std::pair("right", 1.0), std::pair("left", -1.0)}) {
    const Recipe recipe = street_recipe(std::string("street: {traffic: ") + name + "}");
    for (uint64_t seed = 0; seed < 60; ++seed) {
      CAPTURE(seed, name);
      const Scene scene = compose_image(recipe, 5, seed);
      require_keeps_side(scene, side);
      require_signals_face_traffic(scene, side);
    }
  }
}

TEST_CASE("what was asked for is there or counted as unplaced") {
  const Recipe recipe = street_recipe(
      "street: {parking_lanes: true, cars: {parked_count: 7, moving_count: 5}, "
      "pedestrians: {count: 9, group_size: 2}, cyclists: {count: 3}, bicycles: {count: 4}}");
  for (uint64_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const Scene scene = compose_image(recipe, 11, seed);
    CHECK(count_of(scene, 1) + unplaced(scene, "parked_cars") + unplaced(scene, "moving_cars") == 12);
    CHECK(count_of(scene, 2) + unplaced(scene, "pedestrians") == 9);
    CHECK(count_of(scene, 3) + unplaced(scene, "cyclists") == 3);
    CHECK(count_of(scene, 4) + unplaced(scene, "bicycles") == 4);
  }
}

TEST_CASE("heads of signals and plates of signs bear the labels, what carries them does not") {
  int heads = 0, carriers = 0;
  for (uint64_t index = 0; index < 20; ++index) {
    const Scene scene = compose_image(
        street_recipe(
            "street: {intersection: {kind: cross, control: {choice: {signals: 2, all_way_stop: 1}}}}"),
        5, index);
    for (const Placement& p : scene.placements) {
      const Mesh& mesh = *scene.meshes[p.mesh];
      const Instance* instance = instance_of(scene, p);
      if (instance && instance->category.value >= 5) {
        ++heads;
        CHECK(mesh.upper.z - mesh.lower.z < 1.4f);
        CHECK(mesh.upper.y - mesh.lower.y < 1.4f);
        CHECK(is_carried(scene, p));
        CHECK(std::none_of(mesh.parts.begin(), mesh.parts.end(), [](uint16_t part) {
          return part_names()[part] == "pole" || part_names()[part] == "mast_arm";
        }));
      } else if (std::any_of(scene.placements.begin(), scene.placements.end(), [&](const Placement& other) {
                   return instance_of(scene, other) && p.to_world == other.to_world && &p != &other;
                 })) {
        ++carriers;
        CHECK(!instance);
      }
    }
  }
  CHECK(carriers > 40);
  CHECK(heads > carriers);
}

TEST_CASE("who has to wait is not in the intersection") {
  const Recipe recipe = street_recipe(
      "street: {intersection: {kind: cross, control: signals, phase: cross_green}, cars: {moving_count: "
      "12}}");
  for (uint64_t seed = 0; seed < 30; ++seed) {
    const Scene scene = compose_image(recipe, 3, seed);
    double cross_x = 0;
    int lights = 0;
    for (const Placement& p : scene.placements) {
      const Instance* instance = instance_of(scene, p);
      if (!instance || instance->category.value != 5 || instance->provenance.at("street") != "cross")
        continue;
      cross_x += p.to_world[3][0];
      ++lights;
    }
    REQUIRE(lights > 0);
    cross_x /= lights;  // the posts of the cross street stand symmetrically about its axis
    for (const Placement& p : scene.placements) {
      const Instance* instance = instance_of(scene, p);
      if (!instance || instance->category.value != 1 || !instance->provenance.count("lane")) continue;
      if (instance->provenance.at("lane") != "cross") CHECK(std::abs(p.to_world[3][0] - cross_x) > 4);
    }
  }
}

TEST_CASE("cameras stand where their mode says, in nothing, and see all four corners") {
  const std::map<std::string, std::pair<double, double>> heights{
      {"driver", {1.1, 1.7}},       {"dashcam", {1.1, 1.6}}, {"kerbside", {1.4, 2}},
      {"surveillance", {3.4, 7.3}}, {"survey", {1.9, 3.1}},  {"closeup", {0.9, 1.9}}};
  for (const auto& [mode, range] : heights) {
    const Recipe recipe = street_recipe("camera: {mode: " + mode + "}");
    for (uint64_t seed = 0; seed < 30; ++seed) {
      CAPTURE(mode, seed);
      const Scene scene = compose_image(recipe, 21, seed);
      const Camera& camera = scene.camera;
      CHECK(camera.position_m.z > range.first);
      CHECK(camera.position_m.z < range.second);
      for (const double x : {0.0, 640.0})
        for (const double y : {0.0, 480.0}) CHECK(camera.direction(x, y).has_value());
      const std::vector<glm::dvec2> around{{-0.05, -0.05}, {0.05, -0.05}, {0.05, 0.05}, {-0.05, 0.05}};
      const glm::dmat4 at(glm::dvec4(1, 0, 0, 0), glm::dvec4(0, 1, 0, 0), glm::dvec4(0, 0, 1, 0),
                          glm::dvec4(camera.position_m, 1));
      for (const Placement& p : scene.placements) {
        if (!is_object(scene, p)) continue;
        const auto hull = slice(*scene.meshes[p.mesh], camera.position_m.z - p.to_world[3][2]);
        if (!hull.empty()) CHECK(penetration_m(moved(hull, p.to_world), moved(around, at)) <= 0);
      }
    }
  }
}

TEST_CASE(
    "a close-up shows a parked car in its middle, as far away as asked, whatever the recipe says of "
    "parking") {
  for (const std::string street : {"", "street: {parking_lanes: false, cars: {parked_count: 0}}",
                                   "street: {traffic: left, cars: {model: van}}"}) {
    const Recipe recipe =
        street_recipe("camera: {mode: closeup, distance_m: 2, yaw_deg: 90, lens: pinhole}\n" + street);
    for (uint64_t index = 0; index < 12; ++index) {
      CAPTURE(street, index);
      const Scene scene = compose_image(recipe, 21, index);
      const auto least_m = [&](const Placement& p) {
        double least = 1e9;
        for (const glm::vec3& v : scene.meshes[p.mesh]->positions)
          least = std::min(least,
                           glm::distance(glm::dvec3(p.to_world * glm::dvec4(v, 1)), scene.camera.position_m));
        return least;
      };
      double nearest = 1e9;
      bool in_middle = false;
      for (const Placement& p : scene.placements) {
        const Instance* instance = instance_of(scene, p);
        if (!instance || instance->category.value != 1 || instance->provenance.at("motion") != "parked")
          continue;
        nearest = std::min(nearest, least_m(p));
        const Mesh& mesh = *scene.meshes[p.mesh];
        double left = 1e9, right = -1e9;
        for (const glm::vec3& v : mesh.positions)
          if (const auto px = scene.camera.project(p.to_world * glm::dvec4(v, 1))) {
            left = std::min(left, px->x);
            right = std::max(right, px->x);
          }
        in_middle = in_middle || (left < 320 && right > 320);
      }
      CHECK(in_middle);
      CHECK(nearest > 1.8);
      CHECK(nearest < 2.5);
    }
  }
}

TEST_CASE("a close-up has its car however near it is taken, and from any side of it") {
  for (const double distance_m : {0.4, 0.5, 0.6, 0.8, 1.0}) {
    const Recipe recipe = street_recipe(fmt::format(
        "camera: {{mode: closeup, distance_m: {}}}\nstreet: {{cars: {{parked_count: 0}}}}\n", distance_m));
    for (uint64_t index = 0; index < 40; ++index) {
      CAPTURE(distance_m, index);
      CHECK(compose_image(recipe, 21, index).provenance.count("unplaced.parked_cars") == 0);
    }
  }
}

TEST_CASE("the same key composes the same scene, another key another") {
  const Recipe recipe = street_recipe("");
  std::set<uint64_t> seen;
  for (uint64_t index = 0; index < 12; ++index) {
    const uint64_t once = fingerprint(compose_image(recipe, 9, index));
    CHECK(once == fingerprint(compose_image(recipe, 9, index)));
    seen.insert(once);
  }
  CHECK(seen.size() == 12);
}

TEST_CASE("changing one parameter leaves alone what does not depend on it") {
  const Scene plain = compose_image(street_recipe(""), 4);
  const Scene hazy = compose_image(street_recipe("sky: {turbidity: 9}"), 4);
  REQUIRE(plain.placements.size() == hazy.placements.size());
  for (size_t i = 0; i < plain.placements.size(); ++i)
    CHECK(plain.placements[i].to_world == hazy.placements[i].to_world);

  const Scene fewer = compose_image(street_recipe("street: {bicycles: {count: 0}}"), 4);
  std::vector<glm::dmat4> cars, cars_without;
  for (const auto& [scene, list] : {std::pair(&plain, &cars), std::pair(&fewer, &cars_without)})
    for (const Placement& p : scene->placements)
      if (const Instance* instance = instance_of(*scene, p); instance && instance->category.value == 1)
        list->push_back(p.to_world);
  CHECK_FALSE(cars.empty());
  CHECK(cars == cars_without);
}

TEST_CASE("variants share their meshes between images") {
  const Recipe recipe = street_recipe("street: {cars: {model: sedan}}");
  std::set<const Mesh*> meshes;
  for (uint64_t index = 0; index < 20; ++index) {
    const Scene scene = compose_image(recipe, 1, index);
    for (const Placement& p : scene.placements)
      if (scene.meshes[p.mesh]->name.starts_with("car")) meshes.insert(scene.meshes[p.mesh].get());
  }
  CHECK(meshes.size() > 1);
  CHECK(meshes.size() <= 6);
}
