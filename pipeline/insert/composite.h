// SPDX-License-Identifier: Apache-2.0
// Differential rendering: a rendered object put into a photo, in linear light. P. Debevec, "Rendering
// synthetic objects into real scenes", SIGGRAPH 1998.
#pragma once

#include "base/image.h"
#include "pipeline/insert/object_render.h"

namespace understudy {

/// How the photo's camera drew, to be matched.
struct PhotoLook {
  double blur_px = 0;  ///< deviation of the blur that the render lacks
};

struct Composite {
  Image<LinearRgb> light;  ///< of the window's part in the frame
  Image<float> object;     ///< share of each pixel that is the object's, after what is in front
  Window window;           ///< cut to the frame
};

/// Outside the object the photo times with / without: contact shadow and dimmed light. Inside the object the
/// render; at its edge both by coverage, blurred alike. `front` (of the frame): share of each pixel that is a
/// real thing before the object, and stays as it is; `shaded`: 0 where no shadow on the ground can be seen.
Composite composite(const Image<LinearRgb>& photo, const RenderedObject& object, const Image<float>& front,
                    const Image<uint8_t>& shaded, const PhotoLook& look);

/// with / without where the object is not, continued smoothly under it; 1 at the window's rim, except where
/// the frame ends there too.
Image<LinearRgb> shadow_ratio(const RenderedObject& object, int frame_width_px, int frame_height_px);

}  // namespace understudy
