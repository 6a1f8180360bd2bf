// SPDX-License-Identifier: Apache-2.0
// Writes the dataset that other people's readers are tried on: shapes_dataset DIR rle|polygon COUNT.
// Beside it, DIR/ids/000000.u32 holds the instance id of every pixel (32 bits, row-major), which the labels
// must repeat.
#include <cstring>
#include <iostream>

#include "base/error.h"
#include "base/files.h"
#include "exporters/dataset.h"
#include "tests/labels/random_samples.h"

using namespace understudy;

int main(int argc, char** argv) try {
  if (argc != 4) throw UserError("expected: shapes_dataset DIR rle|polygon COUNT");
  const std::filesystem::path folder = argv[1];
  const bool polygons = std::strcmp(argv[2], "polygon") == 0;
  // A recipe may have no description.
  DatasetWriter writer(folder, {"generator: shapes\n", polygons ? "" : "random shapes",
                                tests::small_taxonomy(), "none", polygons});
  std::filesystem::create_directories(folder / "ids");
  const uint64_t count = std::stoull(argv[3]);
  for (uint64_t index = 0; index < count; ++index) {
    const Sample sample = tests::random_sample(1, index, {1, 0});
    writer.add(sample);
    const Image<uint32_t> ids = tests::random_frame(1 * 1000003 + index).frame.instances;
    std::string name = std::to_string(index);
    name.insert(0, 6 - name.size(), '0');
    write_file_atomic(folder / "ids" / (name + ".u32"),
                      {reinterpret_cast<const char*>(ids.data()), ids.size() * sizeof(uint32_t)});
  }
  writer.finish();
} catch (const UserError& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
