// SPDX-License-Identifier: Apache-2.0
// Shopfronts: piers, panes with a display behind them, a fascia with a name, an awning. The panes are opaque
// and mirror the street; the display is laid on them, as dim as what one sees through glass by day.
#include <algorithm>

#include "generators/street/objects/building.h"
#include "generators/street/objects/glyphs.h"

namespace understudy {
namespace {

void add_goods(MeshBuilder& builder, const Opening& o, float x, Stream& stream) {
  const float floor = o.z0 + 0.12f, shelf = o.z0 + float(stream.uniform(0.8, 1.1));
  tag(builder, interior, Part::window);
  front_face(builder, {o.y0 + 0.05f, o.y1 - 0.05f, o.z0 + 0.05f, floor}, x);
  const bool shelves = stream.chance(0.5);
  if (shelves) front_face(builder, {o.y0 + 0.1f, o.y1 - 0.1f, shelf - 0.04f, shelf}, x);
  for (const float z : shelves ? std::vector<float>{floor, shelf} : std::vector<float>{floor}) {
    float y = o.y0 + 0.15f;
    while (true) {
      const float wide = float(stream.uniform(0.1, 0.45)),
                  high = float(stream.uniform(0.15, shelves ? 0.5 : 1.2));
      if (y + wide > o.y1 - 0.12f) break;
      tag(builder, stream.chance(0.5) ? goods_a : goods_b, Part::window);
      if (stream.chance(0.3)) {
        builder.add(ellipsoid({0, 0, 0}, {0.5f, 0.5f, 0.5f}, 10),
                    translate({x, y + wide / 2, z + high / 2}) * scale({0.004f, wide, high}));
      } else {
        front_face(builder, {y, y + wide, z, z + high}, x + 0.001f);
      }
      y += wide + float(stream.uniform(0.02, 0.35));
    }
  }
  if (stream.chance(0.35)) {  // a poster on the pane
    const float wide = float(stream.uniform(0.4, 0.7)), y = glm::mix(o.y0 + 0.1f, o.y1 - 0.1f - wide, 0.7f);
    if (y > o.y0) {
      tag(builder, sign, Part::window);
      front_face(builder, {y, y + wide, o.z0 + 0.9f, o.z0 + 0.9f + 1.4f * wide}, x + 0.004f);
    }
  }
}

void add_fascia(MeshBuilder& builder, const BuildingPlan& plan, float head, Stream& stream) {
  const float half = plan.width() / 2, high = 0.52f;
  tag(builder, sign, Part::face);
  front_box(builder, {-half + 0.15f, half - 0.15f, head + 0.1f, head + 0.1f + high}, 0, 0.07f);
  const float tall = float(stream.uniform(0.26, 0.4));
  const glm::vec2 cell{tall / 6, tall / 5};
  const int fits = int((plan.width() - 0.8f) / (4 * cell.x)),
            count = std::min(fits, int(stream.uniform_int(6, 16)));
  if (count < 3) return;
  tag(builder, sign_text, Part::letters);
  const float y = -2 * cell.x * float(count);
  builder.add(text_piece(random_text(count, true, stream), cell),
              translate({0.073f, y, head + 0.1f + (high - tall) / 2}));
  tag(builder, trim, Part::trim);
  front_box(builder, {-half + 0.1f, half - 0.1f, head + 0.1f + high, head + 0.16f + high}, 0, 0.12f);
}

void add_awning(MeshBuilder& builder, const BuildingPlan& plan, float head, Stream& stream) {
  const float half = plan.width() / 2, deep = float(stream.uniform(0.9, 1.3)), drop = 0.45f;
  tag(builder, awning, Part::roof);
  const Ring left{{0, -half + 0.3f, head + 0.08f},
                  {0, -half + 0.3f, head + 0.05f},
                  {deep, -half + 0.3f, head - drop},
                  {deep, -half + 0.3f, head - drop + 0.03f}};
  Ring right = left;
  for (glm::vec3& p : right) p.y = half - 0.3f;
  builder.add(loft({right, left}));
  builder.add(
      box({deep - 0.01f, -half + 0.3f, head - drop - 0.2f}, {deep, half - 0.3f, head - drop}));  // valance
}

}  // namespace

void add_shopfront(MeshBuilder& builder, const BuildingPlan& plan, Stream stream) {
  const float half = plan.width() / 2, head = plan.ground_m - 0.75f, pane = -0.16f;
  const float door0 = -half + plan.bay_m * float(plan.door_bay) + 0.3f, door1 = door0 + 1.1f;
  const float riser = float(stream.uniform(0.3, 0.6));
  tag(builder, base, Part::wall);
  front_box(builder, {-half, -half + 0.3f, 0, head}, -0.2f, 0);
  front_box(builder, {half - 0.3f, half, 0, head}, -0.2f, 0);
  front_box(builder, {-half, half, head, plan.ground_m}, -0.2f, 0);
  tag(builder, trim, Part::trim);
  for (const float y : {-half + 0.02f, half - 0.28f}) {  // pilasters
    front_box(builder, {y, y + 0.26f, 0, head + 0.1f}, 0, 0.05f);
    front_box(builder, {y - 0.02f, y + 0.28f, 0, 0.35f}, 0, 0.08f);
  }
  tag(builder, door, Part::door);
  for (const float y : {door0, door1 - 0.1f}) front_box(builder, {y, y + 0.1f, 0, head}, -0.19f, -0.08f);
  front_box(builder, {door0 + 0.1f, door1 - 0.1f, 0, 0.3f}, -0.19f, -0.11f);
  front_box(builder, {door0 + 0.1f, door1 - 0.1f, 2.1f, 2.2f}, -0.19f, -0.11f);
  tag(builder, metalwork, Part::door);
  front_box(builder, {door1 - 0.2f, door1 - 0.16f, 0.8f, 1.3f}, -0.14f, -0.06f);
  tag(builder, shop_glass, Part::window);
  front_face(builder, {door0, door1, 0, head}, pane);
  int number = 0;
  for (const auto& [y0, y1] : {std::pair(-half + 0.3f, door0), std::pair(door1, half - 0.3f)}) {
    if (y1 - y0 < 0.2f) continue;
    tag(builder, base, Part::wall);
    front_box(builder, {y0, y1, 0, riser}, -0.2f, 0);
    tag(builder, shop_glass, Part::window);
    front_face(builder, {y0, y1, riser, head}, pane);
    const int panes = std::max(1, int((y1 - y0) / 1.9f));
    for (int i = 0; i < panes; ++i, ++number) {
      const Opening o{glm::mix(y0, y1, float(i) / float(panes)),
                      glm::mix(y0, y1, float(i + 1) / float(panes)), riser, head};
      Stream own = stream.child(uint64_t(number));
      add_goods(builder, o, pane + 0.004f, own);
      tag(builder, frame, Part::frame);
      for (const float y : {o.y0, o.y1 - 0.05f})
        front_box(builder, {y, y + 0.05f, riser, head}, pane, pane + 0.06f);
      for (const float z : {riser, head - 0.06f, head - 0.55f})
        front_box(builder, {o.y0 + 0.05f, o.y1 - 0.05f, z, z + 0.06f}, pane, pane + 0.06f);
    }
  }
  add_fascia(builder, plan, head, stream);
  if (stream.chance(0.45)) add_awning(builder, plan, head, stream);
}

}  // namespace understudy
