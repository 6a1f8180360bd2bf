// SPDX-License-Identifier: Apache-2.0
#include "pipeline/size_text.h"

#include "tests/catch.h"

using namespace understudy;

TEST_CASE("sizes are said in the unit that shows them") {
  CHECK(size_text(0) == "0 kB");
  CHECK(size_text(31'400) == "31 kB");
  CHECK(size_text(4.2e6) == "4.2 MB");
  CHECK(size_text(1.5e9) == "1.5 GB");
}
