// SPDX-License-Identifier: Apache-2.0
// Every parameter of the inspection generator.
#pragma once

#include "base/parameters.h"

namespace understudy::inspection {

ParameterTable inspection_parameters();

}  // namespace understudy::inspection
