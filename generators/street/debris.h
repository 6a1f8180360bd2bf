// SPDX-License-Identifier: Apache-2.0
// The kinds of debris: one line each gives a parameter, a class and a family of objects.
#pragma once

#include <span>

#include "generators/street/stage.h"

namespace understudy {

struct DebrisKind {
  const char* path;  ///< of the parameter that counts it
  Family family;
  Class label;
  const char* help;
};

std::span<const DebrisKind> debris_kinds();

}  // namespace understudy
