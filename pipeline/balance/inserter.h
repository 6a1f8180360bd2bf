// SPDX-License-Identifier: Apache-2.0
// Renders what the plan of a balanced dataset asks for.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/coco_reader.h"
#include "pipeline/balance/plan.h"
#include "pipeline/insert/insert_object.h"

namespace understudy {

/// One renderer for all threads of a run. There is none where the plan has nothing to render.
class Inserter {
 public:
  /// Throws UserError: no device, a mesh that cannot be read.
  Inserter(const BalanceRecipe& recipe, const BalancePlan& plan, const CocoReader& reader,
           const RendererOptions& options);

  /// Puts an object of each class (by its number among the categories) into the photo; `bytes`: of its file.
  /// Returns what was done, JSON objects and commas. What finds no place is noted.
  std::string insert(Photo& photo, std::string_view bytes, const std::vector<uint32_t>& classes, Key key);

 private:
  bool place(Photo& photo, PhotoScene& scene, const Draw& draw, uint64_t slot, std::string& why);

  std::vector<PhotoCategory> categories_;
  std::map<uint32_t, InsertRecipe> recipe_of_;  ///< by the number of the class
  std::unique_ptr<Renderer> renderer_;
  std::unique_ptr<InsertTools> tools_;
  std::mutex busy_;
};

}  // namespace understudy
