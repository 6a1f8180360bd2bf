// SPDX-License-Identifier: Apache-2.0
// The sentence that a UserError says.
#pragma once

#include <string>

#include "base/error.h"

namespace understudy {

template <typename Function>
std::string message_of(Function&& function) {
  try {
    function();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace understudy
