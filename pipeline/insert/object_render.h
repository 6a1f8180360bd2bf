// SPDX-License-Identifier: Apache-2.0
// An object of the generators, rendered as it would stand before the camera of a photo: alone, above ground
// that catches its shadow.
#pragma once

#include "pipeline/insert/photo_light.h"
#include "pipeline/insert/subject.h"
#include "renderer/renderer.h"
#include "scenes/camera.h"

namespace understudy {

/// Pixels [x, x + width) x [y, y + height) of the photo; may leave its frame.
struct Window {
  int x = 0, y = 0, width = 0, height = 0;
};

struct PlacedObject {
  Subject subject;
  glm::dvec2 ground_m{0};  ///< where it stands
  double heading_rad = 0;  ///< counter-clockwise from the direction of view
};

/// The four corners of its bounding box on the ground.
std::array<glm::dvec2, 4> footprint(const PlacedObject& placed);

/// Bounds of its bounding box in the picture; empty where a corner is behind the camera.
std::optional<Window> seen_bounds(const Camera& camera, const PlacedObject& placed);

/// Of the window alone.
struct RenderedObject {
  Window window;
  Image<LinearRgb> with, without;  ///< radiance: ground with the object, and without it
  Image<uint8_t> mask;             ///< 1 where the pixel's centre ray meets the object
  Image<uint8_t> label;            ///< of a sign or signal the same of its head alone: what bears the label
  Image<uint8_t> amodal;           ///< the label if nothing else of the object were there
  Image<float> coverage;           ///< share of the pixel that it covers
  float most_light = 1.25f;        ///< the ground becomes brighter by no more than this factor
  bool capped = false;             ///< what bears the label goes on beyond the window
};

/// The window holds all of the object (up to one frame beyond each side) and its shadow as far as that is in
/// the frame.
RenderedObject render_object(Renderer& renderer, const Camera& camera, const PlacedObject& placed,
                             const PhotoLight& light, const Quality& quality, Key key);

}  // namespace understudy
