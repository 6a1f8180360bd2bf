// SPDX-License-Identifier: Apache-2.0
#include "generators/street/classes.h"

#include "generators/street/objects/object.h"

namespace understudy {

Taxonomy street_taxonomy() {
  Taxonomy taxonomy;
  const auto add = [&](Class label, const char* name, const char* super) {
    taxonomy.categories.push_back({CategoryId(uint32_t(label)), name, super});
  };
  add(Class::car, "car", "vehicle");
  add(Class::pedestrian, "pedestrian", "person");
  add(Class::cyclist, "cyclist", "person");
  add(Class::bicycle, "bicycle", "vehicle");
  add(Class::traffic_light, "traffic light", "outdoor");
  add(Class::stop_sign, "stop sign", "outdoor");
  add(Class::cardboard_box, "cardboard box", "road debris");
  add(Class::tyre, "tyre", "road debris");
  add(Class::plank, "plank", "road debris");
  add(Class::sack, "sack", "road debris");
  add(Class::traffic_cone, "traffic cone", "road debris");
  add(Class::branch, "branch", "road debris");
  add(Class::pothole, "pothole", "road defect");
  add(Class::longitudinal_crack, "longitudinal crack", "road defect");
  add(Class::transverse_crack, "transverse crack", "road defect");
  add(Class::alligator_crack, "alligator crack", "road defect");
  add(Class::failed_patch, "failed patch", "road defect");
  add(Class::faded_marking, "faded marking", "road defect");
  add(Class::sunken_manhole, "sunken manhole", "road defect");
  add(Class::bent_sign, "bent sign", "street damage");
  add(Class::faded_sign, "faded sign", "street damage");
  add(Class::sign_graffiti, "sign graffiti", "street damage");
  add(Class::torn_sign, "torn sign", "street damage");
  add(Class::fallen_sign, "fallen sign", "street damage");
  add(Class::dark_lamp, "dark lamp", "street damage");
  add(Class::cracked_lens, "cracked lens", "street damage");
  add(Class::missing_lens, "missing lens", "street damage");
  add(Class::broken_housing, "broken housing", "street damage");
  add(Class::leaning_post, "leaning post", "street damage");
  add(Class::fallen_post, "fallen post", "street damage");
  add(Class::car_dent, "car dent", "street damage");
  add(Class::car_rust, "car rust", "street damage");
  add(Class::car_scratch, "car scratch", "street damage");
  taxonomy.parts = part_names();
  return taxonomy;
}

}  // namespace understudy
