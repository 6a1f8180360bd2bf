// SPDX-License-Identifier: Apache-2.0
// Sample: an image with its annotations and where they come from. The one currency of the program.
#pragma once

#include <map>
#include <string>

#include "base/random.h"
#include "labels/annotation.h"
#include "scenes/camera.h"
#include "scenes/taxonomy.h"

namespace understudy {

struct Sample {
  Key key;
  int width_px = 0, height_px = 0;
  std::string encoded;    ///< the image file's bytes
  std::string extension;  ///< "jpg" or "png"
  std::string good;       ///< the same picture without defects, encoded likewise; empty: there is none
  Annotations annotations;
  Camera camera;
  std::map<std::string, std::string> provenance;  ///< generator, drawn values
};

}  // namespace understudy
