// SPDX-License-Identifier: Apache-2.0
// The classes and parts that labels speak of. Category ids are the taxonomy's own and stable across datasets.
#pragma once

#include <string>
#include <vector>

#include "scenes/ids.h"

namespace understudy {

struct Category {
  CategoryId id;
  std::string name;           ///< as COCO prints it: "traffic light"
  std::string supercategory;  ///< "vehicle", "person", "outdoor"
};

struct Taxonomy {
  std::vector<Category> categories;        ///< ascending ids, contiguous from 1
  std::vector<std::string> parts{"none"};  ///< PartId indexes it; [0] is none

  const Category& category(CategoryId id) const;
  /// The part of that name, added if new.
  PartId part(const std::string& name);
};

}  // namespace understudy
