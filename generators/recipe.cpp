// SPDX-License-Identifier: Apache-2.0
// A recipe is one table of parameters: settings (one plain value for the whole dataset), then the
// generator's, then those of other folders. So one mechanism reads, checks and describes all of them. The
// settings are then plain members of Recipe, which the command line may override, and are printed from there.
#include "generators/recipe.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/document.h"
#include "base/files.h"

namespace understudy {
namespace {

/// Pixels that a label may be asked to have: those of the largest image.
constexpr double most_px = double(largest_side_px) * largest_side_px;

ParameterTable settings_table(const std::string& generator) {
  ParameterTable table{
      rows::name("generator", generator_names(), generator, "Which generator composes the scenes."),
      rows::name("description", {}, "\"\"", "Free text; it ends up in the dataset's info."),
      rows::seed("Every image follows from the seed and its index."),
      rows::integer("image.width_px", smallest_side_px, largest_side_px, "640", "Width of the images."),
      rows::integer("image.height_px", smallest_side_px, largest_side_px, "480", "Height of the images."),
      rows::name("image.format", {"jpg", "png"}, "jpg", "File format of the images."),
      rows::name("quality", {"preview", "standard", "high"}, "standard",
                 "Samples per pixel, bounces and denoiser of the renderer."),
      rows::boolean("pairs", "false",
                    "Each image a second time, same noise, without its defects; their contrast is measured."),
      rows::integer("labels.min_visible_px", 0, most_px, "16",
                    "Instances with fewer visible pixels get no annotation and are counted as dropped."),
      rows::number("labels.min_visibility", 0, 1, "0.02",
                   "Instances with a smaller visible share are dropped likewise."),
      rows::integer("labels.min_defect_px", 0, most_px, "1",
                    "Of a defect, in place of min_visible_px: a scratch may be one pixel."),
      rows::name(
          "labels.segmentation", {"rle", "polygon"}, "rle",
          "Masks in instances.json: compressed RLE, or lossless pixel-edge polygons where a mask has no "
          "hole."),
  };
  for (Parameter& parameter : table) parameter = rows::setting(std::move(parameter));
  return table;
}

ParameterTable full_table(const Generator& generator, const ParameterTable& extra) {
  return joined_tables(settings_table(generator.name()), joined_tables(generator.parameters(), extra));
}

/// A double-quoted YAML scalar; control characters as escapes.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (uint8_t(c) < 0x20)
      out += fmt::format("\\x{:02x}", uint8_t(c));
    else
      out += c;
  }
  return out + "\"";
}

std::unique_ptr<Generator> read_generator(const Node& root) {
  if (root.kind() != Node::Kind::mapping)
    throw UserError(root.where(), "expected a recipe: a mapping that begins with 'generator: street'");
  const std::optional<Node> node = root.find("generator");
  if (!node)
    throw UserError(root.where(), "the recipe names no generator",
                    "Add a line 'generator: " + generator_names().front() + "'.");
  const std::string name = node->text();
  if (std::unique_ptr<Generator> generator = make_generator(name)) return generator;
  std::string known;
  for (const std::string& other : generator_names()) known += (known.empty() ? "" : ", ") + other;
  throw UserError(node->where(), "there is no generator '" + name + "'; expected one of: " + known);
}

/// Every key that a recipe may have, as a path, for "did you mean"; those nearer to the top first.
std::vector<std::string> all_keys(const ParameterTable& table) {
  std::vector<std::string> keys;
  for (const Parameter& parameter : table) {
    for (size_t end = 0; end != std::string::npos;) {
      end = parameter.path.find('.', end + 1);
      keys.push_back(parameter.path.substr(0, end));
    }
  }
  const auto depth = [](const std::string& key) { return std::count(key.begin(), key.end(), '.'); };
  std::sort(keys.begin(), keys.end(), [&](const std::string& a, const std::string& b) {
    return depth(a) != depth(b) ? depth(a) < depth(b) : a < b;
  });
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

Recipe Recipe::read(const std::filesystem::path& path, const ParameterTable& extra,
                    const std::vector<std::string>& settings) {
  return parse(read_file(path), path.string(), extra, settings);
}

Recipe Recipe::parse(std::string_view text, const std::string& file, const ParameterTable& extra,
                     const std::vector<std::string>& settings) {
  Node root = parse_document(text, file);
  for (const std::string& setting : settings) root.set(setting, "--set");
  Recipe recipe;
  recipe.file = file;
  recipe.generator = read_generator(root);
  const ParameterSet plain = ParameterSet::read(settings_table(recipe.generator->name()), root);
  recipe.parameters = ParameterSet::read(joined_tables(recipe.generator->parameters(), extra), root);
  root.require_all_read(all_keys(full_table(*recipe.generator, extra)));

  const Draw draw(plain, Key{});
  recipe.description = draw.name("description");
  recipe.width_px = draw.integer("image.width_px");
  recipe.height_px = draw.integer("image.height_px");
  recipe.image_format = draw.name("image.format");
  recipe.quality = draw.name("quality");
  recipe.pairs = draw.boolean("pairs");
  recipe.seed = uint64_t(draw.number("seed"));
  recipe.min_visible_px = draw.integer("labels.min_visible_px");
  recipe.min_visibility = draw.number("labels.min_visibility");
  recipe.min_defect_px = draw.integer("labels.min_defect_px");
  recipe.segmentation = draw.name("labels.segmentation");
  return recipe;
}

std::string Recipe::to_yaml() const {
  return fmt::format(
             "generator: {}\ndescription: {}\nseed: {}\nquality: {}\npairs: {}\n"
             "image:\n  width_px: {}\n  height_px: {}\n  format: {}\n"
             "labels:\n  min_visible_px: {}\n  min_visibility: {}\n  min_defect_px: {}\n{}",
             generator->name(), quoted(description), seed, quality, pairs, width_px, height_px, image_format,
             min_visible_px, min_visibility, min_defect_px,
             // RLE goes without saying: what is not chosen is not a difference between two recipes.
             segmentation == "rle" ? "" : "  segmentation: " + segmentation + "\n") +
         parameters.to_yaml();
}

std::string recipe_schema(const Generator& generator, const ParameterTable& extra) {
  return json_schema(full_table(generator, extra), "Understudy recipe: " + generator.name());
}

}  // namespace understudy
