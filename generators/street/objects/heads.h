// SPDX-License-Identifier: Apache-2.0
// Heads and what carries them, apart. Data sets of real photos (COCO, BDD100K, Cityscapes) outline the heads
// of a signal and the plate of a sign one by one, and leave out posts and arms.
#pragma once

#include <vector>

#include "generators/shapes/mesh_builder.h"
#include "generators/street/objects/object.h"

namespace understudy {

/// A head while it is built; its box must keep clear of other heads'.
LabelledHead finish_head(MeshBuilder& builder);

/// A model of which only the heads bear the label.
ObjectModel finish_carrier(const std::string& model, MeshBuilder& carrier, std::vector<LabelledHead> heads,
                           std::vector<std::string> slots);

/// The same without the other heads.
ObjectModel with_first_head(const ObjectModel& model);

struct DividedMesh {
  std::vector<MeshPtr> heads;  ///< one per head of the model; null: nothing of it is left
  MeshPtr carrier;
};
/// What is left of such a model's mesh, none of it moved.
DividedMesh divided(const Mesh& mesh, const std::vector<LabelledHead>& heads);

}  // namespace understudy
