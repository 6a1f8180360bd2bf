// SPDX-License-Identifier: Apache-2.0
// Photos and their objects as COCO text: what nothing changed is the text that was read, what was changed is
// replaced where it stood. Private to exporters/.
#pragma once

#include <string>
#include <string_view>

#include "labels/photo.h"

namespace understudy {

/// Appends the number as written in files: rounded to a ten-thousandth (of a pixel), as short as that goes.
void append_number(std::string& text, double number);

/// A JSON text in quotes.
std::string quoted_json(std::string_view text);

enum class Ids {
  kept,  ///< a whole object, with the ids of its file
  left   ///< members only, without those that hold ids, for whoever puts new ones before them
};

std::string object_text(const PhotoObject& object, const Photo& photo, Ids ids);

struct ImageFacts {
  std::string_view file_name;
  std::string_view provenance;  ///< JSON of what was done; empty where nothing was
  bool has_good = false;        ///< there is a picture without its defects, of the same name
};
std::string image_text(const Photo& photo, const ImageFacts& facts, Ids ids);

}  // namespace understudy
