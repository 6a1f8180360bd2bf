// SPDX-License-Identifier: Apache-2.0
// Small scenes made to find mistakes: nested, sheared, mirrored and coincident placements, cut-outs, poles
// thinner than a pixel, cameras far from the world's origin, ids in any order. Not made to look at.
#pragma once

#include "scenes/scene.h"

namespace understudy::oracle {

/// The same number gives the same scene. The lens model is number % 4, so any run of four has them all.
Scene random_scene(uint64_t number, int width_px, int height_px);

/// A scene of nothing but its camera, taxonomy and one grey material: what a test adds its own placements to.
Scene empty_scene(const Camera& camera);

/// Unit square in the xz plane (y = 0), centred, with uvs from 0 to 1.
MeshPtr unit_quad();
/// Cube of side 1, centred.
MeshPtr unit_box();
/// Radius 1, of 2 * rings * rings triangles.
MeshPtr unit_sphere(int rings);

/// Adds a placement of `mesh`; for instance > 0 also the labelled instance, where it is new. Returns its
/// index.
uint32_t place(Scene& scene, const MeshPtr& mesh, const glm::dmat4& to_world, uint32_t instance,
               uint32_t material = 0);

}  // namespace understudy::oracle
