// SPDX-License-Identifier: Apache-2.0
// What the tests of generators share: composing from a text, and looking at a scene without the generator's
// own code.
#pragma once

#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "generators/recipe.h"

namespace understudy {

/// A recipe from YAML below "generator: street".
Recipe street_recipe(const std::string& yaml);
Scene compose_image(const Recipe& recipe, uint64_t seed, uint64_t index = 0);

/// Of everything in the scene that could change a pixel.
uint64_t fingerprint(const Scene& scene);

/// Height of the scene's ground mesh at that point, by looking straight down on it.
double ground_height_m(const Scene& scene, const glm::dvec2& point);

/// The convex hull, counter-clockwise, of the mesh's cross-section at this height above its own zero; empty
/// where it has none.
std::vector<glm::dvec2> slice(const Mesh& mesh, double height_m);
std::vector<glm::dvec2> moved(const std::vector<glm::dvec2>& hull, const glm::dmat4& to_world);
/// Depth to which two convex polygons penetrate, m; <= 0 where they do not.
double penetration_m(const std::vector<glm::dvec2>& a, const std::vector<glm::dvec2>& b);

glm::dvec3 forward_of(const Placement& placement);
const Instance* instance_of(const Scene& scene, const Placement& placement);

struct DefectPlacement {
  const Placement& placement;
  const DefectFacts& facts;
};
/// All placements of defects, in the scene's order.
std::vector<DefectPlacement> defects_of(const Scene& scene);

}  // namespace understudy
