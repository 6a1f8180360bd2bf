// SPDX-License-Identifier: Apache-2.0
#include "pipeline/export.h"

#include "base/error.h"
#include "pipeline/generate.h"
#include "pipeline/origin.h"

namespace understudy {

MvtecReport export_to_mvtec(const std::filesystem::path& dataset, const std::filesystem::path& out,
                            const MvtecOptions& options) {
  if (is_of_photos(dataset))
    throw UserError(
        dataset.string() + " was made of photos, and which of them show good parts nobody has said",
        "export what `understudy generate` made");
  const Recipe recipe = load_recipe(dataset / "recipe.yaml", {});
  return export_mvtec(dataset, recipe.generator->taxonomy(), out, options);
}

}  // namespace understudy
