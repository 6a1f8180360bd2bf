// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

#include <cstdio>
#include <cstdlib>

namespace understudy {
namespace {

std::string sentence(const Where& where, std::string_view what, std::string_view hint) {
  std::string text;
  if (!where.file.empty()) {
    text += where.file;
    if (where.line > 0) text += ":" + std::to_string(where.line);
    text += ": ";
  }
  if (!where.key.empty()) text += where.key + ": ";
  text += what;
  if (!hint.empty()) text.append(" (").append(hint).append(")");
  return text;
}

}  // namespace

UserError::UserError(const Where& where, std::string_view what_is_wrong, std::string_view hint)
    : std::runtime_error(sentence(where, what_is_wrong, hint)) {}

void check_failed(const char* file, int line, const char* condition, std::string_view message) {
  std::fprintf(
      stderr,
      "understudy: internal fault at %s:%d: %.*s (%s)\nPlease report this with the command you ran.\n", file,
      line, static_cast<int>(message.size()), message.data(), condition);
  std::abort();
}

}  // namespace understudy
