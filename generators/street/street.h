// SPDX-License-Identifier: Apache-2.0
// The street: a road with its traffic, buildings and people, seen by a driver, a dash camera, someone at the
// kerb or a surveillance camera. Right after Tremblay et al. 2018 and Prakash et al. 2019 it can place things
// as a street does (structured) or anyhow (domain randomization).
#pragma once

#include <memory>

#include "generators/compose.h"

namespace understudy {

std::unique_ptr<Generator> make_street_generator();

}  // namespace understudy
