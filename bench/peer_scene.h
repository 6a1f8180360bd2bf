// SPDX-License-Identifier: Apache-2.0
// A scene that another renderer has drawn, in files, and what it drew: scene.glb, camera.json, sky.hdr, a
// reference. Bounces, filter and light are that renderer's; this one draws it in its own way.
#pragma once

#include <filesystem>

#include "base/image.h"
#include "scenes/scene.h"

namespace understudy {

/// One placement per node of the glTF file. camera.json holds width, height, fx, fy, cx, cy in pixels,
/// "camera_to_world_zup" (rows of a matrix; x right, y up, looking along -z), "sun" ("to_sun_zup",
/// "irradiance", "color", "angular_diameter_rad"); sky.hdr is equirectangular, its centre towards +y, right
/// towards +x. Throws UserError, or what nlohmann-json throws.
Scene read_peer_scene(const std::filesystem::path& folder);

/// A NumPy array of height x width x 3 half or single floats in C order, linear Rec. 709. Throws UserError.
Image<LinearRgb> read_npy(const std::filesystem::path& path);

}  // namespace understudy
