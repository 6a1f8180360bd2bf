// SPDX-License-Identifier: Apache-2.0
// One value of a recipe: read, drawn from, written and read again.
#include <cmath>

#include "base/distribution.h"
#include "base/document.h"
#include "tests/fuzz/target.h"

namespace understudy::fuzz {
namespace {

void draw(const Distribution& distribution) {
  const auto bounds = distribution.bounds();
  const bool numbers = distribution.type() != Distribution::Type::name;
  require(bounds.has_value() == numbers, "numbers have bounds, names have none");
  for (uint64_t index = 0; index < 4; ++index) {
    Stream stream({1, index}, "fuzz");
    DrawContext context;
    context.image_index = index;
    const Value value = distribution.sample(stream, context);
    require(std::holds_alternative<double>(value) == numbers, "a draw of another type");
    if (!numbers) continue;
    const double number = std::get<double>(value);
    require(number >= bounds->first && number <= bounds->second, "a draw outside of its bounds");
  }
}

}  // namespace
}  // namespace understudy::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  fuzz::accepts([&] {
    const Distribution read = Distribution::parse(parse_document(fuzz::text_of(data, size), "fuzz"));
    if (read.depends_on().empty()) fuzz::draw(read);
    const std::string text = read.describe();
    std::string again;
    const bool back =
        fuzz::accepts([&] { again = Distribution::parse(parse_document(text, "again")).describe(); });
    fuzz::require(back && again == text, "what was written does not read back");
  });
  return 0;
}
