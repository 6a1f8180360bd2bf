// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "augment/rows.h"
#include "augment/warps.h"

namespace understudy {
namespace {

constexpr double largest_px = 16384;

void add_flip(const StepContext& step, Remap& remap) {
  const std::string direction = step.choice("direction");
  const double w = remap.width_px(), h = remap.height_px();
  if (direction != "vertical") remap.then({{-1, 0, w, 0, 1, 0, 0, 0, 1}});
  if (direction != "horizontal") remap.then({{1, 0, 0, 0, -1, h, 0, 0, 1}});
}

void add_quarter_turns(const StepContext& step, Remap& remap) {
  for (int i = 0; i < step.integer("quarter_turns"); ++i) {
    const int w = remap.width_px(), h = remap.height_px();
    remap.then({{0, -1, double(h), 1, 0, 0, 0, 0, 1}}, h, w);
  }
}

void add_affine(const StepContext& step, Remap& remap) {
  const double w = remap.width_px(), h = remap.height_px(), scale = step.number("scale");
  Homography map = translation(-w / 2, -h / 2);
  map = composed(map, scaling(scale * step.number("stretch"), scale));
  map = composed(map, shear(step.number("shear_x_deg"), step.number("shear_y_deg")));
  map = composed(map, rotation(step.number("rotate_deg")));
  remap.then(
      composed(map, translation(w * (0.5 + step.number("shift_x")), h * (0.5 + step.number("shift_y")))));
}

void add_perspective(const StepContext& step, Remap& remap) {
  const double w = remap.width_px(), h = remap.height_px();
  std::array<Point, 4> corners{Point{0, 0}, {w, 0}, {w, h}, {0, h}};
  for (size_t i = 0; i < 4; ++i) {
    corners[i].x += w * step.draw.number("perspective.corner_shift", 2 * i);
    corners[i].y += h * step.draw.number("perspective.corner_shift", 2 * i + 1);
  }
  remap.then(to_quadrilateral(w, h, corners));
}

void add_resize(const StepContext& step, Remap& remap) {
  const double w = remap.width_px(), h = remap.height_px();
  double to_w = step.integer("width_px"), to_h = step.integer("height_px");
  if (to_w == 0 && to_h == 0) to_w = w * step.number("scale"), to_h = h * step.number("scale");
  if (to_w == 0) to_w = w * to_h / h;
  if (to_h == 0) to_h = h * to_w / w;
  to_w = std::clamp(std::round(to_w), 1.0, largest_px);
  to_h = std::clamp(std::round(to_h), 1.0, largest_px);
  remap.then(scaling(to_w / w, to_h / h), int(to_w), int(to_h));
}

void add_letterbox(const StepContext& step, Remap& remap) {
  const double w = remap.width_px(), h = remap.height_px();
  const int to_w = step.integer("width_px"), to_h = step.integer("height_px");
  const double scale = std::min(to_w / w, to_h / h);
  const double inner_w = std::max(1.0, std::round(w * scale)), inner_h = std::max(1.0, std::round(h * scale));
  const double left = std::floor((to_w - inner_w) / 2), top = std::floor((to_h - inner_h) / 2);
  remap.then(composed(scaling(inner_w / w, inner_h / h), translation(left, top)), to_w, to_h);
}

void add_crop(const StepContext& step, Remap& remap) {
  const double w = remap.width_px(), h = remap.height_px();
  const int px_w = step.integer("width_px"), px_h = step.integer("height_px");
  const double crop_w = std::clamp(px_w > 0 ? px_w : std::round(w * step.number("width")), 1.0, w);
  const double crop_h = std::clamp(px_h > 0 ? px_h : std::round(h * step.number("height")), 1.0, h);
  const double x = std::round(step.number("x") * (w - crop_w)),
               y = std::round(step.number("y") * (h - crop_h));
  remap.then(translation(-x, -y), int(crop_w), int(crop_h));
}

void add_lens(const StepContext& step, Remap& remap) {
  remap.then(lens_warp(remap.width_px(), remap.height_px(), step.number("k1"), step.number("k2")));
}

void add_grid(const StepContext& step, Remap& remap) {
  remap.then(grid_warp(remap.width_px(), remap.height_px(), step.integer("cells"), step.number("shift"),
                       step.stream));
}

void add_elastic(const StepContext& step, Remap& remap) {
  remap.then(elastic_warp(remap.width_px(), remap.height_px(), step.number("spacing_px"),
                          step.number("shift"), step.stream));
}

}  // namespace

std::vector<Transform> geometry_transforms() {
  using namespace rows;
  return {
      mapped("flip", "Mirrors. Left and right keypoints change places.",
             {name("direction", {"horizontal", "vertical", "both"}, "horizontal", "Which way.")}, add_flip),
      mapped("rot90", "Turns by right angles, clockwise; the frame turns too.",
             {integer("quarter_turns", 0, 3, "{uniform: [0, 3]}", "How many.")}, add_quarter_turns),
      mapped("affine", "Scales, shears, turns and shifts about the middle; the frame stays.",
             {number("rotate_deg", -360, 360, "0", "Angle, clockwise."),
              number("scale", 0.01, 100, "1", "Size of things afterwards."),
              number("stretch", 0.1, 10, "1", "Width of things afterwards, beside that."),
              number("shear_x_deg", -60, 60, "0", "Angle by which upright lines lean."),
              number("shear_y_deg", -60, 60, "0", "Angle by which level lines rise."),
              number("shift_x", -1, 1, "0", "To the right, in frame widths."),
              number("shift_y", -1, 1, "0", "Down, in frame heights.")},
             add_affine),
      mapped("perspective", "Moves the four corners of the picture; the frame stays.",
             {each(number("corner_shift", -0.24, 0.24, "{uniform: [-0.1, 0.1]}",
                          "By how much, in frame sizes; drawn for each corner and direction."))},
             add_perspective),
      mapped("crop", "Cuts out a part; whole pixels.",
             {number("width", 0.01, 1, "1", "Width of the part, in frame widths."),
              number("height", 0.01, 1, "1", "Height of the part, in frame heights."),
              integer("width_px", 0, largest_px, "0", "Width in pixels instead; 0: by `width`."),
              integer("height_px", 0, largest_px, "0", "Height in pixels instead; 0: by `height`."),
              number("x", 0, 1, "{uniform: [0, 1]}", "Where: 0 at the left, 1 at the right."),
              number("y", 0, 1, "{uniform: [0, 1]}", "Where: 0 at the top, 1 at the bottom.")},
             add_crop),
      mapped("resize", "Another size of the frame, and of everything in it.",
             {integer("width_px", 0, largest_px, "0", "New width; 0: by the other one, or by `scale`."),
              integer("height_px", 0, largest_px, "0", "New height; 0: likewise."),
              number("scale", 0.01, 100, "1", "Where neither is given.")},
             add_resize),
      mapped("letterbox", "Another size of the frame; the picture keeps its shape and is padded.",
             {integer("width_px", 1, largest_px, "640", "Width of the frame."),
              integer("height_px", 1, largest_px, "640", "Height of the frame.")},
             add_letterbox),
      mapped("lens", "Radial distortion about the middle.",
             {number("k1", -0.3, 0.3, "{uniform: [-0.15, 0.15]}",
                     "Of the second order; r is 1 in the corners. Negative: pincushion."),
              number("k2", 0, 0.3, "0", "Of the fourth order.")},
             add_lens),
      mapped("grid", "Moves the nodes of a grid, straight lines between them.",
             {integer("cells", 1, 50, "5", "Across the shorter side."),
              number("shift", 0, 0.24, "0.15",
                     "Largest shift of a node, in cells; below a quarter nothing folds.")},
             add_grid),
      mapped("elastic", "Bends smoothly at random.",
             {number("spacing_px", 4, 2000, "60", "Size of the bends."),
              number("shift", 0, 0.24, "0.15", "Largest shift, in spacings; below a quarter nothing folds.")},
             add_elastic),
  };
}

}  // namespace understudy
