// SPDX-License-Identifier: Apache-2.0
// Photos from and to files.
#pragma once

#include <filesystem>
#include <string>

#include "augment/recipe.h"
#include "exporters/coco_reader.h"
#include "exporters/photo_dataset.h"
#include "labels/photo.h"

namespace understudy {

/// JPEG or PNG by its first bytes, to 8-bit RGB as stored: grey is repeated, alpha left out, 16 bits are
/// rounded. Throws UserError.
Image<Rgb8> decode_photo(std::string_view bytes, const std::string& name);

/// Puts the pixels of `bytes` into a photo with labels and makes both agree on the frame: turned where the
/// recipe's `exif` wants it; a stale size in the labels gives way to that of the pixels and is listed, as are
/// labels beyond the frame. Throws UserError.
void load_pixels(Photo& photo, std::string_view bytes, Exif exif);

/// A file beside a photo.
struct DepthFile {
  std::string name;  ///< relative to the folder of images; empty: there is none
  std::string hash;  ///< 16 hexadecimal digits, of its bytes
};

/// Gives the photo, whose pixels are there, the depths that the recipe names a file for, and says which.
/// Throws UserError where it is no depth image or not of the photo's size.
DepthFile load_depth(Photo& photo, const std::filesystem::path& images, const AugmentRecipe& recipe);

/// Throws UserError where a photo lacks the depth file that a step of the recipe asks for.
void require_depth_files(const CocoReader& reader, const std::filesystem::path& images,
                         const AugmentRecipe& recipe);

/// What the image's file is called and holds in the end.
struct PhotoFile {
  std::string name;
  std::string encoded;
};

/// `bytes`: of the file that the photo comes from, handed on where no pixel has changed. `copy` 0 keeps the
/// name.
PhotoFile encode_photo(const Photo& photo, const AugmentRecipe& recipe, uint64_t copy, std::string bytes);

/// Gives the output its file name and bytes, and those of its picture without defects where there is one, in
/// the same format.
void encode_output(PhotoOutput& output, const AugmentRecipe& recipe, std::string bytes);

/// Throws UserError where `images` is no folder, or holds none of the dataset's photos.
void require_photos(const CocoReader& reader, const std::filesystem::path& instances,
                    const std::filesystem::path& images);

/// Throws UserError where the file of this copy would be called as that of another image.
void require_free_name(const CocoReader& reader, uint64_t image, uint64_t copy);

}  // namespace understudy
