// SPDX-License-Identifier: Apache-2.0
// Every parameter of the street generator.
#pragma once

#include "base/parameters.h"

namespace understudy {

ParameterTable camera_parameters();
ParameterTable sky_parameters();
ParameterTable street_parameters();

}  // namespace understudy
