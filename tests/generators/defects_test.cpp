// SPDX-License-Identifier: Apache-2.0
// What a cut does to a surface, in closed form.
#include <map>

#include "generators/defects/defect.h"
#include "generators/defects/fields.h"
#include "generators/defects/laid_bare.h"
#include "generators/defects/surface_extent.h"
#include "generators/shapes/solids.h"
#include "tests/catch.h"
#include "tests/generators/mesh_area.h"

using namespace understudy;

namespace {

/// A plate of 100 mm x 60 mm, its upper side at z = 0.
std::shared_ptr<Mesh> plate() {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = "plate";
  mesh->positions = {{-0.05f, -0.03f, 0}, {0.05f, -0.03f, 0}, {0.05f, 0.03f, 0}, {-0.05f, 0.03f, 0}};
  mesh->uvs = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  mesh->triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh->finish();
  return mesh;
}

MeshPtr solid(const Piece& piece) {
  MeshBuilder builder("solid");
  builder.add(piece);
  return builder.build_on_ground();
}

/// How often each edge, by the places of its ends, is run along in each direction.
using EdgeCounts = std::map<std::array<float, 6>, int>;
void count_edges(const Mesh& mesh, EdgeCounts& counts) {
  for (const glm::uvec3& t : mesh.triangles) {
    for (int i = 0; i < 3; ++i) {
      const glm::vec3 a = mesh.positions[t[i]] + 0.0f, b = mesh.positions[t[(i + 1) % 3]] + 0.0f;
      ++counts[{a.x, a.y, a.z, b.x, b.y, b.z}];
    }
  }
}

/// Edges that are not met by their opposite exactly once.
int open_edges(const EdgeCounts& counts) {
  int open = 0;
  for (const auto& [e, count] : counts) {
    const auto opposite = counts.find({e[3], e[4], e[5], e[0], e[1], e[2]});
    open += opposite == counts.end() || opposite->second != count;
  }
  return open;
}

DefectShape straight_scratch(double half_length_m, double width_m) {
  const std::vector<Stroke> strokes{
      {{{-half_length_m, 0.001, 0}, {half_length_m, 0.001, 0}}, {width_m / 2, width_m / 2}}};
  DefectShape shape;
  shape.field = stroke_field(strokes);
  shape.finest_m = 0.49 * width_m;
  enclose(strokes, shape.finest_m, shape);
  return shape;
}

}  // namespace

TEST_CASE("a straight scratch on a plate has exactly straight sides and its area") {
  const auto mesh = plate();
  for (const double width_m : {0.0001, 0.0007, 0.004}) {
    Surface surface(*mesh);
    REQUIRE(surface.cut(straight_scratch(0.02, width_m), {0, 0.001, 0}));
    const DefectMesh scratch = surface.defect(0);
    CHECK(scratch.looks == std::vector<DefectMesh::Look>{{0, 0}});
    // The ends are half circles, cut as polygons.
    const double caps = 3.14159265 * width_m * width_m / 4;
    CHECK(area_m2(*scratch.mesh) < 0.04 * width_m + caps);
    CHECK(area_m2(*scratch.mesh) > 0.04 * width_m + 0.85 * caps);
    // The float next to the outline, no farther.
    for (const glm::vec3& p : scratch.mesh->positions) {
      if (std::abs(p.x) > 0.0199) continue;
      CHECK(std::abs(double(p.y) - 0.001) < width_m / 2 + 2e-10);
    }
    CHECK(area_m2(*surface.intact()) + area_m2(*scratch.mesh) == Approx(area_m2(*mesh)).epsilon(1e-6));
  }
}

TEST_CASE("a cut leaves no T-junction and no gap, across creases and where defects overlap") {
  for (const MeshPtr& mesh : {solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, 0.02f})),
                              solid(ellipsoid({0, 0, 0}, {0.04f, 0.04f, 0.03f}, 24))}) {
    EdgeCounts before;
    count_edges(*mesh, before);
    REQUIRE(open_edges(before) == 0);
    const SurfaceMap map(*mesh);
    Surface surface(*mesh);
    Stream stream(Key{3, 0}, "test");
    for (const DefectKind& kind : defect_kinds()) {
      DefectSite site{map, map.sample(stream)};
      if (const auto edge = map.nearest_edge(site.at.position)) site.at = *edge;
      const glm::dvec3 aside{0.3, 0.5, 0.7};
      site.along = glm::normalize(glm::cross(aside, site.at.normal));
      const Defect defect = kind.make(site, {1, 0.03, 0.01, 0.001}, stream.child(kind.name));
      surface.cut(defect.shape, site.at.position);
    }
    REQUIRE(surface.defect_count() >= 4);
    EdgeCounts good, bad;
    double area = area_m2(*surface.intact());
    count_edges(*surface.intact(), good);
    count_edges(*surface.intact(), bad);
    for (size_t i = 0; i < surface.defect_count(); ++i) {
      const DefectMesh defect = surface.defect(i);
      area += area_m2(*defect.as_good);
      count_edges(*defect.as_good, good);
      count_edges(*defect.mesh, bad);
    }
    CHECK(area == Approx(area_m2(*mesh)).epsilon(1e-5));
    CHECK(open_edges(good) == 0);
    CHECK(open_edges(bad) == 0);
  }
}

TEST_CASE("long thin triangles are cut into about as many as others, without gaps") {
  std::vector<size_t> counts;
  for (const int sections : {64, 2000}) {
    const MeshPtr mesh = solid(cylinder({0, 0, 0}, {0, 0, 0.12f}, 0.02f, sections));
    DefectShape shape = straight_scratch(0.008, 0.0002);
    const ScalarField flat = shape.field;
    const glm::dvec3 at{0.02, 0, 0.06};
    shape.field = [flat](const glm::dvec3& p) {
      return flat(glm::dvec3(p.z - 0.06, p.y + 0.001, 0.02 - p.x));
    };
    shape.center = at;
    Surface surface(*mesh);
    REQUIRE(surface.cut(shape, at));
    const DefectMesh scratch = surface.defect(0);
    CHECK(area_m2(*scratch.mesh) == Approx(0.016 * 0.0002).epsilon(0.03));
    CHECK(area_m2(*surface.intact()) + area_m2(*scratch.mesh) == Approx(area_m2(*mesh)).epsilon(1e-5));
    EdgeCounts edges;
    count_edges(*surface.intact(), edges);
    count_edges(*scratch.mesh, edges);
    CHECK(open_edges(edges) == 0);
    counts.push_back(scratch.mesh->triangles.size());
  }
  CHECK(counts[1] < 2 * counts[0]);
}

TEST_CASE("what a scratch lays bare is the layer that its depth reaches, the same at any severity") {
  Material paint;
  paint.albedo = {0.3f, 0.01f, 0.01f};
  paint.clearcoat = 1;
  paint.coats_metal = true;
  Material glaze = paint;
  glaze.coats_metal = false;
  const auto scratched = [](Material material, double depth_m, double severity, uint64_t seed) {
    scratch_kind().change(material, {severity, depth_m, 3, Stream(Key{seed, 0}, "look")});
    return material;
  };
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Material crushed = scratched(paint, 30e-6, 1, seed), primer = scratched(paint, 80e-6, 1, seed),
                   steel = scratched(paint, 150e-6, 1, seed);
    CHECK(crushed.albedo == glm::vec3(0.75f));
    CHECK(crushed.metalness == 0);
    CHECK(primer.albedo.x <= 0.5f);
    CHECK(primer.metalness == 0);
    CHECK(steel.albedo == bare_steel);
    CHECK(steel.metalness == 1);
    CHECK(scratched(paint, 150e-6, 0.2, seed).metalness > 0.5f);
    CHECK(scratched(glaze, 150e-6, 1, seed).metalness == 0);
  }
}

TEST_CASE("the normals of a dent are those of its formula") {
  const auto mesh = plate();
  const SurfaceMap map(*mesh);
  DefectSite site{map, {{0.004, 0.003, 0}, {0, 0, 1}, 0}};
  DefectSize size{1, 0.03, 0.02, 0.001};
  size.even = true;
  const Defect dent = dent_kind().make(site, size, Stream(Key{}, "dent"));
  Surface surface(*mesh);
  REQUIRE(surface.cut(dent.shape, site.at.position));
  const DefectMesh made = surface.defect(0);
  double deepest = 0;
  for (size_t i = 0; i < made.mesh->positions.size(); ++i) {
    const glm::dvec3 p = made.mesh->positions[i];
    const double x = (p.x - 0.004) / 0.015, y = (p.y - 0.003) / 0.01, rest = std::max(1 - x * x - y * y, 0.0);
    CHECK(p.z == Approx(-0.001 * rest * rest).margin(1e-8));
    const glm::dvec3 expected =
        glm::normalize(glm::dvec3(-4 * 0.001 * rest * x / 0.015, -4 * 0.001 * rest * y / 0.01, 1));
    CHECK(glm::length(glm::dvec3(made.mesh->normals[i]) - expected) < 1e-4);
    deepest = std::min(deepest, p.z);
  }
  CHECK(deepest == Approx(-0.001).epsilon(0.03));
}

TEST_CASE("a worse defect covers the milder one of the same seed") {
  const auto mesh = plate();
  const SurfaceMap map(*mesh);
  for (const DefectKind& kind : defect_kinds()) {
    const DefectSite site{map, {{0.004, 0.003, 0}, {0, 0, 1}, 0}};
    double last = 0;
    MeshPtr milder;
    for (const double severity : {0.0, 0.3, 0.6, 1.0}) {
      const Defect defect = kind.make(site, {severity, 0.02, 0.008, 0.0005}, Stream(Key{7, 1}, "severity"));
      Surface surface(*mesh);
      INFO(kind.name << " at severity " << severity);
      REQUIRE(surface.cut(defect.shape, site.at.position));
      const double area = area_m2(*surface.defect(0).as_good);
      CHECK(area > last);
      CHECK(defect.facts.severity == severity);
      double uncovered = 0;
      for (size_t i = 0; milder && i < milder->triangles.size(); ++i) {
        const glm::uvec3& t = milder->triangles[i];
        const glm::dvec3 a = milder->positions[t.x], b = milder->positions[t.y], c = milder->positions[t.z];
        if (defect.shape.field((a + b + c) / 3.0) > 0) uncovered += glm::length(glm::cross(b - a, c - a)) / 2;
      }
      CHECK(uncovered < 0.02 * area);  // noise has another lattice where its features grow
      milder = surface.defect(0).as_good;
      last = area;
    }
  }
}

TEST_CASE("a defect on a thin sheet stays on its side") {
  const MeshPtr mesh = solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, 0.0005f}));
  Surface surface(*mesh);
  DefectShape shape = straight_scratch(0.02, 0.004);
  const ScalarField flat = shape.field;
  shape.field = [flat](const glm::dvec3& p) { return flat(p - glm::dvec3(0, 0, 0.0005)); };
  REQUIRE(surface.cut(shape, {0, 0.001, 0.0005}));
  const MeshPtr scratch = surface.defect(0).mesh;
  for (const glm::vec3& p : scratch->positions) CHECK(p.z == 0.0005f);
}

TEST_CASE("a hole right through has a wall from outline to outline, and nothing else") {
  const double thickness_m = 0.004, radius_m = 0.006;
  const MeshPtr mesh = solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, float(thickness_m)}));
  const SurfaceMap map(*mesh);
  DefectSite site{map, {{0.004, 0.003, double(float(thickness_m))}, {0, 0, 1}, 0}};
  site.at.triangle = map.nearest_edge({0, 0, 1})->triangle;
  site.thickness_m = map.thickness_m(site.at);
  REQUIRE(site.thickness_m == Approx(thickness_m));
  DefectSize size{1, 2 * radius_m, 2 * radius_m, 0.001};
  size.through = true;
  const Defect hole = hole_kind().make(site, size, Stream(Key{}, "hole"));
  REQUIRE(hole.shape.through);
  CHECK(hole.facts.depth_mm == Approx(1e3 * thickness_m));
  Surface surface(*mesh);
  REQUIRE(surface.cut(hole.shape, site.at.position));
  const DefectMesh made = surface.defect(0);
  EdgeCounts good, bad;
  count_edges(*surface.intact(), good);
  count_edges(*surface.intact(), bad);
  count_edges(*made.as_good, good);
  count_edges(*made.mesh, bad);
  CHECK(open_edges(good) == 0);
  CHECK(open_edges(bad) == 0);
  // The wall of a roughened cylinder: its outline is up to 14 % longer or shorter, and it is a polygon.
  CHECK(area_m2(*made.mesh) == Approx(2 * 3.14159265 * radius_m * thickness_m).epsilon(0.2));
  for (size_t i = 0; i < made.mesh->triangles.size(); ++i) {
    const glm::uvec3& t = made.mesh->triangles[i];
    const glm::dvec3 a = made.mesh->positions[t.x], b = made.mesh->positions[t.y],
                     c = made.mesh->positions[t.z];
    const glm::dvec3 face = glm::cross(b - a, c - a), inwards = site.at.position - (a + b + c) / 3.0;
    CHECK(glm::dot(face, glm::dvec3(inwards.x, inwards.y, 0)) > 0);
    CHECK(glm::dot(face, glm::dvec3(made.mesh->normals[t.x])) > 0);
  }
  // It cannot where another defect holds the other side, nor across an edge.
  Surface again(*mesh);
  DefectShape below = straight_scratch(0.02, 0.004);
  REQUIRE(again.cut(below, {0, 0.001, 0}));
  CHECK_FALSE(again.cut(hole.shape, site.at.position));
  site.at.position.x = 0.048;
  Surface edge(*mesh);
  CHECK_FALSE(edge.cut(hole_kind().make(site, size, Stream(Key{}, "hole")).shape, site.at.position));
}

TEST_CASE("sheet that is pressed through keeps its thickness and its area; thick plate keeps its back") {
  for (const double thickness_m : {0.0008, 0.01}) {
    const MeshPtr mesh = solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, float(thickness_m)}));
    const SurfaceMap map(*mesh);
    const double top = double(float(thickness_m)), depth_m = 0.002;
    DefectSite site{map, {{0.004, 0.003, top}, {0, 0, 1}, 0}};
    site.thickness_m = thickness_m;
    DefectSize size{1, 0.03, 0.02, depth_m};
    size.through = size.even = true;
    Surface surface(*mesh);
    REQUIRE(surface.cut(dent_kind().make(site, size, Stream(Key{}, "dent")).shape, site.at.position));
    const DefectMesh dent = surface.defect(0);
    const bool thin = thickness_m < depth_m;
    double deepest_above = top, deepest_below = 0;
    for (size_t i = 0; i < dent.mesh->positions.size(); ++i) {
      const glm::dvec3 p = dent.mesh->positions[i];
      const double x = (p.x - 0.004) / 0.015, y = (p.y - 0.003) / 0.01,
                   rest = std::max(1 - x * x - y * y, 0.0);
      const bool above = dent.mesh->normals[i].z > 0;
      CHECK(p.z == Approx((above ? top : 0) - depth_m * rest * rest).margin(2e-8));
      (above ? deepest_above : deepest_below) = std::min(above ? deepest_above : deepest_below, p.z);
    }
    CHECK(deepest_above == Approx(top - depth_m).margin(0.03 * depth_m));
    CHECK(deepest_below == Approx(thin ? -depth_m : 0).margin(0.03 * depth_m));
    // Bent, not stretched: 2 mm over 20 mm is a few per cent of area.
    CHECK(area_m2(*dent.mesh) == Approx(area_m2(*dent.as_good)).epsilon(0.06));
  }
}

TEST_CASE("a dent leaves an object around it, however small that is, and keeps its form") {
  const MeshPtr mesh = solid(box({-0.005f, -0.005f, 0}, {0.005f, 0.005f, 0.01f}));
  const SurfaceMap map(*mesh);
  const DefectSite site{map, {{0, 0, 0.01}, {0, 0, 1}, 0}};
  const Defect dent = dent_kind().make(site, {1, 0.03, 0.024, 0.002}, Stream(Key{}, "dent"));
  CHECK(dent.facts.length_mm < 8);
  CHECK(dent.facts.width_mm == Approx(0.8 * dent.facts.length_mm));
  CHECK(dent.facts.depth_mm == Approx(dent.facts.length_mm / 15));
  Surface surface(*mesh);
  REQUIRE(surface.cut(dent.shape, site.at.position));
  const MeshPtr cut = surface.defect(0).mesh;
  for (const glm::vec3& p : cut->positions) {
    CHECK(std::abs(p.x) < 0.005f);
    CHECK(std::abs(p.y) < 0.005f);
  }
}

TEST_CASE("a piece of a surface is as long and wide as its rectangle, however it lies") {
  const double angle = 0.7;
  auto mesh = std::make_shared<Mesh>(*plate());
  for (glm::vec3& p : mesh->positions) {
    const glm::dvec3 q = p;
    p = {q.x * std::cos(angle) + 3, q.x * std::sin(angle), q.y};
  }
  mesh->finish();
  const glm::dvec2 extent = surface_extent_m(*mesh);
  CHECK(extent.x == Approx(0.1).epsilon(1e-4));
  CHECK(extent.y == Approx(0.06).epsilon(1e-4));
}

TEST_CASE("a hole is as long and as wide as it was asked for, in a plate and through it") {
  const MeshPtr mesh = solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, 0.004f}));
  const SurfaceMap map(*mesh);
  DefectSite site{map, {{0.004, 0.003, double(0.004f)}, {0, 0, 1}, map.nearest_edge({0, 0, 1})->triangle}};
  site.thickness_m = map.thickness_m(site.at);
  site.along = {0.6, 0.8, 0};
  for (const bool through : {false, true}) {
    CAPTURE(through);
    DefectSize size{1, 0.02, 0.005, 0.001};
    size.through = through;
    const Defect hole = hole_kind().make(site, size, Stream(Key{}, "hole"));
    Surface surface(*mesh);
    REQUIRE(surface.cut(hole.shape, site.at.position));
    const MeshPtr taken = surface.defect(0).as_good;
    double length_m = 0, width_m = 0;
    for (const glm::dvec3 p : taken->positions) {
      const glm::dvec3 from = p - site.at.position;
      length_m = std::max(length_m, 2 * std::abs(from.x * 0.6 + from.y * 0.8));
      width_m = std::max(width_m, 2 * std::abs(from.y * 0.6 - from.x * 0.8));
    }
    CHECK(hole.facts.length_mm == Approx(20));
    CHECK(hole.facts.width_mm == Approx(5));
    CHECK(length_m == Approx(0.02).epsilon(0.15));
    CHECK(width_m == Approx(0.005).epsilon(0.15));
  }
}

TEST_CASE("a chip is as long as it was asked for, and as wide as its edge and depth make it") {
  const MeshPtr mesh = solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, 0.02f}));
  const SurfaceMap map(*mesh);
  DefectSite site{map, *map.nearest_edge({0, 0.03, 0.02})};
  site.along = {1, 0, 0};
  const Defect chip = chip_kind().make(site, {1, 0.012, 0.012, 0.002}, Stream(Key{}, "chip"));
  Surface surface(*mesh);
  REQUIRE(surface.cut(chip.shape, site.at.position));
  const MeshPtr taken = surface.defect(0).as_good;
  const glm::dvec2 extent_mm = 1e3 * surface_extent_m(*taken);
  CHECK(extent_mm.x == Approx(1e3 * double(taken->upper.x - taken->lower.x)).epsilon(0.05));
  CHECK(extent_mm.x == Approx(12).epsilon(0.15));
  CHECK(extent_mm.y < 6);
  CHECK(extent_mm.y > 2);
}

TEST_CASE("an edge that folds inwards is a crevice") {
  const MeshPtr mesh = solid(box({-0.05f, -0.03f, 0}, {0.05f, 0.03f, 0.01f}));
  CHECK_FALSE(SurfaceMap(*mesh).nearest_crevice({0, 0, 0}));
  auto angle = std::make_shared<Mesh>();
  angle->name = "angle";
  angle->positions = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0, 1, 1}, {1, 1, 1}};
  angle->triangles = {{0, 1, 2}, {0, 2, 3}, {3, 2, 5}, {3, 5, 4}};  // a floor, and a wall that rises from it
  angle->finish();
  const auto crevice = SurfaceMap(*angle).nearest_crevice({0.25, 0.1, 0});
  REQUIRE(crevice);
  CHECK(glm::length(crevice->position - glm::dvec3(0.25, 1, 0)) < 1e-6);
  for (glm::uvec3& t : angle->triangles) std::swap(t.y, t.z);  // seen from behind, the same edge is a ridge
  CHECK_FALSE(SurfaceMap(*angle).nearest_crevice({0.25, 0.1, 0}));
}

TEST_CASE("a straight way over a cylinder is a helix") {
  const double radius = 0.02;
  const MeshPtr mesh = solid(cylinder({0, 0, 0}, {0, 0, 0.2f}, float(radius), 256));
  const SurfaceMap map(*mesh);
  SurfacePoint at = *map.nearest_edge({1, 0, 0});
  // From the lower rim, at 45 degrees.
  Stream stream(Key{}, "helix");
  do at = map.sample(stream);
  while (at.position.z > 0.02 || std::abs(at.normal.z) > 0.1);
  glm::dvec3 direction = glm::normalize(glm::cross(glm::dvec3(0, 0, 1), at.normal) + glm::dvec3(0, 0, 1));
  std::vector<SurfacePoint> path;
  const SurfacePoint from = at;
  REQUIRE(map.walk(at, direction, 0.1, 0.001, path));
  CHECK(at.position.z - from.position.z == Approx(0.1 / std::sqrt(2.0)).epsilon(1e-3));
  const auto angle = [](const SurfacePoint& p) { return std::atan2(p.position.y, p.position.x); };
  const double turned = std::remainder(angle(at) - angle(from) - 0.1 / std::sqrt(2.0) / radius, 6.283185307);
  CHECK(std::abs(turned) < 0.01);
  CHECK(path.size() >= 100);
}
