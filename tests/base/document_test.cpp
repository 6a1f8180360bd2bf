// SPDX-License-Identifier: Apache-2.0
#include "base/document.h"

#include "tests/catch.h"
#include "tests/message.h"

namespace understudy {
namespace {

std::string refusal(const std::string& text) {
  return message_of([&] { parse_document(text, "r.yaml"); });
}

TEST_CASE("values remember where they stood") {
  const Node root = parse_document("a: 1\nb:\n  c: [x, {d: 2.5}]\n", "r.yaml");
  CHECK(root.at("a").integer() == 1);
  const Node item = root.at("b").at("c").items().at(1).at("d");
  CHECK(item.number() == 2.5);
  CHECK(item.where().file == "r.yaml");
  CHECK(item.where().line == 3);
  CHECK(item.where().key == "b.c[1].d");
  CHECK(root.at("b").where().key == "b");
  CHECK(root.keys() == std::vector<std::string>{"a", "b"});
  root.require_all_read();
}

TEST_CASE("JSON is YAML") {
  const Node root = parse_document(R"({"a": [1, 2e3, true, null, "text"]})", "r.json");
  const auto items = root.at("a").items();
  REQUIRE(items.size() == 5);
  CHECK(items[1].number() == 2000);
  CHECK(items[2].boolean());
  CHECK(items[3].kind() == Node::Kind::null);
  CHECK(items[4].text() == "text");
}

TEST_CASE("an empty document is an empty mapping") {
  for (const char* text : {"", "\n", "# only a remark\n", "---\n"}) {
    const Node root = parse_document(text, "r.yaml");
    CHECK(root.keys().empty());
    CHECK_FALSE(root.find("a").has_value());
    root.require_all_read();
  }
}

TEST_CASE("a value of another type is named with what was expected") {
  const Node root = parse_document(
      "n: 12 px\nt: 'three'\nl: [1]\nb: yes\nq: \"3\"\nh: 1e400\nnan: .nan\ni: 2.5\nbig: 1e300\ne: ~\n",
      "r.yaml");
  const auto said = [&](const char* key, auto read) { return message_of([&] { read(root.at(key)); }); };
  const auto number = [](const Node& node) { node.number(); };
  const auto integer = [](const Node& node) { node.integer(); };
  CHECK(said("n", number) ==
        "r.yaml:1: n: expected a number, found '12 px' (the unit belongs to the key's name, and "
        "the number must be finite)");
  CHECK(said("t", number) == "r.yaml:2: t: expected a number, found the text 'three'");
  CHECK(said("l", number) == "r.yaml:3: l: expected a number, found a list");
  CHECK(said("b", [](const Node& node) { node.boolean(); }) ==
        "r.yaml:4: b: expected true or false, found 'yes'");
  CHECK(said("q", number) == "r.yaml:5: q: expected a number, found the text '3'");
  CHECK(said("h", number).find("r.yaml:6: h: expected a number") == 0);
  CHECK(said("nan", number) == "r.yaml:7: nan: expected a number, found '.nan'");
  CHECK(said("i", integer) == "r.yaml:8: i: expected a whole number, found '2.5'");
  CHECK(said("big", integer).find("r.yaml:9: big: expected a whole number of at most") == 0);
  CHECK(said("e", number) == "r.yaml:10: e: expected a number, found nothing");
  CHECK(said("l", [](const Node& node) { node.at("x"); }) == "r.yaml:3: l: expected a mapping, found a list");
  CHECK(said("n", [](const Node& node) { node.items(); }) == "r.yaml:1: n: expected a list, found '12 px'");
  CHECK(message_of([&] { root.at("missing"); }) == "r.yaml:1: the key 'missing' is missing");
}

TEST_CASE("numbers are written in decimal digits") {
  const Node root = parse_document("[0x10, 0o17, 0b1, 1_000, 1e400, 1.2.3]", "r.yaml");
  for (const Node& item : root.items())
    CHECK(message_of([&] { item.number(); }).ends_with("' (write a finite number in decimal digits)"));
}

TEST_CASE("integers keep all their digits") {
  const Node root = parse_document("[9223372036854775807, -9223372036854775808, 1e3, +5]", "r");
  const auto items = root.items();
  CHECK(items[0].integer() == std::numeric_limits<int64_t>::max());
  CHECK(items[1].integer() == std::numeric_limits<int64_t>::min());
  CHECK(items[2].integer() == 1000);
  CHECK(items[3].integer() == 5);
}

TEST_CASE("a key that nothing read is an error with a suggestion") {
  const Node root = parse_document("cars:\n  count: 3\n  cuont: 4\n", "r.yaml");
  root.at("cars").at("count").number();
  CHECK(message_of([&] { root.require_all_read(); }) ==
        "r.yaml:3: cars.cuont: unknown key (did you mean 'count'?)");
  const Node other = parse_document("fog: 3\n", "r.yaml");
  other.find("sky");
  CHECK(message_of([&] { other.require_all_read({"sky.fog"}); }) ==
        "r.yaml:1: fog: unknown key (did you mean 'sky.fog'?)");
  CHECK(message_of([&] { other.require_all_read(); }) == "r.yaml:1: fog: unknown key (expected sky)");
  const Node misspelled = parse_document("pedestrian: {count: 3}\n", "r.yaml");
  CHECK(message_of([&] {
          misspelled.require_all_read({"street", "street.cars", "street.pedestrians"});
        }) == "r.yaml:1: pedestrian: unknown key (did you mean 'street.pedestrians'?)");
  const Node deep = parse_document("a: [{b: 1}]", "r.yaml");
  deep.at("a").items();
  CHECK(message_of([&] { deep.require_all_read(); }).find("r.yaml:1: a[0].b: unknown key") == 0);
}

TEST_CASE("a merge key and a key with dots have hints of their own") {
  const Node merging = parse_document("sky: &a {fog: 1}\nsensor: {<<: *a}\n", "r.yaml");
  merging.at("sky").at("fog"), merging.at("sensor").find("blur");
  CHECK(message_of([&] {
          merging.require_all_read({"sky", "sky.fog", "sensor"});
        }) == "r.yaml:2: sensor.<<: unknown key (keys are not merged: name the values themselves)");
  const Node dotted = parse_document("sky.fog: 1\n", "r.yaml");
  dotted.find("sky");
  CHECK(message_of([&] {
          dotted.require_all_read({"sky", "sky.fog"});
        }) == "r.yaml:1: sky.fog: unknown key (a dot goes no deeper in a file: write 'sky: {fog: ..}')");
}

TEST_CASE("what is said of keys and texts with control characters stays on one line") {
  const Node root =
      parse_document("\"a\\nb\\e[31m\": 1\nc: \"x\\ty\\x7f\"\nd: \"\u00e9\\u009b31m\"\n", "r.yaml");
  CHECK(message_of([&] { root.at("c").number(); }) ==
        "r.yaml:2: c: expected a number, found the text 'x\\ty\\x7f'");
  CHECK(message_of([&] { root.at("d").number(); }) ==
        "r.yaml:3: d: expected a number, found the text '\u00e9\\x9b31m'");
  CHECK(message_of([&] { root.require_all_read(); }).starts_with("r.yaml:1: a\\nb\\x1b[31m: unknown key"));
}

TEST_CASE("what a document must not hold") {
  CHECK(refusal("a: 1\nb: 2\na: 3\n") == "r.yaml:3: the key 'a' stands here a second time, first in line 1");
  CHECK(refusal("a:\n  b: 1\n  b: 2\n").find("r.yaml:3: a: the key 'b'") == 0);
  CHECK(refusal("a: 1\n---\nb: 2\n").find("r.yaml:2: a second document begins here") == 0);
  CHECK(refusal("a: 1\n\tb: 2\n") == "r.yaml:2: found a tab, expected spaces (YAML indents with spaces)");
  CHECK(refusal("a: [1, 2").find("r.yaml:1: this is not valid YAML") == 0);
  CHECK(refusal("a: *unknown").find("r.yaml:1: this is not valid YAML") == 0);
  CHECK(refusal("a: !!python/object x").find("r.yaml:1: found the tag") == 0);
  CHECK(refusal("[1, 2]: 3").find("r.yaml:1: expected a plain name as a key") == 0);
  CHECK(refusal("{").ends_with("found a list or mapping (is a bracket left open?)"));
  CHECK(refusal("~: 3").find("r.yaml:1: expected a name as a key, found nothing") == 0);
  CHECK(refusal(std::string("a: \0", 4)).find("control character") != std::string::npos);
  CHECK(refusal(std::string("a: 1\n# \x04 hides the rest\nb: 2")).find("r.yaml:2: found a control") == 0);
  CHECK(refusal("a: 1\nb: caf\xE9\n") ==
        "r.yaml:2: found the byte 0xE9, expected UTF-8 text (save the file as UTF-8)");
  for (const std::string wrong :
       {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"})
    CHECK(refusal("a: " + wrong + "\n").find("r.yaml:1: found the byte") == 0);
  for (const std::string right : {"caf\xC3\xA9", "\xE6\xBC\xA2", "\xF0\x9F\x9A\xB2"})
    CHECK(parse_document("a: " + right, "r.yaml").at("a").text() == right);
  CHECK(refusal(std::string((16 << 20) + 1, ' ')).find("larger than 16 MiB") != std::string::npos);
}

TEST_CASE("a quote that is not closed, and takes the rest of the document, is refused where it opens") {
  const std::string said = ": the quote that opens here is not closed (end the text with the same quote)";
  CHECK(refusal("a: 1\nb: \"two\nc: {d: 3}\ne: 4\n") == "r.yaml:2: b" + said);
  CHECK(refusal("a: {b: 1}\nc: 'it''s\n# d\n") == "r.yaml:2: c" + said);
  CHECK(refusal("a:\n  - x\n  - \"y\n") == "r.yaml:3: a[1]" + said);
  for (const std::string open : {"a: \"b\\", "a: \"b\\\n", "a: [1, \"b]\n", "'a: 1\n", "a: \"b\n\n\n"})
    CHECK(refusal(open) != "no error");
  for (const std::string whole :
       {"a: \"b\"", "a: 'b' # don't\n", "a: \"b # c\"\n# \"\n", "a: |\n  it's\n  \"so\n", "|\n  it's\n",
        "a: >-\n  'x", "a: don't\n", "a: [\"b\", 'c''']\n", "'a': \"b\n  c\"\n", "{\"a\": \"\\\"\"}",
        "a: ''\n...\n", "it's", "a: 'b'\n...\n# c", "---\na: 'b'\n", "# 'only a remark", "a: 5\" pipe\n",
        "- \"\"\n", "a: 'b'\r\n"}) {
    INFO(whole);
    CHECK(refusal(whole) == "no error");
  }
}

TEST_CASE("nesting has a limit, in every style") {
  const auto repeat = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  CHECK(refusal(repeat("[", 64) + repeat("]", 64)) == "no error");
  for (const int depth : {65, 500, 100'000}) {
    CHECK(refusal(repeat("[", depth) + repeat("]", depth)).find("nested more than 64 deep") !=
          std::string::npos);
    CHECK(refusal(repeat("{a: ", depth) + repeat("}", depth)).find("nested more than 64 deep") !=
          std::string::npos);
    CHECK(refusal(repeat("- ", depth) + "x").find("nested more than 64 deep") != std::string::npos);
  }
}

TEST_CASE("an alias is a copy, and copies have a limit") {
  const Node root = parse_document("a: &x {b: 1}\nc: *x\n", "r.yaml");
  CHECK(root.at("c").at("b").integer() == 1);
  CHECK(root.at("c").at("b").where().key == "c.b");
  CHECK(message_of([&] { root.find("a"), root.require_all_read(); }).find("r.yaml:1: a.b: unknown key") == 0);
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1), name = "a" + std::to_string(i);
    bomb += name + ": &" + name + " [";
    for (int k = 0; k < 10; ++k) bomb += before + " , ";
    bomb += "x]\n";
  }
  CHECK(refusal(bomb).find("over 100,000 values") != std::string::npos);
  CHECK(refusal("a: &x [*x]") != "no error");
}

TEST_CASE("a value is set in place of what stands there, and mappings are made on the way") {
  Node root = parse_document("a: {b: 1, c: 2}\nd:\n", "r.yaml");
  for (const char* setting : {"a.b={poisson: [3, {deep: 4}]}", "a.new.leaf=x=y", "d.e=true", "f=5", "a.c="})
    root.set(setting, "--set");
  CHECK(root.keys() == std::vector<std::string>{"a", "d", "f"});
  CHECK(root.at("a").keys() == std::vector<std::string>{"b", "c", "new"});
  const Node deep = root.at("a").at("b").at("poisson").items().at(1).at("deep");
  CHECK(deep.number() == 4);
  CHECK(deep.where().file == "--set");
  CHECK(deep.where().line == 0);
  CHECK(deep.where().key == "a.b.poisson[1].deep");
  CHECK(root.at("a").at("new").at("leaf").text() == "x=y");
  CHECK(root.at("a").at("c").kind() == Node::Kind::null);
  CHECK(root.at("d").at("e").boolean());
  CHECK(root.at("f").number() == 5);
  root.require_all_read();
  root.set("f=6", "--set");
  CHECK(root.at("f").number() == 6);
}

TEST_CASE("what cannot be set names the option") {
  Node root = parse_document("a: {b: 1}\nl: [1]\n", "r.yaml");
  const auto said = [&](const char* setting) { return message_of([&] { root.set(setting, "--set"); }); };
  for (const char* setting : {"", "a", "=1", ".a=1", "a.=1", "a..b=1"}) {
    CHECK(said(setting) ==
          "--set: expected PATH=VALUE, like quality=high, found '" + std::string(setting) + "'");
  }
  CHECK(said("a.b.c=1") == "--set: a.b.c: cannot be set: expected 'a.b' to be a mapping, found '1'");
  CHECK(said("l.x=1") == "--set: l.x: cannot be set: expected 'l' to be a mapping, found a list");
  CHECK(said("a.b=[").starts_with("--set a.b:1: "));
  root.set("z.y=1", "--set");
  root.at("a").at("b"), root.at("l").items();
  CHECK(message_of([&] { root.require_all_read(); }).starts_with("--set: z: unknown key"));
}

}  // namespace
}  // namespace understudy
