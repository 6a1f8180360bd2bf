// SPDX-License-Identifier: Apache-2.0
// A whole recipe: read, every parameter drawn, written and read again.
#include "generators/recipe.h"
#include "sensor/sensor.h"
#include "tests/fuzz/target.h"

namespace understudy::fuzz {
namespace {

void draw_all(const Recipe& recipe, Key key) {
  const Draw draw(recipe.parameters, key);
  for (const Parameter& parameter : recipe.parameters.table()) {
    using Kind = Parameter::Kind;
    const uint64_t object = parameter.per_object ? 3 : 0;
    if (parameter.kind == Kind::number || parameter.kind == Kind::integer) {
      const double value = draw.number(parameter.path, object);
      require(value >= parameter.low && value <= parameter.high, "a draw outside of its parameter's range");
    }
    if (parameter.kind == Kind::integer) draw.integer(parameter.path, object);
    if (parameter.kind == Kind::boolean) draw.boolean(parameter.path, object);
    if (parameter.kind == Kind::name || parameter.kind == Kind::path) draw.name(parameter.path, object);
  }
}

}  // namespace
}  // namespace understudy::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  static const ParameterTable extra = sensor_parameters();
  fuzz::accepts([&] {
    const Recipe recipe = Recipe::parse(fuzz::text_of(data, size), "fuzz", extra);
    for (uint64_t index = 0; index < 2; ++index) fuzz::draw_all(recipe, {recipe.seed, index});
    const std::string text = recipe.to_yaml();
    std::string again;
    const bool back = fuzz::accepts([&] { again = Recipe::parse(text, "again", extra).to_yaml(); });
    fuzz::require(back && again == text, "what was written does not read back");
  });
  return 0;
}
