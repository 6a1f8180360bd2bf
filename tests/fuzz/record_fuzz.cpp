// SPDX-License-Identifier: Apache-2.0
// The record of one image, and everything that reads records: resuming, finishing, verifying, the sheet.
#include "exporters/dataset.h"
#include "exporters/dataset_reader.h"
#include "exporters/record.h"
#include "exporters/verify.h"
#include "generators/recipe.h"
#include "pipeline/sheet.h"
#include "tests/fuzz/dataset.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  static const fuzz::Dataset dataset;
  static const Taxonomy taxonomy = Recipe::parse("generator: street\n", "fuzz", {}).generator->taxonomy();
  const std::string_view text = fuzz::text_of(data, size);
  const auto& folder = dataset.folder();
  read_record(text);
  const std::string line = dataset.set_record(text);
  if (!read_record(line)) return 0;  // most changes: the rest takes a hundred times as long
  const bool good = fuzz::accepts([&] { read_stored_image(folder, 0); });
  fuzz::accepts([&] {
    DatasetWriter writer(folder, {"generator: street\n", "", taxonomy, "none", /*polygons=*/true});
    writer.finished();
    writer.finish();
    verify_dataset(folder);
  });
  if (good) fuzz::accepts([&] { write_sheet(folder, folder / "sheet.png", {}); });
  return 0;
}
