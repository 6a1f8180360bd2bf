// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/base/sample_table.h"
#include "tests/catch.h"

namespace understudy {
namespace {

using Json = nlohmann::json;

TEST_CASE("the schema nests like a recipe, closed at every level, with help and default") {
  const std::string text = json_schema(sample_table(), "A recipe");
  CHECK(text == json_schema(sample_table(), "A recipe"));
  const Json schema = Json::parse(text);
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema["title"] == "A recipe");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["properties"]["street"]["additionalProperties"] == false);
  const Json cars = schema["properties"]["street"]["properties"]["cars"];
  CHECK(cars["additionalProperties"] == false);
  CHECK(cars["properties"].size() == 3);
  const Json count = cars["properties"]["count"];
  CHECK(count["description"] == "cars | on the road");
  CHECK(count["default"] == Json::parse(R"({"uniform": [1, 3]})"));
  CHECK(count["anyOf"][0] == Json::parse(R"({"type": "integer", "minimum": 0, "maximum": 20})"));
  CHECK(schema["properties"]["image"]["properties"]["width_px"]["type"] == "integer");  // a plain setting
  CHECK(schema["properties"]["sky"]["properties"]["time"]["anyOf"][0]["enum"] == Json({"day", "night"}));
  CHECK(schema["properties"]["street"]["properties"]["lamps"]["default"] == false);
}

TEST_CASE("every reference of the schema leads somewhere") {
  const Json schema = Json::parse(json_schema(sample_table(), "A recipe"));
  int references = 0;
  const std::function<void(const Json&)> walk = [&](const Json& node) {
    if (node.is_object() && node.contains("$ref")) {
      ++references;
      const std::string target = node["$ref"].get<std::string>().substr(1);
      CHECK(schema.contains(Json::json_pointer(target)));
    }
    for (const Json& child : node) {
      if (child.is_structured()) walk(child);
    }
  };
  walk(schema);
  CHECK(references > 5);
}

TEST_CASE("the reference page has one row per parameter") {
  const std::string page = reference_markdown(sample_table());
  CHECK(std::count(page.begin(), page.end(), '\n') == long(sample_table().size()) + 2);
  CHECK(page.find("| `street.cars.count` | 0 to 20 | `{uniform: [1, 3]}` | image | cars \\| on the road |") !=
        std::string::npos);
  CHECK(page.find("| `street.cars.hue` | 0 to 1 | `{uniform: [0, 1]}` | object |") != std::string::npos);
  CHECK(page.find("| `image.width_px` | 1 to 1000 | `640` | dataset |") != std::string::npos);
}

}  // namespace
}  // namespace understudy
