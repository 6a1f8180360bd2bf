// SPDX-License-Identifier: Apache-2.0
// Parts from the user's own mesh files: `object.mesh` of the recipe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/parameters.h"
#include "generators/inspection/part.h"

namespace understudy::inspection {

/// The kind of an imported part, for category_of_part().
inline constexpr const char* imported_kind = "mesh";

ParameterTable imported_part_parameters();

/// Reads every mesh that the recipe names; gives what the user should know of them. Throws UserError.
std::vector<std::string> read_imported_parts(const ParameterSet& parameters);

/// Part `number` of the image; empty where the recipe names no mesh for it.
std::optional<Part> draw_imported_part(const Draw& draw, uint64_t number);

/// region_names(), then the names of the nodes of all meshes that were read, in the order of reading: what
/// part ids of imported meshes index.
std::vector<std::string> all_part_names();

/// The names that regions of defects may have: of the parts of all meshes that the recipe names, which have
/// been read, and region_names() where it may show a built-in part.
std::vector<std::string> region_choices(const ParameterSet& parameters);

}  // namespace understudy::inspection
