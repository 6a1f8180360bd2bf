// SPDX-License-Identifier: Apache-2.0
// Where on the road things lie and the surface is damaged: mostly where the camera looks.
#pragma once

#include <optional>

#include <glm/glm.hpp>

#include "generators/street/stage.h"

namespace understudy {

/// A point of the road's surface: under a pixel of the picture, or, where that is no road (and now and then
/// anyway), anywhere on the road near the camera.
glm::dvec2 propose_on_road(const Stage& stage, Stream& stream);

/// A point of what is painted on the road: in the picture, or anywhere where that shows no paint. Nothing
/// where the road bears none.
std::optional<glm::dvec2> propose_on_markings(const Stage& stage, Stream& stream);

}  // namespace understudy
