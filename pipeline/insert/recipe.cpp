// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/recipe.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/document.h"
#include "base/files.h"
#include "base/parameter_rows.h"

namespace understudy {
namespace {

using namespace rows;

constexpr std::array<std::pair<const char*, const char*>, 7> classes{{{"car", "car"},
                                                                      {"pedestrian", "person"},
                                                                      {"bicycle", "bicycle"},
                                                                      {"stop_sign", "stop sign"},
                                                                      {"traffic_light", "traffic light"},
                                                                      {"hydrant", "fire hydrant"},
                                                                      {"bench", "bench"}}};

ParameterTable object_table() {
  std::vector<std::string> families;
  for (const auto& [family, name] : classes) families.emplace_back(family);
  return {
      integer("insert.count", 0, 20, "1", "Objects for each photo."),
      each(name("insert.family", families, "{choice: {car: 3, pedestrian: 3, bicycle: 1}}",
                "What is inserted: a family of the street generator.")),
      each(name("insert.model", {}, "any", "Model of the family; any: drawn evenly.")),
      each(path("insert.mesh", "\"\"",
                "A mesh file of one's own (x forward) in place of the family: glTF, OBJ, FBX, PLY, STL.")),
      each(name("insert.mesh_class", {}, "car", "The class that the mesh is labelled as.")),
      each(number("insert.mesh_size_m", 0, 100, "0", "Longest side of the mesh; 0: as its file says.")),
      each(number("insert.heading_deg", -720, 720, "{choice: [0, 180, 90, -90, 20, -20, 160, -160]}",
                  "Where its front looks, counter-clockwise from the direction of view.")),
      each(number("insert.heading_spread_deg", 0, 180, "12", "Deviation added to that.")),
      each(number("insert.sign_heading_deg", -720, 720, "{normal: [180, 25]}",
                  "The same of signs and traffic lights, which face those who come.")),
      number("insert.nearest_m", 1, 200, "5", "Least distance on the ground."),
      number("insert.farthest_m", 1, 500, "35", "Largest distance."),
      number("insert.least_height_px", 4, 4000, "60", "Least height in the picture."),
      number("insert.most_outside", 0, 0.9, "0.1", "Share of its bounds that may lie beyond the frame."),
      number("insert.most_covered", 0, 1, "0.6", "Share of an annotated object that it may cover."),
      number("insert.min_visibility", 0, 1, "0.1",
             "An object of which less is left to be seen is dropped and listed."),
  };
}

ParameterTable scene_table() {
  return {
      number("camera.fov_deg", 0, 150, "0",
             "Field of view of the longer side; 0: from EXIF's focal length, else 58."),
      boolean("camera.estimate_horizon", "true",
              "From annotated people and vehicles, unless the recipe gives `horizon` or `height_m`."),
      number("camera.min_confidence", 0, 1, "0.5",
             "Photos whose horizon is less sure (1: many boxes that all agree) are left as they are."),
      number("camera.horizon", -1, 2, "0.42", "Row of the horizon as a part of the photo's height."),
      number("camera.height_m", 0.2, 30, "1.55", "Height of the lens above the ground."),
      number(
          "light.ground_albedo", 0, 0.8, "0",
          "How much light the ground reflects; 0: as bright as it is beside annotated people and vehicles."),
      number("light.ground_wetness", 0, 1, "0",
             "How much of a film of water lies on the ground, in which what stands there is mirrored."),
      boolean("light.estimate_sun", "true",
              "From the photo, unless the recipe gives its azimuth, elevation or share."),
      number("light.sun_azimuth_deg", -360, 360, "{uniform: [0, 360]}",
             "Direction of the sun from the direction of view, counter-clockwise."),
      number("light.sun_elevation_deg", 5, 90, "{uniform: [30, 60]}", "Its height above the horizon."),
      number("light.sun_share", 0, 0.95, "0.5", "Its share of the light on level ground."),
  };
}

ParameterTable table() {
  ParameterTable all{
      seed("Every output follows from the seed and its image's number."),
      setting(name("quality", {"preview", "standard", "high"}, "standard", "Quality of the renderer.")),
  };
  for (const ParameterTable& more : {object_table(), scene_table()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

std::string coco_class(const std::string& family) {
  for (const auto& [name, coco] : classes) {
    if (family == name) return coco;
  }
  return "";
}

InsertRecipe InsertRecipe::read(const std::filesystem::path& path, const std::vector<std::string>& settings) {
  return parse(read_file(path), path.string(), settings);
}

InsertRecipe InsertRecipe::parse(std::string_view text, const std::string& file,
                                 const std::vector<std::string>& settings) {
  Node root = parse_document(text, file);
  for (const std::string& setting : settings) root.set(setting, "--set");
  settle_guess(root, "camera", "estimate_horizon", {"horizon", "height_m"});
  settle_guess(root, "light", "estimate_sun", {"sun_azimuth_deg", "sun_elevation_deg", "sun_share"});
  InsertRecipe recipe{1, "", ParameterSet::read(table(), root)};
  root.require_all_read();
  const Draw draw(recipe.parameters, Key{});
  recipe.seed = uint64_t(draw.number("seed"));
  recipe.quality = draw.name("quality");
  return recipe;
}

std::optional<InsertRecipe> InsertRecipe::for_class(const std::string& category) const {
  const std::vector<std::string> meshes = parameters.at("insert.mesh").names();
  const std::vector<std::string> labels = parameters.at("insert.mesh_class").names();
  const bool meshes_alone =
      std::none_of(meshes.begin(), meshes.end(), [](const auto& m) { return m.empty(); });
  if (meshes_alone && std::find(labels.begin(), labels.end(), category) != labels.end())
    return parse(to_yaml(), "insert", {"insert.mesh_class='" + category + "'"});
  for (const auto& [family, coco] : classes) {
    if (category != coco && category != family) continue;
    return parse(to_yaml(), "insert", {std::string("insert.family=") + family, "insert.mesh=''"});
  }
  return std::nullopt;
}

std::string InsertRecipe::to_yaml() const { return parameters.to_yaml(); }

std::string insert_schema() { return json_schema(table(), "Understudy recipe: insert"); }
std::string insert_reference() { return reference_markdown(table()); }

}  // namespace understudy
