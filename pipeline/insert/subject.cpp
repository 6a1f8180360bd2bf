// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/subject.h"

#include <algorithm>

#include <fmt/format.h>
#include <glm/gtc/matrix_transform.hpp>

#include "base/error.h"
#include "base/spelling.h"
#include "generators/import/import.h"
#include "generators/street/objects/heads.h"

namespace understudy {
namespace {

constexpr int64_t variants_per_model = 12;

Family family_named(const std::string& name) {
  for (int i = 0; i < family_count; ++i) {
    if (family_name(Family(i)) == name) return Family(i);
  }
  check_failed(__FILE__, __LINE__, "a family that the recipe's table names", name);
}

ImportOptions import_options(double size_m) {
  ImportOptions options;
  options.size_m = size_m;
  return options;
}

Subject of_mesh(const std::string& path, const Draw& draw, uint64_t number) {
  const ImportedMeshPtr imported =
      shared_mesh(path, import_options(draw.number("insert.mesh_size_m", number)));
  ObjectModel model;
  model.model = std::filesystem::path(path).filename().string();
  model.mesh = imported->mesh;
  model.provenance = {{"mesh", model.model}, {"mesh_hash", imported->content_hash}};
  Subject subject;
  subject.object = std::make_shared<const ObjectModel>(std::move(model));
  subject.dressing.materials = imported->materials;
  subject.textures = imported->textures;
  subject.parts = imported->parts;
  subject.category = draw.name("insert.mesh_class", number);
  return subject;
}

constexpr double lean_deg = 7;

/// On its side stand, which is on the left and then reaches a little into the ground.
ObjectPtr leaning(const ObjectModel& upright) {
  const auto turn = glm::mat3(glm::rotate(glm::mat4(1), float(glm::radians(-lean_deg)), glm::vec3(1, 0, 0)));
  Mesh mesh = *upright.mesh;
  for (glm::vec3& position : mesh.positions) position = turn * position;
  for (glm::vec3& normal : mesh.normals) normal = turn * normal;
  mesh.finish();
  ObjectModel model = upright;
  model.mesh = std::make_shared<const Mesh>(std::move(mesh));
  model.provenance["lean_deg"] = fmt::format("{}", lean_deg);
  return std::make_shared<const ObjectModel>(std::move(model));
}

Subject of_family(const std::string& name, const Draw& draw, uint64_t number) {
  Stream stream = draw.stream("insert.object").child(number);
  const Family family = family_named(name);
  const std::vector<std::string>& models = models_of(family);
  const std::string wanted = draw.name("insert.model", number);
  const size_t any = size_t(stream.uniform_int(0, int64_t(models.size()) - 1));
  const bool has = std::find(models.begin(), models.end(), wanted) != models.end();
  Subject subject;
  subject.object =
      object_variant(family, has ? wanted : models[any], int(stream.uniform_int(0, variants_per_model - 1)));
  subject.dressing = dress(*subject.object, {}, stream.child("dressing"));
  if (family == Family::bicycle) subject.object = leaning(*subject.object);
  // One object is one annotation.
  if (subject.object->heads.size() > 1)
    subject.object = std::make_shared<const ObjectModel>(with_first_head(*subject.object));
  subject.dressing.provenance["family"] = name;
  subject.parts = part_names();
  subject.category = coco_class(name);
  return subject;
}

void require_model(const std::string& name, const std::vector<std::string>& families) {
  std::vector<std::string> known{"any"};
  for (const std::string& family : families) {
    const std::vector<std::string>& models = models_of(family_named(family));
    known.insert(known.end(), models.begin(), models.end());
  }
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  throw UserError("insert.model: none of the recipe's families has a model \"" + name + "\"",
                  did_you_mean(name, known));
}

void require_class(const std::string& parameter, const std::string& category,
                   const std::set<std::string>& categories) {
  if (categories.contains(category)) return;
  throw UserError(fmt::format("{}: the dataset has no class \"{}\"", parameter, category),
                  "add the class to the file's categories, or choose another");
}

}  // namespace

std::map<std::string, int64_t> ids_by_name(const CocoReader& reader) {
  std::map<std::string, int64_t> ids;
  for (const PhotoCategory& category : reader.categories()) ids[category.name] = category.id;
  if (const auto found = ids.find("pedestrian"); found != ids.end()) ids.try_emplace("person", found->second);
  return ids;
}

Subject draw_subject(const Draw& draw, uint64_t number) {
  const std::string mesh = draw.name("insert.mesh", number);
  return mesh.empty() ? of_family(draw.name("insert.family", number), draw, number)
                      : of_mesh(mesh, draw, number);
}

void require_subjects(const InsertRecipe& recipe, const std::set<std::string>& categories) {
  recipe.parameters.check_names("insert.mesh",
                                [](const std::string& mesh) { shared_mesh(mesh, import_options(0)); });
  bool family_wanted = false;
  for (const std::string& mesh : recipe.parameters.at("insert.mesh").names()) {
    if (mesh.empty()) {
      family_wanted = true;
      continue;
    }
    for (const std::string& name : recipe.parameters.at("insert.mesh_class").names())
      require_class("insert.mesh_class", name, categories);
  }
  if (!family_wanted) return;
  const std::vector<std::string> families = recipe.parameters.at("insert.family").names();
  for (const std::string& family : families) require_class("insert.family", coco_class(family), categories);
  for (const std::string& model : recipe.parameters.at("insert.model").names())
    require_model(model, families);
}

}  // namespace understudy
