// SPDX-License-Identifier: Apache-2.0
#include "augment/apply.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "augment/json_text.h"
#include "base/literal.h"
#include "labels/federated.h"

namespace understudy {
namespace {

/// {"flip":{"direction":"horizontal"}}; what is drawn per object is not told. `found` in place of what was
/// drawn.
std::string drawn_values(const RecipeStep& step, const Draw& draw,
                         const std::map<std::string, double>& found) {
  std::string text;
  const size_t prefix = step.transform->name.size() + 1;
  for (const Parameter& row : step.parameters.table()) {
    const std::string key = row.path.substr(prefix);
    if (row.per_object || row.constant || key == "probability") continue;
    std::string value;
    switch (row.kind) {
      case Parameter::Kind::number:
      case Parameter::Kind::integer:
        value = write_number(found.count(key) > 0 ? found.at(key) : draw.number(row.path));
        break;
      case Parameter::Kind::boolean:
        value = draw.boolean(row.path) ? "true" : "false";
        break;
      case Parameter::Kind::name:
      case Parameter::Kind::path:
        value = json_quoted(draw.name(row.path));
    }
    text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", key, value);
  }
  return fmt::format("{{\"{}\":{{{}}}}}", step.transform->name, text);
}

/// What was asked for and is not yet done: steps of one kind, put together.
class Pending {
 public:
  Pending(Photo& photo, Border border, const MirroredKeypoints& mirrored)
      : photo_(photo), border_(border), mirrored_(mirrored), remap_(photo.width_px, photo.height_px) {}

  Remap& remap() {
    finish_tone();
    return remap_;
  }

  PointTable& table() {
    finish_remap();
    return table_;
  }

  /// Of the picture as it is when all that is pending is done.
  Histogram histogram() {
    finish_remap();
    return table_.map(histogram_of(photo_.pixels));
  }

  /// Labels after the pending map, which stays pending.
  std::vector<PhotoObject> objects() const {
    if (remap_.is_identity()) return photo_.objects;
    Photo labels;
    labels.objects = photo_.objects;
    remap_labels(labels, remap_, mirrored_);
    return std::move(labels.objects);
  }

  const Image<float>& depth_m() {
    finish_remap();
    return photo_.depth_m;
  }

  Photo& finish() {
    finish_tone();
    finish_remap();
    return photo_;
  }

 private:
  void finish_tone() {
    if (table_.is_identity()) return;
    table_.apply(photo_.pixels);
    table_.apply(photo_.good);
    photo_.pixels_changed = true;
    table_ = PointTable();
  }

  void finish_remap() {
    if (remap_.is_identity()) return;
    photo_.pixels = remap_pixels(std::move(photo_.pixels), remap_, border_);
    if (!photo_.good.empty()) photo_.good = remap_pixels(std::move(photo_.good), remap_, border_);
    photo_.pixels_changed = true;
    if (!photo_.depth_m.empty()) photo_.depth_m = remap_plane(photo_.depth_m, remap_);
    remap_labels(photo_, remap_, mirrored_);
    remap_ = Remap(photo_.width_px, photo_.height_px);
  }

  Photo& photo_;
  Border border_;
  const MirroredKeypoints& mirrored_;
  Remap remap_;
  PointTable table_;
};

/// What is done to a photo with defects is done to its twin without them.
void apply_both(const Transform& transform, const StepContext& context, Photo& photo) {
  std::optional<Photo> twin;
  if (!photo.good.empty() && !transform.only_paints) {
    twin = photo;
    twin->pixels = std::move(twin->good);
    twin->good = {};
  }
  transform.both(context, photo);
  if (!twin) return;
  photo.good = {};
  transform.both(context, *twin);
  photo.good = std::move(twin->pixels);
}

void apply_step(const Transform& transform, const StepContext& context, Pending& pending) {
  if (transform.map) {
    transform.map(context, pending.remap());
  } else if (transform.tone) {
    transform.tone(context, pending.table(), [&] { return pending.histogram(); });
  } else if (transform.pixels) {
    Photo& photo = pending.finish();
    transform.pixels(context, photo.pixels);
    if (!photo.good.empty()) transform.pixels(context, photo.good);
    photo.pixels_changed = true;
  } else {
    apply_both(transform, context, pending.finish());
  }
}

/// Why the object is dropped; empty where it stays.
std::string drop_reason(const PhotoObject& object, const AugmentRecipe& recipe) {
  const bool has_extent = object.box || object.segmentation.index() != 0;
  if (!object.changed || !has_extent) return "";
  if (object.area_px <= 0) return object.hidden ? "hidden" : "outside";
  if (object.area_px < recipe.min_visible_px) return "min_visible_px";
  if (!object.crowd && object.visibility < recipe.min_visibility) return "min_visibility";
  return "";
}

void drop(Photo& photo, const AugmentRecipe& recipe) {
  std::set<uint64_t> dropped;  // handles
  std::set<int64_t> seen_unlabelled;
  std::erase_if(photo.objects, [&](const PhotoObject& object) {
    std::string reason = drop_reason(object, recipe);
    if (object.defect && dropped.count(object.defect->on) > 0) reason = "parent_dropped";
    if (reason.empty()) return false;
    if (object.handle != 0) dropped.insert(object.handle);
    photo.dropped.push_back(
        {object.added ? 0 : object.id, object.category, object.area_px, object.visibility, reason});
    if (object.area_px > 0) seen_unlabelled.insert(object.category);
    return true;
  });
  for (const int64_t category : seen_unlabelled) not_all_labelled(photo, category);
}

}  // namespace

bool is_chosen(const PhotoObject& object, const StepObjects& objects,
               const std::vector<PhotoCategory>& categories) {
  if (object.area_px < objects.min_area_px || object.area_px > objects.max_area_px) return false;
  if (objects.classes.empty()) return true;
  for (const PhotoCategory& category : categories) {
    if (category.id == object.category) {
      return std::find(objects.classes.begin(), objects.classes.end(), category.name) !=
             objects.classes.end();
    }
  }
  return false;
}

std::string apply_recipe(Photo& photo, const AugmentRecipe& recipe, const OutputKey& key,
                         const PhotoSource& source, const std::vector<PhotoCategory>& categories,
                         const std::map<DonorPaths, PhotoSource>& donors) {
  Pending pending(photo, recipe.border, source.mirrored);
  std::string done;
  for (const RecipeStep& step : recipe.steps_at(key.cell)) {
    const Draw draw(step.parameters, key.draws, step.scope);
    if (!draw.stream("applied").chance(draw.number(step.transform->name + ".probability"))) continue;
    const auto chosen = [&](const PhotoObject& object) {
      return is_chosen(object, step.objects, categories);
    };
    const auto objects = [&] { return pending.objects(); };
    if (!step.objects.all() && !step.transform->only_for_donors) {
      const std::vector<PhotoObject> now = objects();
      if (std::none_of(now.begin(), now.end(), chosen)) continue;
    }
    const auto own = donors.find(step.donors());
    const PhotoSource& from = own == donors.end() ? source : own->second;
    const auto depth_m = [&]() -> const Image<float>& { return pending.depth_m(); };
    std::map<std::string, double> found;
    const auto note_found = [&](const std::string& key, double value) {
      found[key] = std::round(value * 1e4) / 1e4;
    };
    apply_step(*step.transform,
               {step.transform->name, draw, draw.stream("step"), chosen, objects, depth_m, &from, categories,
                note_found},
               pending);
    done += (done.empty() ? "" : ",") + drawn_values(step, draw, found);
  }
  pending.finish();
  drop(photo, recipe);
  return "[" + done + "]";
}

}  // namespace understudy
