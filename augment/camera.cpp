// SPDX-License-Identifier: Apache-2.0
#include "augment/camera.h"

namespace understudy {

Sensor neutral_sensor() {
  Sensor sensor;
  sensor.auto_exposure = false;
  sensor.full_well_e = 0;
  return sensor;
}

void photograph(Image<Rgb8>& image, Sensor sensor, const Stream& stream) {
  Sensor as_taken = sensor;
  as_taken.contrast = 1;
  sensor.auto_exposure = false;
  image = develop(undevelop(image, as_taken), sensor, stream);
}

}  // namespace understudy
