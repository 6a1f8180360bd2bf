// SPDX-License-Identifier: Apache-2.0
#include "generators/street/objects/car_shape.h"

namespace understudy {
namespace {

void add_tyre(MeshBuilder& builder, float r, float inner, float half, const glm::mat4& turned) {
  tag(builder, CarSlot::tyre, Part::wheel);
  builder.add(lathe({{inner, -half},
                     {0.93f * r, -half},
                     {r, -half + 0.03f},
                     {r, half - 0.034f},
                     {0.965f * r, half - 0.008f},
                     {0.86f * r, half + 0.004f},
                     {inner, half - 0.006f}},
                    32),
              turned);
}

/// The well of the wheel with the brake's disc in it.
void add_well(MeshBuilder& builder, float r, float inner, const glm::mat4& turned) {
  tag(builder, CarSlot::dark, Part::wheel);
  builder.add(lathe({{inner, -0.08f}, {inner, -0.01f}, {0, -0.01f}}, 24), turned);
  tag(builder, CarSlot::chrome, Part::wheel);
  builder.add(lathe({{0.46f * r, -0.01f}, {0.46f * r, 0.006f}, {0.22f * r, 0.006f}}, 20), turned);
}

}  // namespace

void add_car_wheel(MeshBuilder& builder, const CarShape& s, int spokes, const glm::mat4& at) {
  const glm::mat4 turned = at * rotate_x(-90);  // the lathe's z becomes y
  const float r = s.wheel_m, inner = 0.69f * r, half = 0.1f, lip = inner * 0.93f;
  add_tyre(builder, r, inner, half, turned);
  add_well(builder, r, inner, turned);
  tag(builder, CarSlot::rim, Part::wheel);
  builder.add(
      lathe({{inner, half - 0.006f}, {inner * 0.985f, half + 0.004f}, {lip, 0.075f}, {lip, -0.01f}}, 32),
      turned);
  builder.add(lathe({{0.2f * r, 0.02f}, {0.17f * r, 0.07f}, {0.06f * r, 0.078f}, {0, 0.078f}}, 16), turned);
  const bool paired = spokes == 5;
  for (int i = 0; i < spokes; ++i) {
    const float wide = (paired ? 0.22f : 0.5f) * r / float(spokes) + 0.01f;
    for (const float apart : paired ? std::vector<float>{-1.0f, 1.0f} : std::vector<float>{0.0f}) {
      const float in = 0.045f * r * apart, out = 0.16f * r * apart;
      const Ring hub{{0.1f * r, in - wide, 0.03f},
                     {0.1f * r, in + wide, 0.03f},
                     {0.1f * r, in + 0.8f * wide, 0.072f},
                     {0.1f * r, in - 0.8f * wide, 0.072f}};
      const Ring rim{{lip, out - wide, 0.035f},
                     {lip, out + wide, 0.035f},
                     {lip, out + 0.8f * wide, 0.078f},
                     {lip, out - 0.8f * wide, 0.078f}};
      builder.add(loft({hub, rim}), turned * rotate_z(360.0f * float(i) / float(spokes)));
    }
  }
}

}  // namespace understudy
