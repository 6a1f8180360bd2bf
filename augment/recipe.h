// SPDX-License-Identifier: Apache-2.0
// What is to be done to a dataset of photos, read and validated before the first photo is.
//
//   seed: 1
//   copies: 2                      outputs made of each image
//   keep_originals: true           and the image itself, first
//   sets: false                    whether the copies differ by what is a grid, and by nothing else
//   group_key: ""                  only images with one value of this key give to each other
//   image: {format: keep, jpeg_quality: 95, jpeg_chroma: keep, border: grey, exif: auto}
//   labels: {min_visible_px: 1, min_visibility: 0, amodal: refuse}
//   depth: {file: "*-depth.png", unit_m: 0.001}
//   augment:                       in this order
//     - flip: {probability: 0.5}
//     - affine: {rotate_deg: {uniform: [-10, 10]}, only: {classes: [car], min_area_px: 400}}
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "augment/transform.h"

namespace understudy {

/// Which objects a step is for. A step that is not made object by object is for the images that hold one.
struct StepObjects {
  std::vector<std::string> classes;  ///< empty: all
  double min_area_px = 0;
  double max_area_px = 1e300;

  bool all() const { return classes.empty() && min_area_px == 0 && max_area_px == 1e300; }
};

struct RecipeStep {
  const Transform* transform = nullptr;
  ParameterSet parameters;
  StepObjects objects;
  std::string scope;  ///< what keeps its draws apart from those of other steps: "flip#0/"

  /// Empty where its donors are those of the dataset.
  DonorPaths donors() const;
};

enum class Exif { automatic, ignore, apply };
/// What becomes of a dataset with labels that no step can carry.
enum class Uncarried { refuse, drop };

/// What everything that is drawn for one output follows from.
struct OutputKey {
  OutputKey(uint64_t seed, uint64_t index) : draws{seed, index} {}
  Key draws;
  uint64_t cell = 0;  ///< with `sets`: of the grids
};

struct AugmentRecipe {
  uint64_t seed = 1;
  int copies = 1;
  bool keep_originals = false;
  bool sets = false;
  std::string group_key;  ///< of the images: those with one value of it give to each other; empty: all do
  std::string image_format = "keep";  ///< "keep", "jpg" or "png"
  int jpeg_quality = 95;
  bool keep_chroma = true;  ///< colour as fine as in the photo's own JPEG, else at every pixel
  Border border = Border::grey;
  Exif exif = Exif::automatic;
  double min_visible_px = 1;
  double min_visibility = 0;
  Uncarried amodal = Uncarried::refuse;   ///< labels of hidden parts
  Uncarried unmoved = Uncarried::refuse;  ///< position_keys()
  std::string depth_file;  ///< of a photo: its name without ending in place of *, beside it; empty: none
  double depth_unit_m = 0.001;
  std::vector<RecipeStep> steps;
  std::vector<std::vector<RecipeStep>> cells;  ///< with `sets`: the steps with their grids held, by cell

  /// Whether some step asks for depths that files tell.
  bool reads_depth() const;
  uint64_t outputs_per_image() const { return uint64_t(copies) + (keep_originals ? 1 : 0); }

  /// Of output `number`, all outputs of the first image coming first. With `sets` it is that of the first
  /// output of its set but for the cell: so many copies in a row as the grids have cells are one set.
  OutputKey key_of(uint64_t number) const;
  const std::vector<RecipeStep>& steps_at(uint64_t cell) const { return sets ? cells.at(cell) : steps; }

  /// Throw UserError.
  static AugmentRecipe read(const std::filesystem::path& path);
  static AugmentRecipe parse(std::string_view text, const std::string& file);
  /// YAML with all defaults filled in; parse() reads it back to the same recipe.
  std::string to_yaml() const;
};

/// Classes that the recipe's steps add and these lack, with ids beyond theirs.
std::vector<PhotoCategory> new_categories(const AugmentRecipe& recipe,
                                          const std::vector<PhotoCategory>& categories);

/// Throws UserError where the dataset has what a step cannot carry, labels of hidden parts; or lacks a class
/// that a step is for. The keys: all that some annotation has.
void require_carried(const AugmentRecipe& recipe, const std::set<std::string, std::less<>>& annotation_keys,
                     const std::vector<PhotoCategory>& categories);

/// JSON schema of these recipes; assets/schema/augment.schema.json holds what this returns.
std::string augment_schema();
/// Markdown tables of all steps and settings.
std::string augment_reference();

}  // namespace understudy
