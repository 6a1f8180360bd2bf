// SPDX-License-Identifier: Apache-2.0
// A small mutator: what replay.cpp makes of the corpus where libFuzzer is not at hand.
#pragma once

#include <string>

#include "base/random.h"

namespace understudy::fuzz {

/// One to four random changes: bits, bytes, numbers at their limits, pieces cut, doubled, or taken from
/// `other`.
std::string mutated(std::string bytes, const std::string& other, Stream& stream);

}  // namespace understudy::fuzz
