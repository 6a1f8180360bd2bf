// SPDX-License-Identifier: Apache-2.0
// A recipe, read and validated: every error is found here, before the first image is rendered.
//
//   generator: street            which generator composes
//   description: ...             optional text, ends up in COCO's info
//   image: {width_px: 640, height_px: 480, format: jpg}
//   quality: standard
//   seed: 1                      the command line overrides seed, image, quality, segmentation; --set any
//   pairs: false                 true: each image a second time, without its defects
//   labels: {min_visible_px: 16, min_visibility: 0.02, min_defect_px: 1, segmentation: rle}
//   camera: / sky: / sensor: / street: ...   parameters, each a constant or a distribution
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/parameter_rows.h"
#include "base/parameters.h"
#include "generators/compose.h"

namespace understudy {

/// What a recipe may ask for, and the command line in its place.
inline constexpr int smallest_side_px = 16, largest_side_px = 8192;

struct Recipe {
  std::string file;
  std::string description;
  std::shared_ptr<const Generator> generator;
  int width_px = 640, height_px = 480;
  std::string image_format = "jpg";  ///< "jpg" or "png"
  std::string quality = "standard";
  uint64_t seed = 1;
  bool pairs = false;  ///< each image a second time, without defects
  int min_visible_px = 16;
  double min_visibility = 0.02;
  int min_defect_px = 1;
  std::string segmentation = "rle";  ///< or "polygon": lossless, where a mask has no hole
  std::vector<std::string> notes;    ///< of reading the files that it names: sentences for the user
  ParameterSet parameters;           ///< the generator's and the `extra` ones

  /// `extra`: parameters of other folders that the recipe holds too (the sensor's). `settings`: what --set
  /// says, "street.cars.count=3", in place of what the file says. Throws UserError.
  static Recipe read(const std::filesystem::path& path, const ParameterTable& extra,
                     const std::vector<std::string>& settings = {});
  static Recipe parse(std::string_view text, const std::string& file, const ParameterTable& extra,
                      const std::vector<std::string>& settings = {});

  /// YAML of everything above with all defaults filled in; parse() reads it back to the same recipe.
  std::string to_yaml() const;
};

/// JSON schema of the recipes of one generator; assets/schema/ holds what this returns.
std::string recipe_schema(const Generator& generator, const ParameterTable& extra);

}  // namespace understudy
