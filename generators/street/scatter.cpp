// SPDX-License-Identifier: Apache-2.0
// Domain randomization: all classes anywhere, turned anyhow, in any colours, among shapes that are none of
// them. J. Tremblay et al., "Training deep networks with synthetic data: bridging the reality gap by domain
// randomization", CVPR workshops 2018.
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "generators/palette.h"
#include "generators/shapes/solids.h"
#include "generators/street/damage/damage.h"
#include "generators/street/debris.h"
#include "generators/street/elements.h"

namespace understudy {
namespace {

constexpr int distractor_count = 24;

ObjectPtr make_distractor(int number) {
  Stream stream = Stream(Key{0, 0}, "street/distractors").child(uint64_t(number));
  const glm::vec3 half =
      glm::vec3(glm::dvec3(stream.uniform(0.15, 1), stream.uniform(0.15, 1), stream.uniform(0.15, 1.3)));
  MeshBuilder builder("distractor");
  if (number % 4 == 0) builder.add(rounded_box(-half, half, 0.3f * std::min({half.x, half.y, half.z})));
  if (number % 4 == 1) builder.add(ellipsoid({0, 0, 0}, half));
  if (number % 4 == 2) builder.add(cone({0, 0, -half.z}, {0, 0, half.z}, half.x, half.y * 0.3f, 24));
  if (number % 4 == 3) builder.add(torus(half.x, half.x * 0.35f, 24, 12));
  auto object = std::make_shared<ObjectModel>();
  object->model = "distractor";
  object->mesh = builder.build_on_ground();
  object->slots = {"surface"};
  return object;
}

const std::vector<ObjectPtr>& distractors() {
  static const std::vector<ObjectPtr> all = [] {
    std::vector<ObjectPtr> made;
    for (int i = 0; i < distractor_count; ++i) made.push_back(make_distractor(i));
    return made;
  }();
  return all;
}

void scatter(Stage& stage, const std::string& what, int count,
             const std::function<Item(uint64_t, Stream&)>& make) {
  const Stream stream = stage.draw().stream("street/random").child(what);
  const double radius_m = stage.draw().number("street.random.radius_m");
  for (int i = 1; i <= count; ++i) {
    Stream own = stream.child(uint64_t(i));
    Item item = make(uint64_t(i), own);
    stage.place_somewhere(what, 10, own, [&](Stream& s) {
      const double angle = s.uniform(0, glm::two_pi<double>()), r = radius_m * std::sqrt(s.uniform());
      item.position =
          glm::dvec2(stage.view().camera.position_m) + r * glm::dvec2(std::cos(angle), std::sin(angle));
      item.heading_rad = s.uniform(0, glm::two_pi<double>());
      return item;
    });
  }
}

void scatter_family(Stage& stage, Family family, Class label, int count, const std::string& model_path,
                    bool astray = false) {
  scatter(stage, family_name(family), count, [&](uint64_t number, Stream& stream) {
    Item item;
    const std::string model = model_path.empty() ? "any" : stage.draw().name(model_path, number);
    item.object = stage.variant(family, model, stream);
    item.label = label;
    item.astray = astray;
    if (label == Class::cyclist) set_labels_of_cyclist(stage, item);
    if (family == Family::stop_sign) item.damage = draw_sign_damage(stage.draw(), number);
    if (family == Family::traffic_light) {
      item.damage = draw_signal_damage(stage.draw(), number);
      const char* states[] = {"red", "amber", "green"};
      item.look.state = states[stream.uniform_int(0, 2)];
      item.provenance["state"] = item.look.state;
    }
    return item;
  });
}

}  // namespace

void add_random_objects(Stage& stage) {
  const Draw& draw = stage.draw();
  const int cars = draw.integer("street.cars.parked_count") + draw.integer("street.cars.moving_count");
  scatter_family(stage, Family::traffic_light, Class::traffic_light,
                 draw.integer("street.random.traffic_lights"), "");
  scatter_family(stage, Family::stop_sign, Class::stop_sign, draw.integer("street.random.stop_signs"), "");
  scatter(stage, "car", cars,
          [&](uint64_t number, Stream& stream) { return make_car(stage, number, stream); });
  scatter_family(stage, Family::pedestrian, Class::pedestrian, draw.integer("street.pedestrians.count"),
                 "street.pedestrians.model");
  scatter_family(stage, Family::cyclist, Class::cyclist, draw.integer("street.cyclists.count"),
                 "street.cyclists.model");
  scatter_family(stage, Family::bicycle, Class::bicycle, draw.integer("street.bicycles.count"),
                 "street.bicycles.model");
  for (const DebrisKind& kind : debris_kinds())
    scatter_family(stage, kind.family, kind.label, draw.integer(kind.path), "", true);
  scatter(stage, "distractor", draw.integer("street.random.distractors"), [](uint64_t, Stream& stream) {
    Item item;
    item.object = distractors()[size_t(stream.uniform_int(0, distractor_count - 1))];
    item.materials = {random_material("distractor", stream)};
    return item;
  });
}

}  // namespace understudy
