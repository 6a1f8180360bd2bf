// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "generators/street/objects/person.h"

namespace understudy {
namespace {

constexpr float thigh = 0.245f, shank = 0.246f, ankle_high = 0.042f, trunk = 0.288f, upper_arm = 0.186f,
                forearm = 0.146f, hand_length = 0.055f;  // shares of body height

glm::vec3 turned(const glm::vec3& v, float degrees) { return glm::vec3(rotate_z(degrees) * glm::vec4(v, 0)); }

float side_sign(int side) { return side == 0 ? 1.0f : -1.0f; }

/// Height of the hips at which both feet are within reach.
float hip_height(const Physique& body, const glm::vec3& foot, float hip_x) {
  const float reach = 0.985f * (thigh + shank) * body.height_m, away = foot.x - hip_x;
  return foot.z + std::sqrt(std::max(0.01f, reach * reach - away * away));
}

void hang_arm(Skeleton& s, const Physique& body, int side, float swing_deg, float bend_deg) {
  const float h = body.height_m, a = glm::radians(swing_deg), b = glm::radians(swing_deg + bend_deg);
  const float out = side_sign(side) * 0.13f;
  const glm::vec3 elbow =
      s.shoulder[side] + upper_arm * h * glm::normalize(glm::vec3(std::sin(a), out * 1.5f, -std::cos(a)));
  const glm::vec3 wrist =
      elbow + forearm * h * glm::normalize(glm::vec3(std::sin(b), -out * 0.3f, -std::cos(b)));
  s.elbow[side] = elbow, s.wrist[side] = wrist;
  s.hand[side] = wrist + hand_length * h * glm::normalize(wrist - elbow);
}

Skeleton walk(const Physique& body, Stream& stream) {
  const float h = body.height_m, stride = float(stream.uniform(0.11, 0.17)) * h;
  const int lead = stream.chance(0.5) ? 0 : 1, rear = 1 - lead;
  const float lift = float(stream.uniform(0.02, 0.06)) * h;
  const glm::vec3 front{stride, 0, ankle_high * h + 0.008f * h}, back{-stride, 0, ankle_high * h + lift};
  const float z = std::min(hip_height(body, front, 0), hip_height(body, back, 0));
  Skeleton s = trunk_at(body, {0, 0, z}, float(stream.uniform(2, 6)), lead == 0 ? -5.0f : 5.0f);
  s.foot_pitch_deg[lead] = -10, s.foot_pitch_deg[rear] = 12 + lift / h * 400;
  for (const int side : {lead, rear}) {
    const float x = side == lead ? front.x : back.x;
    set_leg(s, body, side, {x, side_sign(side) * 0.05f * h, side == lead ? front.z : back.z}, {1, 0, 0});
  }
  const float swing = float(stream.uniform(14, 30)), elbow = float(stream.uniform(10, 35));
  hang_arm(s, body, lead, -swing, elbow * 0.6f);
  hang_arm(s, body, rear, swing, elbow);
  return s;
}

Skeleton stand(const Physique& body, Stream& stream) {
  const float h = body.height_m, apart = float(stream.uniform(0.05, 0.09)) * h,
              step = float(stream.uniform(-0.04, 0.04)) * h;
  Skeleton s = trunk_at(body, {0, 0, (thigh + shank + ankle_high - 0.006f) * h}, float(stream.uniform(0, 3)),
                        float(stream.uniform(-6, 6)));
  for (const int side : {0, 1}) {
    set_leg(s, body, side, {side_sign(side) * step, side_sign(side) * apart, ankle_high * h},
            {1, side_sign(side) * 0.2f, 0});
    s.foot_yaw_deg[size_t(side)] = side_sign(side) * float(stream.uniform(3, 14));
    hang_arm(s, body, side, float(stream.uniform(-4, 6)), float(stream.uniform(8, 25)));
  }
  return s;
}

/// Standing with a hand before the chest (a phone, a cup) or both hands folded.
Skeleton wait(const Physique& body, Stream& stream) {
  Skeleton s = stand(body, stream);
  const float h = body.height_m;
  const bool both = stream.chance(0.4);
  const int busy = stream.chance(0.5) ? 0 : 1;
  for (const int side : {0, 1}) {
    if (side != busy && !both) continue;
    const glm::vec3 at =
        s.neck + glm::vec3(both ? 0.13f : 0.16f, side_sign(side) * 0.02f, both ? -0.17f : -0.1f) * h;
    set_arm(s, body, side, at, {-0.3f, side_sign(side) * 0.7f, -1});
  }
  if (!both) s.forward = glm::normalize(glm::vec3(1, 0, -0.45f));
  return s;
}

}  // namespace

glm::vec3 bend(const glm::vec3& from, glm::vec3& to, float upper_m, float lower_m, const glm::vec3& pole) {
  const glm::vec3 span = to - from;
  const float most = 0.998f * (upper_m + lower_m),
              distance = std::clamp(glm::length(span), 0.05f * most, most);
  const glm::vec3 along = glm::normalize(span);
  to = from + distance * along;
  const float into = (upper_m * upper_m - lower_m * lower_m + distance * distance) / (2 * distance);
  const glm::vec3 out = glm::normalize(pole - glm::dot(pole, along) * along);
  return from + into * along + std::sqrt(std::max(0.0f, upper_m * upper_m - into * into)) * out;
}

Skeleton trunk_at(const Physique& body, const glm::vec3& pelvis, float lean_deg, float twist_deg) {
  const float h = body.height_m, a = glm::radians(lean_deg);
  Skeleton s;
  s.pelvis = pelvis;
  const glm::vec3 up{std::sin(a), 0, std::cos(a)};
  s.neck = pelvis + trunk * h * up;
  // The neck rights itself: the head leans half as much as the trunk.
  const glm::vec3 head_up{std::sin(a * 0.5f), 0, std::cos(a * 0.5f)};
  s.head = s.neck + h * (0.117f * head_up + glm::vec3(0.012f, 0, 0));
  for (const int side : {0, 1}) {
    s.hip[size_t(side)] =
        pelvis + turned({0, side_sign(side) * 0.052f * h * body.hips, 0}, -twist_deg * 0.6f);
    s.shoulder[size_t(side)] =
        s.neck - 0.034f * h * up + turned({0, side_sign(side) * 0.1f * h * body.shoulders, 0}, twist_deg);
  }
  return s;
}

void set_leg(Skeleton& s, const Physique& body, int side, glm::vec3 ankle, const glm::vec3& knee_towards) {
  const auto i = size_t(side);
  s.knee[i] = bend(s.hip[i], ankle, thigh * body.height_m, shank * body.height_m, knee_towards);
  s.ankle[i] = ankle;
}

void set_arm(Skeleton& s, const Physique& body, int side, glm::vec3 wrist, const glm::vec3& elbow_towards) {
  const auto i = size_t(side);
  s.elbow[i] = bend(s.shoulder[i], wrist, upper_arm * body.height_m, forearm * body.height_m, elbow_towards);
  s.wrist[i] = wrist;
  s.hand[i] = wrist + hand_length * body.height_m * glm::normalize(wrist - s.elbow[i]);
}

Skeleton pose_on_foot(const Physique& body, Pose pose, Stream& stream) {
  if (pose == Pose::walking) return walk(body, stream);
  return pose == Pose::standing ? stand(body, stream) : wait(body, stream);
}

Physique draw_physique(bool child, Stream& stream) {
  Physique body;
  if (child) {
    body.height_m = float(stream.uniform(1.05, 1.4));
    body.build = float(stream.uniform(0.95, 1.1));
    body.shoulders = 0.92f;
    body.head_scale = 1 + 0.35f * (1.6f - body.height_m);
    return body;
  }
  const bool broad = stream.chance(0.5);
  body.height_m = float(std::clamp(stream.normal(broad ? 1.77 : 1.65, 0.06), 1.53, 1.93));
  body.build = float(std::clamp(stream.normal(broad ? 1.05 : 0.98, 0.1), 0.85, 1.35));
  body.shoulders = broad ? 1.08f : 0.95f;
  body.hips = broad ? 0.97f : 1.08f;
  return body;
}

Outfit draw_outfit(bool child, Stream& stream) {
  const auto choose = [&](std::initializer_list<double> weights) {
    return stream.weighted(weights.begin(), weights.size());
  };
  Outfit outfit;
  outfit.top = Outfit::Top(choose({3, 3, 3, child ? 0.5 : 2}));
  outfit.bottom = Outfit::Bottom(choose({6, child ? 2.5 : 1, 1.6}));
  outfit.hair = Outfit::Hair(choose({4, 3.5, 1, child ? 0.0 : 0.6}));
  outfit.hat = Outfit::Hat(choose({7, 1, 1, 0}));
  outfit.bag = Outfit::Bag(choose({4, 2, 1.5}));
  for (int i = 0; i < 3; ++i) outfit.folds[i] = float(stream.uniform(0, 1));
  return outfit;
}

}  // namespace understudy
