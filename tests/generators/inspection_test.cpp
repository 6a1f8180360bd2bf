// SPDX-License-Identifier: Apache-2.0
// What is true of every part and every stage: parts are closed solids of believable size, nothing
// interpenetrates, nothing floats, lamps stay out of the picture's way.
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "generators/inspection/part.h"
#include "generators/inspection/spots.h"
#include "generators/inspection/taxonomy.h"
#include "sensor/sensor.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

Recipe inspection_recipe(const std::string& yaml) {
  return Recipe::parse("generator: inspection\n" + yaml, "test.yaml", sensor_parameters());
}

/// Index of the first vertex at the same place, to 2 micrometres.
std::vector<uint32_t> welded(const Mesh& mesh) {
  std::map<std::array<int64_t, 3>, uint32_t> first;
  std::vector<uint32_t> to;
  for (uint32_t i = 0; i < mesh.positions.size(); ++i) {
    const glm::dvec3 p = glm::dvec3(mesh.positions[i]) / 2e-6;
    to.push_back(
        first.try_emplace({std::llround(p.x), std::llround(p.y), std::llround(p.z)}, i).first->second);
  }
  return to;
}

/// Edges that are not run through as often one way as the other.
int open_edges(const Mesh& mesh) {
  const std::vector<uint32_t> to = welded(mesh);
  std::map<std::pair<uint32_t, uint32_t>, int> balance;
  for (const glm::uvec3& t : mesh.triangles)
    for (int c = 0; c < 3; ++c) {
      const uint32_t a = to[t[c]], b = to[t[(c + 1) % 3]];
      if (a != b) balance[{std::min(a, b), std::max(a, b)}] += a < b ? 1 : -1;
    }
  int open = 0;
  for (const auto& [edge, sum] : balance) open += sum != 0;
  return open;
}

double volume_m3(const Mesh& mesh) {
  double six = 0;
  for (const glm::uvec3& t : mesh.triangles)
    six += glm::dot(glm::dvec3(mesh.positions[t.x]),
                    glm::cross(glm::dvec3(mesh.positions[t.y]), glm::dvec3(mesh.positions[t.z])));
  return six / 6;
}

/// Share of the corners whose normal looks away from the triangle's own by more than a right angle.
double turned_normals(const Mesh& mesh) {
  int turned = 0;
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::vec3 face =
        glm::cross(mesh.positions[t.y] - mesh.positions[t.x], mesh.positions[t.z] - mesh.positions[t.x]);
    for (int c = 0; c < 3; ++c) turned += glm::dot(face, mesh.normals[t[c]]) < 0;
  }
  return turned / (3.0 * double(mesh.triangles.size()));
}

inspection::Part part_of(const std::string& kind, int variant) {
  return inspection::make_part(kind, variant, Stream(Key{1, 2}, "test"));
}

/// Not a defect and not a prop.
bool is_part(const Scene& scene, const Placement& placement) {
  const Instance* instance = instance_of(scene, placement);
  return instance && !instance->defect;
}

/// Where a vertical line meets a placed mesh: heights, from below.
std::vector<double> crossings(const Mesh& mesh, const glm::dmat4& to_world, const glm::dvec2& at) {
  std::vector<double> heights;
  for (const glm::uvec3& t : mesh.triangles) {
    glm::dvec3 p[3];
    for (int c = 0; c < 3; ++c) p[c] = to_world * glm::dvec4(mesh.positions[t[c]], 1);
    const auto side = [&](int i) {
      const glm::dvec2 a(p[i]), b(p[(i + 1) % 3]);
      return (b.x - a.x) * (at.y - a.y) - (b.y - a.y) * (at.x - a.x);
    };
    const double u = side(1), v = side(2), w = side(0), sum = u + v + w;
    if (sum == 0 || u * sum < 0 || v * sum < 0 || w * sum < 0) continue;
    heights.push_back((u * p[0].z + v * p[1].z + w * p[2].z) / sum);
  }
  std::sort(heights.begin(), heights.end());
  return heights;
}

}  // namespace

TEST_CASE("every part is closed, faces outward and stands on the ground") {
  for (const std::string& kind : inspection::part_kinds())
    for (int variant = 0; variant < inspection::variants_per_kind; ++variant) {
      CAPTURE(kind, variant);
      const inspection::Part part = part_of(kind, variant);
      part.mesh->check();
      CHECK(open_edges(*part.mesh) == 0);
      CHECK(volume_m3(*part.mesh) > 0);
      CHECK(turned_normals(*part.mesh) < 0.002);
      CHECK(part.mesh->lower.z == 0.0f);
    }
}

TEST_CASE("parts have the size of such parts, and few enough triangles") {
  const std::map<std::string, std::pair<double, double>> longest_mm{
      {"brushed_plate", {100, 240}}, {"rolled_plate", {100, 240}}, {"bracket", {50, 110}},
      {"gear", {25, 100}},           {"pipe", {90, 190}},          {"bolt", {28, 75}},
      {"casting", {70, 160}},        {"bottle", {185, 290}},       {"glass", {27, 155}},
      {"car_panel", {370, 720}},     {"tile", {94, 450}},          {"wood_board", {180, 300}},
      {"fabric", {40, 140}},         {"capsule", {14, 26}},        {"circuit_board", {55, 120}},
      {"steel_strip", {355, 445}}};
  REQUIRE(longest_mm.size() == inspection::part_kinds().size());
  for (const auto& [kind, range] : longest_mm)
    for (int variant = 0; variant < inspection::variants_per_kind; ++variant) {
      CAPTURE(kind, variant);
      const inspection::Part part = part_of(kind, variant);
      const glm::vec3 size = 1000.0f * (part.mesh->upper - part.mesh->lower);
      const double longest = std::max({size.x, size.y, size.z});
      CHECK(longest >= range.first);
      CHECK(longest <= range.second);
      CHECK(part.mesh->triangles.size() < 120'000);
    }
}

TEST_CASE(
    "a vessel that lies touches the ground on both sides of its middle, with its inside parallel to its "
    "outside") {
  for (const std::string kind : {"bottle", "glass"})
    for (int variant = 0; variant < inspection::variants_per_kind; ++variant) {
      CAPTURE(kind, variant);
      const inspection::Part stands = part_of(kind, variant);
      const inspection::Part lies =
          inspection::make_part(kind, variant, Stream(Key{1, 2}, "test"), inspection::Pose::lying);
      lies.mesh->check();
      CHECK(volume_m3(*lies.mesh) == Approx(volume_m3(*stands.mesh)).epsilon(1e-3));
      CHECK(lies.mesh->lower.z == Approx(0).margin(1e-7));
      double left = 1, right = -1, area = 0, middle = 0;
      for (const glm::vec3& p : lies.mesh->positions)
        if (p.z < 2e-5) left = std::min(left, double(p.x)), right = std::max(right, double(p.x));
      for (const glm::uvec3& t : lies.mesh->triangles) {
        const glm::vec3 &a = lies.mesh->positions[t.x], &b = lies.mesh->positions[t.y],
                        &c = lies.mesh->positions[t.z];
        const double of_this = glm::length(glm::cross(b - a, c - a));
        area += of_this;
        middle += of_this * double(a.x + b.x + c.x) / 3;
      }
      CHECK(left < middle / area);
      CHECK(right > middle / area);
      // Walls of a few millimetres: far less glass than a solid of the same outline would be.
      const glm::vec3 size = stands.mesh->upper - stands.mesh->lower;
      CHECK(volume_m3(*stands.mesh) < 0.3 * double(size.x * size.y * size.z));
    }
}

TEST_CASE("silhouettes of turned parts are smooth: no edge longer than a pixel's worth of sagitta") {
  for (const std::string kind : {"pipe", "bottle", "glass", "capsule"}) {
    const inspection::Part part = part_of(kind, 0);
    const glm::vec3 size = part.mesh->upper - part.mesh->lower;
    // A circle of n sides of radius r is off by r (1 - cos(pi / n)); at 1024 px the part fills the frame.
    const double pixel = std::max({size.x, size.y, size.z}) / 1024.0, r = 0.5 * std::min(size.x, size.y);
    CHECK(r * (1 - std::cos(3.14159 / 96)) < 0.5 * pixel);
  }
}

TEST_CASE("every kind has a class of its own, with stable ids from 1") {
  const Taxonomy taxonomy = inspection::inspection_taxonomy();
  std::set<uint32_t> ids;
  for (const std::string& kind : inspection::part_kinds())
    ids.insert(inspection::category_of_part(kind).value);
  CHECK(ids.size() == inspection::part_kinds().size());
  CHECK(inspection::category_of_part("brushed_plate").value == 1);
  CHECK(inspection::category_of_part("circuit_board").value == 15);
  CHECK(taxonomy.category(CategoryId(2)).name == "rolled plate");
}

/// Whether what a ray meets first shines.
bool meets_a_lamp(const Scene& scene, const Ray& ray) {
  double nearest = 1;
  bool shines = false;
  for (const Placement& placement : scene.placements) {
    const Mesh& mesh = *scene.meshes[placement.mesh];
    const glm::dmat4 to_object = glm::inverse(placement.to_world);
    const glm::dvec3 from = to_object * glm::dvec4(ray.origin, 1),
                     way = to_object * glm::dvec4(10.0 * ray.direction, 0);
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
      const glm::uvec3& t = mesh.triangles[i];
      const glm::dvec3 a = mesh.positions[t.x], e1 = glm::dvec3(mesh.positions[t.y]) - a,
                       e2 = glm::dvec3(mesh.positions[t.z]) - a;
      const glm::dvec3 p = glm::cross(way, e2);
      const double det = glm::dot(e1, p);
      if (det == 0) continue;
      const glm::dvec3 s = from - a, q = glm::cross(s, e1);
      const double u = glm::dot(s, p) / det, v = glm::dot(way, q) / det, share = glm::dot(e2, q) / det;
      if (u < 0 || v < 0 || u + v > 1 || share <= 0 || share >= nearest) continue;
      nearest = share;
      shines = glm::length(scene.materials[placement.materials[mesh.slots[i]]].emission) > 0;
    }
  }
  return shines;
}

TEST_CASE("no lamp is in the picture, not even in its corners") {
  for (const std::string rig : {"ring", "dome", "bar", "dark_field", "softbox"}) {
    for (const std::string stage : {"bench", "turntable", "line_scan", "conveyor", "bin"}) {
      const Recipe recipe =
          inspection_recipe("image: {width_px: 640, height_px: 480}\ninspection: {stage: " + stage +
                            ", rig: " + rig + ", part: tile, count: 1}");
      for (uint64_t index = 0; index < 4; ++index) {
        const Scene scene = compose_image(recipe, 3, index);
        CAPTURE(rig, stage, index);
        for (const double x : {0.0, 0.25, 0.5, 0.75, 1.0})
          for (const double y : {0.0, 0.5, 1.0})
            if (const std::optional<Ray> ray = scene.camera.ray(640 * x, 480 * y))
              CHECK_FALSE(meets_a_lamp(scene, *ray));
      }
    }
  }
}

TEST_CASE("the same key composes the same scene, another key another") {
  const Recipe recipe = inspection_recipe("");
  std::set<uint64_t> seen;
  for (uint64_t index = 0; index < 12; ++index) {
    const Scene scene = compose_image(recipe, 9, index);
    scene.check();
    const uint64_t once = fingerprint(scene);
    CHECK(once == fingerprint(compose_image(recipe, 9, index)));
    seen.insert(once);
  }
  CHECK(seen.size() == 12);
}

TEST_CASE("on a conveyor or a bench every part lies on the surface") {
  for (const std::string stage : {"bench", "studio", "turntable", "line_scan", "workbench", "conveyor"}) {
    const Recipe recipe = inspection_recipe("inspection: {stage: " + stage + "}");
    const double surface = stage == "turntable" ? 0.025 : 0;
    for (uint64_t index = 0; index < 8; ++index) {
      const Scene scene = compose_image(recipe, 3, index);
      CAPTURE(stage, index);
      for (const Placement& placement : scene.placements) {
        if (!is_part(scene, placement)) continue;
        double lowest = 1e9;
        for (const glm::vec3& p : scene.meshes[placement.mesh]->positions)
          lowest = std::min(lowest, (placement.to_world * glm::dvec4(p, 1)).z);
        CHECK(std::abs(lowest - surface) < 1e-6);
      }
    }
  }
}

TEST_CASE("parts on a conveyor do not touch and all are placed or counted") {
  const Recipe recipe = inspection_recipe("inspection: {stage: conveyor, count: 9, mixed: true}");
  for (uint64_t index = 0; index < 20; ++index) {
    const Scene scene = compose_image(recipe, 5, index);
    std::vector<std::vector<glm::dvec2>> hulls;
    for (const Placement& placement : scene.placements) {
      if (!is_part(scene, placement)) continue;
      // The outline of the part's box, which holds it.
      const Mesh& mesh = *scene.meshes[placement.mesh];
      hulls.push_back(moved({{mesh.lower.x, mesh.lower.y},
                             {mesh.upper.x, mesh.lower.y},
                             {mesh.upper.x, mesh.upper.y},
                             {mesh.lower.x, mesh.upper.y}},
                            placement.to_world));
    }
    CAPTURE(index);
    for (size_t i = 0; i < hulls.size(); ++i)
      for (size_t j = 0; j < i; ++j) CHECK(penetration_m(hulls[i], hulls[j]) <= 0);
    const auto unplaced = scene.provenance.find("unplaced.parts");
    CHECK(hulls.size() + (unplaced == scene.provenance.end() ? 0 : std::stoul(unplaced->second)) == 9);
  }
}

TEST_CASE("in a bin nothing interpenetrates, everything rests on something") {
  for (const std::string kind : {"bolt", "gear", "capsule", "bracket", "tile"}) {
    const Recipe recipe = inspection_recipe("inspection: {stage: bin, count: 8, part: " + kind + "}");
    const Scene scene = compose_image(recipe, 6, 0);
    std::vector<const Placement*> parts;
    for (const Placement& placement : scene.placements)
      if (is_part(scene, placement)) parts.push_back(&placement);
    REQUIRE(parts.size() >= 6);
    Stream stream(Key{4, 4}, "lines");
    double span = 0;
    for (const Placement* p : parts)
      span = std::max(span, std::abs((*p).to_world[3].x) + std::abs((*p).to_world[3].y));
    int shared = 0;
    std::vector<double> least(parts.size(), 1e9);
    for (int line = 0; line < 400; ++line) {
      const glm::dvec2 at{stream.uniform(-span, span), stream.uniform(-span, span)};
      std::vector<std::pair<double, size_t>> spans;  // (low, part), then the heap below each
      std::vector<std::array<double, 2>> ranges;
      for (size_t i = 0; i < parts.size(); ++i) {
        const std::vector<double> z = crossings(*scene.meshes[parts[i]->mesh], parts[i]->to_world, at);
        if (z.size() < 2) continue;
        CHECK(z.front() > -1e-6);
        least[i] = std::min(least[i], z.front());
        ranges.push_back({z.front(), z.back()});
      }
      for (size_t i = 0; i < ranges.size(); ++i)
        for (size_t j = 0; j < i; ++j) {
          ++shared;
          CHECK((ranges[i][0] > ranges[j][1] - 1e-6 || ranges[j][0] > ranges[i][1] - 1e-6));
        }
    }
    CAPTURE(kind);
    CHECK(shared > 0);
  }
}

TEST_CASE("distractors lie on their part, belong to it and have no label") {
  const Recipe recipe = inspection_recipe(
      "inspection: {stage: bench, part: rolled_plate, distractors: {dust: 6, drops: 4, marks: 1, seams: 2, "
      "glints: 3}}");
  const Scene scene = compose_image(recipe, 8, 0);
  scene.check();
  REQUIRE(scene.instances.size() == 1);
  std::map<std::string, int> seen;
  double top = 0;
  for (const Placement& placement : scene.placements) {
    if (placement.instance == background) continue;
    const Mesh& mesh = *scene.meshes[placement.mesh];
    ++seen[mesh.name];
    if (mesh.name == "plate") top = mesh.upper.z;
  }
  for (const Placement& placement : scene.placements) {
    if (placement.instance == background || scene.meshes[placement.mesh]->name == "plate") continue;
    const Mesh& mesh = *scene.meshes[placement.mesh];
    if (mesh.name == "mark") {
      CHECK(mesh.lower.z > top + 5e-6);
      CHECK(mesh.upper.z < top + 0.1e-3);
      continue;
    }
    if (mesh.name == "seam") {           // laid in the part's own space
      CHECK(mesh.upper.z > top - 3e-6);  // it may go on over a rounded edge
      CHECK(mesh.upper.z < top + 0.81e-3);
      CHECK(glm::length(mesh.upper - mesh.lower) > 4e-3);
      continue;
    }
    CHECK(std::abs(placement.to_world[3].z - top) < 1e-5);
  }
  CHECK(seen["dust"] + seen["lint"] >= 5);
  CHECK(seen["drop"] >= 3);
  CHECK(seen["mark"] == 1);
  CHECK(seen["seam"] == 2);
  CHECK(seen["glint"] == 3);
}

TEST_CASE("printed marks follow a round surface and do not touch each other") {
  const Recipe recipe = inspection_recipe(
      "image: {width_px: 1024, height_px: 1024}\n"
      "inspection: {stage: bench, part: pipe, distractors: {marks: 4}}");
  const Scene scene = compose_image(recipe, 8, 0);
  const auto pipe = std::find_if(scene.placements.begin(), scene.placements.end(),
                                 [](const Placement& p) { return p.instance != background; });
  const SurfaceMap map(*scene.meshes[pipe->mesh]);
  int marks = 0;
  float most_bent = 1;
  std::vector<glm::vec3> middles;
  for (const Placement& placement : scene.placements) {
    const Mesh& mesh = *scene.meshes[placement.mesh];
    if (mesh.name != "mark") continue;
    ++marks;
    for (size_t i = 0; i < mesh.positions.size(); ++i) {
      const std::optional<inspection::Foot> foot =
          inspection::foot_of(map, mesh.positions[i], mesh.normals[i], 1e-3f);
      REQUIRE(foot);
      CHECK(foot->height_m < 0);
      CHECK(foot->height_m > -0.1e-3f);
      most_bent = std::min(most_bent, glm::dot(mesh.normals[i], mesh.normals[0]));
    }
    const glm::vec3 middle = 0.5f * (mesh.lower + mesh.upper);
    for (const glm::vec3& other : middles) CHECK(glm::distance(other, middle) > 2e-3f);
    middles.push_back(middle);
  }
  CHECK(marks >= 3);
  CHECK(most_bent < 0.97f);
}

TEST_CASE("distractors lie where the camera sees them, and as large as it can see") {
  // A tile's body reaches into its glaze: what lies on the body is hidden.
  for (const int side_px : {64, 1024}) {
    const std::string text = "image: {width_px: " + std::to_string(side_px) +
                             ", height_px: " + std::to_string(side_px) +
                             "}\ninspection: {stage: bench, part: tile, distractors: {dust: 20, drops: 5}}";
    const Scene scene = compose_image(inspection_recipe(text), 8, 0);
    const auto tile = std::find_if(scene.placements.begin(), scene.placements.end(),
                                   [](const Placement& p) { return p.instance != background; });
    const double top = scene.meshes[tile->mesh]->upper.z;
    double smallest_m = 1, largest_m = 0;
    int lying = 0;
    for (const Placement& placement : scene.placements) {
      const Mesh& mesh = *scene.meshes[placement.mesh];
      if (placement.instance == background || &placement == &*tile) continue;
      const double size_m = glm::length(placement.to_world[0]) * double(mesh.upper.x - mesh.lower.x);
      smallest_m = std::min(smallest_m, size_m);
      largest_m = std::max(largest_m, size_m);
      CHECK(placement.to_world[3].z > tile->to_world[3].z + top - 2e-3);
      ++lying;
    }
    CAPTURE(side_px);
    CHECK(lying >= 20);
    CHECK(smallest_m > (side_px == 64 ? 0.2e-3 : 0.05e-3));
    CHECK(largest_m < 30e-3);
  }
}

TEST_CASE("textures are patches of the part's own surface") {
  for (const std::string part : {"rolled_plate", "wood_board", "bottle", "casting"}) {
    const std::string text = "inspection: {stage: bench, part: " + part;
    const Scene good = compose_image(inspection_recipe(text + "}"), 8, 0);
    const Scene scene = compose_image(inspection_recipe(text + ", distractors: {textures: 4}}"), 8, 0);
    scene.check();
    CAPTURE(part);
    REQUIRE(scene.instances.size() == 1);
    REQUIRE(scene.placements.size() == good.placements.size());
    const auto is_its = [](const Placement& p) { return p.instance != background; };
    const Placement& before = *std::find_if(good.placements.begin(), good.placements.end(), is_its);
    const Placement& after = *std::find_if(scene.placements.begin(), scene.placements.end(), is_its);
    CHECK(after.materials.size() >= before.materials.size() + 4);
    const Mesh &was = *good.meshes[before.mesh], &is = *scene.meshes[after.mesh];
    CHECK(open_edges(is) == 0);
    CHECK(volume_m3(is) == Approx(volume_m3(was)).epsilon(1e-4));
    // Some of the surface looks different, most of it as it did.
    double patched = 0, all = 0;
    for (size_t i = 0; i < is.triangles.size(); ++i) {
      const glm::uvec3& t = is.triangles[i];
      const double area = double(glm::length(
          glm::cross(is.positions[t.y] - is.positions[t.x], is.positions[t.z] - is.positions[t.x])));
      all += area;
      if (is.slots[i] >= before.materials.size()) patched += area;
    }
    CHECK(patched > 0.002 * all);
    CHECK(patched < 0.5 * all);
  }
}

TEST_CASE("shadows fall onto the part from rods that the picture does not show") {
  const Recipe recipe = inspection_recipe(
      "inspection: {stage: bench, part: {sequence: [tile, wood_board, rolled_plate]}, rig: {sequence: [bar, "
      "ring]}, distractors: {shadows: 2}}");
  for (uint64_t index = 0; index < 6; ++index) {
    const Scene scene = compose_image(recipe, 4, index);
    scene.check();
    CAPTURE(index);
    REQUIRE(scene.instances.size() == 1);
    const Placement* lamp = nullptr;
    const Placement* part = nullptr;
    std::vector<const Placement*> rods;
    for (const Placement& placement : scene.placements) {
      const std::string& name = scene.meshes[placement.mesh]->name;
      if (placement.instance != background) part = &placement;
      if (name == "lamp") lamp = &placement;  // the last one is the stray one
      if (name == "rod") rods.push_back(&placement);
    }
    REQUIRE(rods.size() == 2);
    for (const Placement* rod : rods) {
      CHECK(rod->instance == background);
      const Mesh& mesh = *scene.meshes[rod->mesh];
      for (const glm::vec3& p : mesh.positions) {
        const auto px = scene.camera.project(rod->to_world * glm::dvec4(p, 1));
        const bool seen =
            px && px->x > 0 && px->y > 0 && px->x < scene.camera.width_px && px->y < scene.camera.height_px;
        CHECK_FALSE(seen);
      }
      // Looked at from the lamp's middle a part of the part's top lies behind it.
      const glm::dvec3 eye = lamp->to_world[3];
      const glm::dvec3 foot = rod->to_world[3], along = rod->to_world[2];
      Stream stream(Key{1, index}, "points");
      const Mesh& plate = *scene.meshes[part->mesh];
      int dark = 0;
      constexpr int tries = 20000;
      for (int i = 0; i < tries; ++i) {
        const glm::dvec3 at{stream.uniform(double(plate.lower.x), double(plate.upper.x)),
                            stream.uniform(double(plate.lower.y), double(plate.upper.y)),
                            double(plate.upper.z)};
        const glm::dvec3 world = part->to_world * glm::dvec4(at, 1), way = glm::normalize(eye - world);
        const glm::dvec3 across = glm::cross(way, along);
        const bool near = std::abs(glm::dot(glm::normalize(across), foot - world)) < double(mesh.upper.x);
        const double reach = glm::dot(glm::cross(foot - world, way), across) / glm::dot(across, across);
        dark += near && reach > 0 && reach < double(mesh.upper.z);
      }
      CHECK(dark > 0);
      CHECK(dark < tries / 3);
    }
  }
}
