// SPDX-License-Identifier: Apache-2.0
// Where on the ground of a photo things of a class belong: cars on the road, signs beside it.
#pragma once

#include <string_view>

#include "pipeline/insert/photo_scene.h"

namespace understudy {

/// The scene's likeness to ground, 0 to 1, where a thing of this class (COCO's name) belongs.
/// What drives: the ground that annotated vehicles stand on; where there are none, grey ground.
/// Signs, signals, hydrants and benches: the ground beside the road, which is what no vehicle tells, and the
/// road's rim, up to 1.2 m from where the ground ends sideways for as much at least; where no vehicle tells
/// of a road, all ground, the rim first. Everything else: all ground.
Image<float> footing_of(std::string_view category, const Photo& photo, const PhotoScene& scene);

}  // namespace understudy
