// SPDX-License-Identifier: Apache-2.0
// Damage of what stands in the street: nothing of an object is lost or doubled, and the twin is the plain
// street.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "generators/street/damage/car.h"
#include "generators/street/damage/light.h"
#include "generators/street/damage/sign.h"
#include "tests/catch.h"
#include "tests/generators/mesh_area.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

DamageSite site_of(const ObjectModel& object) {
  return {object,
          {12, 3, 1.5},
          true,
          "red",
          [](const glm::dvec3&) { return true; },
          [](const glm::dvec2&) { return true; }};
}

double area_of(const MeshPtr& mesh) { return mesh ? area_m2(*mesh) : 0; }

int count_of(const Scene& scene, Class label) {
  int count = 0;
  for (const Instance& instance : scene.instances) count += instance.category.value == uint32_t(label);
  return count;
}

/// What a damage must be, whatever its kind.
void require_sound(const ObjectDamage& damage, const ObjectModel& object, double severity) {
  REQUIRE(damage.pieces.size() >= 1);
  double good_m2 = area_of(damage.rest_as_good);
  for (const DamagedPiece& piece : damage.pieces) {
    REQUIRE(piece.surface.mesh);
    piece.surface.mesh->check();
    piece.surface.as_good->check();
    CHECK(piece.surface.mesh->triangles.size() == piece.surface.as_good->triangles.size());
    CHECK(piece.facts.severity == severity);
    for (const DefectMesh::Look& look : piece.surface.looks) CHECK(look.slot < object.slots.size());
    good_m2 += area_of(piece.surface.as_good);
  }
  CHECK(good_m2 == Approx(area_m2(*object.mesh)).epsilon(1e-4));
}

}  // namespace

TEST_CASE("a damaged sign is the whole sign where nothing is damaged") {
  std::vector<ObjectModel> signs{make_object(Family::stop_sign, "octagon", 1)};
  for (const int variant : {0, 1, 2, 3, 4, 5}) signs.push_back(make_object(Family::pole, "sign", variant));
  for (const ObjectModel& object : signs) {
    if (object.family == Family::pole && object.provenance.at("sign") == "name")
      continue;  // is never damaged
    for (const std::string& kind : sign_damage_kinds()) {
      for (const double severity : {0.0, 0.5, 1.0}) {
        for (uint64_t seed = 0; seed < 2; ++seed) {
          CAPTURE(object.provenance.at("variant"), kind, severity, seed);
          const auto damage = make_sign_damage(kind, severity, site_of(object), Stream(Key{seed, 0}, "test"));
          REQUIRE(damage);
          require_sound(*damage, object, severity);
        }
      }
    }
  }
}

TEST_CASE("a damaged light is the whole light where nothing is damaged") {
  const std::tuple<Family, const char*, double> lights[] = {{Family::traffic_light, "post", 9},
                                                            {Family::traffic_light, "mast_arm", 9},
                                                            {Family::lamp, "arm", 9},
                                                            {Family::lamp, "post_top", 9}};
  for (const auto& [family, model, height_m] : lights) {
    const ObjectModel object = make_object(family, model, 0);
    for (const std::string& kind : light_damage_kinds()) {
      if (kind == "fallen" && std::string(model) == "mast_arm") continue;
      for (const double severity : {0.0, 1.0}) {
        for (uint64_t seed = 0; seed < 2; ++seed) {
          CAPTURE(model, kind, severity, seed);
          const auto damage =
              make_light_damage(kind, severity, site_of(object), Stream(Key{seed, 0}, "test"));
          REQUIRE(damage);
          require_sound(*damage, object, severity);
          for (const DamagedPiece& piece : damage->pieces) {
            CHECK(piece.surface.mesh->lower.z > -0.02);
            CHECK(piece.surface.mesh->upper.z < height_m + 1.5);
          }
        }
      }
    }
  }
}

TEST_CASE("a dark signal is the lens that should shine, and shines less the worse it is") {
  const ObjectModel object = make_object(Family::traffic_light, "post", 0);
  Look look;
  look.state = "red";
  const Dressing dressing = dress(object, look, Stream(Key{1, 0}, "test"));
  float before = 1e9f;
  for (const double severity : {0.0, 0.5, 1.0}) {
    const auto damage = make_light_damage("dark", severity, site_of(object), Stream(Key{3, 0}, "test"));
    const DamagedPiece& lens = damage->pieces[0];
    REQUIRE(lens.surface.looks.size() == 1);
    CHECK(object.slots[lens.surface.looks[0].slot] == "red");
    const float left = lens.change(dressing.materials[lens.surface.looks[0].slot], 0).emission.x;
    CHECK(left < before);
    before = left;
  }
  CHECK(before == 0);
}

TEST_CASE("a damaged car is the whole car where nothing is damaged, and dents go inwards") {
  const ObjectModel object = make_object(Family::car, "sedan", 1);
  for (const std::string& kind : car_damage_kinds()) {
    for (const double severity : {0.2, 1.0}) {
      for (uint64_t seed = 0; seed < 2; ++seed) {
        CAPTURE(kind, severity, seed);
        const auto damage = make_car_damage(kind, severity, site_of(object), Stream(Key{seed, 0}, "test"));
        REQUIRE(damage);
        require_sound(*damage, object, severity);
        if (kind != "dent") continue;
        for (const DamagedPiece& piece : damage->pieces) {
          double deepest_mm = 0;
          for (size_t i = 0; i < piece.surface.mesh->triangles.size(); ++i) {
            const uint32_t a = piece.surface.mesh->triangles[i].x, b = piece.surface.as_good->triangles[i].x;
            deepest_mm = std::max(deepest_mm, 1e3 * double(glm::length(piece.surface.mesh->positions[a] -
                                                                       piece.surface.as_good->positions[b])));
          }
          CHECK(deepest_mm > 0.5 * piece.facts.depth_mm);
          CHECK(deepest_mm < 1.3 * piece.facts.depth_mm);
        }
      }
    }
  }
}

TEST_CASE("a bent plate keeps its area and moves as far as it says") {
  const ObjectModel object = make_object(Family::stop_sign, "octagon", 0);
  for (uint64_t seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    double before_mm = 0;
    for (const double severity : {0.25, 0.5, 1.0}) {
      const auto damage = make_sign_damage("bent", severity, site_of(object), Stream(Key{seed, 0}, "test"));
      const DamagedPiece& plate = damage->pieces[0];
      CHECK(area_of(plate.surface.mesh) == Approx(area_of(plate.surface.as_good)).epsilon(0.02));
      CHECK(plate.facts.depth_mm > before_mm);
      before_mm = plate.facts.depth_mm;
    }
  }
}

TEST_CASE("worse graffiti and worse tears cover more of the plate") {
  const ObjectModel object = make_object(Family::stop_sign, "octagon", 2);
  for (const char* kind : {"graffiti", "torn"}) {
    for (uint64_t seed = 0; seed < 6; ++seed) {
      double before_m2 = 0;
      for (const double severity : {0.1, 0.5, 1.0}) {
        CAPTURE(kind, seed, severity);
        const auto damage = make_sign_damage(kind, severity, site_of(object), Stream(Key{seed, 0}, "test"));
        const double area = area_of(damage->pieces[0].surface.as_good);
        CHECK(area > before_m2);
        before_m2 = area;
      }
    }
  }
}

TEST_CASE("a tear and a patch of rust are as long and wide as what they take, the longer side first") {
  const ObjectModel sign = make_object(Family::stop_sign, "octagon", 2),
                    car = make_object(Family::car, "sedan", 1);
  for (uint64_t seed = 0; seed < 4; ++seed) {
    CAPTURE(seed);
    const Stream stream(Key{seed, 0}, "test");
    const auto tear = make_sign_damage("torn", 0.7, site_of(sign), stream);
    const auto rust = make_car_damage("rust", 0.7, site_of(car), stream);
    for (const auto* damage : {&tear, &rust}) {
      REQUIRE(*damage);
      for (const DamagedPiece& piece : (*damage)->pieces) {
        const Mesh& taken = *piece.surface.as_good;
        CHECK(piece.facts.length_mm >= piece.facts.width_mm);
        const double diagonal_mm = 1e3 * double(glm::length(taken.upper - taken.lower));
        CHECK(piece.facts.length_mm <= diagonal_mm + 1e-3);
        CHECK(piece.facts.length_mm > 0.5 * diagonal_mm);
        // Both fill much of their rectangle; a flat one not more than all of it.
        const double filled =
            1e6 * area_of(piece.surface.as_good) / (piece.facts.length_mm * piece.facts.width_mm);
        CHECK(filled > 0.3);
        if (damage == &tear) CHECK(filled < 2 * 1.1);  // a front and a back, and rims
      }
    }
  }
}

TEST_CASE("what has fallen lies on the ground, and only where that is level") {
  const ObjectModel object = make_object(Family::stop_sign, "octagon", 3);
  for (uint64_t seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    const Stream stream(Key{seed, 0}, "test");
    const auto damage = make_sign_damage("fallen", 1, site_of(object), stream);
    const Mesh& lying = *damage->pieces[0].surface.mesh;
    CHECK(std::abs(lying.lower.z) < 1e-4);
    CHECK(lying.upper.z < 0.5);
    CHECK(area_m2(lying) == Approx(area_of(damage->pieces[0].surface.as_good)).epsilon(1e-3));
    DamageSite ledge = site_of(object);
    ledge.is_level = [](const glm::dvec2& p) { return glm::length(p) < 0.5; };
    CHECK_FALSE(make_sign_damage("fallen", 1, ledge, stream));
  }
}

TEST_CASE("the twin of a damaged street is the plain street") {
  const std::string plain_yaml =
      "street: {furniture: {count: 0}, intersection: {kind: cross, control: all_way_stop}";
  const Recipe plain = street_recipe(plain_yaml + "}");
  const Recipe damaged = street_recipe(plain_yaml + ", damage: {signs: {rate: 1, kind: faded}}}");
  for (uint64_t index = 0; index < 3; ++index) {
    const Scene before = compose_image(plain, 8, index), scene = compose_image(damaged, 8, index);
    scene.check();
    CHECK(count_of(before, Class::stop_sign) > 0);
    CHECK(count_of(scene, Class::faded_sign) == count_of(before, Class::stop_sign));
    const Scene good = scene.without_defects();
    good.check();
    REQUIRE(good.instances.size() == before.instances.size());
    for (size_t i = 0; i < good.instances.size(); ++i)
      CHECK(good.instances[i].category == before.instances[i].category);
    const auto seen = [](const Scene& s) {
      std::map<std::array<double, 4>, double> area;  // of what stands at a place
      for (const Placement& p : s.placements)
        area[{p.to_world[3][0], p.to_world[3][1], p.to_world[3][2], p.to_world[0][0]}] +=
            area_m2(*s.meshes[p.mesh]);
      return area;
    };
    const auto a = seen(before), b = seen(good);
    REQUIRE(a.size() == b.size());
    for (const auto& [place, area] : a) CHECK(b.at(place) == Approx(area).epsilon(1e-4));
  }
}

TEST_CASE("by default nothing is damaged") {
  for (uint64_t index = 0; index < 10; ++index) {
    const Scene scene = compose_image(street_recipe(""), 8, index);
    CHECK(!scene.has_defects());
  }
}
