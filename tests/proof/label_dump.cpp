// SPDX-License-Identifier: Apache-2.0
// Writes the labels of fixed scenes to a file: what second_driver_test runs once under each Vulkan driver.
// label_dump FILE: for each scene its size, then per pixel the instance, then per pixel the layers' ids.
#include <cstdio>
#include <fstream>

#include "renderer/renderer.h"
#include "tests/oracles/random_scene.h"

namespace {

void write_number(std::ofstream& file, uint32_t number) {
  file.write(reinterpret_cast<const char*>(&number), sizeof number);
}

void write_labels(std::ofstream& file, const understudy::Frame& frame) {
  write_number(file, uint32_t(frame.width_px));
  write_number(file, uint32_t(frame.height_px));
  for (const uint32_t id : frame.instances) write_number(file, id);
  for (size_t pixel = 0; pixel + 1 < frame.layers.begin.size(); ++pixel) {
    // One number per pixel stands for the whole list: equal lists have equal hashes.
    uint64_t hash = 0;
    for (uint32_t i = frame.layers.begin[pixel]; i < frame.layers.begin[pixel + 1]; ++i) {
      const uint32_t id = frame.layers.entries[i].instance;
      hash = understudy::hash_bytes(&id, sizeof id, hash + 1);
    }
    write_number(file, uint32_t(hash));
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace understudy;
  if (argc != 2) return 2;
  Renderer renderer{RendererOptions{}};
  std::printf("%s\n", renderer.device().name.c_str());
  RenderRequest request;
  request.radiance = false;
  std::ofstream file(argv[1], std::ios::binary);
  for (uint64_t number = 0; number < 24; ++number) {
    write_labels(file, renderer.render(oracle::random_scene(number, 128, 96), request));
  }
  return file.good() ? 0 : 1;
}
