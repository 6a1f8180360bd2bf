// SPDX-License-Identifier: Apache-2.0
// Defects from geometry to label: masks in closed form, what a hole shows, where a pair may differ.
#include "generators/defects/defects.h"

#include <cmath>

#include "generators/defects/defect.h"
#include "generators/recipe.h"
#include "generators/shapes/solids.h"
#include "labels/annotate.h"
#include "renderer/renderer.h"
#include "sensor/sensor.h"
#include "tests/catch.h"

using namespace understudy;

namespace {

constexpr double half_m = 0.06;  // of a square plate

std::shared_ptr<Mesh> plate() {
  auto mesh = std::make_shared<Mesh>();
  mesh->name = "plate";
  const float h = float(half_m);
  mesh->positions = {{-h, -h, 0}, {h, -h, 0}, {h, h, 0}, {-h, h, 0}};
  mesh->triangles = {{0, 1, 2}, {0, 2, 3}};
  mesh->finish();
  return mesh;
}

/// Camera looking straight down on the plate, `px_per_m` there.
Camera down(LensModel lens, double px_per_m, double distance_m) {
  Camera camera = look_at({0, 0, distance_m}, {0, 1e-9, 0}, 128, 96, 60);
  camera.world_from_camera = glm::dmat3(glm::dvec3(1, 0, 0), glm::dvec3(0, -1, 0), glm::dvec3(0, 0, -1));
  camera.model = lens;
  camera.fx = camera.fy = lens == LensModel::orthographic ? px_per_m : px_per_m * distance_m;
  return camera;
}

/// The plate as instance 1, the cut as instance 2, lit from above and by the sky.
Scene scene_of(const Mesh& mesh, const DefectShape& shape, const glm::dvec3& seed, const Camera& camera) {
  Surface surface(mesh);
  REQUIRE(surface.cut(shape, seed));
  const DefectMesh defect = surface.defect(0);
  Scene scene;
  scene.taxonomy.categories = {{CategoryId(1), "plate", "part"}, {CategoryId(2), "scratch", "defect"}};
  scene.materials.resize(1);
  scene.meshes = {surface.intact(), defect.mesh, defect.as_good};
  scene.instances = {{InstanceId(1), CategoryId(1), {}}, {InstanceId(2), CategoryId(2), {}}};
  scene.instances[1].parent = InstanceId(1);
  scene.instances[1].defect.emplace();
  scene.placements.resize(2);
  for (uint32_t i = 0; i < 2; ++i) {
    scene.placements[i].mesh = i;
    scene.placements[i].instance = InstanceId(i + 1);
    scene.placements[i].materials.assign(i == 0 ? 1 : defect.looks.size(), 0);
  }
  scene.placements[1].good = Placement::Good{2, scene.placements[1].materials};
  scene.camera = camera;
  scene.sky.radiance = glm::vec3(1);
  scene.sun.direction = glm::normalize(glm::vec3(0.5f, 0.3f, 1));
  scene.sun.irradiance_klx = glm::vec3(3);
  return scene;
}

Renderer& renderer() {
  static Renderer one{RendererOptions{}};
  return one;
}

Frame labels_of(const Scene& scene) {
  RenderRequest request;
  request.radiance = false;
  return renderer().render(scene, request);
}

glm::dvec3 on_plate(const Camera& camera, int x, int y) {
  const Ray ray = *camera.ray(x + 0.5, y + 0.5);
  return ray.origin - ray.direction * (ray.origin.z / ray.direction.z);
}

}  // namespace

TEST_CASE("a straight scratch of known width gives the mask that geometry says") {
  const double px_per_m = 1000;
  for (const LensModel lens : {LensModel::orthographic, LensModel::pinhole}) {
    const Camera camera = down(lens, px_per_m, 0.4);
    for (const double width_px : {0.5, 1.0, 2.0, 5.0}) {
      const double width_m = width_px / px_per_m, angle = 0.3;
      const glm::dvec3 along{std::cos(angle), std::sin(angle), 0}, across{-along.y, along.x, 0};
      const glm::dvec3 middle{0.00137, 0.0021, 0};
      const std::vector<Stroke> strokes{
          {{middle - along * 0.04, middle + along * 0.04}, {width_m / 2, width_m / 2}}};
      DefectShape shape;
      shape.field = stroke_field(strokes);
      shape.finest_m = 0.49 * width_m;
      enclose(strokes, shape.finest_m, shape);
      const auto mesh = plate();
      const Scene scene = scene_of(*mesh, shape, middle, camera);
      const Frame frame = labels_of(scene);
      INFO("width " << width_px << " px, lens " << lens_model_name(lens));
      int expected = 0, wrong = 0;
      for (int y = 0; y < frame.height_px; ++y) {
        for (int x = 0; x < frame.width_px; ++x) {
          const glm::dvec3 p = on_plate(camera, x, y) - middle;
          if (std::abs(glm::dot(p, along)) > 0.0395) continue;  // the ends are polygons
          const double distance_px = std::abs(glm::dot(p, across)) * px_per_m - width_px / 2;
          const bool inside = distance_px < 0;
          expected += inside;
          wrong += std::abs(distance_px) > 1e-3 && inside != (frame.instances(x, y) == 2);
        }
      }
      CHECK(expected > 60 * width_px);
      CHECK(wrong == 0);
      const Annotations annotations = annotate(frame, scene, {1, 0, 1});
      CHECK(find_violation(annotations, frame.width_px, frame.height_px) == "");
      REQUIRE(annotations.kept.size() == 2);
      CHECK(annotations.kept[1].defect->size_px.length == Approx(80 + width_px).margin(1.5));
      CHECK(annotations.kept[1].truncation == 0);
      CHECK(annotations.kept[0].amodal_area_px >= annotations.kept[1].amodal_area_px);
    }
  }
}

TEST_CASE("a stain at a grazing angle has the area that geometry says") {
  const double radius_m = 0.03, elevation = glm::radians(12.0), px_per_m = 1500;
  Camera camera = look_at({0, -0.5 * std::cos(elevation), 0.5 * std::sin(elevation)}, {0, 0, 0}, 128, 96, 30);
  camera.model = LensModel::orthographic;
  camera.fx = camera.fy = px_per_m;
  const std::vector<Stroke> strokes{{{{0, 0, 0}}, {radius_m}}};
  DefectShape shape;
  shape.field = stroke_field(strokes);
  shape.finest_m = radius_m / 30;
  enclose(strokes, shape.finest_m, shape);
  const auto mesh = plate();
  const Annotations annotations = annotate(labels_of(scene_of(*mesh, shape, {0, 0, 0}, camera)),
                                           scene_of(*mesh, shape, {0, 0, 0}, camera), {1, 0, 1});
  const double r = radius_m * px_per_m, expected = 3.14159265 * r * r * std::sin(elevation);
  REQUIRE(annotations.kept.size() == 2);
  CHECK(double(annotations.kept[1].area_px) == Approx(expected).epsilon(0.02));
}

TEST_CASE("the floor of a pit lies as deep as it was made, under its own label") {
  const auto mesh = plate();
  const SurfaceMap map(*mesh);
  const DefectSite site{map, {{0, 0, 0}, {0, 0, 1}, 0}};
  const double depth_m = 0.004;
  const Defect pit = hole_kind().make(site, {1, 0.04, 0.04, depth_m}, Stream(Key{}, "pit"));
  const Camera camera = down(LensModel::orthographic, 1000, 0.4);
  RenderRequest request;
  request.radiance = false;
  request.buffers = true;
  const Frame frame = renderer().render(scene_of(*mesh, pit.shape, {0, 0, 0}, camera), request);
  const int x = frame.width_px / 2, y = frame.height_px / 2;
  CHECK(frame.instances(x, y) == 2);
  CHECK(frame.depth_m(x, y) == Approx(0.4 + 1.1 * depth_m).epsilon(0.002));
  CHECK(frame.instances(20, 20) == 1);
  CHECK(frame.depth_m(20, 20) == Approx(0.4));
}

TEST_CASE("a hole right through shows what is behind it: ids in closed form") {
  constexpr double thickness_m = 0.005, radius_m = 0.02, taper_m = 0.0035;
  MeshBuilder builder("plate");
  builder.add(box({-float(half_m), -float(half_m), -float(thickness_m)}, {float(half_m), float(half_m), 0}));
  const MeshPtr sheet = builder.build();
  const glm::dvec3 entry{0.0031, 0.0017, 0}, axis{0, 0, 1};
  const std::vector<Stroke> strokes{{{entry}, {radius_m}}};
  DefectShape shape;
  shape.field = [round = stroke_field(strokes)](const glm::dvec3& p) { return round({p.x, p.y, 0}); };
  shape.through = Through{Through::Way::bored, entry - axis * double(float(thickness_m)), axis, taper_m};
  shape.levels = {-taper_m};
  shape.finest_m = radius_m / 60;
  shape.center = entry;
  shape.radius_m = 1.1 * radius_m;
  const Camera camera = down(LensModel::orthographic, 1000, 0.4);
  Scene scene = scene_of(*sheet, shape, entry, camera);
  // Behind it an object that reaches half way across the hole.
  scene.meshes.push_back(plate());
  scene.taxonomy.categories.push_back({CategoryId(3), "thing", "part"});
  scene.instances.push_back({InstanceId(3), CategoryId(3), {}});
  Placement behind;
  behind.mesh = 3;
  behind.instance = InstanceId(3);
  behind.materials = {0};
  behind.to_world[3] = glm::dvec4(entry.x + half_m, entry.y, -0.05, 1);
  scene.placements.push_back(behind);
  const Frame frame = labels_of(scene), good = labels_of(scene.without_defects());
  int64_t through = 0, ring = 0, wrong = 0;
  for (int y = 0; y < frame.height_px; ++y) {
    for (int x = 0; x < frame.width_px; ++x) {
      if (std::abs(on_plate(camera, x, y).x) > 0.95 * half_m) continue;
      const glm::dvec3 p = on_plate(camera, x, y) - entry;
      const double r = std::hypot(p.x, p.y);
      // The outlines are polygons whose sides are up to finest_m long.
      const double bow_m = shape.finest_m * shape.finest_m / (8 * (radius_m - taper_m)) + 1e-6;
      if (std::abs(r - radius_m) < bow_m || std::abs(r - radius_m + taper_m) < bow_m) continue;
      const uint32_t expected = r > radius_m ? 1 : r > radius_m - taper_m ? 2 : p.x > 0 ? 3 : 0;
      through += expected == 3;
      ring += expected == 2;
      wrong += frame.instances(x, y) != expected;
      wrong += good.instances(x, y) != 1;
    }
  }
  CHECK(through > 300);
  CHECK(ring > 200);
  CHECK(wrong == 0);
  const Annotations annotations = annotate(frame, scene, {1, 0, 1});
  CHECK(find_violation(annotations, frame.width_px, frame.height_px) == "");
}

TEST_CASE("pictures of a pair differ only where light of the defect can reach") {
  const auto mesh = plate();
  const SurfaceMap map(*mesh);
  const DefectSite site{map, {{0.01, 0, 0}, {0, 0, 1}, 0}};
  const Defect dent = dent_kind().make(site, {1, 0.03, 0.02, 0.002}, Stream(Key{}, "dent"));
  const Scene scene = scene_of(*mesh, dent.shape, site.at.position, down(LensModel::orthographic, 1000, 0.4));
  RenderRequest request;
  request.quality = Quality::named("standard");
  request.quality.denoise = false;  // it spreads light over its window
  const Frame bad = renderer().render(scene, request);
  const Frame good = renderer().render(scene.without_defects(), request);
  int64_t inside = 0, changed = 0, outside = 0, wrong = 0;
  for (int y = 2; y + 2 < bad.height_px; ++y) {
    for (int x = 2; x + 2 < bad.width_px; ++x) {
      CHECK(good.instances(x, y) <= 1);
      bool near = false;  // a pixel at the outline shows both
      for (int i = 0; i < 25; ++i) near = near || bad.instances(x - 2 + i % 5, y - 2 + i / 5) == 2;
      const bool same = bad.radiance(x, y) == good.radiance(x, y);
      if (bad.instances(x, y) == 2) ++inside, changed += !same;
      // A dent lies below the plane: no point of the plane sees it.
      if (!near) ++outside, wrong += !same;
    }
  }
  CHECK(inside > 400);
  CHECK(changed > inside / 2);
  CHECK(outside > 5000);
  CHECK(wrong == 0);
}

TEST_CASE("the good picture of a pair has no trace of the defects") {
  const std::string text =
      "generator: inspection\nseed: 2\ninspection: {part: rolled_plate, stage: line_scan}\n"
      "camera: {size_in_frame: 1.4}\n";
  const std::string defects =
      "defects: {scratch: {count: 6, severity: 1, width_mm: 1}, crack: {count: 2, severity: 1, width_mm: "
      "1}}\n";
  RenderRequest request;
  request.quality = Quality::named("standard");
  double off = 0, off_around = 0;
  int64_t traces = 0, around = 0;
  for (uint64_t index = 0; index < 3; ++index) {
    const auto scene_of = [&](const std::string& recipe_text) {
      const Recipe recipe = Recipe::parse(recipe_text, "trace", sensor_parameters());
      Scene scene = recipe.generator->compose(Draw(recipe.parameters, {recipe.seed, index}), 200, 200);
      scene.key = {recipe.seed, index};
      return scene;
    };
    const Scene scene = scene_of(text + defects);
    REQUIRE(scene.has_defects());
    const Frame bad = labels_of(scene), good = renderer().render(scene.without_defects(), request),
                whole = renderer().render(scene_of(text), request);
    for (int y = 0; y < 200; ++y) {
      for (int x = 0; x < 200; ++x) {
        if (whole.instances(x, y) == 0) continue;
        const double error = std::abs(double(good.radiance(x, y)[1] / whole.radiance(x, y)[1]) - 1);
        if (bad.instances(x, y) > 1) off += error, ++traces;
        if (bad.instances(x, y) == 1) off_around += error, ++around;
      }
    }
  }
  REQUIRE(traces > 500);
  CHECK(off_around / double(around) < 0.002);
  CHECK(off / double(traces) < 0.005);  // filtered apart from their object they were off by 0.016
}

TEST_CASE("a twin that takes over what no defect touched is the twin that was rendered alone") {
  const char* const text =
      "generator: inspection\nseed: 9\ncamera: {size_in_frame: 0.9}\n"
      "inspection: {stage: bench, rig: {sequence: [ring, softbox, dome, bar]},\n"
      "  part: {sequence: [rolled_plate, car_panel, bracket, bottle]},\n"
      "  distractors: {drops: 2, textures: 1, shadows: 1}}\n"
      "defects: {hole: {count: 1, through: true, length_mm: 8, width_mm: 8}, dent: {count: 1}, scratch: "
      "{count: 1},\n"
      "  chip: {count: 1}, rust: {count: 1}}\n";
  const Recipe recipe = Recipe::parse(text, "twin", sensor_parameters());
  for (uint64_t index = 0; index < 4; ++index) {
    const Draw draw(recipe.parameters, {recipe.seed, index});
    Scene scene = recipe.generator->compose(draw, 160, 160);
    scene.key = {recipe.seed, index};
    REQUIRE(scene.has_defects());
    RenderRequest request;
    request.quality = Quality::named("standard");
    request.plain_surroundings = index % 2 == 0;
    request.pairing = RenderRequest::Pairing::first;
    const Frame bad = renderer().render(scene, request);
    const uint64_t all_rays = renderer().statistics().rays;
    request.layers = false;
    request.pairing = RenderRequest::Pairing::twin;
    const Frame twin = renderer().render(scene.without_defects(), request);
    const uint64_t twin_rays = renderer().statistics().rays;
    request.pairing = RenderRequest::Pairing::alone;
    const Frame alone = renderer().render(scene.without_defects(), request);
    INFO("image " << index);
    CHECK(twin.radiance == alone.radiance);
    CHECK_FALSE(twin.radiance == bad.radiance);
    CHECK(twin_rays < all_rays);
    CHECK(twin_rays < renderer().statistics().rays);
  }
}

namespace {

/// One part with one defect of this kind, close up.
Scene defective(const DefectKind& kind, double severity, uint64_t index, int side_px) {
  const std::string text =
      "generator: inspection\nseed: 4\n"
      "inspection: {part: rolled_plate}\ncamera: {size_in_frame: " +
      std::string(kind.begins_on_edge ? "2" : "6") +
      "}\n"
      "defects: {" +
      kind.name +
      ": {count: 1, length_mm: 10, width_mm: 3, depth_mm: 0.4, severity: " + std::to_string(severity) +
      "}}\n";
  const Recipe recipe = Recipe::parse(text, "severity", sensor_parameters());
  Scene scene = recipe.generator->compose(Draw(recipe.parameters, {recipe.seed, index}), side_px, side_px);
  scene.key = {recipe.seed, index};
  return scene;
}

}  // namespace

TEST_CASE("severity up: the mask never shrinks") {
  for (const DefectKind& kind : defect_kinds()) {
    int seen = 0;
    for (uint64_t index = 2; index < 4; ++index) {
      int64_t last = 0;
      for (const double severity : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const Scene scene = defective(kind, severity, index, 128);
        const Annotations annotations = annotate(labels_of(scene), scene, {1, 0, 1});
        // A mild one may lie out of sight.
        const int64_t area = annotations.kept.size() < 2 ? 0 : annotations.kept[1].area_px;
        INFO(kind.name << " at severity " << severity << ", image " << index);
        CHECK(area >= last);
        last = area;
        seen += area > 0;
      }
    }
    CHECK(seen >= 5);
  }
}

namespace {

/// Contrast of the defect between the pictures of a pair with one exposure and no noise of the sensor; 0
/// where it is out of sight.
double contrast_of(const Scene& scene) {
  RenderRequest request;
  request.quality = Quality::named("standard");
  request.quality.samples_per_pixel = 6;
  request.pairing = RenderRequest::Pairing::first;
  const Frame bad = renderer().render(scene, request);
  Annotations annotations = annotate(bad, scene, {1, 0, 1});
  if (annotations.kept.size() < 2) return 0;
  request.layers = false;
  request.pairing = RenderRequest::Pairing::twin;
  const Frame good = renderer().render(scene.without_defects(), request);
  Sensor sensor;
  sensor.auto_exposure = false;  // the lamps light white paper to about 1
  sensor.full_well_e = 0;
  const Stream noise(scene.key, "noise");
  measure_contrast(develop(bad.radiance, sensor, noise), develop(good.radiance, sensor, noise), annotations);
  return *annotations.kept[1].defect->contrast;
}

}  // namespace

TEST_CASE("severity up: the contrast never shrinks") {
  // Few paths light a pixel, and where the surface moves their noise does not repeat: of one picture it is
  // worth two grey levels, of the mean of a few pictures nothing.
  constexpr double grey_levels = 2 / 255.0;
  constexpr uint64_t images = 3;
  for (const DefectKind& kind : defect_kinds()) {
    double last[images] = {}, last_mean = 0;
    for (const double severity : {0.2, 0.6, 1.0}) {
      double mean = 0;
      for (uint64_t index = 0; index < images; ++index) {
        const double contrast = contrast_of(defective(kind, severity, index, 160));
        INFO(kind.name << " at severity " << severity << ", image " << index);
        CHECK(contrast >= last[index] - grey_levels);
        last[index] = contrast;
        mean += contrast / images;
      }
      INFO(kind.name << " at severity " << severity);
      CHECK(mean > 0);
      CHECK(mean >= last_mean);
      last_mean = mean;
    }
  }
}
