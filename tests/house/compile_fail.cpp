// SPDX-License-Identifier: Apache-2.0
// Wrong code that must not compile. Each case is compiled alone by tests/house/CMakeLists.txt with CASE set;
// case 0 is the control: the right code beside them, which must compile.
#include "base/error.h"
#include "scenes/ids.h"
#include "scenes/scene.h"

namespace understudy {

uint32_t color_of(CategoryId category) { return category.value; }
InstanceId first_instance() { return InstanceId(1); }

void compile_me() {
  const InstanceId instance = first_instance();
  [[maybe_unused]] const CategoryId category(instance.value);
#if CASE == 0
  color_of(category);
#elif CASE == 1  // an instance is not a class
  color_of(instance);
#elif CASE == 2  // a bare number is not an instance
  const InstanceId other = 7;
#elif CASE == 3  // an id is not a number
  const uint32_t number = instance;
#elif CASE == 4  // ids of different kinds are not compared
  [[maybe_unused]] const bool same = instance == category;
#elif CASE == 5  // a class is not converted to a part
  const PartId part = category;
#elif CASE == 6  // ids are not counted with
  [[maybe_unused]] const auto next = instance + 1;
#elif CASE == 7  // a placement belongs to an instance, not to a number
  Placement placement;
  placement.instance = 3u;
#elif CASE == 8  // a shared mesh is not changed
  Scene scene;
  scene.meshes.at(0)->positions.clear();
#endif
}

}  // namespace understudy
