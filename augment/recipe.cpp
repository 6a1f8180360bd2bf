// SPDX-License-Identifier: Apache-2.0
#include "augment/recipe.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "augment/recipe_sets.h"
#include "augment/step_names.h"
#include "base/document.h"
#include "base/files.h"
#include "base/literal.h"
#include "base/parameter_rows.h"
#include "base/spelling.h"
#include "labels/carried.h"

namespace understudy {
namespace {

ParameterTable settings() {
  ParameterTable table{
      rows::seed("Every output follows from the seed and its number."),
      rows::integer("copies", 0, 1000, "1", "Outputs made of each image."),
      rows::boolean("keep_originals", "false", "Whether the images themselves come first."),
      rows::boolean("sets", "false",
                    "Copies of an image are alike but for what is a grid: one composite in several blends."),
      rows::name("group_key", {}, "",
                 "Key of the images (as 'split'): only those with the same value of it give to each other."),
      rows::name("image.format", {"keep", "jpg", "png"}, "keep", "File format of what changed."),
      rows::integer("image.jpeg_quality", 1, 100, "95", "Of what is written as JPEG."),
      rows::name(
          "image.jpeg_chroma", {"keep", "full"}, "keep",
          "How finely it holds colour: as its photo's JPEG does, or that of each pixel. A PNG's stays full."),
      rows::name(
          "image.border", {"grey", "black", "edge", "reflect"}, "grey",
          "What is seen where the photo does not reach. 'reflect' mirrors objects that then have no label."),
      rows::name(
          "image.exif", {"auto", "ignore", "apply"}, "auto",
          "Turn the pixels as EXIF says: 'auto' where only then they have the size that the labels name."),
      rows::number(
          "labels.min_visible_px", 0, 1e9, "1",
          "Objects of which fewer pixels remain are dropped and listed; if more than 1, also those of "
          "a version that no step has touched. Originals stay as they are."),
      rows::number("labels.min_visibility", 0, 1, "0",
                   "Objects of which a smaller share of the whole is still to be seen likewise."),
      rows::name("labels.amodal", {"refuse", "drop"}, "refuse",
                 "Masks and boxes of hidden parts, which no step can carry: refuse such a dataset, or drop "
                 "those keys."),
      rows::name("labels.unmoved", {"refuse", "drop"}, "refuse",
                 "The same of places in the frame that no step can carry: DensePose's points, hands, feet "
                 "and faces of "
                 "COCO-WholeBody, rotated boxes."),
      rows::name(
          "depth.file", {}, "",
          "Depth image of each photo, beside it: `*` stands for the photo's name without ending. PNG of 16 "
          "bits or OpenEXR; 0 is not known. Without it the ground plane is taken."),
      rows::number("depth.unit_m", 1e-6, 100, "0.001", "What 1 of a PNG is in metres; OpenEXR holds metres."),
  };
  for (Parameter& parameter : table) parameter = rows::setting(std::move(parameter));
  return table;
}

/// The step's parameters under its name, as they stand in the list.
ParameterTable table_of(const Transform& transform) {
  ParameterTable table{rows::number(transform.name + ".probability", 0, 1, "1",
                                    "Share of the outputs that it is applied to.")};
  for (Parameter row : transform.parameters) {
    row.path = transform.name + "." + row.path;
    table.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> transform_names() {
  std::vector<std::string> names;
  for (const Transform& transform : transforms()) names.push_back(transform.name);
  return names;
}

double area(const Node& node) {
  const double value = node.number();
  if (value < 0) throw UserError(node.where(), "expected an area in pixels, " + node.found());
  return value;
}

StepObjects read_objects(const Node& step) {
  StepObjects objects;
  const std::optional<Node> only = step.find("only");
  if (!only) return objects;
  if (const auto classes = only->find("classes")) {
    for (const Node& item : classes->items()) objects.classes.push_back(item.text());
  }
  if (const auto least = only->find("min_area_px")) objects.min_area_px = area(*least);
  if (const auto most = only->find("max_area_px")) objects.max_area_px = area(*most);
  if (objects.all()) throw UserError(only->where(), "expected classes, min_area_px or max_area_px");
  if (objects.min_area_px > objects.max_area_px)
    throw UserError(only->where(), "min_area_px is above max_area_px");
  return objects;
}

bool has_own_donors(const RecipeStep& step) {
  const ParameterTable& table = step.parameters.table();
  return std::any_of(table.begin(), table.end(),
                     [&](const Parameter& row) { return row.path == step.transform->name + ".donors.in"; });
}

void require_donors_named(const RecipeStep& step, const Where& where) {
  if (!has_own_donors(step)) return;
  const Draw draw(step.parameters, Key{});
  if (draw.name(step.transform->name + ".donors.in").empty() &&
      !draw.name(step.transform->name + ".donors.images").empty()) {
    throw UserError(where, "'donors' names a folder of images, but not the dataset that they belong to",
                    "write 'donors: {in: other/instances.json, images: other/images}'");
  }
}

RecipeStep read_step(const Node& item, std::map<std::string, int>& count_of_name) {
  const bool bare = item.kind() == Node::Kind::scalar;
  const std::vector<std::string> keys = bare ? std::vector{item.text()} : item.keys();
  if (keys.size() != 1) {
    throw UserError(
        item.where(),
        fmt::format("expected one step, such as 'flip: {{probability: 0.5}}'; found {} keys", keys.size()),
        "begin each step with a dash");
  }
  RecipeStep step;
  step.transform = find_transform(keys[0]);
  if (step.transform == nullptr) {
    const std::string here = name_here(keys[0]);
    throw UserError(item.where(), "there is no step '" + keys[0] + "'",
                    here.empty() ? did_you_mean(keys[0], transform_names()) : "write '" + here + "'");
  }
  Node root = bare ? parse_document("{}", item.where().file) : item;
  if (!bare && step.transform->guess)
    settle_guess(root, step.transform->name, step.transform->guess->flag,
                 step.transform->guess->unless_given);
  step.parameters = ParameterSet::read(table_of(*step.transform), root);
  if (!bare) step.objects = read_objects(item.at(keys[0]));
  require_donors_named(step, item.where());
  step.scope = fmt::format("{}#{}/", keys[0], count_of_name[keys[0]]++);
  return step;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> keys{"augment", "only", "classes", "min_area_px", "max_area_px"};
  for (const Parameter& row : settings()) keys.push_back(row.path);
  for (const Transform& transform : transforms()) {
    for (const Parameter& row : table_of(transform)) keys.push_back(row.path.substr(row.path.find('.') + 1));
  }
  return keys;
}

std::string indented(const std::string& text, const std::string& first, const std::string& rest) {
  std::string result;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    result += (begin == 0 ? first : rest) + text.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  return result;
}

std::string objects_yaml(const StepObjects& objects) {
  std::string text;
  const auto add = [&](const std::string& item) { text += (text.empty() ? "" : ", ") + item; };
  if (!objects.classes.empty()) {
    std::string names;
    for (const std::string& name : objects.classes) names += (names.empty() ? "" : ", ") + write_name(name);
    add("classes: [" + names + "]");
  }
  if (objects.min_area_px > 0) add("min_area_px: " + write_number(objects.min_area_px));
  if (objects.max_area_px < 1e300) add("max_area_px: " + write_number(objects.max_area_px));
  return "  only: {" + text + "}\n";
}

template <typename T>
T one_of(const std::string& name, std::initializer_list<std::pair<const char*, T>> values) {
  for (const auto& [text, value] : values) {
    if (name == text) return value;
  }
  check_failed(__FILE__, __LINE__, "a name of its table", name);
}

/// Depth follows maps, but nobody knows how far away what another image gave is.
void require_depth_followed(const AugmentRecipe& recipe, const Where& where) {
  const std::string& file = recipe.depth_file;
  if (file.empty()) return;
  if (std::count(file.begin(), file.end(), '*') != 1) {
    throw UserError(where, "expected one * in depth.file, for the photo's name, found '" + file + "'",
                    "write \"*-depth.png\" for a-depth.png beside a.jpg");
  }
  std::string mixed;
  for (const RecipeStep& step : recipe.steps) {
    if (step.transform->adds_objects) mixed = step.transform->name;
    if (step.transform->needs_depth && !mixed.empty()) {
      throw UserError(where,
                      "depth.file cannot tell the step " + step.transform->name + " how far away is what " +
                          mixed + " brought from other images",
                      "put " + step.transform->name + " before " + mixed);
    }
  }
}

void require_sets(const AugmentRecipe& recipe, const Where& where) {
  const uint64_t cells = set_size(recipe.steps);
  if (cells == 1) {
    throw UserError(where, "with 'sets' the copies of an image differ by grids alone, and there is none",
                    "write one, such as 'copy_paste: {blend: {grid: [hard, gaussian, poisson]}}'");
  }
  if (uint64_t(recipe.copies) % cells != 0) {
    throw UserError(where,
                    fmt::format("a set has {} images, one for each cell of the grids; found copies: {}",
                                cells, recipe.copies),
                    fmt::format("write copies: {}, or a multiple", cells));
  }
}

constexpr const char* only_schema = R"({"only": {"type": "object",
  "description": "The objects that the step is for; a step that is not made object by object is for images that hold one.",
  "properties": {"classes": {"type": "array", "items": {"type": "string"}}, "min_area_px": {"type": "number", "minimum": 0},
                 "max_area_px": {"type": "number", "minimum": 0}}, "additionalProperties": false, "minProperties": 1}})";

}  // namespace

DonorPaths RecipeStep::donors() const {
  if (!has_own_donors(*this)) return {};
  const Draw draw(parameters, Key{});
  DonorPaths paths{draw.name(transform->name + ".donors.in"), draw.name(transform->name + ".donors.images")};
  if (!paths.instances.empty() && paths.images.empty())
    paths.images = paths.instances.parent_path() / "images";
  return paths;
}

OutputKey AugmentRecipe::key_of(uint64_t number) const {
  OutputKey key(seed, number);
  if (!sets) return key;
  const uint64_t originals = keep_originals ? 1 : 0;
  const uint64_t first = number / outputs_per_image() * outputs_per_image() + originals;
  if (number < first) return key;  // the image itself
  key.cell = (number - first) % cells.size();
  key.draws.index = number - key.cell;
  return key;
}

AugmentRecipe AugmentRecipe::read(const std::filesystem::path& path) {
  return parse(read_file(path), path.string());
}

AugmentRecipe AugmentRecipe::parse(std::string_view text, const std::string& file) {
  const Node root = parse_document(text, file);
  if (root.kind() != Node::Kind::mapping)
    throw UserError(root.where(), "expected a recipe: a mapping with a list 'augment'");
  const ParameterSet plain = ParameterSet::read(settings(), root);
  AugmentRecipe recipe;
  std::map<std::string, int> count_of_name;
  if (const auto list = root.find("augment")) {
    if (list->kind() != Node::Kind::null) {
      for (const Node& item : list->items()) recipe.steps.push_back(read_step(item, count_of_name));
    }
  } else {
    throw UserError(root.where(), "the recipe has no list 'augment'",
                    "write 'augment: []' to change nothing");
  }
  root.require_all_read(known_keys());

  const Draw draw(plain, Key{});
  recipe.seed = uint64_t(draw.number("seed"));
  recipe.copies = draw.integer("copies");
  recipe.keep_originals = draw.boolean("keep_originals");
  recipe.sets = draw.boolean("sets");
  recipe.group_key = draw.name("group_key");
  recipe.image_format = draw.name("image.format");
  recipe.jpeg_quality = draw.integer("image.jpeg_quality");
  recipe.keep_chroma = draw.name("image.jpeg_chroma") == "keep";
  recipe.border = one_of<Border>(draw.name("image.border"), {{"grey", Border::grey},
                                                             {"black", Border::black},
                                                             {"edge", Border::edge},
                                                             {"reflect", Border::reflect}});
  recipe.exif = one_of<Exif>(draw.name("image.exif"),
                             {{"auto", Exif::automatic}, {"ignore", Exif::ignore}, {"apply", Exif::apply}});
  recipe.min_visible_px = draw.number("labels.min_visible_px");
  recipe.min_visibility = draw.number("labels.min_visibility");
  const std::map<std::string, Uncarried> choices{{"refuse", Uncarried::refuse}, {"drop", Uncarried::drop}};
  recipe.amodal = choices.at(draw.name("labels.amodal"));
  recipe.unmoved = choices.at(draw.name("labels.unmoved"));
  recipe.depth_file = draw.name("depth.file");
  recipe.depth_unit_m = draw.number("depth.unit_m");
  if (const auto depth = root.find("depth")) require_depth_followed(recipe, depth->where());
  if (recipe.outputs_per_image() == 0)
    throw UserError(root.where(), "copies: 0 without keep_originals makes nothing");
  if (recipe.sets) {
    require_sets(recipe, root.where());
    for (uint64_t cell = 0; cell < set_size(recipe.steps); ++cell)
      recipe.cells.push_back(held_at(recipe.steps, cell));
  }
  return recipe;
}

bool AugmentRecipe::reads_depth() const {
  return !depth_file.empty() && std::any_of(steps.begin(), steps.end(), [](const RecipeStep& step) {
    return step.transform->needs_depth;
  });
}

std::string AugmentRecipe::to_yaml() const {
  constexpr const char* borders[] = {"grey", "black", "edge", "reflect"};
  constexpr const char* exifs[] = {"auto", "ignore", "apply"};
  // What a recipe does not use is left out: folders made before there was such a key stay valid.
  const std::string depth_yaml = depth_file.empty()
                                     ? ""
                                     : fmt::format("depth:\n  file: {}\n  unit_m: {}\n",
                                                   write_name(depth_file), write_number(depth_unit_m));
  std::string own_yaml = sets ? "sets: true\n" : "";
  if (!group_key.empty()) own_yaml += "group_key: " + write_name(group_key) + "\n";
  std::string text = fmt::format(
      "seed: {}\ncopies: {}\nkeep_originals: {}\n{}image:\n  format: {}\n  "
      "jpeg_quality: {}\n  "
      "jpeg_chroma: {}\n  "
      "border: {}\n  "
      "exif: {}\n"
      "labels:\n  min_visible_px: {}\n  min_visibility: {}\n  amodal: {}\n{}{}augment:{}\n",
      seed, copies, keep_originals, own_yaml, image_format, jpeg_quality, keep_chroma ? "keep" : "full",
      borders[int(border)], exifs[int(exif)], write_number(min_visible_px), write_number(min_visibility),
      amodal == Uncarried::refuse ? "refuse" : "drop",
      unmoved == Uncarried::refuse ? "" : "  unmoved: drop\n", depth_yaml, steps.empty() ? " []" : "");
  for (const RecipeStep& step : steps) {
    const std::string objects = step.objects.all() ? "" : objects_yaml(step.objects);
    text += indented(step.parameters.to_yaml() + objects, "  - ", "    ");
  }
  return text;
}

std::vector<PhotoCategory> new_categories(const AugmentRecipe& recipe,
                                          const std::vector<PhotoCategory>& categories) {
  std::vector<PhotoCategory> added;
  int64_t largest = 0;
  for (const PhotoCategory& category : categories) largest = std::max(largest, category.id);
  for (const RecipeStep& step : recipe.steps) {
    if (!step.transform->adds_classes) continue;
    for (const std::string& name : step.transform->adds_classes(step.parameters)) {
      const auto is_known = [&](const std::vector<PhotoCategory>& list) {
        return std::any_of(list.begin(), list.end(), [&](const PhotoCategory& c) { return c.name == name; });
      };
      if (!is_known(categories) && !is_known(added)) added.push_back({++largest, name, {}});
    }
  }
  return added;
}

void require_carried(const AugmentRecipe& recipe, const std::set<std::string, std::less<>>& annotation_keys,
                     const std::vector<PhotoCategory>& categories) {
  std::vector<std::string> names;
  names.reserve(categories.size());
  for (const PhotoCategory& category : categories) names.push_back(category.name);
  for (const RecipeStep& step : recipe.steps) {
    for (const std::string& name : step.objects.classes) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      throw UserError("the step " + step.transform->name + " is for the class '" + name +
                          "', which this dataset does not have",
                      did_you_mean(name, names));
    }
    if (!step.transform->touches_labels()) continue;
    const PhotoChange change{.by = "the step " + step.transform->name, .moves_objects = true};
    if (recipe.amodal == Uncarried::refuse)
      require_carried(change, annotation_keys,
                      "write 'labels: {amodal: drop}' to leave such keys out of what changes");
    if (recipe.unmoved == Uncarried::refuse && step.transform->moves_frame())
      require_no_positions(change.by, annotation_keys,
                           "write 'labels: {unmoved: drop}' to leave such keys out of what changes");
  }
}

std::string augment_schema() {
  ParameterList list{"augment", "What is done to each image, in this order.", {}, only_schema};
  for (const Transform& transform : transforms())
    list.items.push_back({transform.name, transform.help, table_of(transform)});
  return json_schema(settings(), "Understudy recipe: augment", list);
}

std::string augment_reference() {
  std::string text = "## Settings\n\n" + reference_markdown(settings()) + "\n## Steps\n";
  for (const Transform& transform : transforms()) {
    text += fmt::format("\n### {}\n\n{}\n\n{}", transform.name, transform.help,
                        reference_markdown(table_of(transform)));
  }
  return text;
}

}  // namespace understudy
