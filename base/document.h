// SPDX-License-Identifier: Apache-2.0
// A YAML (or JSON) document that remembers where each value stood and which keys were read, so that an error
// names file and line, and a key that nothing read is an error. After pbrt's parameter lists, which refuse
// unused ones.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace understudy {

/// One value of a document. Cheap to copy; keeps its document alive.
class Node {
 public:
  enum class Kind { null, scalar, sequence, mapping };

  Kind kind() const;
  /// File, line and dotted key of this value, for errors.
  Where where() const;

  /// Mapping: the value under `key`, marked as read; empty where absent. A key with nothing behind it is an
  /// empty mapping. Throws UserError where this is no mapping.
  std::optional<Node> find(std::string_view key) const;
  /// As find(), but an absent key is a UserError.
  Node at(std::string_view key) const;
  /// Mapping: keys in the order of the file.
  std::vector<std::string> keys() const;

  /// Sequence: elements, all marked as read. Throws UserError where this is no sequence.
  std::vector<Node> items() const;

  /// Scalars, marked as read. Each throws UserError naming what was expected and found.
  double number() const;
  int64_t integer() const;
  bool boolean() const;
  std::string text() const;
  bool is_number() const;   ///< finite and not in quotes
  bool is_boolean() const;  ///< true or false, not in quotes
  /// "found 'red'", "found a list": the end of an error's sentence.
  std::string found() const;

  /// Throws UserError for the first key of the mapping (at any depth) that nothing has read. Keys that find()
  /// looked for and `known` (dotted paths) are offered as a "did you mean" when one is close in spelling.
  void require_all_read(const std::vector<std::string>& known = {}) const;

  /// Puts a value where "street.cars.count=3" says, in place of what stands there; the value is YAML. The
  /// part before the first '=' is a dotted path, whose mappings are made where they are missing. Errors, now
  /// and when the value is read, name `option` as their file. Throws UserError.
  void set(std::string_view assignment, const std::string& option);

  struct Data;  ///< private to document.cpp
  explicit Node(std::shared_ptr<Data> data) : data_(std::move(data)) {}

 private:
  std::shared_ptr<Data> data_;
};

/// What a recipe says itself is not guessed: `flag` of the mapping `group` becomes false where one of
/// `known_by` stands there and the flag does not.
void settle_guess(Node& root, const std::string& group, const std::string& flag,
                  const std::vector<std::string>& known_by);

/// Parses one YAML document; JSON is YAML. Refuses duplicate keys, anchors that expand without bound, tabs,
/// several documents, open quotes, depth over 64 and files over 16 MiB, each with a UserError. `file` is only
/// named in errors.
Node parse_document(std::string_view text, const std::string& file);
Node read_document(const std::filesystem::path& path);

}  // namespace understudy
