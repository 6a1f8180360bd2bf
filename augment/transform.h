// SPDX-License-Identifier: Apache-2.0
// What a step of a recipe can be. Adding one is one row of a table: a name, its parameters, and one function
// of the kind that fits.
#pragma once

#include <compare>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "augment/point_table.h"
#include "augment/remap.h"
#include "augment/remap_labels.h"
#include "base/parameters.h"
#include "labels/photo.h"

namespace understudy {

/// Where a step's donors are, where they are not the dataset's own: absolute paths.
struct DonorPaths {
  std::filesystem::path instances, images;
  auto operator<=>(const DonorPaths&) const = default;
};

/// The dataset that is being augmented, for steps that mix images. All thread-safe.
struct PhotoSource {
  uint64_t count = 0;
  /// Image number `index` with pixels; empty where it cannot be read.
  std::function<std::optional<Photo>(uint64_t index)> read;
  /// Its labels alone, at once; may be empty, then read() is asked.
  std::function<Photo(uint64_t index)> labels{};
  /// Told of each photo that something was taken from; may be empty.
  std::function<void(const Photo&)> used;
  MirroredKeypoints mirrored;
  std::map<int64_t, uint64_t> annotations_of_category;  ///< how many the dataset has, by category id
  std::string dataset{};  ///< name of another dataset's file; empty: it is the dataset itself
};

/// What one application of a step knows.
struct StepContext {
  std::string name;  ///< of the step; its parameters are NAME.xyz
  const Draw& draw;
  Stream stream;  ///< for what is no parameter
  /// Objects that the step's `only` allows; all where it has none.
  std::function<bool(const PhotoObject&)> chosen;
  /// All objects as they are by now.
  std::function<std::vector<PhotoObject>()> objects;
  /// Depths by file, as they lie by now; empty where the photo has none.
  std::function<const Image<float>&()> depth_m;
  const PhotoSource* source;  ///< null where there is no dataset
  const std::vector<PhotoCategory>& categories;
  /// For provenance: a parameter that was found in the photo instead of drawn, or what came of the drawn
  /// ones.
  std::function<void(const std::string& key, double value)> found;

  double number(const std::string& key) const { return draw.number(name + "." + key); }
  int integer(const std::string& key) const { return draw.integer(name + "." + key); }
  bool boolean(const std::string& key) const { return draw.boolean(name + "." + key); }
  std::string choice(const std::string& key) const { return draw.name(name + "." + key); }
};

struct Transform {
  std::string name;
  std::string help;
  ParameterTable parameters;  ///< paths without the name; `probability` is every step's own

  // Exactly one of these.
  /// Adds to the map that pixels and labels then follow.
  std::function<void(const StepContext&, Remap&)> map;
  /// Adds to a table of levels. `histogram` is that of the image at this point, made when asked for.
  std::function<void(const StepContext&, PointTable&, const std::function<Histogram()>& histogram)> tone;
  /// Changes pixels and moves nothing.
  std::function<void(const StepContext&, Image<Rgb8>&)> pixels;
  /// Changes pixels and labels together, and sees to it that they agree.
  std::function<void(const StepContext&, Photo&)> both;

  bool adds_objects = false;    ///< of other images
  bool pastes_objects = false;  ///< single ones, by their masks
  bool needs_depth = false;     ///< asks how far things are
  bool only_paints = false;     ///< adds defects: no label changes, nor the picture without defects
  /// Names of the classes that its objects have; empty where they are of the dataset's.
  std::function<std::vector<std::string>(const ParameterSet&)> adds_classes{};
  /// A flag that is false where the recipe gives one of these keys, and not the flag itself.
  struct Guess {
    std::string flag;
    std::vector<std::string> unless_given;
  };
  std::optional<Guess> guess{};
  bool only_for_donors = false;  ///< a step's `only` says what is taken from other images, not which images

  /// Whether objects are moved, cut or covered: what cannot follow that must not be there.
  bool touches_labels() const { return map != nullptr || (both != nullptr && !only_paints); }
  /// Whether what is seen in the frame comes to lie elsewhere, or is another photo's.
  bool moves_frame() const { return map != nullptr || (adds_objects && !pastes_objects); }
};

/// All of them, in the order of the reference.
const std::vector<Transform>& transforms();
/// Null where there is none of that name.
const Transform* find_transform(const std::string& name);

// The tables that transforms() is made of.
std::vector<Transform> geometry_transforms();
std::vector<Transform> crop_transforms();
std::vector<Transform> mix_transforms();
std::vector<Transform> cover_transforms();
std::vector<Transform> paste_transforms();
std::vector<Transform> defect_transforms();
std::vector<Transform> tone_transforms();
std::vector<Transform> color_transforms();
std::vector<Transform> blur_transforms();
std::vector<Transform> noise_transforms();
std::vector<Transform> compression_transforms();
std::vector<Transform> scene_transforms();

}  // namespace understudy
