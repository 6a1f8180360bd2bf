// SPDX-License-Identifier: Apache-2.0
#include "generators/street/damage/light.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "base/error.h"
#include "generators/defects/fields.h"
#include "generators/palette.h"
#include "generators/shapes/solids.h"
#include "generators/street/damage/felled.h"
#include "generators/street/damage/pieces.h"
#include "generators/street/damage/shatter.h"

namespace understudy {
namespace {

constexpr glm::dvec3 up{0, 0, 1};

/// A light while it is being damaged. One lens of it is looked at: a signal has three on each head.
class Light {
 public:
  /// `shining`: the lens that shines, where there is one; else mostly that one.
  Light(const DamageSite& site, double severity, bool shining, Stream stream)
      : site_(site), object_(site.object), severity_(severity), stream_(stream) {
    is_signal_ = object_.family == Family::traffic_light;
    const glm::dvec3 head = object_.points.at(is_signal_ ? "lens" : "lamp");
    choose_lens(head, shining);
  }

  std::optional<ObjectDamage> dark() const {
    if (!is_signal_ && !site_.lit) return std::nullopt;
    DamagedPiece piece{Class::dark_lamp, facts(*lens_.chosen, 0), whole(lens_.chosen)};
    const float left = float(1 - severity_);
    piece.change = [left](const Material& lens, int) {
      Material out = lens;
      out.emission *= left;
      return out;
    };
    return keeping(lens_.rest, std::move(piece));
  }

  std::optional<ObjectDamage> cracked() const {
    Pane pane = this->pane();
    const std::optional<CutMesh> cut =
        cut_out(*lens_.chosen, shatter(pane, severity_, stream_.child("cracks")), pane.middle);
    if (!cut) return std::nullopt;
    DamagedPiece piece{Class::cracked_lens, facts(*lens_.chosen, 0), cut->piece};
    piece.change = [](const Material&, int) { return matte("behind the lens", glm::vec3(0.012f), 0.8f); };
    return keeping(joined(cut->rest, lens_.rest), std::move(piece));
  }

  std::optional<ObjectDamage> missing() const {
    if (object_.model == "post_top") return broken_glass();
    const Pane pane = this->pane();
    const double radius_m = pane.half_m * (0.99 - 0.25 * (1 - severity_));
    // The head behind the lens, hollowed out.
    DefectShape bowl;
    const glm::dvec3 middle = pane.middle, facing = pane.facing;
    const double deep_m = is_signal_ ? std::min(0.8 * pane.half_m, 0.11) : 0.05, reach_m = pane.thick_m;
    bowl.field = [=](const glm::dvec3& p) {
      const glm::dvec3 to = p - middle;
      const double out_m = glm::dot(to, facing);
      return std::max(glm::length(to - facing * out_m) - radius_m, std::abs(out_m) - reach_m);
    };
    bowl.height = [=, field = bowl.field](const glm::dvec3& p) {
      const double r = std::clamp(1 + field(p) / radius_m, 0.0, 1.0);
      return -deep_m * std::sqrt(std::max(0.0, 1 - r * r));
    };
    bowl.direction = facing;
    bowl.finest_m = radius_m / 9;
    bowl.center = middle;
    bowl.radius_m = 2 * pane.half_m + reach_m;
    const Halves head = split(*lens_.rest, of_parts({Part::housing}));
    const std::optional<CutMesh> cut =
        head.chosen ? cut_out(*head.chosen, bowl, middle - facing * (0.2 * reach_m)) : std::nullopt;
    if (!cut) return std::nullopt;
    DamagedPiece piece{
        Class::missing_lens, {severity_, 2e3 * radius_m, 2e3 * radius_m, 1e3 * deep_m}, cut->piece};
    piece.change = [](const Material&, int) {
      Material reflector = metal("reflector", glm::vec3(0.5f), 0.4f);
      reflector.pattern = Pattern::noise;  // soot and dust
      reflector.pattern_color = glm::vec3(0.10f, 0.095f, 0.08f);
      reflector.pattern_scale_m = 0.05f;
      return reflector;
    };
    piece.fillings.push_back(bulb(middle - facing * deep_m, facing, 0.16f * float(radius_m)));
    const MeshPtr rest = joined(cut->rest, head.rest);
    return ObjectDamage{rest, joined(rest, lens_.chosen), {std::move(piece)}};
  }

  /// The head hangs askew: of a signal turned on its post, of a lamp swung down from its arm or knocked over.
  std::optional<ObjectDamage> broken() const {
    const Halves head = split(*object_.mesh, of_parts({Part::housing, Part::lens}));
    if (!head.chosen || !head.rest) return std::nullopt;
    // Of two heads that at the end of the arm; the lower one and a walker's signal stay.
    const glm::dvec3 at = object_.points.at(is_signal_ ? "lens" : "lamp");
    const double reach_m = is_signal_ ? 0.75 : 1.2;
    const Halves one = split(*head.chosen, [&](const Mesh& mesh, size_t t) {
      const glm::dvec3 corner = mesh.positions[mesh.triangles[t].x];
      return glm::length(corner - at) < reach_m;
    });
    if (!one.chosen) return std::nullopt;
    const Warp swing = is_signal_ ? askew(at) : swung_down(*one.chosen);
    DamagedPiece piece{Class::broken_housing, facts(*one.chosen, farthest_move_m(*one.chosen, swing)),
                       whole(one.chosen, swing)};
    if (!is_signal_) piece.change = unlit;
    return keeping(joined(one.rest, head.rest), std::move(piece));
  }

  /// The post gives way above its foot.
  std::optional<ObjectDamage> leaning() const {
    Stream stream = stream_.child("lean");
    const double way = stream.uniform(0, glm::two_pi<double>());
    const double angle = severity_ * glm::radians(stream.uniform(14.0, 32.0)), foot_m = 0.06;
    const Halves halves = split(*object_.mesh, [=](const Mesh& mesh, size_t t) {
      const glm::uvec3& c = mesh.triangles[t];
      return std::max({mesh.positions[c.x].z, mesh.positions[c.y].z, mesh.positions[c.z].z}) > foot_m;
    });
    if (!halves.chosen) return std::nullopt;
    const MeshPtr post = refined(halves.chosen, 0.2);
    const Warp lean = bend({0, 0, foot_m}, up, {std::cos(way), std::sin(way), 0}, angle, 0.5);
    DamagedPiece piece{Class::leaning_post, facts(*post, farthest_move_m(*post, lean)), whole(post, lean)};
    return keeping(halves.rest, std::move(piece));
  }

  std::optional<ObjectDamage> fallen() const {
    // So that arms and heads lie flat: a lamp's arm reaches along x, signals look along it.
    const std::vector<glm::dvec2> sides =
        is_signal_ ? std::vector<glm::dvec2>{{-1, 0}, {1, 0}} : std::vector<glm::dvec2>{{0, 1}, {0, -1}};
    std::optional<ObjectDamage> damage =
        fell(sides, is_signal_ ? 0.3 : 0.12, Class::fallen_post, severity_, site_, stream_.child("fall"));
    if (damage) damage->pieces[0].change = unlit;
    return damage;
  }

 private:
  /// A lantern's glass but for its jagged foot; inside stand the rods that carry the roof, and the bulb.
  std::optional<ObjectDamage> broken_glass() const {
    const Mesh& glass = *lens_.chosen;
    Stream stream = stream_.child("glass");
    const double high_m = double(glass.upper.z - glass.lower.z);
    const double left_m = glass.lower.z + high_m * (0.15 + 0.5 * (1 - severity_));
    DefectShape foot;
    foot.field =
        roughened([=](const glm::dvec3& p) { return p.z - left_m; }, 0.22 * high_m, 0.2, stream.bits());
    foot.finest_m = 0.02;
    foot.connected = false;
    foot.center = glm::dvec3(glass.lower + glass.upper) / 2.0;
    foot.radius_m = 1.5 * high_m;
    const std::optional<CutMesh> cut = cut_out(glass, foot, foot.center);
    if (!cut) return std::nullopt;
    DamagedPiece piece{Class::missing_lens, facts(glass, 0), cut->piece};
    piece.change = unlit;
    const float low = glass.lower.z, high = glass.upper.z, wide = 0.9f * glass.upper.y;
    MeshBuilder rods("rods");
    rods.tag(0, 0);
    for (int i = 0; i < 4; ++i) {
      const glm::vec4 out = rotate_z(45.0f + 90.0f * float(i)) * glm::vec4(1, 0, 0, 0);
      rods.add(cylinder(0.55f * wide * glm::vec3(out) + glm::vec3(0, 0, low),
                        wide * glm::vec3(out) + glm::vec3(0, 0, high), 0.008f, 6));
    }
    piece.fillings.push_back({rods.build(), {matte("rods", glm::vec3(0.05f))}});
    piece.fillings.push_back(bulb({0, 0, low}, up, 0.045f));
    return ObjectDamage{lens_.rest, joined(lens_.rest, cut->rest), {std::move(piece)}};
  }

  static Material unlit(const Material& lens, int) {
    Material out = lens;
    out.emission = glm::vec3(0);
    return out;
  }

  void choose_lens(const glm::dvec3& head, bool shining) {
    // Lenses are told apart by their slots; of two heads the one nearest to the named point counts.
    const Mesh& mesh = *object_.mesh;
    std::vector<uint16_t> slots;
    for (size_t i = 0; i < mesh.triangles.size(); ++i) {
      const std::string& name = object_.slots[mesh.slots[i]];
      const bool is_walkers = name == "walker_stop" || name == "walker_go";
      if (mesh.parts[i] == uint16_t(Part::lens) && !is_walkers) slots.push_back(mesh.slots[i]);
    }
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    CHECK(!slots.empty(), "a light has a lens");
    Stream own = stream_.child("lens");
    size_t number = size_t(own.uniform_int(0, int64_t(slots.size()) - 1));
    const auto named = std::find_if(slots.begin(), slots.end(),
                                    [&](uint16_t slot) { return object_.slots[slot] == site_.shining; });
    if (named != slots.end() && (shining || own.chance(shining_share)))
      number = size_t(named - slots.begin());
    const uint16_t slot = slots[number];
    lens_ = split(mesh, [&](const Mesh& m, size_t i) {
      const glm::dvec3 corner = m.positions[m.triangles[i].x];
      return m.slots[i] == slot && m.parts[i] == uint16_t(Part::lens) && glm::length(corner - head) < 1.2;
    });
  }

  Pane pane() const {
    const Mesh& mesh = *lens_.chosen;
    Pane pane;
    pane.middle = glm::dvec3(mesh.lower + mesh.upper) / 2.0;
    const glm::dvec3 half = glm::dvec3(mesh.upper - mesh.lower) / 2.0;
    if (is_signal_) {
      pane.half_m = half.y;
      pane.thick_m = 0.06;
    } else if (object_.model == "arm") {
      pane.facing = -up;
      pane.up = {1, 0, 0};
      pane.half_m = std::min(half.x, half.y);
      pane.thick_m = 0.06;
    } else {
      const glm::dvec3 to_eye = site_.eye - pane.middle;
      pane.facing = normalized_or({to_eye.x, to_eye.y, 0}, {1, 0, 0});
      pane.half_m = half.z;
      pane.thick_m = half.y;
      pane.middle += pane.facing * (1.02 * half.y);
    }
    return pane;
  }

  Warp askew(const glm::dvec3& at) const {
    Stream stream = stream_.child("askew");
    const double side = stream.chance(0.5) ? 1 : -1;
    const double turn = side * severity_ * glm::radians(stream.uniform(30.0, 80.0));
    const double tilt = severity_ * glm::radians(stream.uniform(-28.0, 28.0));
    const glm::dvec3 hold{0, at.y, at.z};
    return [=](const glm::dvec3& p) {
      glm::dvec3 q = p - hold;
      q = {q.x * std::cos(turn) - q.y * std::sin(turn), q.x * std::sin(turn) + q.y * std::cos(turn), q.z};
      return hold + glm::dvec3(q.x, q.y * std::cos(tilt) - q.z * std::sin(tilt),
                               q.y * std::sin(tilt) + q.z * std::cos(tilt));
    };
  }

  Warp swung_down(const Mesh& head) const {
    Stream stream = stream_.child("askew");
    const bool on_arm = object_.model == "arm";
    const double angle =
        severity_ * glm::radians(on_arm ? stream.uniform(45.0, 85.0) : stream.uniform(20.0, 45.0));
    const double way = on_arm ? 0 : stream.uniform(0, glm::two_pi<double>());
    const glm::dvec3 hold =
        on_arm ? glm::dvec3(head.lower.x, 0, head.upper.z) : glm::dvec3(0, 0, head.lower.z);
    const glm::dvec3 f{std::cos(way), std::sin(way), 0}, a{-f.y, f.x, 0};
    return [=](const glm::dvec3& p) {
      const glm::dvec3 q = p - hold;
      const double x = glm::dot(q, f), c = std::cos(angle), s = std::sin(angle);
      return hold + a * glm::dot(q, a) + f * (x * c + q.z * s) + up * (q.z * c - x * s);
    };
  }

  static Filling bulb(const glm::dvec3& foot, const glm::dvec3& facing, float radius_m) {
    MeshBuilder builder("bulb");
    builder.tag(0, 0);
    const glm::vec3 at(foot), out(facing);
    builder.add(cylinder(at, at + out * (1.5f * radius_m), 0.8f * radius_m, 12));
    builder.tag(1, 0);
    builder.add(ellipsoid(at + out * (2.4f * radius_m), glm::vec3(radius_m), 12));
    return {builder.build(), {matte("socket", glm::vec3(0.05f)), gloss("bulb", glm::vec3(0.55f), 0.2f)}};
  }

  DefectFacts facts(const Mesh& mesh, double depth_m) const {
    const glm::dvec3 size_mm = 1e3 * glm::dvec3(mesh.upper - mesh.lower);
    return {severity_, std::max({size_mm.x, size_mm.y, size_mm.z}), std::max(size_mm.x, size_mm.y),
            1e3 * depth_m};
  }

  static std::optional<ObjectDamage> keeping(const MeshPtr& rest, DamagedPiece piece) {
    return ObjectDamage{rest, rest, {std::move(piece)}};
  }

  static constexpr double shining_share = 0.6;
  const DamageSite& site_;
  const ObjectModel& object_;
  double severity_;
  Stream stream_;
  bool is_signal_ = false;
  Halves lens_;
};

}  // namespace

const std::vector<std::string>& light_damage_kinds() {
  static const std::vector<std::string> kinds{"dark",           "cracked_lens", "missing_lens",
                                              "broken_housing", "leaning",      "fallen"};
  return kinds;
}

std::optional<ObjectDamage> make_light_damage(const std::string& kind, double severity,
                                              const DamageSite& site, Stream stream) {
  const Light light(site, severity, kind == "dark", stream);
  if (kind == "dark") return light.dark();
  if (kind == "cracked_lens") return light.cracked();
  if (kind == "missing_lens") return light.missing();
  if (kind == "broken_housing") return light.broken();
  if (kind == "leaning") return light.leaning();
  CHECK(kind == "fallen", "no damage of a light is called " + kind);
  return light.fallen();
}

}  // namespace understudy
