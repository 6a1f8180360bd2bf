// SPDX-License-Identifier: Apache-2.0
// What the readers of environment maps share. Private to base/hdr.cpp and base/exr.cpp.
#pragma once

#include <string>
#include <string_view>

#include "base/image_io.h"

namespace understudy {

[[noreturn]] void refuse_hdr(const std::string& name, const std::string& why);
/// Throws UserError where an image of this size is not one to read.
void require_hdr_size(const std::string& name, int64_t width, int64_t height);
/// As decode_hdr(), with values as the file has them.
Image<LinearRgb> decode_exr(std::string_view bytes, const std::string& name);

}  // namespace understudy
