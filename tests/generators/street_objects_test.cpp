// SPDX-License-Identifier: Apache-2.0
// What cars, houses and roads are made of: details lie on what they belong to, face outwards, and are as many
// as asked.
#include <algorithm>
#include <cmath>
#include <map>

#include "generators/street/objects/heads.h"
#include "tests/catch.h"
#include "tests/generators/scene_tools.h"

using namespace understudy;

namespace {

struct Face {
  glm::dvec3 a, b, c;
  std::string slot;
  glm::dvec3 middle() const { return (a + b + c) / 3.0; }
  glm::dvec3 area() const { return 0.5 * glm::cross(b - a, c - a); }
};

std::vector<Face> faces_of(const Mesh& mesh, const std::vector<std::string>& slots) {
  std::vector<Face> faces;
  for (size_t i = 0; i < mesh.triangles.size(); ++i) {
    const glm::uvec3 t = mesh.triangles[i];
    faces.push_back({mesh.positions[t.x], mesh.positions[t.y], mesh.positions[t.z], slots[mesh.slots[i]]});
  }
  return faces;
}

std::vector<Face> of_slots(const std::vector<Face>& faces, const std::vector<std::string>& slots) {
  std::vector<Face> chosen;
  for (const Face& face : faces)
    if (std::find(slots.begin(), slots.end(), face.slot) != slots.end()) chosen.push_back(face);
  return chosen;
}

std::vector<glm::dvec3> corners_of(const std::vector<Face>& faces) {
  std::vector<glm::dvec3> corners;
  for (const Face& face : faces) corners.insert(corners.end(), {face.a, face.b, face.c});
  return corners;
}

std::pair<glm::dvec3, glm::dvec3> bounds_of(const std::vector<glm::dvec3>& points) {
  std::pair<glm::dvec3, glm::dvec3> bounds(points.at(0), points.at(0));
  for (const glm::dvec3& p : points) bounds = {glm::min(bounds.first, p), glm::max(bounds.second, p)};
  return bounds;
}

/// Distance of a point from a triangle: C. Ericson, "Real-Time Collision Detection", 2005, section 5.1.5, by
/// projection and clamping to the edges.
double distance_m(const glm::dvec3& p, const Face& f) {
  const glm::dvec3 n = glm::cross(f.b - f.a, f.c - f.a);
  const auto inside = [&](const glm::dvec3& u, const glm::dvec3& v) {
    return glm::dot(glm::cross(v - u, p - u), n) >= 0;
  };
  if (glm::length(n) > 0 && inside(f.a, f.b) && inside(f.b, f.c) && inside(f.c, f.a))
    return std::abs(glm::dot(p - f.a, glm::normalize(n)));
  const auto to_edge = [&](const glm::dvec3& u, const glm::dvec3& v) {
    const double length2 = std::max(glm::dot(v - u, v - u), 1e-18);
    return glm::distance(p, u + std::clamp(glm::dot(p - u, v - u) / length2, 0.0, 1.0) * (v - u));
  };
  return std::min({to_edge(f.a, f.b), to_edge(f.b, f.c), to_edge(f.c, f.a)});
}

double farthest_m(const std::vector<Face>& details, const std::vector<Face>& bodies) {
  double farthest = 0;
  for (size_t i = 0; i < details.size(); i += 5) {
    double nearest = 1e9;
    for (const Face& body : bodies) nearest = std::min(nearest, distance_m(details[i].middle(), body));
    farthest = std::max(farthest, nearest);
  }
  return farthest;
}

double area_m2(const std::vector<Face>& faces, const std::string& slot, double side) {
  double sum = 0;
  for (const Face& face : faces)
    if (face.slot == slot && face.middle().y * side > 0) sum += glm::length(face.area());
  return sum;
}

/// How many triangles of the ground wear a material of that name.
int ground_faces(const Scene& scene, const std::string& material) {
  int count = 0;
  for (const Placement& p : scene.placements) {
    const Mesh& mesh = *scene.meshes[p.mesh];
    if (mesh.name != "ground") continue;
    for (const uint16_t slot : mesh.slots) count += scene.materials[p.materials[slot]].name == material;
  }
  return count;
}

}  // namespace

TEST_CASE("a carrier and its heads are the whole, and are found again in it") {
  const std::tuple<Family, const char*, size_t> kinds[] = {{Family::stop_sign, "octagon", 1},
                                                           {Family::traffic_light, "post", 2},
                                                           {Family::traffic_light, "mast_arm", 2}};
  for (const auto& [family, model, most] : kinds) {
    size_t seen = 0;
    for (int variant = 0; variant < 12; ++variant) {
      const ObjectModel object = make_object(family, model, variant);
      REQUIRE(!object.heads.empty());
      seen = std::max(seen, object.heads.size());
      const DividedMesh again = divided(*object.mesh, object.heads);
      size_t triangles = object.carrier->triangles.size();
      CHECK(again.carrier->triangles.size() == triangles);
      for (size_t i = 0; i < object.heads.size(); ++i) {
        const Mesh& head = *object.heads[i].mesh;
        triangles += head.triangles.size();
        CHECK(again.heads[i]->triangles.size() == head.triangles.size());
        CHECK(again.heads[i]->lower == head.lower);
        CHECK(again.heads[i]->upper == head.upper);
      }
      CHECK(object.mesh->triangles.size() == triangles);
      CHECK(with_first_head(object).mesh->triangles.size() ==
            object.carrier->triangles.size() + object.heads[0].mesh->triangles.size());
    }
    CHECK(seen == most);
  }
}

TEST_CASE("gaps and signs are laid on the body of a car") {
  for (const std::string& model : models_of(Family::car)) {
    CAPTURE(model);
    const ObjectModel car = make_object(Family::car, model, 2);
    const std::vector<Face> faces = faces_of(*car.mesh, car.slots);
    CHECK(farthest_m(of_slots(faces, {"gap"}), of_slots(faces, {"paint", "glass", "dark"})) < 0.03);
    CHECK(farthest_m(of_slots(faces, {"letters"}), of_slots(faces, {"plate_front", "plate_rear"})) < 0.002);
  }
}

TEST_CASE("a car's lamps are the same left and right, and what is in it stays inside") {
  for (const std::string& model : models_of(Family::car)) {
    for (const int variant : {0, 1, 2, 3, 4, 5}) {
      CAPTURE(model, variant);
      const ObjectModel car = make_object(Family::car, model, variant);
      const std::vector<Face> faces = faces_of(*car.mesh, car.slots);
      for (const std::string slot : {"headlamp", "tail_lamp", "stop_lamp", "indicator"}) {
        const double left = area_m2(faces, slot, 1), right = area_m2(faces, slot, -1);
        CHECK(left > 0.003);
        CHECK(left == Approx(right).epsilon(1e-3));
      }
      const std::vector<glm::dvec3> panes = corners_of(of_slots(faces, {"glass"}));
      const auto [low, high] = bounds_of(panes);
      for (const glm::dvec3& p : corners_of(of_slots(faces, {"seat"}))) {
        CHECK(std::abs(p.y) < high.y);
        CHECK(p.z < high.z);
        CHECK(p.x < high.x);
      }
      const glm::dvec3 head(car.points.at("driver"));
      CHECK(head.z - 0.1 > low.z);
      CHECK(head.z + 0.13 < car.mesh->upper.z);
    }
  }
}

TEST_CASE("windows of a house look away from it, and its front keeps out of people's way") {
  const std::vector<std::string> panes{"glass_0",   "glass_1",   "glass_2",   "glass_3",   "curtain_0",
                                       "curtain_1", "curtain_2", "curtain_3", "shop_glass"};
  for (const std::string& model : models_of(Family::building)) {
    for (const int variant : {0, 1, 2, 3, 4, 5}) {
      CAPTURE(model, variant);
      const ObjectModel house = make_object(Family::building, model, variant);
      int front = 0;
      for (const Face& face : faces_of(*house.mesh, house.slots)) {
        if (face.middle().z < 2) CHECK(face.middle().x < 0.4);
        if (std::find(panes.begin(), panes.end(), face.slot) == panes.end()) continue;
        const glm::dvec3 normal = glm::normalize(face.area());
        front += normal.x > 0.9;
        if (std::abs(normal.x) > 0.9 && face.middle().x > -0.3) CHECK(normal.x > 0);
      }
      CHECK(front > 8);
    }
  }
}

TEST_CASE("traces of use on the road are as many as the recipe says") {
  const auto street = [](int count) {
    const std::string n = std::to_string(count);
    return compose_image(street_recipe("street: {wear: {repairs: " + n + ", tar_seams: " + n +
                                       ", oil_stains: " + n + ", covers: " + n + ", gum: " + n + "}}"),
                         3);
  };
  const Scene none = street(0), some = street(10), many = street(40);
  for (const std::string material : {"repair", "tar", "oil", "gum"}) {
    CAPTURE(material);
    CHECK(ground_faces(none, material) == 0);
    CHECK(ground_faces(some, material) > 0);
    CHECK(ground_faces(many, material) > ground_faces(some, material));
  }
  CHECK(ground_faces(some, "cast iron") > ground_faces(none, "cast iron"));  // drains there are always
}
