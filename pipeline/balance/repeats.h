// SPDX-License-Identifier: Apache-2.0
// How often images are seen that hold what is rare. A. Gupta, P. Dollár, R. Girshick, "LVIS: a dataset for
// large vocabulary instance segmentation", CVPR 2019, appendix B: r(c) = max(1, sqrt(t / f(c))), and an image
// is repeated as its rarest class is.
#pragma once

#include <vector>

#include "pipeline/balance/census.h"
#include "pipeline/balance/recipe.h"

namespace understudy {

/// f(c), by the number of the class; 0 where it does not occur. Crowds count with the images that hold them.
std::vector<double> class_frequencies(const Census& census, Frequency frequency);

/// r(c); 1 for a class that does not occur.
std::vector<double> class_repeat_factors(const std::vector<double>& frequencies, double threshold);

/// r(I), the largest r(c) of the classes in the image; 1 for an empty one.
std::vector<double> image_repeat_factors(const Census& census, const std::vector<double>& class_factors);

}  // namespace understudy
