// SPDX-License-Identifier: Apache-2.0
// Trees: trunk and branches, with crowns of twigs of leaves around lobes, so that the outline is ragged and
// sky shows through.
#include <algorithm>
#include <cmath>

#include "generators/palette.h"
#include "generators/street/objects/family.h"

namespace understudy {
namespace {

enum Slot { bark, leaves, inner_leaves };

struct Lobe {
  glm::vec3 centre, radii;
};

glm::vec3 on_sphere(Stream& stream) {
  const double z = stream.uniform(-1, 1), angle = stream.uniform(0, 6.283185307179586),
               r = std::sqrt(1 - z * z);
  return {r * std::cos(angle), r * std::sin(angle), z};
}

/// A unit vector square to `normal`, any way round.
glm::vec3 any_across(const glm::vec3& normal, Stream& stream) {
  const glm::vec3 u = glm::cross(normal, on_sphere(stream));
  return glm::normalize(glm::length(u) > 1e-3f ? u : glm::cross(normal, glm::vec3(0.3f, 0.5f, 0.8f)));
}

/// A leaf: two triangles, folded along the middle.
void add_leaf(Piece& piece, const glm::vec3& stalk, const glm::vec3& normal, const glm::vec3& along,
              float length_m) {
  const glm::vec3 across = glm::cross(normal, along) * (0.3f * length_m);
  const glm::vec3 wide = stalk + along * (0.45f * length_m) + normal * (0.08f * length_m);
  const auto base = uint32_t(piece.positions.size());
  for (const glm::vec3& p : {stalk, wide + across, stalk + along * length_m, wide - across})
    piece.positions.push_back(p);
  piece.triangle(base, base + 1, base + 2);
  piece.triangle(base, base + 2, base + 3);
}

/// A twig's leaves, which point away from it all around.
void add_cluster(Piece& piece, const glm::vec3& at, const glm::vec3& outward, float size_m, Stream& stream) {
  const glm::vec3 normal = glm::normalize(outward + 0.7f * on_sphere(stream));
  const glm::vec3 u = any_across(normal, stream), v = glm::cross(normal, u);
  constexpr int leaves_of_twig = 6;
  for (int i = 0; i < leaves_of_twig; ++i) {
    const float angle = 6.2831853f * (float(i) + float(stream.uniform(-0.3, 0.3))) / leaves_of_twig;
    const glm::vec3 away = std::cos(angle) * u + std::sin(angle) * v;
    const glm::vec3 own = glm::normalize(normal + 0.5f * on_sphere(stream));
    const glm::vec3 along = glm::normalize(away - own * glm::dot(own, away));
    add_leaf(piece, at + away * (size_m * float(stream.uniform(0.1, 0.5))), own, along,
             size_m * float(stream.uniform(0.55, 0.8)));
  }
}

/// A dark core keeps the crown from being see-through; leaves hide its outline.
void add_lobe(MeshBuilder& builder, const Lobe& lobe, int twigs, float twig_m, Stream& stream) {
  tag(builder, inner_leaves, Part::foliage);
  builder.add(ellipsoid(lobe.centre, lobe.radii * 0.68f, 12));
  Piece piece;
  for (int i = 0; i < twigs; ++i) {
    const glm::vec3 out = on_sphere(stream);
    const glm::vec3 at = lobe.centre + lobe.radii * out * float(stream.uniform(0.66, 1.04));
    add_cluster(piece, at, out, twig_m * float(stream.uniform(0.7, 1.3)), stream);
  }
  tag(builder, leaves, Part::foliage);
  builder.add(piece);
}

void add_trunk(MeshBuilder& builder, const std::vector<glm::vec3>& path, float radius_m) {
  std::vector<float> radii;
  for (size_t i = 0; i < path.size(); ++i)
    radii.push_back(radius_m * (1.25f - 0.85f * std::pow(float(i) / float(path.size() - 1), 0.5f)));
  radii[0] *= 1.25f;
  tag(builder, bark, Part::trunk);
  builder.add(sweep(path, radii, 12));
}

void add_branches(MeshBuilder& builder, const glm::vec3& from, const std::vector<Lobe>& lobes,
                  float radius_m) {
  tag(builder, bark, Part::branch);
  for (const Lobe& lobe : lobes) {
    const glm::vec3 middle =
        (from + lobe.centre) * 0.5f + glm::vec3(0, 0, -0.1f * glm::length(lobe.centre - from));
    const std::vector<glm::vec3> path = smooth_path({from, middle, lobe.centre}, 4);
    std::vector<float> radii;
    for (size_t i = 0; i < path.size(); ++i)
      radii.push_back(radius_m * (1 - 0.75f * float(i) / float(path.size())));
    builder.add(sweep(path, radii, 7));
  }
}

void make_broadleaf(MeshBuilder& builder, Stream& stream) {
  const float height = float(stream.uniform(6, 10.5)), spread = height * float(stream.uniform(0.24, 0.32));
  const float fork = height * float(stream.uniform(0.3, 0.38));
  const glm::vec3 top{float(stream.uniform(-0.2, 0.2)), float(stream.uniform(-0.2, 0.2)), fork};
  add_trunk(builder, smooth_path({{0, 0, 0}, {0, 0, 0.4f * fork}, top}, 4), 0.02f * height);
  std::vector<Lobe> lobes{
      {{0, 0, height * 0.74f}, glm::vec3(spread * 0.75f, spread * 0.75f, height * 0.25f)}};
  const int count = int(stream.uniform_int(6, 9));
  for (int i = 0; i < count; ++i) {
    const float angle = 6.2831853f * (float(i) + float(stream.uniform(-0.3, 0.3))) / float(count),
                size = spread * float(stream.uniform(0.42, 0.62));
    const float out = spread * float(stream.uniform(0.5, 0.8));
    lobes.push_back(
        {{out * std::cos(angle), out * std::sin(angle), height * float(stream.uniform(0.48, 0.8))},
         glm::vec3(size, size, size * 0.85f)});
  }
  add_branches(builder, top, lobes, 0.01f * height);
  for (const Lobe& lobe : lobes) add_lobe(builder, lobe, int(210 * lobe.radii.x / 1.2f) + 80, 0.27f, stream);
}

void make_poplar(MeshBuilder& builder, Stream& stream) {
  const float height = float(stream.uniform(8, 13)), half = height * float(stream.uniform(0.09, 0.12));
  add_trunk(builder, {{0, 0, 0}, {0, 0, 0.5f * height}, {0, 0, 0.85f * height}}, 0.017f * height);
  for (int i = 0; i < 6; ++i) {
    const float share = float(i) / 5, z = height * (0.24f + 0.64f * share),
                wide = half * (0.75f + 0.9f * share * (1 - share)) * (share > 0.8f ? 0.62f : 1.0f);
    const Lobe lobe{{float(stream.uniform(-0.15, 0.15)), float(stream.uniform(-0.15, 0.15)), z},
                    {wide, wide, height * 0.125f}};
    add_lobe(builder, lobe, 250, 0.24f, stream);
  }
}

void make_conifer(MeshBuilder& builder, Stream& stream) {
  const float height = float(stream.uniform(6, 11)), half = height * float(stream.uniform(0.17, 0.23)),
              low = 0.12f * height;
  add_trunk(builder, {{0, 0, 0}, {0, 0, 0.5f * height}, {0, 0, 0.95f * height}}, 0.017f * height);
  tag(builder, inner_leaves, Part::foliage);
  builder.add(cone({0, 0, low}, {0, 0, height}, half * 0.72f, 0.02f, 14));
  Piece piece;
  constexpr int twigs = 1500;
  for (int i = 0; i < twigs; ++i) {
    const float share = 1 - std::sqrt(float(stream.uniform())), tier = std::fmod(share * 9, 1.0f);
    const float angle = float(stream.uniform(0, 6.2831853)),
                reach = half * (1 - share) * (1.05f - 0.3f * tier) * float(stream.uniform(0.8, 1));
    const glm::vec3 out{std::cos(angle), std::sin(angle), 0};
    add_cluster(piece, reach * out + glm::vec3(0, 0, low + share * (height - low) - 0.08f * reach),
                glm::vec3(out.x * 0.5f, out.y * 0.5f, 1), 0.24f, stream);
  }
  tag(builder, leaves, Part::foliage);
  builder.add(piece);
}

ObjectModel make(const std::string& model, Stream stream) {
  MeshBuilder builder("tree " + model);
  if (model == "poplar")
    make_poplar(builder, stream);
  else if (model == "conifer")
    make_conifer(builder, stream);
  else
    make_broadleaf(builder, stream);
  return finish_object(model, builder, {"bark", "leaves", "inner_leaves"});
}

Dressing dress_tree(const ObjectModel& object, const Look&, Stream stream) {
  static const std::vector<NamedColor> greens{{"green", srgb(0x4f7330), 4},
                                              {"dark green", srgb(0x38572a), 3},
                                              {"light green", srgb(0x76923c), 2},
                                              {"yellow", srgb(0xb7962f), 0.5},
                                              {"russet", srgb(0x94552a), 0.4}};
  const bool conifer = object.model == "conifer";
  const glm::vec3 leaf = vary(conifer ? srgb(0x2f4a2c) : pick(greens, stream).linear, 0.2, stream);
  const glm::vec3 trunk = vary(srgb(0x5c4c3c), 0.25, stream);
  Material rough = matte("bark", trunk, 0.95f);
  rough.pattern = Pattern::noise, rough.pattern_color = trunk * 0.55f, rough.pattern_scale_m = 0.08f;
  Material foliage = matte("leaves", leaf, 0.75f);
  foliage.translucent = true;
  return {{rough, foliage, matte("inner_leaves", leaf * 0.65f, 0.9f)}, {}};
}

}  // namespace

FamilyEntry tree_family() { return {"tree", {"broadleaf", "poplar", "conifer"}, make, dress_tree}; }

}  // namespace understudy
