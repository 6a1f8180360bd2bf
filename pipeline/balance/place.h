// SPDX-License-Identifier: Apache-2.0
// Where an object may be pasted, and how large: as the dataset has its class.
#pragma once

#include <optional>
#include <vector>

#include "base/random.h"
#include "labels/photo.h"

namespace understudy {

/// Where one object of a class stands: shares of its frame.
struct Standing {
  double centre_x = 0, bottom = 0, height = 0;
};

/// Of all objects of a class.
struct PlacePrior {
  std::vector<Standing> samples;
  double spread_x = 0, spread_bottom = 0, spread_height = 0;  ///< deviations; of the height's logarithm

  /// From the samples.
  void measure();
};

struct TakenBox {
  RealBox box;
  bool pasted = false;
};

struct HostFrame {
  int width_px = 0, height_px = 0;
  std::vector<TakenBox> taken;
};

/// What is to be placed: its box in its own frame.
struct Guest {
  RealBox box;
  int frame_width_px = 0, frame_height_px = 0;
};

/// Position and size are those of a random object of the class, jittered by a normal kernel: of those to
/// whose size the guest can be scaled without being blown up by more than a quarter or shrunk below a tenth.
/// Refused are places where it would leave the frame, cover much of an object, stand before something that is
/// nearer (its foot is lower), or touch another guest. Empty after 40 refusals.
std::optional<RealBox> draw_place(const PlacePrior& prior, const Guest& guest, const HostFrame& frame,
                                  Stream stream);

}  // namespace understudy
