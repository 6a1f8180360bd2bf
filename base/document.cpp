// SPDX-License-Identifier: Apache-2.0
// The tree is built from yaml-cpp's events rather than from its own nodes: depth, aliases and duplicate keys
// are then refused while they arrive, before anything has recursed or expanded.
#include "base/document.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <map>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "base/files.h"
#include "base/plain_text.h"
#include "base/spelling.h"

namespace understudy {

struct Node::Data {
  using Ptr = std::shared_ptr<Data>;
  Kind kind = Kind::null;
  std::string scalar;
  bool quoted = false;
  bool read = false;
  int line = 0;
  std::shared_ptr<const std::string> file;
  std::string key;
  std::vector<std::pair<std::string, Ptr>> members;
  std::map<std::string, size_t, std::less<>> member_of;
  std::vector<Ptr> items;
  std::vector<std::string> asked;  // keys that find() looked for: what could have been meant

  Where where() const { return {*file, line, key}; }
};

namespace {

using Data = Node::Data;

constexpr size_t max_depth = 64;
constexpr size_t max_nodes = 1'000'000;
constexpr size_t max_copies = 100'000;  // of these by aliases, of which a few bytes can ask for any number

std::string shortened(const std::string& text) {
  constexpr size_t longest = 40;
  if (text.size() <= longest) return "'" + text + "'";
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole UTF-8 characters
  return "'" + text.substr(0, end) + "...'";
}

std::string found(const Data& data) {
  switch (data.kind) {
    case Node::Kind::null:
      return "found nothing";
    case Node::Kind::sequence:
      return "found a list";
    case Node::Kind::mapping:
      return "found a mapping";
    case Node::Kind::scalar:
      break;
  }
  return "found " + std::string(data.quoted ? "the text " : "") + shortened(data.scalar);
}

[[noreturn]] void expected(const Data& data, const std::string& what, std::string_view hint = {}) {
  throw UserError(data.where(), "expected " + what + ", " + found(data), hint);
}

// Gives everything inside a value its dotted key.
void name_below(Data& data) {
  for (auto& [key, member] : data.members) {
    member->key = data.key.empty() ? key : data.key + "." + key;
    name_below(*member);
  }
  for (size_t i = 0; i < data.items.size(); ++i) {
    data.items[i]->key = data.key + "[" + std::to_string(i) + "]";
    name_below(*data.items[i]);
  }
}

// Builds the tree from parser events; every limit is enforced here.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}

  Data::Ptr root() const { return root_ ? root_ : make(YAML::Mark(), Node::Kind::null); }
  /// Where the last text of the document begins.
  Where last_scalar() const { return last_scalar_ ? last_scalar_->where() : Where{*file_, 0, ""}; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_)
      refuse(mark, "a second document begins here, expected one document per file", "remove the '---'");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(mark, make(mark, Node::Kind::null), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) refuse(mark, "an alias refers to the value that contains it");
    add(mark, copy(mark, *known->second), YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    require_no_tag(mark, tag);
    Data::Ptr data = make(mark, Node::Kind::scalar);
    data->scalar = value;
    data->quoted = tag == "!";
    last_scalar_ = data;
    add(mark, data, anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    require_no_tag(mark, tag);
    open(mark, make(mark, Node::Kind::sequence), anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    require_no_tag(mark, tag);
    open(mark, make(mark, Node::Kind::mapping), anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Data::Ptr data;
    YAML::anchor_t anchor;
    bool has_key = false;
    std::string key;
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, const std::string& what,
                           std::string_view hint = {}) const {
    throw UserError(Where{*file_, mark.line + 1, open_.empty() ? "" : open_.back().data->key}, what, hint);
  }

  void require_no_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!")
      refuse(mark, "found the tag " + shortened(tag) + ", expected no tags");
  }

  Data::Ptr make(const YAML::Mark& mark, Node::Kind kind) const {
    auto data = std::make_shared<Data>();
    data->kind = kind;
    data->line = mark.line + 1;
    data->file = file_;
    return data;
  }

  void count_node(const YAML::Mark& mark) {
    if (++nodes_ > max_nodes) refuse(mark, "the document holds over a million values");
  }

  // An alias becomes a copy of its own: what is read under one key is not read under the other.
  Data::Ptr copy(const YAML::Mark& mark, const Data& from) {
    count_node(mark);
    if (++copies_ > max_copies) refuse(mark, "the aliases of the document stand for over 100,000 values");
    if (open_.size() + ++copy_depth_ > max_depth) refuse(mark, "values are nested more than 64 deep");
    Data::Ptr data = make(mark, from.kind);
    data->scalar = from.scalar;
    data->quoted = from.quoted;
    for (const auto& [key, member] : from.members) insert(*data, key, copy(mark, *member));
    for (const Data::Ptr& item : from.items) data->items.push_back(copy(mark, *item));
    --copy_depth_;
    return data;
  }

  static void insert(Data& mapping, const std::string& key, Data::Ptr value) {
    mapping.member_of.emplace(key, mapping.members.size());
    mapping.members.emplace_back(key, std::move(value));
  }

  void open(const YAML::Mark& mark, Data::Ptr data, YAML::anchor_t anchor) {
    if (!open_.empty() && is_key(open_.back()))
      refuse(mark, "expected a plain name as a key, found a list or mapping", "is a bracket left open?");
    count_node(mark);
    if (open_.size() >= max_depth) refuse(mark, "values are nested more than 64 deep");
    name(*data);
    open_.push_back({std::move(data), anchor, false, {}});
  }

  void close() {
    const Open done = std::move(open_.back());
    open_.pop_back();
    attach(done.data, done.anchor);
  }

  void add(const YAML::Mark& mark, const Data::Ptr& data, YAML::anchor_t anchor) {
    count_node(mark);
    if (open_.empty() || !is_key(open_.back())) {
      name(*data);
      return attach(data, anchor);
    }
    Open& top = open_.back();
    if (data->kind != Node::Kind::scalar) refuse(mark, "expected a name as a key, " + found(*data));
    if (anchor != YAML::NullAnchor) anchors_[anchor] = data;
    const auto before = top.data->member_of.find(data->scalar);
    if (before != top.data->member_of.end()) {
      refuse(mark, "the key " + shortened(data->scalar) + " stands here a second time, first in line " +
                       std::to_string(top.data->members[before->second].second->line));
    }
    top.key = data->scalar;
    top.has_key = true;
  }

  static bool is_key(const Open& open) { return open.data->kind == Node::Kind::mapping && !open.has_key; }

  // The dotted key of a value that is about to be attached to the innermost open one.
  void name(Data& data) const {
    if (open_.empty()) return;
    const Open& top = open_.back();
    data.key = top.data->kind == Node::Kind::sequence
                   ? top.data->key + "[" + std::to_string(top.data->items.size()) + "]"
               : top.data->key.empty() ? top.key
                                       : top.data->key + "." + top.key;
    name_below(data);
  }

  void attach(const Data::Ptr& data, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = data;
    if (open_.empty()) {
      root_ = data;
      return;
    }
    Open& top = open_.back();
    if (top.data->kind == Node::Kind::sequence) {
      top.data->items.push_back(data);
    } else {
      insert(*top.data, top.key, data);
      top.has_key = false;
    }
  }

  std::shared_ptr<const std::string> file_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Data::Ptr> anchors_;
  Data::Ptr root_;
  Data::Ptr last_scalar_;
  size_t nodes_ = 0;
  size_t copies_ = 0;
  size_t copy_depth_ = 0;
};

void build(const std::string& text, Builder& builder) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

// To yaml-cpp the end of the text closes quotes, and all lines after a forgotten one belong to it. The mark
// that ends a document it refuses within quotes, and nowhere else.
bool ends_within_quotes(std::string_view text) {
  if (text.find_first_of("'\"") == std::string_view::npos) return false;
  Builder unused(std::make_shared<const std::string>());
  try {
    build(std::string(text) + "\n...\n", unused);
  } catch (const YAML::Exception& error) {
    return error.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
  }
  return false;
}

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return {};
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

// What to do about a text that begins like a number and is none.
std::string_view number_hint(const std::string& text) {
  if (text.empty() || !std::isdigit(static_cast<unsigned char>(text.front()))) return "";
  constexpr std::string_view bases = "xXoObB";
  const bool other_base = text.size() > 2 && text[0] == '0' && bases.find(text[1]) != bases.npos;
  if (other_base || text.find_first_not_of("0123456789+-.eE_") == std::string::npos)
    return "write a finite number in decimal digits";
  return "the unit belongs to the key's name, and the number must be finite";
}

const Data* first_unread(const Data& data, const Data** parent) {
  for (const auto& [key, member] : data.members) {
    if (!member->read) {
      *parent = &data;
      return member.get();
    }
    if (const Data* unread = first_unread(*member, parent)) return unread;
  }
  for (const auto& item : data.items) {
    if (const Data* unread = first_unread(*item, parent)) return unread;
  }
  return nullptr;
}

std::string last_name(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// Of the paths, one whose last name is the word, or is spelled like it.
std::string meant_path(const std::string& word, const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  names.reserve(paths.size());
  for (const std::string& path : paths) names.push_back(last_name(path));
  const std::string name = closest_spelling(word, names);
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::string() : paths[size_t(found - names.begin())];
}

/// "a.b.c" as "a: {b: {c: ..}}".
std::string nested(const std::string& dotted) {
  std::string text, closing;
  for (const char c : dotted) {
    if (c == '.') {
      text += ": {";
      closing += '}';
    } else {
      text += c;
    }
  }
  return text + ": .." + closing;
}

[[noreturn]] void refuse_unread(const Data& unread, const Data& parent,
                                const std::vector<std::string>& known) {
  const std::string leaf = parent.key.empty() ? unread.key : unread.key.substr(parent.key.size() + 1);
  std::string hint;
  if (leaf == "<<") hint = "keys are not merged: name the values themselves";
  if (leaf.find('.') != leaf.npos && std::find(known.begin(), known.end(), unread.key) != known.end()) {
    hint = "a dot goes no deeper in a file: write '" + nested(leaf) + "'";
  }
  if (hint.empty()) hint = did_you_mean(leaf, parent.asked);
  if (hint.empty()) hint = did_you_mean(unread.key, known);
  if (hint.empty()) {  // the name of something in another place
    const std::string path = meant_path(leaf, known);
    if (!path.empty()) hint = "did you mean '" + path + "'?";
  }
  const bool few = !parent.asked.empty() && parent.asked.size() <= 12;
  if (hint.empty() && few) hint = "expected " + list_of(parent.asked);
  throw UserError(unread.where(), "unknown key", hint);
}

void set_place(Data& data, const std::shared_ptr<const std::string>& file) {
  data.file = file;
  data.line = 0;
  for (auto& [key, member] : data.members) set_place(*member, file);
  for (const Data::Ptr& item : data.items) set_place(*item, file);
}

// The member of a mapping under that name; where it has none, a new one that holds nothing.
Data::Ptr& member_or_new(Data& mapping, const std::string& name, const Data& place) {
  const auto [known, fresh] = mapping.member_of.emplace(name, mapping.members.size());
  if (fresh) {
    auto made = std::make_shared<Data>();
    made->file = place.file;
    made->key = mapping.key.empty() ? name : mapping.key + "." + name;
    mapping.members.emplace_back(name, std::move(made));
  }
  return mapping.members[known->second].second;
}

}  // namespace

Node::Kind Node::kind() const { return data_->kind; }
Where Node::where() const { return data_->where(); }

std::optional<Node> Node::find(std::string_view key) const {
  data_->read = true;
  if (data_->kind == Kind::null) return {};
  if (data_->kind != Kind::mapping) expected(*data_, "a mapping");
  if (std::find(data_->asked.begin(), data_->asked.end(), key) == data_->asked.end())
    data_->asked.emplace_back(key);
  const auto place = data_->member_of.find(key);
  if (place == data_->member_of.end()) return {};
  const Data::Ptr& member = data_->members[place->second].second;
  member->read = true;
  return Node(member);
}

Node Node::at(std::string_view key) const {
  if (auto node = find(key)) return *node;
  throw UserError(where(), "the key '" + std::string(key) + "' is missing");
}

std::vector<std::string> Node::keys() const {
  if (data_->kind != Kind::mapping && data_->kind != Kind::null) expected(*data_, "a mapping");
  std::vector<std::string> keys;
  for (const auto& member : data_->members) keys.push_back(member.first);
  return keys;
}

std::vector<Node> Node::items() const {
  data_->read = true;
  if (data_->kind != Kind::sequence) expected(*data_, "a list");
  std::vector<Node> nodes;
  for (const Data::Ptr& item : data_->items) {
    item->read = true;
    nodes.emplace_back(item);
  }
  return nodes;
}

bool Node::is_number() const {
  return data_->kind == Kind::scalar && !data_->quoted && parse_number(data_->scalar).has_value();
}

bool Node::is_boolean() const {
  return data_->kind == Kind::scalar && !data_->quoted &&
         (data_->scalar == "true" || data_->scalar == "false");
}

double Node::number() const {
  data_->read = true;
  if (is_number()) return *parse_number(data_->scalar);
  const bool plain = data_->kind == Kind::scalar && !data_->quoted;
  expected(*data_, "a number", plain ? number_hint(data_->scalar) : "");
}

int64_t Node::integer() const {
  const double value = number();
  const std::string& text = data_->scalar;
  const char* begin = text.data() + (text.front() == '+' ? 1 : 0);
  int64_t exact = 0;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), exact);
  if (error == std::errc() && end == text.data() + text.size()) return exact;
  if (std::abs(value) > 9007199254740992.0) expected(*data_, "a whole number of at most 9007199254740992");
  if (value != std::floor(value)) expected(*data_, "a whole number");
  return int64_t(value);
}

bool Node::boolean() const {
  data_->read = true;
  if (!is_boolean()) expected(*data_, "true or false");
  return data_->scalar == "true";
}

std::string Node::text() const {
  data_->read = true;
  if (data_->kind != Kind::scalar) expected(*data_, "a text");
  return data_->scalar;
}

std::string Node::found() const { return understudy::found(*data_); }

void Node::require_all_read(const std::vector<std::string>& known) const {
  const Data* parent = nullptr;
  if (const Data* unread = first_unread(*data_, &parent)) refuse_unread(*unread, *parent, known);
}

void Node::set(std::string_view assignment, const std::string& option) {
  const size_t equals = assignment.find('=');
  const std::string path(assignment.substr(0, equals));
  const bool empty_part =
      path.empty() || path.front() == '.' || path.back() == '.' || path.find("..") != std::string::npos;
  if (equals == std::string_view::npos || empty_part) {
    throw UserError(Where{option, 0, ""},
                    "expected PATH=VALUE, like quality=high, found " + shortened(std::string(assignment)));
  }
  const Data::Ptr value = parse_document(assignment.substr(equals + 1), option + " " + path).data_;
  value->key = path;
  set_place(*value, std::make_shared<const std::string>(option));
  name_below(*value);
  Data* mapping = data_.get();
  for (size_t begin = 0;;) {
    const size_t end = std::min(path.find('.', begin), path.size());
    if (mapping->kind == Kind::null) mapping->kind = Kind::mapping;
    if (mapping->kind != Kind::mapping) {
      throw UserError(Where{option, 0, path}, "cannot be set: expected '" + mapping->key +
                                                  "' to be a mapping, " + understudy::found(*mapping));
    }
    Data::Ptr& member = member_or_new(*mapping, path.substr(begin, end - begin), *value);
    if (end == path.size()) {
      member = value;
      return;
    }
    mapping = member.get();
    begin = end + 1;
  }
}

void settle_guess(Node& root, const std::string& group, const std::string& flag,
                  const std::vector<std::string>& known_by) {
  const std::optional<Node> given = root.find(group);
  if (!given) return;
  const std::vector<std::string> keys = given->keys();
  const auto is_given = [&](const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  if (is_given(flag) || std::none_of(known_by.begin(), known_by.end(), is_given)) return;
  root.set(group + "." + flag + "=false", given->where().file);
}

Node parse_document(std::string_view text, const std::string& file) {
  require_plain_text(text, file);
  Builder builder(std::make_shared<const std::string>(file));
  try {
    build(std::string(text), builder);
    if (ends_within_quotes(text)) {
      throw UserError(builder.last_scalar(), "the quote that opens here is not closed",
                      "end the text with the same quote");
    }
  } catch (const YAML::Exception& error) {
    throw UserError(Where{file, error.mark.is_null() ? 0 : error.mark.line + 1, ""},
                    "this is not valid YAML: " + error.msg);
  }
  return Node(builder.root());
}

Node read_document(const std::filesystem::path& path) {
  return parse_document(read_file(path), path.string());
}

}  // namespace understudy
