// SPDX-License-Identifier: Apache-2.0
// The camera of a photo as a pinhole over flat ground: z = 0 is the ground, the camera stands over the origin
// and looks along x; y is to its left.
#pragma once

#include <optional>

#include "scenes/camera.h"

namespace understudy {

/// Horizontal field of view of a frame whose longer side sees `longer_fov_deg`.
double horizontal_fov_deg(int width_px, int height_px, double longer_fov_deg);
/// Likewise from the focal length that would give the same diagonal field of view on 36 x 24 mm film (EXIF's
/// FocalLengthIn35mmFilm).
double horizontal_fov_of_film(int width_px, int height_px, double focal_35mm);

/// Level sideways, tilted so that the horizon is in row `horizon_px`.
Camera photo_camera(int width_px, int height_px, double horizontal_fov_deg, double horizon_px,
                    double camera_height_m);

/// Where the ground is seen at this point of the photo; empty at and above the horizon.
std::optional<glm::dvec2> ground_at(const Camera& camera, double x_px, double y_px);

/// The same view, of a rectangle of the photo alone: pixel (0, 0) of it is pixel (x, y) of the photo; each
/// pixel is parted into scale x scale.
Camera cropped(Camera camera, int x, int y, int width_px, int height_px, int scale = 1);

}  // namespace understudy
