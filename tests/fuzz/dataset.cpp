// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/dataset.h"

#include <array>
#include <fstream>

#include <unistd.h>

#include "exporters/record.h"

namespace understudy::fuzz {
namespace {

namespace fs = std::filesystem;

// A PNG image of 24 x 16 pixels. Written out, so that the hash in the corpus holds whatever zlib there is.
constexpr std::array<unsigned char, 72> picture = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x18, 0x00, 0x00, 0x00, 0x10, 0x01, 0x00, 0x00, 0x00, 0x00, 0x24,
    0x5f, 0x82, 0x38, 0x00, 0x00, 0x00, 0x0f, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0xe0,
    0xff, 0x60, 0xc3, 0x40, 0x01, 0x06, 0x00, 0x73, 0x8e, 0x13, 0xb1, 0x26, 0x55, 0x11, 0x7c,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

void write(const fs::path& path, std::string_view content) {
  std::ofstream(path, std::ios::binary).write(content.data(), std::streamsize(content.size()));
}

}  // namespace

Dataset::Dataset() : folder_(fs::temp_directory_path() / ("understudy-fuzz-" + std::to_string(getpid()))) {
  fs::create_directories(folder_ / "images");
  fs::create_directories(folder_ / "records");
  write(folder_ / "recipe.yaml", "generator: street\n");
  write(folder_ / "images" / "000000.png", {reinterpret_cast<const char*>(picture.data()), picture.size()});
}

Dataset::~Dataset() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string Dataset::set_record(std::string_view body) const {
  std::string line = "{\"checksum\":\"" + checksum_of(body) + "\",\"record\":";
  line.append(body).append("}\n");
  write(folder_ / "records" / "000000.json", line);
  return line;
}

void Dataset::set_instances(std::string_view content) const { write(folder_ / "instances.json", content); }

}  // namespace understudy::fuzz
