// SPDX-License-Identifier: Apache-2.0
// Photos that steps take something from: those of the dataset itself, or of another one.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "augment/recipe.h"
#include "exporters/coco_reader.h"
#include "pipeline/provenance.h"

namespace understudy {

/// Value of the image's key, as JSON writes it, a text without its quotes; empty where `key` is. Throws
/// UserError where the image lacks it.
std::string group_of(const Photo& photo, const std::string& key);

/// A dataset's photos, by groups: only those of one group give to each other, so that what was split for
/// training and validation stays split.
class PhotoPool {
 public:
  /// Throws UserError where `group_key` is given and an image lacks it. The reader must outlive the pool.
  PhotoPool(const CocoReader& reader, std::filesystem::path images, Exif exif, std::string group_key);

  const std::string& group_key() const { return group_key_; }
  /// What photos of that group may take from; `used` is told of each that something was taken from. The pool
  /// must outlive it.
  PhotoSource source(const std::string& group, std::function<void(const Parent&)> used) const;

 private:
  friend class DonorDatasets;
  Photo labels(uint64_t image) const;
  std::optional<Photo> read(uint64_t image) const;
  Parent parent(const Photo& photo) const;

  const CocoReader& reader_;
  std::filesystem::path images_;
  Exif exif_;
  std::string group_key_;
  std::map<std::string, std::vector<uint64_t>> members_;

  // Of another dataset:
  std::string dataset_;                     ///< name of its file; empty: it is the dataset itself
  std::map<int64_t, int64_t> category_of_;  ///< here, by its own id
  /// Where LVIS's lists are to be told: it has none, so all objects of its classes are labelled.
  bool all_labelled_ = false;
  std::map<std::string, std::string> license_of_;  ///< JSON of an entry of its `licenses`, by that of its id
};

/// The other datasets that a recipe's steps take donors from.
class DonorDatasets {
 public:
  /// Classes are matched by name (a pedestrian is a person where there is no class of that name); objects of
  /// other classes, crowds, and what is part of another object are never taken. Throws UserError: no such
  /// file or folder, no class in common, no group in common.
  DonorDatasets(const AugmentRecipe& recipe, const CocoReader& target);

  /// By what RecipeStep::donors() says.
  std::map<DonorPaths, PhotoSource> sources(const std::string& group,
                                            const std::function<void(const Parent&)>& used) const;
  /// Throws UserError where a step pastes objects, and no object that it is for has a mask in the dataset
  /// that it takes them from: the target, `file`, or its own.
  void require_masks(const AugmentRecipe& recipe, const CocoReader& target,
                     const std::filesystem::path& file) const;
  /// Comment lines for a recipe's text: which datasets they are.
  std::string comment() const;

 private:
  struct Set {
    std::unique_ptr<const CocoReader> reader;
    std::unique_ptr<PhotoPool> pool;
  };
  std::map<DonorPaths, Set> sets_;
};

}  // namespace understudy
