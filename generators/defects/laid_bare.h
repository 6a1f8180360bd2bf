// SPDX-License-Identifier: Apache-2.0
// What lies under a surface, where a defect opens it.
#pragma once

#include "base/random.h"
#include "scenes/material.h"

namespace understudy {

inline const glm::vec3 bare_steel{0.52f, 0.51f, 0.49f};  ///< linear, of sheet without its coat

/// One colour, whatever the pattern was.
void paint_over(Material& material, const glm::vec3& albedo);

/// What is seen `depth_m` below the surface of `material`. Paint on metal: the crushed coat, then its primer,
/// then steel; how thick they are is for `stream`. Metal is bright, wood keeps its grain and is paler, the
/// rest is whitish, a crushed glaze or lacquer most of all.
Material laid_bare(const Material& material, double depth_m, Stream stream);

}  // namespace understudy
