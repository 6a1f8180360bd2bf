// SPDX-License-Identifier: Apache-2.0
// The camera: where it stands follows from where it looks and how large the subject is to be.
#pragma once

#include "base/parameters.h"
#include "generators/inspection/composition.h"

namespace understudy::inspection {

Camera plan_camera(const Draw& draw, const Subject& subject, int width_px, int height_px);

}  // namespace understudy::inspection
