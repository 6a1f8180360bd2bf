// SPDX-License-Identifier: Apache-2.0
// Which instances may reach beyond the frame, and the tiles of the image plane on which to look for them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "renderer/frame_memory.h"
#include "renderer/kernel.h"
#include "renderer/upload.h"
#include "scenes/frame.h"

namespace understudy {

constexpr int kExtentTilePx = 32;  // tile_px in extent.comp
constexpr int kExtentFrames = 2;   ///< the extended plane reaches so many frame sizes beyond each side

struct ExtentPlan {
  std::vector<uint32_t> instances;  ///< one per job
  std::vector<gpu::ExtentJob> jobs;
  std::vector<gpu::ExtentTile> tiles;
};

/// What a piece of the plane can see, in camera space. Perspective lenses: the cone around `axis`;
/// orthographic: the disc around the point `axis`, and `reach` is a distance.
struct PlaneView {
  glm::dvec3 axis{0};
  double reach = 0;
  double reach_cosine = 1, reach_sine = 0;
};

struct TileView {
  int x, y;
  PlaneView view;
};

/// Neighbouring tiles, and what all of them together see.
struct TileBlock {
  std::vector<TileView> tiles;
  PlaneView view;
};

/// All tiles of the extended plane that reach beyond the frame and see anything; depends on the camera's lens
/// only, not on its pose.
std::vector<TileBlock> views_of_plane(const Camera& camera);

/// Of the instances in `inside`, those that may leave the frame; an object together with its defects.
/// `parents`: Scene::parents. Conservative: one that is not in the plan does not.
ExtentPlan plan_extents(const Camera& camera, const std::vector<TileBlock>& views, const SceneTables& tables,
                        const std::map<uint32_t, uint32_t>& parents,
                        const std::map<uint32_t, Extent>& inside);

/// Counts the plan's instances, at least one, on the extended plane beyond the frame and adds that to their
/// entries of `extents`, which hold what lies in the frame. Returns what `ray_count` has become.
gpu::RayCount measure_extents(const ExtentPlan& plan, const Camera& camera, Commands& commands,
                              FrameMemory& memory, const Kernel& kernel, const Slice& ray_count,
                              std::map<uint32_t, Extent>& extents);

}  // namespace understudy
