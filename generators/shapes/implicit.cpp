// SPDX-License-Identifier: Apache-2.0
#include "generators/shapes/implicit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"

namespace understudy {
namespace {

float smooth_min(float a, float b, float k) {
  const float h = std::max(k - std::abs(a - b), 0.0f) / k;
  return std::min(a, b) - h * h * k * 0.25f;
}

Field::Slope smooth_min(const Field::Slope& a, const Field::Slope& b, float k) {
  const float h = std::max(k - std::abs(a.value - b.value), 0.0f) / k;
  const float share = 0.5f * h;  // of the farther one
  const bool a_is_nearer = a.value < b.value;
  return {smooth_min(a.value, b.value, k),
          glm::mix(a_is_nearer ? a.gradient : b.gradient, a_is_nearer ? b.gradient : a.gradient, share)};
}

/// Samples of the field on a grid, taken only near its surface.
class Nets {
 public:
  Nets(const Field& field, float cell_m)
      : field_(field), cell_(cell_m), origin_(field.lower() - 1.5f * cell_m) {
    const glm::vec3 size = field.upper() - field.lower() + 3.0f * cell_m;
    count_ = glm::ivec3(glm::ceil(size / cell_m)) + 1;
    values_.assign(size_t(count_.x) * count_.y * count_.z, outside);
    vertex_of_.assign(values_.size(), none);
  }

  Piece run() {
    sample();
    for_cells([&](const glm::ivec3& c) { place_vertex(c); });
    for_cells([&](const glm::ivec3& c) {
      for (int axis = 0; axis < 3; ++axis) join(c, axis);
    });
    return std::move(piece_);
  }

 private:
  static constexpr float outside = 1e9f;
  static constexpr uint32_t none = 0xFFFFFFFFu;
  static constexpr int block = 5;

  size_t at(const glm::ivec3& c) const { return (size_t(c.z) * count_.y + c.y) * count_.x + c.x; }
  glm::vec3 position(const glm::ivec3& c) const { return origin_ + cell_ * glm::vec3(c); }

  template <typename Visit>
  void for_cells(const Visit& visit) const {
    for (int z = 0; z < count_.z; ++z)
      for (int y = 0; y < count_.y; ++y)
        for (int x = 0; x < count_.x; ++x) visit(glm::ivec3(x, y, z));
  }

  /// The field grows at most as fast as distance, so a block whose middle is far from 0 holds no surface.
  void sample() {
    const float reach = 0.9f * cell_ * (block + 1);
    for (int z = 0; z < count_.z; z += block)
      for (int y = 0; y < count_.y; y += block)
        for (int x = 0; x < count_.x; x += block) {
          const glm::vec3 middle = position({x, y, z}) + 0.5f * cell_ * (block - 1);
          const float value = field_(middle);
          if (std::abs(value) < reach) {
            const Field near = field_.around(middle, reach);
            fill({x, y, z}, [&](const glm::ivec3& c) { return near(position(c)); });
          } else {
            fill({x, y, z}, [&](const glm::ivec3&) { return value; });
          }
        }
  }

  template <typename Value>
  void fill(const glm::ivec3& from, const Value& value) {
    const glm::ivec3 to = glm::min(from + block, count_);
    for (int z = from.z; z < to.z; ++z)
      for (int y = from.y; y < to.y; ++y)
        for (int x = from.x; x < to.x; ++x) values_[at({x, y, z})] = value({x, y, z});
  }

  void place_vertex(const glm::ivec3& c) {
    if (glm::any(glm::greaterThanEqual(c + 1, count_))) return;
    float corner[8];
    int inside = 0;
    for (int i = 0; i < 8; ++i) {
      corner[i] = values_[at(c + glm::ivec3(i & 1, (i >> 1) & 1, i >> 2))];
      inside += corner[i] < 0;
    }
    if (inside == 0 || inside == 8) return;
    glm::vec3 sum(0);
    int crossings = 0;
    for (int i = 0; i < 8; ++i) {
      for (int bit = 1; bit < 8; bit <<= 1) {
        const int j = i | bit;
        if (i == j || (corner[i] < 0) == (corner[j] < 0)) continue;
        const float t = corner[i] / (corner[i] - corner[j]);
        const glm::vec3 a(i & 1, (i >> 1) & 1, i >> 2), b(j & 1, (j >> 1) & 1, j >> 2);
        sum += a + t * (b - a);
        ++crossings;
      }
    }
    const glm::vec3 start = position(c) + cell_ * sum / float(crossings);
    vertex_of_[at(c)] = uint32_t(piece_.positions.size());
    piece_.positions.push_back(settle(start));
    const glm::vec3 g = field_.slope(piece_.positions.back()).gradient;
    piece_.normals.push_back(glm::length(g) > 1e-6f ? glm::normalize(g) : glm::vec3(0, 0, 1));
  }

  /// Two Newton steps onto the surface, never far from the cell.
  glm::vec3 settle(glm::vec3 p) const {
    const glm::vec3 start = p;
    for (int i = 0; i < 2; ++i) {
      const Field::Slope s = field_.slope(p);
      p -= s.gradient * (s.value / std::max(glm::dot(s.gradient, s.gradient), 0.05f));
    }
    return start + glm::clamp(p - start, -0.4f * cell_, 0.4f * cell_);
  }

  /// The quad across the edge from grid point c along `axis`.
  void join(const glm::ivec3& c, int axis) {
    glm::ivec3 step(0), u(0), v(0);
    step[axis] = 1, u[(axis + 1) % 3] = 1, v[(axis + 2) % 3] = 1;
    if (glm::any(glm::greaterThanEqual(c + step, count_)) ||
        glm::any(glm::lessThan(c - u - v, glm::ivec3(0))))
      return;
    const bool here = values_[at(c)] < 0, there = values_[at(c + step)] < 0;
    if (here == there) return;
    const uint32_t q[4] = {vertex_of_[at(c - u - v)], vertex_of_[at(c - v)], vertex_of_[at(c)],
                           vertex_of_[at(c - u)]};
    for (const uint32_t index : q)
      CHECK(index != none, "every crossing lies between four cells with a vertex");
    here ? piece_.quad(q[0], q[1], q[2], q[3]) : piece_.quad(q[3], q[2], q[1], q[0]);
  }

  const Field& field_;
  float cell_;
  glm::vec3 origin_;
  glm::ivec3 count_;
  std::vector<float> values_;
  std::vector<uint32_t> vertex_of_;
  Piece piece_;
};

}  // namespace

Field& Field::limb(const glm::vec3& a, const glm::vec3& b, float radius_a_m, float radius_b_m,
                   const glm::vec3& axis, float wide) {
  blobs_.push_back({a, b, radius_a_m, radius_b_m, axis, 1 / wide, glm::vec3(0), glm::mat3(1), false});
  include(a, radius_a_m * std::max(1.0f, wide));
  include(b, radius_b_m * std::max(1.0f, wide));
  return *this;
}

Field& Field::ellipsoid(const glm::vec3& centre, const glm::vec3& radii_m, const glm::mat3& frame) {
  blobs_.push_back({centre, centre, 0, 0, {}, 1, radii_m, glm::transpose(frame), true});
  include(centre, std::max({radii_m.x, radii_m.y, radii_m.z}));
  return *this;
}

Field& Field::fold(const Folds& folds) {
  folds_ = folds;
  lower_ -= folds.depth_m;
  upper_ += folds.depth_m;
  return *this;
}

Field& Field::cut(const glm::vec3& at, const glm::vec3& outward) {
  cuts_.emplace_back(at, outward);
  return *this;
}

void Field::include(const glm::vec3& p, float reach_m) {
  lower_ = glm::min(lower_, p - reach_m - 0.25f * blend_m_);
  upper_ = glm::max(upper_, p + reach_m + 0.25f * blend_m_);
}

float Field::distance(const Blob& blob, const glm::vec3& p) const {
  if (blob.is_ellipsoid) {
    const glm::vec3 q = blob.to_frame * (p - blob.a);
    const float outward = glm::length(q / blob.radii), slope = glm::length(q / (blob.radii * blob.radii));
    const float least = std::min({blob.radii.x, blob.radii.y, blob.radii.z});
    return slope > 1e-4f ? std::max(outward * (outward - 1) / slope, -least) : -least;
  }
  const glm::vec3 pressed = p - blob.axis * (glm::dot(p - blob.a, blob.axis) * (1 - blob.narrow));
  const glm::vec3 along = blob.b - blob.a;
  const float t =
      std::clamp(glm::dot(pressed - blob.a, along) / std::max(glm::dot(along, along), 1e-12f), 0.0f, 1.0f);
  return glm::length(pressed - blob.a - t * along) - (blob.radius_a + t * (blob.radius_b - blob.radius_a));
}

Field::Slope Field::slope(const Blob& blob, const glm::vec3& p) const {
  const float value = distance(blob, p);
  if (blob.is_ellipsoid) {  // across the level sets of its quadratic form, which near the surface are those
                            // of distance
    const glm::vec3 q = blob.to_frame * (p - blob.a) / (blob.radii * blob.radii);
    const float length = glm::length(q);
    return {value, length > 1e-4f ? glm::transpose(blob.to_frame) * (q / length) : glm::vec3(0, 0, 1)};
  }
  const glm::vec3 pressed = p - blob.axis * (glm::dot(p - blob.a, blob.axis) * (1 - blob.narrow));
  const glm::vec3 along = blob.b - blob.a;
  const float square = std::max(glm::dot(along, along), 1e-12f);
  const float t = glm::dot(pressed - blob.a, along) / square;
  const glm::vec3 off = pressed - blob.a - std::clamp(t, 0.0f, 1.0f) * along;
  const float length = glm::length(off);
  glm::vec3 g = length > 1e-9f ? off / length : glm::vec3(0, 0, 1);
  if (t > 0 && t < 1) g -= along * ((blob.radius_b - blob.radius_a) / square);
  return {value, g - blob.axis * (glm::dot(g, blob.axis) * (1 - blob.narrow))};
}

/// What the folds add to the distance.
Field::Slope Field::folded(const glm::vec3& p) const {
  if (folds_.depth_m <= 0) return {0, glm::vec3(0)};
  constexpr float turn = 2 * std::numbers::pi_v<float>, bend = 1.6f;
  const glm::vec3 w = turn * folds_.across;
  const glm::vec3 bender = 0.42f * glm::vec3(w.z, w.x, w.y) + 0.15f * w,
                  fader = 0.27f * glm::vec3(w.y, w.z, w.x) - 0.11f * w;
  const float bent = glm::dot(bender, p) + turn * folds_.phases.y;
  const float wave = glm::dot(w, p) + bend * std::sin(bent) + turn * folds_.phases.x;
  const float fade = glm::dot(fader, p) + turn * folds_.phases.z;
  const float strength = 0.5f + 0.5f * std::sin(fade), height = std::sin(wave);
  const glm::vec3 wave_gradient = w + bender * (bend * std::cos(bent)),
                  strength_gradient = fader * (0.5f * std::cos(fade));
  return {folds_.depth_m * strength * height,
          folds_.depth_m * (strength_gradient * height + wave_gradient * (strength * std::cos(wave)))};
}

Field::Slope Field::slope(const glm::vec3& p) const {
  Slope sum = slope(blobs_[0], p);
  for (size_t i = 1; i < blobs_.size(); ++i) sum = smooth_min(sum, slope(blobs_[i], p), blend_m_);
  const Slope folds = folded(p);
  sum = {sum.value + folds.value, sum.gradient + folds.gradient};
  for (const auto& [at, outward] : cuts_) {
    const float beyond = glm::dot(p - at, outward);
    if (beyond > sum.value) sum = {beyond, outward};
  }
  return sum;
}

float Field::operator()(const glm::vec3& p) const {
  float value = distance(blobs_[0], p);
  for (size_t i = 1; i < blobs_.size(); ++i) value = smooth_min(value, distance(blobs_[i], p), blend_m_);
  value += folded(p).value;
  for (const auto& [at, outward] : cuts_) value = std::max(value, glm::dot(p - at, outward));
  return value;
}

Field Field::around(const glm::vec3& p, float reach_m) const {
  float least = distance(blobs_[0], p);
  for (const Blob& blob : blobs_) least = std::min(least, distance(blob, p));
  Field near(blend_m_);
  near.cuts_ = cuts_;
  near.folds_ = folds_;
  // Within `reach_m` two distances come no closer than by twice that (pressed limbs: three times); beyond the
  // blend the farther one has no say.
  for (const Blob& blob : blobs_)
    if (distance(blob, p) <= least + 2 * blend_m_ + 3 * reach_m) near.blobs_.push_back(blob);
  return near;
}

Piece polygonise(const Field& field, float cell_m) {
  CHECK(!field.empty() && cell_m > 0, "a field needs a shape and a cell its size");
  return Nets(field, cell_m).run();
}

}  // namespace understudy
