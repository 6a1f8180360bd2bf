// SPDX-License-Identifier: Apache-2.0
// instances.json, as `verify` reads it back. The first line of the input is the record of the one image, the
// rest the file.
#include "exporters/verify.h"
#include "tests/fuzz/dataset.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  static const fuzz::Dataset dataset;
  const std::string_view text = fuzz::text_of(data, size);
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  dataset.set_record(text.substr(0, end));
  dataset.set_instances(text.substr(end + 1));
  fuzz::accepts([&] { verify_dataset(dataset.folder()); });
  return 0;
}
