// SPDX-License-Identifier: Apache-2.0
// Where: dents and scrapes on the flanks and corners at the height of other cars, of bollards and walls; rust
// where water and grit stay, around the wheels and along the sills.
#include "generators/street/damage/car.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <glm/gtc/constants.hpp>

#include "base/error.h"
#include "generators/defects/defect.h"
#include "generators/defects/surface_extent.h"
#include "generators/street/damage/pieces.h"

namespace understudy {
namespace {

constexpr double skin_m = 0.06;  ///< to both sides of a panel: what is laid on it moves along

struct Kind {
  const char* name;
  Class label;
  int most;  ///< on one car
  double low_z_m, high_z_m;
  glm::dvec2 length_m, width_m, depth_m;  ///< at severity 1: from, to
  DefectKind (*of)();
};

const Kind& kind_of(const std::string& name) {
  static const Kind kinds[] = {
      {"dent", Class::car_dent, 2, 0.3, 1.0, {0.4, 1.1}, {0.28, 0.6}, {0.015, 0.05}, dent_kind},
      {"rust", Class::car_rust, 3, 0.2, 0.85, {0.25, 0.8}, {0.14, 0.4}, {0.001, 0.003}, rust_kind},
      {"scratch",
       Class::car_scratch,
       3,
       0.3,
       0.95,
       {0.6, 1.8},
       {0.014, 0.045},
       {0.0006, 0.0015},
       scratch_kind}};
  for (const Kind& kind : kinds)
    if (name == kind.name) return kind;
  CHECK(false, "no damage of a car is called " + name);
  return kinds[0];
}

double between(const glm::dvec2& range, Stream& stream) { return stream.uniform(range.x, range.y); }

/// The point of the panels that suits best among several drawn by area; nothing where none faces the camera.
std::optional<SurfacePoint> find_place(const Kind& kind, const SurfaceMap& map, const DamageSite& site,
                                       const std::vector<glm::dvec3>& taken, Stream stream) {
  constexpr int candidates = 60;
  std::vector<SurfacePoint> points;
  std::vector<double> weights;
  double sum = 0;
  for (int i = 0; i < candidates; ++i) {
    points.push_back(map.sample(stream));
    const SurfacePoint& p = points.back();
    const glm::dvec3 to_eye = glm::normalize(site.eye - p.position);
    const double facing = glm::dot(to_eye, p.normal);
    const bool allowed = facing > 0.15 && std::abs(p.normal.z) < 0.5 && p.position.z > kind.low_z_m &&
                         p.position.z < kind.high_z_m;
    double weight = allowed ? facing : 0;
    if (allowed && kind.label == Class::car_rust) {
      const std::optional<EdgePoint> edge = map.nearest_edge(p.position);
      weight = edge ? std::exp(-glm::length(edge->position - p.position) / 0.06) + 1e-4 : 1e-4;
    }
    if (!site.is_in_picture(p.position)) weight *= 0.02;
    for (const glm::dvec3& other : taken)
      if (glm::length(other - p.position) < 0.5) weight *= 0.02;
    weights.push_back(weight);
    sum += weight;
  }
  if (sum <= 0) return std::nullopt;
  return points[stream.weighted(weights.data(), weights.size())];
}

/// A panel buckles: a bowl that is deepest off its middle, with a crease where the sheet folded.
DefectShape buckle(const DefectSite& at, const DefectSize& size, Stream stream) {
  const double a = 0.5 * size.length_m * size.grown(), b = 0.5 * size.width_m * size.grown();
  const double depth_m = size.depth_m * size.grown(), crease_at = stream.uniform(-0.35, 0.35);
  const double crease = stream.uniform(0.25, 0.5), ripple = stream.uniform(0.05, 0.14);
  const glm::dvec3 n = at.at.normal, u = at.along, v = glm::cross(n, u), center = at.at.position;
  const uint64_t grain = stream.bits();
  const auto flat = [=](const glm::dvec3& p) {
    return glm::dvec2(glm::dot(p - center, u) / a, glm::dot(p - center, v) / b);
  };
  DefectShape shape;
  shape.field = [=](const glm::dvec3& p) {
    const double edge = 0.1 * smooth_noise({2.2 * flat(p), 0.5}, grain);
    const double outline_m = 0.7 * (glm::length(flat(p)) - 0.95 + edge) * b;
    return std::max(outline_m, std::abs(glm::dot(p - center, n)) - skin_m - 0.15 * a);
  };
  shape.height = [=, field = shape.field](const glm::dvec3& p) {
    // Curvature begins at nothing, too: in a mirror a step of it is an outline.
    const double in = std::clamp(-field(p) / (0.75 * b), 0.0, 1.0);
    const double smooth = in * in * in * (in * (6 * in - 15) + 10);
    const glm::dvec2 at_p = flat(p);
    const double fold = std::max(0.0, 1 - std::abs(at_p.y - crease_at - 0.2 * at_p.x) / 0.3);
    const double waves = ripple * smooth_noise({3.0 * at_p, 1.5}, grain + 1);
    return -depth_m * smooth * ((1 - crease) + crease * fold + waves);
  };
  shape.direction = n;
  shape.finest_m = b / 11;
  shape.connected = false;
  shape.center = center;
  shape.radius_m = 1.3 * a + skin_m;
  return shape;
}

/// A car while it is being damaged.
class Car {
 public:
  explicit Car(const DamageSite& site)
      : site_(site), halves_(split(*site.object.mesh, is_body)), map_(*panels()), surface_(*halves_.chosen) {}

  void damage(const Kind& kind, double severity, Stream stream) {
    const std::optional<SurfacePoint> place = find_place(kind, map_, site_, taken_, stream.child("place"));
    if (!place) return;
    DefectSite at{map_, *place};
    const glm::dvec3 level = normalized_or(glm::cross({0, 0, 1}, place->normal), {1, 0, 0});
    const glm::dvec3 across = glm::cross(place->normal, level);
    const double turn = kind.label == Class::car_scratch ? stream.normal(0, 0.12) : stream.normal(0, 0.5);
    at.along = level * std::cos(turn) + across * std::sin(turn);
    double length_m = between(kind.length_m, stream), width_m = between(kind.width_m, stream);
    if (length_m < width_m) std::swap(length_m, width_m);
    const DefectSize size{severity, length_m, width_m, between(kind.depth_m, stream)};
    const Stream own = stream.child("shape");
    Defect defect = kind.of().make(at, size, own);
    if (kind.label == Class::car_dent) defect.shape = buckle(at, size, own);
    if (!surface_.cut(defect.shape, place->position)) return;
    taken_.push_back(place->position);
    DamagedPiece piece{kind.label, defect.facts, {}};
    if (kind.label != Class::car_dent) {
      piece.change = [change = kind.of().change, severity, depth_m = size.depth_m,
                      look = stream.child("look")](const Material& paint, int band) {
        Material out = paint;
        change(out, {severity, depth_m, uint16_t(band), look});
        out.pattern_scale_m *= 5;  // seen from farther away than a part under inspection
        return out;
      };
    }
    pieces_.push_back(std::move(piece));
    measured_.push_back(defect.shape.measured);
  }

  std::optional<ObjectDamage> take() {
    if (pieces_.empty()) return std::nullopt;
    for (size_t i = 0; i < pieces_.size(); ++i) {
      pieces_[i].surface = surface_.defect(i);
      if (measured_[i]) measure(*pieces_[i].surface.as_good, /*metres=*/1, pieces_[i].facts);
    }
    const MeshPtr rest = joined(surface_.intact(), halves_.rest);
    return ObjectDamage{rest, rest, std::move(pieces_)};
  }

 private:
  static bool is_body(const Mesh& mesh, size_t triangle) {
    static const Chosen body =
        of_parts({Part::body, Part::door, Part::trim, Part::light, Part::grille, Part::plate});
    return body(mesh, triangle);
  }

  /// What is painted: where damage may begin.
  const Mesh* panels() {
    const std::vector<std::string>& slots = site_.object.slots;
    const auto paint = uint16_t(std::find(slots.begin(), slots.end(), "paint") - slots.begin());
    panels_ = split(*site_.object.mesh, [=](const Mesh& mesh, size_t i) {
                return mesh.slots[i] == paint && mesh.parts[i] == uint16_t(Part::body);
              }).chosen;
    CHECK(panels_, "a car has panels");
    return panels_.get();
  }

  const DamageSite& site_;
  Halves halves_;
  MeshPtr panels_;
  SurfaceMap map_;
  Surface surface_;
  std::vector<glm::dvec3> taken_;
  std::vector<DamagedPiece> pieces_;
  std::vector<bool> measured_;  ///< of each piece: DefectShape's
};

}  // namespace

const std::vector<std::string>& car_damage_kinds() {
  static const std::vector<std::string> kinds{"dent", "rust", "scratch"};
  return kinds;
}

std::optional<ObjectDamage> make_car_damage(const std::string& name, double severity, const DamageSite& site,
                                            Stream stream) {
  const Kind& kind = kind_of(name);
  Car car(site);
  const int count = int(stream.uniform_int(1, kind.most));
  for (int i = 0; i < count; ++i) car.damage(kind, severity, stream.child(uint64_t(i)));
  return car.take();
}

}  // namespace understudy
