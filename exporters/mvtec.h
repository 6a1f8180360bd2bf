// SPDX-License-Identifier: Apache-2.0
// A dataset of matched pairs in the layout of MVTec AD (P. Bergmann et al., "MVTec AD: A Comprehensive
// Real-World Dataset for Unsupervised Anomaly Detection", CVPR 2019), which anomaly-detection tools read:
//   DIR/PART/train/good/000005.png              pictures without defects
//   DIR/PART/test/good/000007.png
//   DIR/PART/test/DEFECT/000007.png             "combined" where a picture shows several kinds
//   DIR/PART/ground_truth/DEFECT/000007_mask.png   0 and 255: the visible pixels of all its defects
// Readers pair pictures and masks by their order and take PNG only, so stems are the image's index, every
// mask has its picture's stem, and nothing else lies in the tree.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "labels/sample.h"

namespace understudy {

struct MvtecOptions {
  /// Share of each part's images that give the training its good pictures, those without defects first. What
  /// is tested, both of a pair, is never among them.
  double train_share = 0.5;
  /// Defects of less contrast are no defects here: in no mask, and a picture that shows no others is not
  /// tested.
  double min_contrast = 0;
};

/// Pictures of one PART.
struct MvtecPart {
  uint64_t train_good = 0, test_good = 0;
  std::map<std::string, uint64_t> test_defects;  ///< by folder
};

struct MvtecReport {
  std::map<std::string, MvtecPart> parts;
  MvtecPart all;                ///< of all parts together
  uint64_t without_object = 0;  ///< images that show nothing labelled: left out
  uint64_t without_defect = 0;  ///< images to be tested that show no labelled defect: good pictures only
  uint64_t too_faint = 0;       ///< defects below min_contrast
};

/// PART is the class of an image's objects; "mixed" where they are of several. It is "street" where an image
/// shows damage that is part of no labelled object, as of a road; in a dataset that has such images, also
/// where an image shows no damage at all. Of a part with at least two images some are for training and some
/// to be tested, unless all or none are wanted for training. Throws UserError: no dataset, one without pairs,
/// nothing labelled in it, or `out` is there and not empty; then nothing is written.
MvtecReport export_mvtec(const std::filesystem::path& dataset, const Taxonomy& taxonomy,
                         const std::filesystem::path& out, const MvtecOptions& options);

}  // namespace understudy
