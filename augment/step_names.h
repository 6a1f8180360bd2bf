// SPDX-License-Identifier: Apache-2.0
// What other libraries call the steps.
#pragma once

#include <string>

namespace understudy {

/// What a step is called here that Albumentations, torchvision, imgaug or a paper calls so
/// ("RandomHorizontalFlip", "coarse_dropout"), as a recipe writes it; empty where nothing is known of that
/// name.
std::string name_here(const std::string& name_elsewhere);

}  // namespace understudy
