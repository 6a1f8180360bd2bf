// SPDX-License-Identifier: Apache-2.0
// From what kernels wrote to a Frame, with the guards that every frame must pass.
#pragma once

#include "renderer/layers.h"
#include "renderer/upload.h"
#include "scenes/frame.h"

namespace understudy {

/// Fills hits, instances, categories and parts; CHECKs that every id is known and agrees with the scene.
void assemble_labels(const Scene& scene, const SceneTables& tables, const gpu::HitRecord* hits,
                     const gpu::LabelRecord* labels, Frame& frame);

/// Fills depth, normals and albedo.
void assemble_buffers(const gpu::LabelRecord* labels, const gpu::GeometryRecord* geometry, Frame& frame);

/// Extents of the instances that the layers show, for all that lie inside the frame.
std::map<uint32_t, Extent> extents_from_layers(const Layers& layers, int width_px,
                                               const std::map<uint32_t, uint32_t>& parents);

/// CHECKs that what a pixel shows is the first of its layers.
void check_layers(const Frame& frame);

}  // namespace understudy
