// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "base/error.h"
#include "cli/commands.h"
#include "cli/progress.h"

namespace understudy {
namespace {

/// "640x480" to width and height.
std::pair<int, int> parse_size(const std::string& text) {
  int width = 0, height = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, width);
  bool good = first.ec == std::errc() && first.ptr != end && *first.ptr == 'x';
  if (good) {
    const auto second = std::from_chars(first.ptr + 1, end, height);
    good = second.ec == std::errc() && second.ptr == end;
  }
  if (!good) throw UserError(fmt::format("--size: expected WIDTHxHEIGHT, like 640x480, found \"{}\"", text));
  return {width, height};
}

/// A number beyond 64 bits as the largest one. Some versions of CLI11 do that, others refuse it in words of
/// their own; load_recipe() says which seeds there are.
std::string saturated(const std::string& text) {
  uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool too_large = read.ec == std::errc::result_out_of_range && read.ptr == text.data() + text.size();
  return too_large ? std::to_string(std::numeric_limits<uint64_t>::max()) : text;
}

}  // namespace

void RenderArguments::add_to(CLI::App& command) {
  command.add_option("RECIPE", recipe, "Recipe to read, a YAML file such as assets/recipes/street.yaml")
      ->required();
  seed_given_ = command.add_option("--seed", seed, "Seed of the dataset; the same seed gives the same bytes")
                    ->transform(saturated);
  command.add_option("--size", size, "Image size in pixels, WxH");
  command.add_option("--quality", quality, "preview, standard or high");
  command
      .add_option("--set", settings,
                  "PATH=VALUE: the recipe as if VALUE (YAML) stood at PATH, such as sky.time=night or "
                  "'street.cars.parked_count={poisson: 2}'; may be repeated")
      ->type_name("PATH=VALUE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--device", device,
                     "Vulkan device: its index or a part of its name (see: understudy devices)");
  command.add_flag(
      "--validation", validation,
      "Run under Vulkan's validation layers, which watch every call and its synchronization, and "
      "count their messages");
}

Recipe RenderArguments::load() const {
  RecipeOverrides overrides;
  if (seed_given_->count() > 0) overrides.seed = seed;
  if (!size.empty()) overrides.size_px = parse_size(size);
  if (!quality.empty()) overrides.quality = quality;
  if (!image_format.empty()) {
    if (image_format != "jpg" && image_format != "png") {
      throw UserError(fmt::format("--image-format: expected jpg or png, found \"{}\"", image_format));
    }
    overrides.image_format = image_format;
  }
  if (!segmentation.empty()) {
    if (segmentation != "rle" && segmentation != "polygon") {
      throw UserError(fmt::format("--segmentation: expected rle or polygon, found \"{}\"", segmentation));
    }
    overrides.segmentation = segmentation;
  }
  overrides.settings = settings;
  Recipe loaded = load_recipe(recipe, overrides);
  for (const std::string& note : loaded.notes) tell(fmt::format("note: {}\n", note));
  return loaded;
}

RendererOptions RenderArguments::renderer_options() const {
  RendererOptions options;
  options.device = device;
  if (validation) options.validation = Validation::calls;
  return options;
}

}  // namespace understudy
