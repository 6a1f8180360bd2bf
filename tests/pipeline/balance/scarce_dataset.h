// SPDX-License-Identifier: Apache-2.0
// Photos full of cars, few of which show a sign, in two splits.
#pragma once

#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/image_io.h"
#include "pipeline/balance.h"
#include "tests/scratch.h"

namespace understudy::tests {

using Json = nlohmann::json;

/// 32 photos of 120 x 80 px with two cars each; photos 0 to 3 and 16 to 19 show a sign (small, upper right),
/// photo 4 one that the frame cuts, photo 5 a crowd of them. Even photos are "train", odd ones "val".
struct ScarceDataset {
  Scratch scratch{"balance"};
  std::filesystem::path folder = scratch.path / "in";
  static constexpr int images = 32;

  explicit ScarceDataset(const std::string& split_key = "split") {
    std::filesystem::create_directories(folder / "images");
    Json file{{"info", {{"mine", 1}}}, {"licenses", {{{"id", 3}, {"name", "own"}}}}};
    file["categories"] = {
        {{"id", 7}, {"name", "car"}}, {{"id", 9}, {"name", "stop sign"}}, {{"id", 11}, {"name", "dog"}}};
    for (int i = 0; i < images; ++i) add_photo(file, i, split_key);
    write_file_atomic(folder / "instances.json", file.dump());
  }

  BalanceReport run(const std::string& recipe, const std::string& out, int threads = 1,
                    const std::atomic<bool>* stop = nullptr) const {
    BalanceOptions options;
    options.instances = folder / "instances.json";
    options.images = folder / "images";
    options.out = scratch.path / out;
    options.threads = threads;
    options.stop = stop;
    return balance(BalanceRecipe::parse(recipe, "recipe.yaml"), options);
  }
  Json result(const std::string& out) const {
    return Json::parse(read_file(scratch.path / out / "instances.json"));
  }
  int64_t largest_annotation_id() const {
    return int64_t(Json::parse(read_file(folder / "instances.json"))["annotations"].size());
  }

 private:
  static Json square(double x, double y, double size) {
    return Json::array({Json::array({x, y, x + size, y, x + size, y + size, x, y + size})});
  }

  static void annotate(Json& file, int image, int category, double x, double y, double size) {
    const int id = int(file["annotations"].size()) + 1;
    file["annotations"].push_back({{"id", id},
                                   {"image_id", 100 + image},
                                   {"category_id", category},
                                   {"iscrowd", 0},
                                   {"bbox", {x, y, size, size}},
                                   {"area", size * size},
                                   {"segmentation", square(x, y, size)},
                                   {"note", "kept"}});
  }

  void add_photo(Json& file, int i, const std::string& split_key) const {
    Image<Rgb8> pixels(120, 80);
    for (int y = 0; y < 80; ++y) {
      for (int x = 0; x < 120; ++x) pixels(x, y) = {uint8_t(2 * x), uint8_t(3 * y), uint8_t(7 * i)};
    }
    const std::string name = fmt::format("p{:02}.png", i);
    write_file_atomic(folder / "images" / name, encode_png(pixels));
    Json image{{"id", 100 + i}, {"file_name", name}, {"width", 120},
               {"height", 80},  {"license", 3},      {"own", {1, 2}}};
    if (!split_key.empty()) image[split_key] = i % 2 == 0 ? "train" : "val";
    file["images"].push_back(image);
    annotate(file, i, 7, 10 + i % 7, 50, 20);
    annotate(file, i, 7, 50 + i % 5, 54, 22);
    if (i % 16 < 4) annotate(file, i, 9, 80 + i % 4, 10 + i % 3, 17 + i % 4);
    if (i == 4) annotate(file, i, 9, 100, 10, 20);
    if (i == 5) {
      annotate(file, i, 9, 70, 10, 30);
      file["annotations"].back()["iscrowd"] = 1;
    }
  }
};

}  // namespace understudy::tests
