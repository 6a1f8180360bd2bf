// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/object_render.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/matrix_transform.hpp>

#include "pipeline/insert/photo_camera.h"

namespace understudy {
namespace {

constexpr double ground_reach_m = 500;

std::array<glm::dvec3, 8> corners(const PlacedObject& placed) {
  const glm::dvec3 low(placed.subject.object->mesh->lower), high(placed.subject.object->mesh->upper);
  const double c = std::cos(placed.heading_rad), s = std::sin(placed.heading_rad);
  std::array<glm::dvec3, 8> result;
  for (int i = 0; i < 8; ++i) {
    const double x = i & 1 ? high.x : low.x, y = i & 2 ? high.y : low.y, z = i & 4 ? high.z : low.z;
    result[size_t(i)] = {placed.ground_m.x + c * x - s * y, placed.ground_m.y + s * x + c * y, z};
  }
  return result;
}

/// Grows by points.
struct Bounds {
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  void add(const glm::dvec2& p) {
    x0 = std::min(x0, p.x);
    y0 = std::min(y0, p.y);
    x1 = std::max(x1, p.x);
    y1 = std::max(y1, p.y);
  }
  void cut(double left, double top, double right, double bottom) {
    x0 = std::clamp(x0, left, right);
    x1 = std::clamp(x1, left, right);
    y0 = std::clamp(y0, top, bottom);
    y1 = std::clamp(y1, top, bottom);
  }
  Window window(int margin_px) const {
    const int x = int(std::floor(x0)) - margin_px, y = int(std::floor(y0)) - margin_px;
    return {x, y, int(std::ceil(x1)) + margin_px - x, int(std::ceil(y1)) + margin_px - y};
  }
};

std::optional<Bounds> bounds_of(const Camera& camera, const PlacedObject& placed) {
  Bounds bounds;
  for (const glm::dvec3& corner : corners(placed)) {
    const std::optional<glm::dvec2> p = camera.project(corner);
    if (!p) return std::nullopt;
    bounds.add(*p);
  }
  return bounds;
}

/// Where a film of water on the ground mirrors it.
Bounds mirror_bounds(const Camera& camera, const PlacedObject& placed) {
  Bounds bounds;
  for (const glm::dvec3& corner : corners(placed)) {
    if (const auto p = camera.project({corner.x, corner.y, -corner.z})) bounds.add(*p);
  }
  return bounds;
}

/// Where the object's shadow and the darker ground about its foot may be seen.
Bounds shadow_bounds(const Camera& camera, const PlacedObject& placed, const Sun& sun) {
  Bounds bounds;
  const glm::dvec3 towards(sun.direction);
  const double slope = std::max(towards.z, 0.2);
  const double about_m = 0.5 * (placed.subject.object->mesh->upper.z - placed.subject.object->mesh->lower.z);
  for (const glm::dvec3& corner : corners(placed)) {
    const glm::dvec2 shadow = glm::dvec2(corner) - glm::dvec2(towards) * (corner.z / slope);
    for (const glm::dvec2& end : {glm::dvec2(corner), shadow}) {
      for (const double dx : {-about_m, about_m}) {
        for (const double dy : {-about_m, about_m}) {
          // Never so near that it is behind the camera.
          const glm::dvec3 at(std::max(end.x + dx, 0.5), end.y + dy, 0);
          if (const std::optional<glm::dvec2> p = camera.project(at)) bounds.add(*p);
        }
      }
    }
  }
  return bounds;
}

Window window_of(const Camera& camera, const PlacedObject& placed, const PhotoLight& light) {
  const double width = camera.width_px, height = camera.height_px;
  Bounds bounds = bounds_of(camera, placed).value_or(Bounds{0, 0, width, height});
  bounds.cut(-width, -height, 2 * width, 2 * height);
  Bounds shadow = shadow_bounds(camera, placed, light.sun);
  if (light.ground_wetness > 0) {
    const Bounds mirror = mirror_bounds(camera, placed);
    shadow.add({mirror.x0, mirror.y0});
    shadow.add({mirror.x1, mirror.y1});
  }
  const double margin_px = 0.08 * (bounds.y1 - bounds.y0) + 6;
  shadow = {shadow.x0 - margin_px, shadow.y0 - margin_px, shadow.x1 + margin_px, shadow.y1 + margin_px};
  shadow.cut(0, 0, width, height);
  bounds.add({shadow.x0, shadow.y0});
  bounds.add({shadow.x1, shadow.y1});
  return bounds.window(4);
}

MeshPtr ground_mesh() {
  static const MeshPtr mesh = [] {
    Mesh ground;
    ground.name = "shadow catcher";
    const auto r = float(ground_reach_m);
    ground.positions = {{-r, -r, 0}, {r, -r, 0}, {r, r, 0}, {-r, r, 0}};
    ground.normals.assign(4, {0, 0, 1});
    ground.triangles = {{0, 1, 2}, {0, 2, 3}};
    ground.slots = {0, 0};
    ground.finish();
    return std::make_shared<const Mesh>(std::move(ground));
  }();
  return mesh;
}

void add_instance(const MeshPtr& mesh, Placement placement, Scene& scene) {
  placement.mesh = uint32_t(scene.meshes.size());
  placement.instance = InstanceId(uint32_t(scene.instances.size()) + 1);
  scene.meshes.push_back(mesh);
  scene.instances.push_back({placement.instance, CategoryId(1), {}});
  scene.placements.push_back(std::move(placement));
}

/// The ground is the first placement, what bears the label the second; what carries that is the third.
Scene scene_of(const PlacedObject& placed, const PhotoLight& light, Key key) {
  Scene scene;
  scene.key = key;
  scene.sun = light.sun;
  scene.sky = light.sky;
  scene.taxonomy.categories = {{CategoryId(1), "object", "object"}};
  scene.taxonomy.parts = placed.subject.parts;
  scene.textures = placed.subject.textures;
  Material ground;
  ground.name = "ground";
  // Of the light of wet ground the film gives the larger part, and what it lets through is soaked up.
  const auto dulled = float(1 - 0.7 * light.ground_wetness);
  for (int c = 0; c < 3; ++c) ground.albedo[c] = dulled * light.ground_albedo[size_t(c)];
  ground.roughness = 0.9f;
  ground.clearcoat = float(light.ground_wetness);
  ground.clearcoat_roughness = 0.12f;  // the grains of an asphalt stand out of the film here and there
  scene.materials = {ground};
  scene.meshes = {ground_mesh()};
  Placement catcher;
  catcher.materials = {0};
  scene.placements.push_back(catcher);

  Placement placement;
  placement.to_world = glm::rotate(glm::translate(glm::dmat4(1), glm::dvec3(placed.ground_m, 0)),
                                   placed.heading_rad, glm::dvec3(0, 0, 1));
  for (const Material& material : placed.subject.dressing.materials) {
    placement.materials.push_back(uint32_t(scene.materials.size()));
    scene.materials.push_back(material);
  }
  const ObjectModel& object = *placed.subject.object;
  add_instance(object.heads.empty() ? object.mesh : object.heads[0].mesh, placement, scene);
  if (!object.heads.empty()) add_instance(object.carrier, placement, scene);
  return scene;
}

Image<uint8_t> pixels_of(const Image<uint32_t>& instances, uint32_t first, uint32_t last) {
  Image<uint8_t> mask(instances.width_px(), instances.height_px());
  for (size_t i = 0; i < mask.size(); ++i) mask[i] = instances[i] >= first && instances[i] <= last;
  return mask;
}

/// Mean over scale x scale pixels.
Image<LinearRgb> averaged(const Image<LinearRgb>& fine, int scale) {
  Image<LinearRgb> mean(fine.width_px() / scale, fine.height_px() / scale);
  for (int y = 0; y < mean.height_px() * scale; ++y) {
    for (int x = 0; x < mean.width_px() * scale; ++x) {
      for (size_t c = 0; c < 3; ++c) mean(x / scale, y / scale)[c] += fine(x, y)[c] / float(scale * scale);
    }
  }
  return mean;
}

/// Mean over scale x scale pixels of what is the object.
Image<float> covered(const Image<uint32_t>& instances, int scale) {
  Image<float> coverage(instances.width_px() / scale, instances.height_px() / scale);
  for (int y = 0; y < instances.height_px(); ++y) {
    for (int x = 0; x < instances.width_px(); ++x) {
      if (instances(x, y) != 0) coverage(x / scale, y / scale) += 1.0f / float(scale * scale);
    }
  }
  return coverage;
}

}  // namespace

std::array<glm::dvec2, 4> footprint(const PlacedObject& placed) {
  const std::array<glm::dvec3, 8> all = corners(placed);
  return {glm::dvec2(all[0]), glm::dvec2(all[1]), glm::dvec2(all[3]), glm::dvec2(all[2])};
}

std::optional<Window> seen_bounds(const Camera& camera, const PlacedObject& placed) {
  const std::optional<Bounds> bounds = bounds_of(camera, placed);
  if (!bounds) return std::nullopt;
  return bounds->window(0);
}

RenderedObject render_object(Renderer& renderer, const Camera& camera, const PlacedObject& placed,
                             const PhotoLight& light, const Quality& quality, Key key) {
  RenderedObject result;
  const Window& w = result.window = window_of(camera, placed, light);
  result.most_light += 3 * float(light.ground_wetness);
  Scene scene = scene_of(placed, light, key);
  RenderRequest request;
  request.quality = quality;
  request.layers = false;
  // What is small in the picture has its contact shadow in few pixels, which a denoiser would take away.
  constexpr int64_t most_lit_px = 150000, most_px = 3000000;
  const int64_t size_px = int64_t(w.width) * w.height;
  const int lit_scale = size_px * 9 < most_lit_px ? 3 : size_px * 4 < most_lit_px ? 2 : 1;
  const Camera lit_camera = cropped(camera, w.x, w.y, w.width, w.height, lit_scale);
  scene.camera = lit_camera;
  Frame lit = renderer.render(scene, request);
  result.with = averaged(lit.radiance, lit_scale);

  const int scale = size_px * 16 < most_px ? 4 : size_px * 9 < most_px ? 3 : 2;
  scene.camera = cropped(camera, w.x, w.y, w.width, w.height, scale);
  RenderRequest labels;
  labels.radiance = false;
  labels.layers = false;
  result.coverage = covered(renderer.render(scene, labels).instances, scale);

  scene.camera = cropped(camera, w.x, w.y, w.width, w.height);
  const Image<uint32_t> instances =
      lit_scale == 1 ? std::move(lit.instances) : renderer.render(scene, labels).instances;
  result.mask = pixels_of(instances, 1, 2);
  result.label = pixels_of(instances, 1, 1);
  result.amodal = result.label;
  if (scene.placements.size() > 2) {
    scene.placements.resize(2);
    result.amodal = pixels_of(renderer.render(scene, labels).instances, 1, 1);
  }
  scene.placements.resize(1);
  scene.instances.clear();
  scene.camera = lit_camera;
  result.without = averaged(renderer.render(scene, request).radiance, lit_scale);

  const Image<uint8_t>& all = result.amodal;
  for (int x = 0; x < w.width; ++x) result.capped |= all(x, 0) || all(x, w.height - 1);
  for (int y = 0; y < w.height; ++y) result.capped |= all(0, y) || all(w.width - 1, y);
  return result;
}

}  // namespace understudy
