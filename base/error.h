// SPDX-License-Identifier: Apache-2.0
// The two ways in which something is wrong: the user's input (UserError) or our own code (CHECK).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace understudy {

/// Where in the user's input a value stood. `line` is 1-based, 0 where unknown; `key` is a dotted path.
struct Where {
  std::string file;
  int line = 0;
  std::string key;
};

/// A fault in what the user gave: thrown only while reading and validating, caught once, in cli/.
/// The message is a sentence on one line: "street.yaml:12: street.cars.count: expected ..., found ...".
class UserError : public std::runtime_error {
 public:
  /// `what_is_wrong` says what was found and what was expected; `hint`, where not empty, what to do.
  UserError(const Where& where, std::string_view what_is_wrong, std::string_view hint = {});
  explicit UserError(std::string_view what_is_wrong, std::string_view hint = {})
      : UserError(Where{}, what_is_wrong, hint) {}
};

/// Prints the failed condition with file and line and aborts. For CHECK only.
[[noreturn]] void check_failed(const char* file, int line, const char* condition, std::string_view message);

}  // namespace understudy

/// Our own faults fail loudly: CHECK(index < size, "frame {} has no such id"). Always on, in Release too.
#define CHECK(condition, message)                                                          \
  do {                                                                                     \
    if (!(condition)) ::understudy::check_failed(__FILE__, __LINE__, #condition, message); \
  } while (false)
