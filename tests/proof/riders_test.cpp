// SPDX-License-Identifier: Apache-2.0
// Rider and bicycle as two instances are the cyclist as one: the same pixels, visible and amodal.
#include <set>

#include "generators/street/classes.h"
#include "renderer/renderer.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

const std::string recipe =
    "street: {cyclists: {count: 8, labels: LABELS}, bicycles: {count: 2}}\ncamera: {mode: dashcam}";

Scene compose(const std::string& labels, uint64_t seed) {
  std::string yaml = recipe;
  yaml.replace(yaml.find("LABELS"), 6, labels);
  return compose_image(street_recipe(yaml), seed);
}

/// By instance id: 0, -1, -2, ... for cyclists in their order, whole or in pieces; 1, 2, ... for all others.
std::vector<int> owners_of(const Scene& scene) {
  std::vector<int> owners{0};
  int cyclists = 0, others = 0;
  for (const Instance& instance : scene.instances) {
    const auto piece = instance.provenance.find("cyclist");
    if (instance.category.value == uint32_t(Class::cyclist) ||
        (piece != instance.provenance.end() && piece->second == "rider"))
      owners.push_back(-++cyclists);
    else
      owners.push_back(piece != instance.provenance.end() ? -cyclists : ++others);
  }
  return owners;
}

std::set<int> met_by_ray(const Frame& frame, const std::vector<int>& owners, int x, int y) {
  const size_t pixel = size_t(y) * size_t(frame.width_px) + size_t(x);
  std::set<int> met;
  for (uint32_t i = frame.layers.begin[pixel]; i < frame.layers.begin[pixel + 1]; ++i)
    met.insert(owners[frame.layers.entries[i].instance]);
  return met;
}

}  // namespace

TEST_CASE("rider and bicycle together are the cyclist's visible and amodal mask, pixel for pixel") {
  Renderer renderer{RendererOptions{}};
  RenderRequest labels_only;
  labels_only.radiance = false;
  int of_cyclists = 0, of_riders = 0, of_bicycles = 0, unlike = 0, unlike_behind = 0;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    const Scene whole = compose("cyclist", seed), apart = compose("rider_and_bicycle", seed);
    const std::vector<int> whole_owners = owners_of(whole), apart_owners = owners_of(apart);
    const Frame a = renderer.render(whole, labels_only), b = renderer.render(apart, labels_only);
    for (int y = 0; y < a.height_px; ++y) {
      for (int x = 0; x < a.width_px; ++x) {
        const int owner = whole_owners[a.instances(x, y)];
        unlike += owner != apart_owners[b.instances(x, y)];
        unlike_behind += met_by_ray(a, whole_owners, x, y) != met_by_ray(b, apart_owners, x, y);
        if (owner >= 0) continue;
        ++of_cyclists;
        const uint32_t category = apart.instances[b.instances(x, y) - 1].category.value;
        of_riders += category == uint32_t(Class::pedestrian);
        of_bicycles += category == uint32_t(Class::bicycle);
      }
    }
  }
  CHECK(unlike == 0);
  CHECK(unlike_behind == 0);
  CHECK(of_riders > 100);
  CHECK(of_bicycles > 100);
  CHECK(of_riders + of_bicycles == of_cyclists);
}
