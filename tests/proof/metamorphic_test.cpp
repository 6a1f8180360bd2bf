// SPDX-License-Identifier: Apache-2.0
// Relations between renders that need no oracle: what must happen to labels when the scene or camera changes
// in a way whose effect is known exactly.
#include <algorithm>
#include <numeric>

#include "labels/annotate.h"
#include "renderer/renderer.h"
#include "tests/catch.h"
#include "tests/oracles/random_scene.h"

namespace understudy::proof {
namespace {

constexpr int width_px = 96, height_px = 72;

RenderRequest labels_only() {
  RenderRequest request;
  request.radiance = false;
  return request;
}

std::vector<LayerEntry> layers_at(const Frame& frame, int x, int y) {
  const size_t pixel = size_t(y) * size_t(frame.width_px) + size_t(x);
  return {frame.layers.entries.begin() + frame.layers.begin[pixel],
          frame.layers.entries.begin() + frame.layers.begin[pixel + 1]};
}

std::vector<uint32_t> ids_of(const std::vector<LayerEntry>& layers) {
  std::vector<uint32_t> ids;
  for (const LayerEntry& entry : layers) ids.push_back(entry.instance);
  return ids;
}

/// Pixels of `moved` whose label is not the one that stood at (x - dx, y - dy) of `before`.
int unlike_after_shift(const Frame& before, const Frame& moved, int dx, int dy) {
  int unlike = 0;
  for (int y = std::max(0, dy); y < std::min(height_px, height_px + dy); ++y) {
    for (int x = std::max(0, dx); x < std::min(width_px, width_px + dx); ++x) {
      const bool same = moved.instances(x, y) == before.instances(x - dx, y - dy) &&
                        ids_of(layers_at(moved, x, y)) == ids_of(layers_at(before, x - dx, y - dy));
      if (!same) ++unlike;
    }
  }
  return unlike;
}

TEST_CASE("a principal point moved by whole pixels moves every mask by as many") {
  Renderer renderer{RendererOptions{}};
  int unlike = 0;
  for (uint64_t number = 0; number < 40; ++number) {
    Scene scene = oracle::random_scene(number, width_px, height_px);
    const Frame before = renderer.render(scene, labels_only());
    scene.camera.cx += 11;
    scene.camera.cy -= 7;
    unlike += unlike_after_shift(before, renderer.render(scene, labels_only()), 11, -7);
  }
  CHECK(unlike == 0);
}

TEST_CASE("an orthographic camera moved by whole pixels moves every mask by as many, back") {
  Renderer renderer{RendererOptions{}};
  int unlike = 0;
  for (uint64_t number = 3; number < 80; number += 4) {
    Scene scene = oracle::random_scene(number, width_px, height_px);
    REQUIRE(scene.camera.model == LensModel::orthographic);
    const Frame before = renderer.render(scene, labels_only());
    scene.camera.position_m += scene.camera.world_from_camera[0] * (5 / scene.camera.fx);
    unlike += unlike_after_shift(before, renderer.render(scene, labels_only()), -5, 0);
  }
  CHECK(unlike <= 20 * width_px * height_px / 10000);
}

TEST_CASE("the order of placements, instances and meshes does not matter") {
  Renderer renderer{RendererOptions{}};
  for (uint64_t number = 0; number < 40; ++number) {
    const Scene scene = oracle::random_scene(number, width_px, height_px);
    Scene shuffled = scene;
    std::reverse(shuffled.instances.begin(), shuffled.instances.end());
    std::reverse(shuffled.meshes.begin(), shuffled.meshes.end());
    std::rotate(shuffled.placements.begin(), shuffled.placements.begin() + shuffled.placements.size() / 3,
                shuffled.placements.end());
    std::reverse(shuffled.placements.begin(), shuffled.placements.begin() + shuffled.placements.size() / 2);
    for (Placement& placement : shuffled.placements)
      placement.mesh = uint32_t(scene.meshes.size() - 1 - placement.mesh);
    const Frame a = renderer.render(scene, labels_only());
    const Frame b = renderer.render(shuffled, labels_only());
    INFO("scene " << number);
    CHECK(a.instances == b.instances);
    CHECK(a.categories == b.categories);
    CHECK(a.layers.begin == b.layers.begin);
    CHECK(a.layers.entries == b.layers.entries);
    const bool same_hits =
        std::equal(a.hits.begin(), a.hits.end(), b.hits.begin(), [](const Hit& h, const Hit& g) {
          return h.primitive == g.primitive && h.t_m == g.t_m && h.u == g.u && h.v == g.v;
        });
    CHECK(same_hits);
  }
}

Scene without(Scene scene, uint32_t instance) {
  std::erase_if(scene.placements, [&](const Placement& p) { return p.instance.value == instance; });
  std::erase_if(scene.instances, [&](const Instance& i) { return i.id.value == instance; });
  return scene;
}

/// What the layers of `before` say will be seen and met once `gone` is away.
std::vector<LayerEntry> predicted_layers(const Frame& before, int x, int y, uint32_t gone) {
  auto layers = layers_at(before, x, y);
  std::erase_if(layers, [&](const LayerEntry& entry) { return entry.instance == gone; });
  if (layers.size() == 1 && layers[0].instance == 0) layers.clear();
  return layers;
}

uint32_t predicted_instance(const Frame& before, int x, int y, uint32_t gone) {
  if (before.instances(x, y) != gone) return before.instances(x, y);
  const auto layers = layers_at(before, x, y);
  return layers.size() > 1 ? layers[1].instance : 0;
}

TEST_CASE("without an occluder, exactly what the layers said was behind it appears, and amodal masks stay") {
  Renderer renderer{RendererOptions{}};
  int revealed_px = 0;
  for (uint64_t number = 0; number < 40; ++number) {
    const Scene scene = oracle::random_scene(number, width_px, height_px);
    const Frame before = renderer.render(scene, labels_only());
    const uint32_t gone = scene.instances.at(scene.instances.size() / 2).id.value;
    const Frame after = renderer.render(without(scene, gone), labels_only());
    int unlike = 0;
    for (int y = 0; y < height_px; ++y) {
      for (int x = 0; x < width_px; ++x) {
        if (after.instances(x, y) != predicted_instance(before, x, y, gone)) ++unlike;
        if (layers_at(after, x, y) != predicted_layers(before, x, y, gone)) ++unlike;
        if (before.instances(x, y) == gone && after.instances(x, y) != 0) ++revealed_px;
      }
    }
    INFO("scene " << number << " without instance " << gone);
    CHECK(unlike == 0);
  }
  CHECK(revealed_px > 500);
}

TEST_CASE("the first layer is the visible instance: visible is a subset of amodal") {
  Renderer renderer{RendererOptions{}};
  for (uint64_t number = 0; number < 40; ++number) {
    const Frame frame = renderer.render(oracle::random_scene(number, width_px, height_px), labels_only());
    int unlike = 0;
    for (int y = 0; y < height_px; ++y) {
      for (int x = 0; x < width_px; ++x) {
        const auto layers = layers_at(frame, x, y);
        const uint32_t id = frame.instances(x, y);
        if (layers.empty() ? id != 0 : layers.front().instance != id) ++unlike;
        if (!layers.empty() && layers.front().t_m != frame.hits(x, y).t_m) ++unlike;
      }
    }
    INFO("scene " << number);
    CHECK(unlike == 0);
  }
}

/// Pixels of `instance` hidden by each front surface, counted the slow way.
std::map<uint32_t, int64_t> hidden_by(const Frame& frame, uint32_t instance) {
  std::map<uint32_t, int64_t> hidden;
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      const auto ids = ids_of(layers_at(frame, x, y));
      const bool met = std::find(ids.begin(), ids.end(), instance) != ids.end();
      if (met && frame.instances(x, y) != instance) ++hidden[frame.instances(x, y)];
    }
  }
  return hidden;
}

TEST_CASE("annotations of random scenes keep every invariant, and hidden pixels by occluder add up") {
  Renderer renderer{RendererOptions{}};
  int occluded = 0;
  for (uint64_t number = 0; number < 40; ++number) {
    const Scene scene = oracle::random_scene(number, width_px, height_px);
    const Frame frame = renderer.render(scene, labels_only());
    const Annotations annotations = annotate(frame, scene, LabelRules{1, 0.0});
    INFO("scene " << number);
    CHECK(find_violation(annotations, width_px, height_px) == "");
    for (const Annotation& annotation : annotations.kept) {
      std::map<uint32_t, int64_t> occluders;
      for (const Occluder& o : annotation.occluders) occluders[o.instance.value] += o.hidden_px;
      CHECK(occluders == hidden_by(frame, annotation.instance.value));
      int64_t sum = 0;
      for (const auto& [instance, px] : occluders) sum += px;
      CHECK(sum == annotation.amodal_area_px - annotation.area_px);
      occluded += !occluders.empty();
    }
  }
  CHECK(occluded > 50);
}

}  // namespace
}  // namespace understudy::proof
