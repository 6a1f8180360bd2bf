// SPDX-License-Identifier: Apache-2.0
#include "renderer/kernels.h"

namespace understudy {
namespace {

constexpr uint32_t kVisibility[] = {
#include "renderer/spirv/visibility.inc"
};
constexpr uint32_t kResolve[] = {
#include "renderer/spirv/resolve.inc"
};
constexpr uint32_t kLayers[] = {
#include "renderer/spirv/layers.inc"
};
constexpr uint32_t kExtent[] = {
#include "renderer/spirv/extent.inc"
};

}  // namespace

LabelKernels::LabelKernels(Gpu& gpu, KernelLayout& layout)
    : visibility(gpu, layout, kVisibility),
      resolve(gpu, layout, kResolve),
      layers(gpu, layout, kLayers),
      extent(gpu, layout, kExtent) {}

}  // namespace understudy
