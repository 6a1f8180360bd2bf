// SPDX-License-Identifier: Apache-2.0
// Inspection: parts from production on a bench, a belt, a turntable or in a bin, under the light rigs and
// cameras with which such parts are examined.
#pragma once

#include <memory>

#include "generators/compose.h"

namespace understudy {

std::unique_ptr<Generator> make_inspection_generator();

}  // namespace understudy
