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

TEST_CASE("the schema refuses what a recipe may not say of a distribution") {
  const Json schema = Json::parse(json_schema(sample_table(), "A recipe"));
  const Json& contrast = schema["properties"]["sensor"]["properties"]["contrast"]["anyOf"];
  CHECK(contrast.back()["$ref"] == "#/$defs/numbers_from_0_to_2");
  const Json& forms = schema["$defs"]["numbers_from_0_to_2"]["anyOf"];
  const Json end = Json::parse(R"({"type": "number", "minimum": 0, "maximum": 2})");
  const auto ends_of = [&](size_t form, const char* key) {
    return forms[form]["properties"][key]["prefixItems"];
  };
  CHECK(ends_of(0, "uniform") == Json({end, end}));
  CHECK(ends_of(1, "normal")[1]["minimum"] == 0);
  CHECK(ends_of(1, "clip") == Json({end, end}));
  CHECK(ends_of(2, "log_uniform")[1]["exclusiveMinimum"] == 0);
  CHECK(ends_of(2, "log_uniform")[1]["maximum"] == 2);
  CHECK(ends_of(3, "clip") == Json({end, end}));
  CHECK(ends_of(4, "range") == Json({end, end}));
  CHECK(contrast[1]["properties"]["choice"]["anyOf"][0]["not"]["additionalProperties"]["maximum"] == 0);
  const Json& paths = schema["$defs"]["depends"]["properties"]["depends"]["enum"];
  CHECK(std::count(paths.begin(), paths.end(), "sky.fog") == 1);
  CHECK(std::count(paths.begin(), paths.end(), "sky.tmie") == 0);
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
