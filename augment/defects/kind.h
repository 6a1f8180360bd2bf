// SPDX-License-Identifier: Apache-2.0
// A kind of defect that can be painted on a surface in a photo. Adding one is one file and its line in
// kinds.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/image.h"
#include "base/random.h"
#include "labels/patch.h"

namespace understudy {

/// Where it is to be, and how large.
struct PaintSite {
  const Image<Rgb8>& photo;
  const MaskPatch& surface;  ///< pixels of the frame that may be painted on
  const Image<Rgb8>& other;  ///< another photo to take texture from; the same one where there is none
  /// The window of the frame that a painter fills.
  int x = 0, y = 0, width_px = 0, height_px = 0;
  double centre_x = 0, centre_y = 0;  ///< of the defect in the window, edge coordinates
  double length_px = 0;
  double severity = 0;  ///< 0 to 1

  const Rgb8& pixel(int i, int j) const { return photo(x + i, y + j); }
  bool holds(int i, int j) const { return surface.holds(x + i, y + j); }
  /// Distance of a pixel's middle from the defect's.
  double distance_px(int i, int j) const;
};

/// What is seen in the window where the opacity is 1.
struct Paint {
  Image<float> opacity;
  Image<Rgb8> color;

  explicit Paint(const PaintSite& site)
      : opacity(site.width_px, site.height_px), color(site.width_px, site.height_px) {}
};

struct PaintKind {
  std::string name;      ///< in recipes
  std::string category;  ///< in the dataset
  Paint (*paint)(const PaintSite&, const Stream&);
  bool takes_texture = false;  ///< of PaintSite::other
};

/// In the order of the reference.
std::span<const PaintKind> paint_kinds();
/// Of a name of paint_kinds().
const PaintKind& paint_kind(std::string_view name);

Paint paint_crack(const PaintSite& site, const Stream& stream);
Paint paint_scratch(const PaintSite& site, const Stream& stream);
Paint paint_stain(const PaintSite& site, const Stream& stream);
Paint paint_missing(const PaintSite& site, const Stream& stream);
Paint paint_perlin(const PaintSite& site, const Stream& stream);
Paint paint_cutpaste(const PaintSite& site, const Stream& stream);
Paint paint_poisson(const PaintSite& site, const Stream& stream);

}  // namespace understudy
