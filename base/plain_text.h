// SPDX-License-Identifier: Apache-2.0
// What a document may be made of, before anybody parses it.
#pragma once

#include <string>
#include <string_view>

namespace understudy {

/// Throws UserError, with the line, where the text is larger than 16 MiB, holds a tab or another control
/// character, or is not UTF-8.
void require_plain_text(std::string_view text, const std::string& file);

}  // namespace understudy
