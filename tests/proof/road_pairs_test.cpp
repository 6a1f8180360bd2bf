// SPDX-License-Identifier: Apache-2.0
// Matched pairs of roads: where a damaged road may differ from the same road without damage.
#include <cmath>

#include "generators/street/surface/road_defects.h"
#include "labels/annotate.h"
#include "renderer/renderer.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

constexpr double depth_m = 0.05;

std::shared_ptr<Mesh> square(const char* name, double half_m, double z) {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = name;
  const float h = float(half_m);
  mesh->positions = {{-h, -h, z}, {h, -h, z}, {h, h, z}, {-h, h, z}};
  mesh->triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh->finish();
  return mesh;
}

/// A road seen from straight above, with one defect of this kind in its middle; a square of paint where it is
/// the paint that is defective. Paint lies on the road, and is seen from the road beside it.
Scene road_with(const RoadDefectKind& kind) {
  Scene scene;
  scene.taxonomy = street_taxonomy();
  scene.materials.resize(2);
  scene.materials[0].albedo = glm::vec3(0.1f);
  scene.materials[1].albedo = glm::vec3(0.6f);
  scene.meshes = {square("ground", 8, 0), square("markings", 0.3, 0.004)};
  scene.placements.resize(kind.on_markings ? 2 : 1);
  for (uint32_t i = 0; i < scene.placements.size(); ++i) {
    scene.placements[i].mesh = i;
    scene.placements[i].materials = {i};
  }
  scene.camera = look_at({0, 0, 1.5}, {0, 1e-9, 0}, 128, 128, 30);
  scene.camera.world_from_camera =
      glm::dmat3(glm::dvec3(1, 0, 0), glm::dvec3(0, -1, 0), glm::dvec3(0, 0, -1));
  scene.sky.radiance = glm::vec3(1);
  scene.sun.direction = glm::normalize(glm::vec3(0.5f, 0.3f, 1));
  scene.sun.irradiance_klx = glm::vec3(3);
  RoadDefectSite site;
  const bool is_line = kind.label == Class::longitudinal_crack || kind.label == Class::transverse_crack;
  site.length_m = 0.4;
  site.width_m = is_line ? 0.03 : 0.3;
  site.depth_m = depth_m;
  cut_road_defects({{&kind, kind.make(site, Stream(Key{7, 0}, "road")), glm::dvec3(0)}}, scene);
  scene.check();
  return scene;
}

constexpr int finer = 8;

/// The labels of the same view, `finer` rays for each pixel's side: what is thinner than a pixel shows.
Frame fine_labels(Renderer& renderer, Scene scene) {
  Camera& camera = scene.camera;
  camera.width_px *= finer, camera.height_px *= finer;
  camera.fx *= finer, camera.fy *= finer, camera.cx *= finer, camera.cy *= finer;
  RenderRequest request;
  request.radiance = false;
  return renderer.render(scene, request);
}

/// Whether the defect shows in a pixel or in the next one.
bool shows_near(const Frame& fine, int x, int y) {
  for (int v = (y - 1) * finer; v < (y + 2) * finer; ++v)
    for (int u = (x - 1) * finer; u < (x + 2) * finer; ++u)
      if (fine.instances(u, v) != 0) return true;
  return false;
}

}  // namespace

TEST_CASE("a pair of a road differs in the defect and nowhere that its light cannot reach") {
  Renderer renderer{RendererOptions{}};
  RenderRequest request;
  request.quality = Quality::named("preview");
  request.quality.denoise = false;  // it spreads light over its window
  for (const RoadDefectKind& kind : road_defect_kinds()) {
    INFO(kind.name);
    const Scene scene = road_with(kind);
    REQUIRE(scene.has_defects());
    const Scene without = scene.without_defects();
    without.check();
    CHECK(!without.has_defects());
    const Frame bad = renderer.render(scene, request), good = renderer.render(without, request);
    const Frame fine = fine_labels(renderer, scene);
    int inside = 0, changed = 0, outside = 0, wrong = 0, labelled = 0;
    for (int y = 2; y + 2 < bad.height_px; ++y) {
      for (int x = 2; x + 2 < bad.width_px; ++x) {
        labelled += good.instances(x, y) != 0;
        const bool same = bad.radiance(x, y) == good.radiance(x, y);
        if (bad.instances(x, y) == 1) ++inside, changed += !same;
        // All of it lies in the plane or below: no point of the plane sees it.
        if (!shows_near(fine, x, y)) ++outside, wrong += !same;
      }
    }
    CHECK(labelled == 0);
    CHECK(inside > 50);
    CHECK(changed > inside / 3);  // a crack may be much thinner than a pixel whose centre it meets
    CHECK(outside > 3000);
    CHECK(wrong == 0);
    const Annotations annotations = annotate(bad, scene, {16, 0, 1});
    CHECK(find_violation(annotations, bad.width_px, bad.height_px) == "");
    REQUIRE(annotations.kept.size() == 1);
    REQUIRE(annotations.kept[0].defect);
    CHECK(annotations.kept[0].defect->parent == background);
    CHECK(annotations.kept[0].defect->facts.severity == 1);
    CHECK(annotations.kept[0].defect->size_px.length > 0);
  }
}
