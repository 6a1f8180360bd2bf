// SPDX-License-Identifier: Apache-2.0
// The kernels that make labels. Those that make colour are in shading.h.
#pragma once

#include "renderer/kernel.h"

namespace understudy {

struct LabelKernels {
  LabelKernels(Gpu& gpu, KernelLayout& layout);
  KernelVariants visibility, resolve, layers, extent;
};

}  // namespace understudy
