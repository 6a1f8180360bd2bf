// SPDX-License-Identifier: Apache-2.0
// Times steps of augmentation recipes on photos in memory, one thread: augment_bench DIR RUNS NAME STEP [NAME
// STEP ...], where STEP is YAML such as "[flip: {}]". DIR holds instances.json and the PNG files that it
// names.
// The last line of the output is JSON: images per second by name, of the best of RUNS passes.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "augment/apply.h"
#include "base/files.h"
#include "base/image_io.h"
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

double images_per_s(const std::vector<Photo>& photos, const AugmentRecipe& recipe, const CocoReader& reader,
                    int runs) {
  PhotoSource source;
  source.count = photos.size();
  source.read = [&](uint64_t i) { return std::optional<Photo>(photos[i]); };
  double best_s = 1e9;
  for (int run = 0; run <= runs; ++run) {  // the first only gets memory and caches ready
    std::vector<Photo> work = photos;      // steps change them in place
    const double start_s = processor_s();
    for (size_t i = 0; i < work.size(); ++i)
      apply_recipe(work[i], recipe, {1, i}, source, reader.categories());
    if (run > 0) best_s = std::min(best_s, processor_s() - start_s);
  }
  return double(photos.size()) / best_s;
}

int run(int count, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  const int runs = std::stoi(arguments[2]);
  const CocoReader reader(folder / "instances.json");
  const std::vector<Photo> photos = load(folder, reader);
  std::string json;
  for (int i = 3; i + 1 < count; i += 2) {
    const auto recipe = AugmentRecipe::parse(std::string("augment: ") + arguments[i + 1], arguments[i]);
    const double speed = images_per_s(photos, recipe, reader, runs);
    fmt::print("{:24} {:9.1f} images/s\n", arguments[i], speed);
    std::fflush(stdout);
    json += fmt::format("{}\"{}\": {:.2f}", json.empty() ? "" : ", ", arguments[i], speed);
  }
  fmt::print("{{{}}}\n", json);
  return 0;
}

}  // namespace
}  // namespace understudy

int main(int count, char** arguments) {
  if (count < 5) {
    std::fprintf(stderr, "usage: augment_bench DIR RUNS NAME STEP [NAME STEP ...]\n");
    return 2;
  }
  try {
    return understudy::run(count, arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "augment_bench: %s\n", error.what());
    return 1;
  }
}
