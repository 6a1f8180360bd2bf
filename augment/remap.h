// SPDX-License-Identifier: Apache-2.0
// Where everything goes: one map of the plane, composed of as many as a recipe asks for, through which
// pixels are resampled once and labels carried once.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "augment/homography.h"
#include "base/image.h"

namespace understudy {

/// A smooth map of the plane onto itself that bends lines, invertible where it is used. Edge coordinates.
class Warp {
 public:
  virtual ~Warp() = default;
  /// What is seen at `target` afterwards, where did it stand before?
  virtual Point source_of(Point target) const = 0;
  /// The same for `count` targets side by side: first, first + (1, 0), ...
  virtual void sources_of(Point first, int count, Point* sources) const;
  /// The inverse; by default through fixed-point iteration, which converges where the warp moves neighbours
  /// by less than their distance.
  virtual Point target_of(Point source) const;
};

class Remap {
 public:
  /// The identity on a frame of this size.
  Remap(int width_px, int height_px)
      : source_width_px_(width_px),
        source_height_px_(height_px),
        width_px_(width_px),
        height_px_(height_px) {}

  /// What is done next, to what there is by now.
  void then(const Homography& map) { then(map, width_px_, height_px_); }
  void then(const Homography& map, int width_px, int height_px);
  void then(std::shared_ptr<const Warp> warp);

  int source_width_px() const { return source_width_px_; }
  int source_height_px() const { return source_height_px_; }
  int width_px() const { return width_px_; }  ///< of the target
  int height_px() const { return height_px_; }

  bool is_identity() const;
  /// The whole map where no warp is part of it; else empty.
  std::optional<Homography> homography() const;
  /// Pixels go to pixels, none is mixed: flips, quarter turns, crops and pads by whole pixels.
  bool is_lattice() const;
  /// What was left-handed is right-handed.
  bool mirrors() const;

  Point source_of(Point target) const;
  void sources_of(Point first, int count, Point* sources) const;  ///< as Warp's
  /// Empty where the point lies behind a perspective's horizon.
  std::optional<Point> target_of(Point source) const;

 private:
  using Stage = std::variant<Homography, std::shared_ptr<const Warp>>;
  struct Both {
    Stage forward;
    Homography inverse;  ///< of a homography
  };
  std::vector<Both> stages_;
  int source_width_px_, source_height_px_, width_px_, height_px_;
};

/// What is seen where the photo does not reach.
enum class Border { grey, black, edge, reflect };

/// Resamples bilinearly (by areas where the photo shrinks); lattice maps move pixels. A photo that is handed
/// over is changed in place where that is possible.
Image<Rgb8> remap_pixels(const Image<Rgb8>& image, const Remap& remap, Border border);
Image<Rgb8> remap_pixels(Image<Rgb8>&& image, const Remap& remap, Border border);

/// The nearest pixel of a plane of values that do not mix, such as depths; 0 where the plane does not reach.
Image<float> remap_plane(const Image<float>& plane, const Remap& remap);

}  // namespace understudy
