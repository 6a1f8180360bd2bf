// SPDX-License-Identifier: Apache-2.0
// compose: a recipe and a key to a Scene. Pure: the same recipe and key give the same scene on any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/parameters.h"
#include "scenes/scene.h"

namespace understudy {

/// A way of composing worlds ("street"). One file registers it; see generators/registry.cpp.
class Generator {
 public:
  virtual ~Generator() = default;
  virtual std::string name() const = 0;
  /// Its own parameters, under paths that begin with its name or with "camera", "sky", "sun", "object",
  /// "defects".
  virtual ParameterTable parameters() const = 0;
  virtual Taxonomy taxonomy() const = 0;
  /// What bears no label in its scenes is smooth and of no interest: less light is spent on it.
  virtual bool plain_surroundings() const { return false; }
  /// Reads the files that the recipe names, once and before any image; gives sentences that the user should
  /// see. Throws UserError.
  virtual std::vector<std::string> prepare(const ParameterSet&) const { return {}; }
  /// Thread-safe. `width_px`, `height_px`: size of the image.
  virtual Scene compose(const Draw& draw, int width_px, int height_px) const = 0;
};

/// The generator of that name; null where there is none.
std::unique_ptr<Generator> make_generator(const std::string& name);
std::vector<std::string> generator_names();

}  // namespace understudy
