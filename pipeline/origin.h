// SPDX-License-Identifier: Apache-2.0
// Where what a dataset was made from lies: DIR/origin.json, which `replay` reads. What decides a byte is in
// recipe.yaml; this file only says which verb reads that, and where it finds the photos.
#pragma once

#include <filesystem>
#include <string>

#include "exporters/coco_reader.h"

namespace understudy {

struct Origin {
  std::string verb;                 ///< "generate", "augment", ...
  std::filesystem::path instances;  ///< the COCO file of the photos; empty where the verb takes none
  std::filesystem::path images;     ///< folder that its file names begin in
  std::string instances_hash;       ///< 16 hexadecimal digits, of the file's bytes
};

Origin origin_of(const std::string& verb, const std::filesystem::path& instances,
                 const std::filesystem::path& images, const CocoReader& reader);

/// A file's name without its folder, for a line of comment: no line ends, which would end it, but escapes as
/// in JSON.
std::string name_in_comment(const std::filesystem::path& file);

/// First line of a recipe.yaml: which dataset, so that a run on another one does not go on in this folder.
std::string origin_comment(const Origin& origin, const CocoReader& reader);

/// Paths are written as seen from `folder`, so that a tree may be moved as a whole. A file that says the same
/// is left alone. Throws UserError.
void write_origin(const std::filesystem::path& folder, const Origin& origin);

/// Whether a dataset was made of photos, by augment, insert, balance or (a severity of) corrupt.
bool is_of_photos(const std::filesystem::path& folder);

/// With paths that hold from the working folder. Throws UserError where there is none, or it was altered.
Origin read_origin(const std::filesystem::path& folder);

}  // namespace understudy
