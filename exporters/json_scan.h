// SPDX-License-Identifier: Apache-2.0
// Where the values of a JSON text begin and end, without reading them: so a file larger than memory is cut
// into its elements, and what is not understood is handed on as it was written. What the values are is
// simdjson's business. Private to exporters/.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

class JsonScan {
 public:
  /// `file` is only named in errors. The text must outlive the scan.
  JsonScan(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  /// Each member of the object that begins at `at`: its key as written (without the quotes) and its value.
  /// Returns the place after the object. All throw UserError with line and place.
  size_t members(size_t at,
                 const std::function<void(std::string_view key, std::string_view value)>& visit) const;
  /// Each element of the array that begins at `at`.
  size_t elements(size_t at, const std::function<void(std::string_view value)>& visit) const;

  /// The first place from `at` on that is no white space.
  size_t skip_space(size_t at) const;
  /// Where the text of a value, which must be part of this text, stands.
  size_t place(std::string_view value) const { return size_t(value.data() - text_.data()); }
  [[noreturn]] void fail(size_t at, const std::string& what, const std::string& hint = "") const;

 private:
  size_t skip_string(size_t at) const;
  size_t skip_value(size_t at) const;
  char at(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  std::string_view text_;
  std::string file_;
};

struct JsonMember {
  std::string_view key, value;
};

/// The members of a text that is known to be an object.
std::vector<JsonMember> members_of(std::string_view object);

}  // namespace understudy
