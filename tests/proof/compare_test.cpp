// SPDX-License-Identifier: Apache-2.0
// The comparison is worth what it finds: a frame made by the caster itself passes, and every planted error is
// counted.
#include "tests/proof/compare.h"

#include "tests/catch.h"
#include "tests/oracles/random_scene.h"

namespace understudy::proof {
namespace {

/// The frame that a renderer without fault would give, t rounded to single precision.
Frame cast_frame(const Scene& scene, const oracle::Caster& caster) {
  Frame frame;
  frame.width_px = scene.camera.width_px;
  frame.height_px = scene.camera.height_px;
  frame.hits = Image<Hit>(frame.width_px, frame.height_px);
  frame.instances = Image<uint32_t>(frame.width_px, frame.height_px);
  frame.layers.begin.push_back(0);
  for (int y = 0; y < frame.height_px; ++y) {
    for (int x = 0; x < frame.width_px; ++x) {
      const oracle::Crossing crossing = caster.nearest(x + 0.5, y + 0.5);
      frame.hits(x, y) = {crossing.placement, crossing.primitive, float(crossing.u), float(crossing.v),
                          float(crossing.t_m)};
      frame.instances(x, y) = crossing.instance;
      std::vector<LayerEntry> entries;
      for (const auto& [id, t_m] : caster.instances_along(x + 0.5, y + 0.5))
        entries.push_back({id, float(t_m)});
      std::sort(entries.begin(), entries.end(), [](const LayerEntry& a, const LayerEntry& b) {
        return a.t_m != b.t_m ? a.t_m < b.t_m : a.instance < b.instance;
      });
      if (entries.size() == 1 && entries[0].instance == 0) entries.clear();
      frame.layers.entries.insert(frame.layers.entries.end(), entries.begin(), entries.end());
      frame.layers.begin.push_back(uint32_t(frame.layers.entries.size()));
    }
  }
  return frame;
}

TEST_CASE("a faultless frame passes the comparison, planted errors do not") {
  for (const uint64_t number : {0, 1, 2, 3, 9}) {
    const Scene scene = oracle::random_scene(number, 48, 36);
    const oracle::Caster caster(scene);
    Frame frame = cast_frame(scene, caster);
    const Comparison clean = compare(frame, caster);
    INFO("scene " << number << ": " << clean.summary());
    CHECK(clean.wrong_ids + clean.wrong_hits + clean.wrong_layers == 0);
    CHECK(clean.ids_at_edges + clean.hits_at_edges == 0);

    frame.instances(20, 10) += 1000001;  // nobody's id
    frame.hits(21, 10).primitive ^= 4096;
    REQUIRE_FALSE(frame.layers.entries.empty());
    frame.layers.entries.back().instance = 999999999;
    const Comparison planted = compare(frame, caster);
    CHECK(planted.wrong_ids == 1);
    CHECK(planted.wrong_hits == 1);
    CHECK(planted.wrong_layers == 2);
    CHECK_FALSE(planted.first_wrong.empty());
  }
}

TEST_CASE("a shift by a tenth of a pixel is found") {
  const Scene scene = oracle::random_scene(4, 96, 72);
  const oracle::Caster caster(scene);
  Scene shifted = scene;
  shifted.camera.cx += 0.1;
  const oracle::Caster other(shifted);
  const Comparison result = compare(cast_frame(shifted, other), caster);
  CHECK(result.wrong_hits > 10);
}

}  // namespace
}  // namespace understudy::proof
