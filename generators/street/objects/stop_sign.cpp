// SPDX-License-Identifier: Apache-2.0
// Stop signs (Vienna Convention, B2a; MUTCD R1-1): a red octagon with a white border and the word STOP,
// facing +x.
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/palette.h"
#include "generators/street/objects/family.h"
#include "generators/street/objects/heads.h"

namespace understudy {
namespace {

enum Slot { white, red, back, pole };
const std::vector<std::string> slot_names{"white", "red", "back", "pole"};

using Path = std::vector<glm::vec2>;

std::vector<glm::vec2> octagon(float across_m) {
  std::vector<glm::vec2> points;
  for (int i = 0; i < 8; ++i) {
    const float angle = glm::pi<float>() * (0.125f + 0.25f * float(i));
    points.push_back(across_m / 2 / std::cos(glm::pi<float>() / 8) *
                     glm::vec2(std::cos(angle), std::sin(angle)));
  }
  return points;
}

/// (u, v, h) of a plate to the object: u to the onlooker's right (+y), v up, h towards the onlooker (+x).
glm::mat4 upright(const glm::vec3& at) {
  return glm::mat4(glm::vec4(0, 1, 0, 0), glm::vec4(0, 0, 1, 0), glm::vec4(1, 0, 0, 0), glm::vec4(at, 1));
}

Path arc(const glm::vec2& centre, const glm::vec2& radii, float from_deg, float to_deg) {
  Path path;
  constexpr int steps = 12;
  for (int i = 0; i <= steps; ++i) {
    const float angle = glm::radians(from_deg + (to_deg - from_deg) * float(i) / steps);
    path.push_back(centre + radii * glm::vec2(std::cos(angle), std::sin(angle)));
  }
  return path;
}

/// A pen stroke with flat ends.
Piece stroke(const Path& path, float width, float z0, float z1) {
  const int last = int(path.size()) - 1;
  const auto point = [&](int row, int column) {
    const glm::vec2 along = glm::normalize(path[std::min(row + 1, last)] - path[std::max(row - 1, 0)]);
    const glm::vec2 left{-along.y, along.x};
    return glm::vec3(path[row] + (float(column) - 0.5f) * width * left, z1);
  };
  return slab(last, 1, point, z1 - z0);
}

/// The word in a box of height 1 around the origin, one stroke at a time.
std::vector<Path> stop_strokes(float pen) {
  const float w = 0.56f - pen, h = 1 - pen, gap = 0.7f;  // pen's centre lines
  const auto letter = [&](int i) { return (float(i) - 1.5f) * gap; };
  std::vector<Path> strokes;
  const float s = letter(0), t = letter(1), o = letter(2), p = letter(3);
  Path curve = arc({s, h / 4}, {w / 2, h / 4}, 20, 270);
  const Path lower = arc({s, -h / 4}, {w / 2, h / 4}, 90, -160);
  curve.insert(curve.end(), lower.begin() + 1, lower.end());
  strokes.push_back(curve);
  strokes.push_back({{t - w / 2 - pen / 2, h / 2}, {t + w / 2 + pen / 2, h / 2}});
  strokes.push_back({{t, h / 2}, {t, -0.5f}});
  strokes.push_back(arc({o, 0}, {w / 2, h / 2}, 90, 270));
  strokes.push_back(arc({o, 0}, {w / 2, h / 2}, -90, 90));
  strokes.push_back({{p - w / 2, 0.5f}, {p - w / 2, -0.5f}});
  Path bowl{{p - w / 2, h / 2}};
  const Path bend = arc({p + w / 6, h / 4}, {w / 3, h / 4}, 90, -90);
  bowl.insert(bowl.end(), bend.begin(), bend.end());
  bowl.push_back({p - w / 2, 0});
  strokes.push_back(bowl);
  return strokes;
}

ObjectModel make(const std::string& model, Stream stream) {
  MeshBuilder post("stop sign's pole");
  const float across = float(stream.uniform(0.7, 0.92)), bottom = float(stream.uniform(1.5, 2.2)),
              radius = 0.032f;
  const float middle = bottom + across / 2, front = radius + 0.02f;
  tag(post, pole, Part::pole);
  post.add(cylinder({0, 0, 0}, {0, 0, middle + across * 0.42f}, radius, 14));
  for (const float z : {-0.25f, 0.25f})
    post.add(box({0, -0.06f, middle + z * across - 0.02f}, {front, 0.06f, middle + z * across + 0.02f}));
  MeshBuilder sign("stop sign's plate");
  tag(sign, back, Part::back);
  const glm::mat4 plate = upright({front, 0, middle});
  sign.add(extrude(octagon(across), 0, 0.003f), plate);
  tag(sign, white, Part::face);
  sign.add(extrude(octagon(across * 0.998f), 0.003f, 0.006f), plate);
  tag(sign, red, Part::face);
  sign.add(extrude(octagon(across * 0.93f), 0.006f, 0.009f), plate);
  tag(sign, white, Part::letters);
  const float pen = float(stream.uniform(0.17, 0.21)), height = across * 0.335f;
  const glm::mat4 letters = plate * translate({0, 0, 0.0f}) * scale({height, height, 1});
  for (const Path& path : stop_strokes(pen)) sign.add(stroke(path, pen, 0.009f, 0.012f), letters);
  ObjectModel object = finish_carrier(model, post, {finish_head(sign)}, slot_names);
  object.points["face"] = {front + 0.012f, 0, middle};
  return object;
}

Dressing dress_sign(const ObjectModel&, const Look&, Stream stream) {
  Dressing out;
  out.materials = {gloss("white", srgb(0xf2f2ee), 0.45f, 0.3f),
                   gloss("red", vary(srgb(0xb3101c), 0.15, stream), 0.45f, 0.3f),
                   metal("back", glm::vec3(0.42f), 0.55f), galvanised()};
  return out;
}

}  // namespace

FamilyEntry stop_sign_family() { return {"stop_sign", {"octagon"}, make, dress_sign}; }

}  // namespace understudy
