// SPDX-License-Identifier: Apache-2.0
// Times steps of augmentation recipes on photos in memory, one thread: augment_bench DIR, where DIR holds
// instances.json and the PNG files that it names. Each line that it reads is a recipe's steps in YAML, such
// as
// "[{flip: {}}]"; it makes one pass over the photos and answers with a line, images per second of processor.
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "augment/apply.h"
#include "base/files.h"
#include "base/image_io.h"
#include "base/memory.h"
#include "exporters/coco_reader.h"

namespace understudy {
namespace {

/// Seconds of this process on a processor: other programs on the machine do not count.
double processor_s() { return double(std::clock()) / CLOCKS_PER_SEC; }

std::vector<Photo> load(const std::filesystem::path& folder, const CocoReader& reader) {
  std::vector<Photo> photos;
  for (size_t i = 0; i < reader.image_count(); ++i) {
    Photo photo = reader.read(i);
    const Image<Rgba8> image = decode_png(read_file(folder / photo.file_name), photo.file_name);
    photo.pixels = Image<Rgb8>(image.width_px(), image.height_px());
    for (size_t k = 0; k < image.size(); ++k) photo.pixels[k] = {image[k][0], image[k][1], image[k][2]};
    photos.push_back(std::move(photo));
  }
  return photos;
}

double images_per_s(const std::vector<Photo>& photos, const AugmentRecipe& recipe, const CocoReader& reader) {
  PhotoSource source;
  source.count = photos.size();
  source.read = [&](uint64_t i) { return std::optional<Photo>(photos[i]); };
  std::vector<Photo> work = photos;  // steps change them in place
  const double start_s = processor_s();
  for (size_t i = 0; i < work.size(); ++i) apply_recipe(work[i], recipe, {1, i}, source, reader.categories());
  return double(photos.size()) / (processor_s() - start_s);
}

void run(const std::filesystem::path& folder) {
  const CocoReader reader(folder / "instances.json");
  const std::vector<Photo> photos = load(folder, reader);
  for (std::string steps; std::getline(std::cin, steps);) {
    const auto recipe = AugmentRecipe::parse("augment: " + steps, "steps");
    fmt::print("{:.3f}\n", images_per_s(photos, recipe, reader));
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace understudy

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: augment_bench DIR, then lines of steps such as [{flip: {}}]\n");
    return 2;
  }
  try {
    understudy::keep_freed_memory();
    understudy::run(arguments[1]);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "augment_bench: %s\n", error.what());
    return 1;
  }
}
