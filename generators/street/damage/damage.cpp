// SPDX-License-Identifier: Apache-2.0
#include "generators/street/damage/damage.h"

#include <fmt/format.h>

#include "base/parameter_rows.h"
#include "generators/street/damage/car.h"
#include "generators/street/damage/light.h"
#include "generators/street/damage/sign.h"

namespace understudy {
namespace {

/// Objects that are damaged in the same ways.
struct Group {
  const char* name;  ///< of its parameters
  const char* things;
  const std::vector<std::string>& kinds;
  std::optional<ObjectDamage> (*make)(const std::string& kind, double severity, const DamageSite& site,
                                      Stream stream);
};

const Group& signs() {
  static const Group group{"signs", "Signs", sign_damage_kinds(), make_sign_damage};
  return group;
}

const Group& signals() {
  static const Group group{"signals", "Traffic lights", light_damage_kinds(), make_light_damage};
  return group;
}

const Group& lamps() {
  static const Group group{"lamps", "Street lamps", light_damage_kinds(), make_light_damage};
  return group;
}

const Group& cars() {
  static const Group group{"cars", "Cars", car_damage_kinds(), make_car_damage};
  return group;
}

std::string path_of(const Group& group, const char* what) {
  return fmt::format("street.damage.{}.{}", group.name, what);
}

std::string choice_of(const std::vector<std::string>& kinds) {
  return fmt::format("{{choice: [{}]}}", fmt::join(kinds, ", "));
}

Damager draw_damage(const Group& group, const Draw& draw, uint64_t number) {
  const Stream stream = draw.stream(std::string("street/damage/") + group.name).child(number);
  if (!stream.child("rate").chance(draw.number(path_of(group, "rate")))) return {};
  const std::string kind = draw.name(path_of(group, "kind"), number);
  const double severity = draw.number(path_of(group, "severity"), number);
  return [&group, kind, severity, shape = stream.child("shape")](const DamageSite& site) {
    return group.make(kind, severity, site, shape);
  };
}

}  // namespace

ParameterTable damage_parameters() {
  using namespace rows;
  ParameterTable table;
  for (const Group* group : {&signs(), &signals(), &lamps(), &cars()}) {
    table.push_back(number(path_of(*group, "rate"), 0, 1, "0",
                           fmt::format("{}: the share that is damaged.", group->things)));
    table.push_back(each(name(path_of(*group, "kind"), group->kinds, choice_of(group->kinds),
                              fmt::format("{}: what happened to a damaged one.", group->things))));
    table.push_back(each(number(path_of(*group, "severity"), 0, 1, "{uniform: [0.2, 1]}",
                                fmt::format("{}: how far gone a damaged one is.", group->things))));
  }
  return table;
}

Damager draw_sign_damage(const Draw& draw, uint64_t number) { return draw_damage(signs(), draw, number); }

Damager draw_signal_damage(const Draw& draw, uint64_t number) { return draw_damage(signals(), draw, number); }

Damager draw_lamp_damage(const Draw& draw, uint64_t number) { return draw_damage(lamps(), draw, number); }

Damager draw_car_damage(const Draw& draw, uint64_t number) { return draw_damage(cars(), draw, number); }

}  // namespace understudy
