// SPDX-License-Identifier: Apache-2.0
// Body and clothes as blended fields, one layer per material, each meshed by itself: a sleeve ends where the
// hand begins, with a clean edge.
#include "generators/street/objects/person.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

constexpr float fine_m = 0.015f, coarse_m = 0.024f;

struct Tailor {
  MeshBuilder& builder;
  const Physique& body;
  const Outfit& outfit;
  const Skeleton& s;
  float h() const { return body.height_m; }
  /// A share of body height, thickened by the build.
  float thick(float share) const { return share * body.height_m * body.build; }
  /// Folds around limbs, or along what hangs down.
  Folds folds(bool hangs) const {
    const float per_m = 1.75f / (h() * (hangs ? 0.075f : 0.085f));
    const glm::vec3 across = hangs ? glm::vec3(0.55f, 0.8f, 0.1f) : glm::vec3(0.3f, -0.25f, 0.9f);
    return {0.006f * h() / 1.75f, per_m * across, outfit.folds};
  }
};

void add(const Tailor& t, PersonSlot slot, Part part, const Field& field, float cell_m) {
  tag(t.builder, slot, part);
  t.builder.add(polygonise(field, cell_m * std::clamp(t.h() / 1.75f, 0.75f, 1.0f)));
}

glm::vec3 between(const glm::vec3& a, const glm::vec3& b, float share) { return a + (b - a) * share; }

void add_head(const Tailor& t) {
  const glm::vec3 f = t.s.forward, left = glm::normalize(glm::cross(glm::vec3(0, 0, 1), f)),
                  up = glm::cross(f, left);
  const glm::mat3 frame(f, left, up);
  const float k = t.h() * t.body.head_scale;
  const auto at = [&](float x, float y, float z) { return t.s.head + frame * (k * glm::vec3(x, y, z)); };
  Field head(0.02f);
  head.ellipsoid(at(-0.006f, 0, 0.014f), k * glm::vec3(0.056f, 0.0445f, 0.055f), frame);
  head.ellipsoid(at(0.012f, 0, -0.026f), k * glm::vec3(0.038f, 0.034f, 0.043f), frame);
  head.limb(at(0.0455f, 0, 0.004f), at(0.0525f, 0, -0.015f), 0.0055f * k, 0.008f * k);
  for (const float side : {-1.0f, 1.0f})
    head.ellipsoid(at(-0.006f, side * 0.044f, -0.006f), k * glm::vec3(0.011f, 0.007f, 0.018f), frame);
  head.limb(t.s.neck - glm::vec3(0, 0, 0.02f * t.h()), at(-0.012f, 0, -0.03f), t.thick(0.034f),
            t.thick(0.031f));
  add(t, skin, Part::head, head, fine_m);
  const auto on_face = [&](const glm::vec3& place, const glm::vec3& radii) {
    t.builder.add(transformed(ellipsoid({0, 0, 0}, k * radii, 8),
                              glm::mat4(glm::vec4(f, 0), glm::vec4(left, 0), glm::vec4(up, 0),
                                        glm::vec4(at(place.x, place.y, place.z), 1))));
  };
  for (const float side : {-1.0f, 1.0f}) {
    tag(t.builder, eyes, Part::head);
    on_face({0.0465f, side * 0.018f, 0.004f}, {0.004f, 0.0075f, 0.0045f});
    tag(t.builder, hair, Part::hair);
    on_face({0.0465f, side * 0.019f, 0.0135f}, {0.0035f, 0.0105f, 0.0021f});
  }

  Field cap(0.02f);
  const bool covered = t.outfit.hat != Outfit::Hat::none;
  if (t.outfit.hair != Outfit::Hair::bald) {
    cap.ellipsoid(at(-0.012f, 0, 0.016f), k * glm::vec3(0.0565f, 0.0495f, covered ? 0.05f : 0.058f), frame);
    if (t.outfit.hair == Outfit::Hair::short_cut) {
      cap.cut(at(0.036f, 0, 0.02f), glm::normalize(frame * glm::vec3(1, 0, -0.55f)));
      cap.cut(at(-0.01f, 0, -0.022f), glm::normalize(frame * glm::vec3(0.5f, 0, -1)));
    } else {
      if (t.outfit.hair == Outfit::Hair::long_cut)
        cap.limb(at(-0.03f, 0, -0.01f), at(-0.046f, 0, -0.1f), 0.036f * k, 0.032f * k, left, 1.35f);
      else
        cap.ellipsoid(at(-0.068f, 0, 0.03f), k * glm::vec3(0.026f));
      cap.cut(at(0.03f, 0, 0.02f), glm::normalize(frame * glm::vec3(1, 0, -0.35f)));
    }
    add(t, hair, Part::hair, cap, fine_m);
  }
  if (!covered) return;
  Field cover(0.006f);
  cover.ellipsoid(at(-0.008f, 0, 0.02f), k * glm::vec3(0.064f, 0.054f, 0.062f), frame);
  cover.cut(at(0.02f, 0, 0.03f), glm::normalize(frame * glm::vec3(0.15f, 0, -1)));
  if (t.outfit.hat == Outfit::Hat::helmet) {
    cover = Field(0.01f);
    cover.ellipsoid(at(-0.008f, 0, 0.028f), k * glm::vec3(0.076f, 0.06f, 0.06f), frame);
    cover.cut(at(0, 0, 0.022f), glm::normalize(frame * glm::vec3(0.1f, 0, -1)));
  }
  add(t, hat, t.outfit.hat == Outfit::Hat::helmet ? Part::helmet : Part::head, cover, fine_m);
  if (t.outfit.hat != Outfit::Hat::cap) return;
  Field peak(0.005f);
  peak.ellipsoid(at(0.055f, 0, 0.032f), k * glm::vec3(0.042f, 0.043f, 0.005f), frame);
  add(t, hat, Part::head, peak, 0.008f);
}

void add_hands(const Tailor& t) {
  const bool bare = t.outfit.top == Outfit::Top::shirt;
  for (size_t i = 0; i < 2; ++i) {
    Field arm(0.012f);
    const glm::vec3 along = glm::normalize(t.s.hand[i] - t.s.wrist[i]);
    const glm::vec3 palm = t.s.wrist[i] + 0.035f * t.h() * along,
                    wide = glm::normalize(glm::cross(along, glm::vec3(0, 1, 0)));
    arm.limb(between(t.s.elbow[i], t.s.wrist[i], 0.8f), t.s.wrist[i], t.thick(0.017f), t.thick(0.016f));
    arm.limb(t.s.wrist[i], palm, t.thick(0.013f), 0.014f * t.h(), wide, 1.7f);
    arm.limb(palm, palm + 0.036f * t.h() * along, 0.0135f * t.h(), 0.009f * t.h(), wide, 1.6f);
    arm.limb(t.s.wrist[i] + 0.012f * t.h() * along, palm + t.h() * (0.028f * wide + 0.012f * along),
             0.009f * t.h(), 0.0075f * t.h());
    if (bare) {
      const glm::vec3 start = between(t.s.shoulder[i], t.s.elbow[i], 0.5f);
      arm.limb(start, t.s.elbow[i], t.thick(0.025f), t.thick(0.0225f))
          .limb(t.s.elbow[i], t.s.wrist[i], t.thick(0.0235f), t.thick(0.0165f));
    }
    add(t, skin, Part::arm, arm, fine_m);
  }
}

/// Hips, belly, chest and shoulders, `extra_m` larger than the bare body.
Field trunk(const Tailor& t, float extra_m) {
  const Skeleton& s = t.s;
  const glm::vec3 across = glm::normalize(s.shoulder[0] - s.shoulder[1]);
  const glm::vec3 waist = between(s.pelvis, s.neck, 0.36f), chest = between(s.pelvis, s.neck, 0.68f);
  Field f(0.032f * t.h());
  const float hips_m = t.thick(0.062f) * t.body.hips + extra_m;  // over what is worn below
  f.limb(between(s.hip[0], s.hip[1], 0.1f), between(s.hip[0], s.hip[1], 0.9f), hips_m, hips_m, {1, 0, 0},
         1.08f);
  f.limb(s.pelvis, waist, t.thick(0.06f) + extra_m, t.thick(0.058f) + extra_m, {0, 1, 0}, 1.25f);
  f.limb(waist, chest, t.thick(0.057f) + extra_m, t.thick(0.064f) + extra_m, across, 1.4f * t.body.shoulders);
  f.limb(chest, between(s.pelvis, s.neck, 0.86f), t.thick(0.064f) + extra_m, t.thick(0.048f) + extra_m,
         across, 1.45f * t.body.shoulders);
  const glm::vec3 nape = between(s.pelvis, s.neck, 0.97f);
  for (const size_t i : {0u, 1u})
    f.limb(nape, between(nape, s.shoulder[i], 0.85f), t.thick(0.034f) + extra_m, t.thick(0.027f) + extra_m);
  return f;
}

void add_top(const Tailor& t) {
  const Skeleton& s = t.s;
  const bool shirt = t.outfit.top == Outfit::Top::shirt, coat = t.outfit.top == Outfit::Top::coat;
  const float extra = (shirt                                 ? 0.004f
                       : t.outfit.top == Outfit::Top::jumper ? 0.008f
                                                             : 0.014f) *
                      t.h() / 1.75f;
  Field f = trunk(t, extra);
  for (size_t i = 0; i < 2; ++i) {
    const glm::vec3 end = shirt ? between(s.shoulder[i], s.elbow[i], 0.62f) : s.elbow[i];
    f.limb(s.shoulder[i], end, t.thick(0.03f) + extra, t.thick(shirt ? 0.029f : 0.0215f) + extra);
    if (!shirt)
      f.limb(s.elbow[i], between(s.elbow[i], s.wrist[i], 0.96f), t.thick(0.021f) + extra,
             t.thick(0.0185f) + extra);
  }
  const glm::vec3 up = glm::normalize(s.neck - s.pelvis);
  if (!shirt)
    f.limb(s.neck - 0.02f * t.h() * up, s.neck + 0.022f * t.h() * up, t.thick(0.044f),
           t.thick(0.04f));  // collar
  const float hem = coat ? -0.2f : t.outfit.top == Outfit::Top::jacket ? -0.055f : -0.03f;
  if (coat)
    f.limb(s.pelvis, s.pelvis + hem * t.h() * up, t.thick(0.068f) + extra, t.thick(0.078f) + extra, {0, 1, 0},
           1.3f);
  f.fold(t.folds(coat));
  add(t, top, Part::torso, f.cut(s.pelvis + hem * t.h() * up, -up), coarse_m);
}

void add_legs(const Tailor& t) {
  const Skeleton& s = t.s;
  const bool trousers = t.outfit.bottom == Outfit::Bottom::trousers;
  const float cloth = 0.006f * t.h() / 1.75f;
  Field f(0.018f * t.h());
  const auto limbs = [&](Field& field, size_t i, float extra, float ankle_share) {
    field.limb(s.hip[i], s.knee[i], t.thick(0.051f) + extra, t.thick(0.0295f) + extra);
    const glm::vec3 calf = between(s.knee[i], s.ankle[i], 0.3f) - glm::vec3(0.006f * t.h(), 0, 0);
    field.limb(s.knee[i], calf, t.thick(0.0285f) + extra, t.thick(0.0315f) + extra);
    field.limb(calf, between(s.knee[i], s.ankle[i], 0.93f), t.thick(0.033f) + extra,
               t.thick(ankle_share) + extra);
  };
  const float hips = t.thick(0.056f) * t.body.hips + cloth;
  f.limb(between(s.hip[0], s.hip[1], 0.1f), between(s.hip[0], s.hip[1], 0.9f), hips, hips);
  f.limb(s.pelvis, between(s.pelvis, s.neck, 0.25f), t.thick(0.058f), t.thick(0.054f), {0, 1, 0}, 1.25f);
  if (trousers) {
    for (const size_t i : {0u, 1u}) limbs(f, i, cloth, 0.027f);
  } else if (t.outfit.bottom == Outfit::Bottom::shorts) {
    for (const size_t i : {0u, 1u})
      f.limb(s.hip[i], between(s.hip[i], s.knee[i], 0.8f), t.thick(0.053f) + cloth, t.thick(0.043f) + cloth);
  } else {
    const glm::vec3 knees = between(s.knee[0], s.knee[1], 0.5f), hem = between(s.pelvis, knees, 0.9f);
    const glm::vec3 down = glm::normalize(hem - s.pelvis);
    f.limb(s.pelvis, hem + 0.06f * down, t.thick(0.062f), t.thick(0.082f), {0, 1, 0}, 1.25f);
    for (const size_t i : {0u, 1u})
      f.limb(s.hip[i], between(s.hip[i], s.knee[i], 0.85f), t.thick(0.053f), t.thick(0.05f));
    f.cut(hem, down);
  }
  f.fold(t.folds(t.outfit.bottom == Outfit::Bottom::skirt));
  add(t, bottom, Part::leg, f, coarse_m);
  if (trousers) return;
  for (const size_t i : {0u, 1u}) {
    Field leg(0.01f * t.h());
    limbs(leg, i, 0, 0.02f);
    leg.limb(between(s.knee[i], s.ankle[i], 0.9f), s.ankle[i], t.thick(0.02f), t.thick(0.02f));
    add(t, legwear, Part::leg, leg, coarse_m * 0.8f);
  }
}

void add_shoes(const Tailor& t) {
  const float h = t.h();
  for (size_t i = 0; i < 2; ++i) {
    // In the foot's own frame: the sole at z = 0, the ankle above the origin.
    Field shoe(0.02f);
    shoe.limb({-0.022f * h, 0, 0.02f * h}, {0.035f * h, 0, 0.021f * h}, 0.024f * h, 0.024f * h, {0, 1, 0},
              1.1f);
    shoe.limb({0.035f * h, 0, 0.018f * h}, {0.095f * h, 0, 0.012f * h}, 0.024f * h, 0.017f * h, {0, 1, 0},
              1.35f);
    shoe.limb({-0.012f * h, 0, 0.03f * h}, {-0.005f * h, 0, 0.05f * h}, 0.025f * h, 0.026f * h);
    shoe.cut({0, 0, 0}, {0, 0, -1});
    const glm::mat4 foot = translate(t.s.ankle[i]) * rotate_z(t.s.foot_yaw_deg[i]) *
                           rotate_y(t.s.foot_pitch_deg[i]) * translate({0, 0, -0.042f * h});
    tag(t.builder, shoes, Part::foot);
    t.builder.add(polygonise(shoe, 0.017f), foot);
  }
}

/// A cord of the bag's material through these points.
void add_strap(const Tailor& t, const std::vector<glm::vec3>& points, int per_segment, float radius_m) {
  const std::vector<glm::vec3> path = smooth_path(points, per_segment);
  t.builder.add(sweep(path, std::vector<float>(path.size(), radius_m), 6));
}

/// Of a backpack: over the shoulders, down the chest, back under the arms.
void add_straps(const Tailor& t, const glm::vec3& pack, const glm::mat3& frame) {
  const glm::vec3 &forward = frame[0], &left = frame[1], &up = frame[2];
  const float h = t.h(), chest_m = t.thick(0.066f) + 0.012f * h;
  for (const size_t i : {0u, 1u}) {
    const glm::vec3 outward = i == 0 ? left : -left;
    const glm::vec3 top = pack + h * (0.09f * up + 0.045f * outward);
    const glm::vec3 over = between(t.s.neck, t.s.shoulder[i], 0.55f) + (t.thick(0.03f) + 0.014f * h) * up;
    const glm::vec3 chest = between(t.s.pelvis, t.s.neck, 0.76f) + chest_m * forward + 0.058f * h * outward;
    const glm::vec3 armpit = between(t.s.pelvis, t.s.neck, 0.52f) + 0.095f * h * outward;
    add_strap(t, {top, over, chest, armpit}, 6, 0.0095f * h);
  }
}

void add_bag(const Tailor& t) {
  if (t.outfit.bag == Outfit::Bag::none) return;
  const glm::vec3 up = glm::normalize(t.s.neck - t.s.pelvis), back = -glm::cross(glm::vec3(0, 1, 0), up),
                  left(0, 1, 0);
  const glm::mat3 frame(-back, left, up);
  const float h = t.h(), deep = t.thick(0.064f);
  if (t.outfit.bag == Outfit::Bag::backpack) {
    const glm::vec3 middle = between(t.s.pelvis, t.s.neck, 0.6f) + (deep + 0.035f * h) * back;
    const glm::mat4 to(glm::mat4(glm::vec4(frame[0], 0), glm::vec4(frame[1], 0), glm::vec4(frame[2], 0),
                                 glm::vec4(middle, 1)));
    tag(t.builder, bag, Part::bag);
    t.builder.add(rounded_box(h * glm::vec3(-0.045f, -0.082f, -0.12f), h * glm::vec3(0.04f, 0.082f, 0.12f),
                              0.035f * h, 4),
                  to);
    t.builder.add(
        rounded_box(h * glm::vec3(-0.065f, -0.06f, -0.1f), h * glm::vec3(0, 0.06f, 0.01f), 0.02f * h, 3), to);
    add_straps(t, middle, frame);
    return;
  }
  const float side = t.body.shoulders > 1 ? -1.0f : 1.0f;
  const size_t i = side > 0 ? 0 : 1;
  const glm::vec3 hung = t.s.hip[i] + glm::vec3(-0.03f * h, side * (t.thick(0.06f) + 0.045f * h), 0.02f * h);
  tag(t.builder, bag, Part::bag);
  t.builder.add(rounded_box(hung - h * glm::vec3(0.09f, 0.028f, 0.07f),
                            hung + h * glm::vec3(0.09f, 0.028f, 0.06f), 0.025f * h));
  const glm::vec3 over = t.s.shoulder[i] + h * glm::vec3(0, -side * 0.03f, 0.05f);
  add_strap(
      t,
      {hung + h * glm::vec3(0, 0, 0.05f), t.s.shoulder[i] + h * glm::vec3(0.02f, side * 0.03f, -0.1f), over},
      5, 0.008f * h);
}

}  // namespace

void add_upper_body(MeshBuilder& builder, const Physique& body, const Outfit& outfit,
                    const Skeleton& skeleton) {
  const Tailor tailor{builder, body, outfit, skeleton};
  add_head(tailor);
  add_hands(tailor);
  add_top(tailor);
}

void add_person(MeshBuilder& builder, const Physique& body, const Outfit& outfit, const Skeleton& skeleton) {
  add_upper_body(builder, body, outfit, skeleton);
  const Tailor tailor{builder, body, outfit, skeleton};
  add_legs(tailor);
  add_shoes(tailor);
  add_bag(tailor);
}

}  // namespace understudy
