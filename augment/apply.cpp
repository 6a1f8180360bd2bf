// SPDX-License-Identifier: Apache-2.0
#include "augment/apply.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "augment/cover.h"
#include "augment/defects/painter.h"
#include "augment/json_text.h"
#include "base/literal.h"
#include "labels/federated.h"

namespace understudy {
namespace {

/// Of a parameter that is drawn once.
std::string value_text(const Parameter& row, const Draw& draw) {
  switch (row.kind) {
    case Parameter::Kind::number:
    case Parameter::Kind::integer:
      return write_number(draw.number(row.path));
    case Parameter::Kind::boolean:
      return draw.boolean(row.path) ? "true" : "false";
    case Parameter::Kind::name:
    case Parameter::Kind::path:
      return json_quoted(draw.name(row.path));
  }
  CHECK(false, "unknown kind of a parameter");
}

/// Those of a parameter that is drawn for each: a list of all from the first one on, else by their numbers.
std::string values_text(const std::map<uint64_t, Value>& values) {
  const bool all = values.rbegin()->first + 1 == values.size();
  std::string text;
  for (const auto& [object, value] : values) {
    const auto* number = std::get_if<double>(&value);
    text += (text.empty() ? "" : ",") + (all ? "" : fmt::format("\"{}\":", object)) +
            (number != nullptr ? write_number(*number) : json_quoted(std::get<std::string>(value)));
  }
  return all ? "[" + text + "]" : "{" + text + "}";
}

/// {"flip":{"direction":"horizontal"}}. `found` in place of what was drawn, or beside it.
std::string drawn_values(const RecipeStep& step, const Draw& draw, const Draw::Log& log,
                         std::map<std::string, double> found) {
  std::string text;
  const auto add = [&](const std::string& key, const std::string& value) {
    text += fmt::format("{}\"{}\":{}", text.empty() ? "" : ",", key, value);
  };
  const size_t prefix = step.transform->name.size() + 1;
  for (const Parameter& row : step.parameters.table()) {
    const std::string key = row.path.substr(prefix);
    if (row.constant || key == "probability") continue;
    const auto drawn = log.find(row.path);
    if (row.per_object) {
      if (drawn != log.end()) add(key, values_text(drawn->second));
      continue;
    }
    const auto known = found.extract(key);
    add(key, known ? write_number(known.mapped()) : value_text(row, draw));
  }
  for (const auto& [key, value] : found) add(key, write_number(value));
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
    photo_.moved = true;
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
    Photo& photo = pending.finish();
    apply_both(transform, context, photo);
    photo.moved |= transform.moves_frame();
  }
}

/// What all steps together have left of the contrast of painted defects.
void measure_defects(Photo& photo) {
  for (PhotoObject& object : photo.objects) {
    if (!object.defect || photo.good.empty()) continue;
    const MaskPatch mask = outline_of(object, photo.width_px, photo.height_px);
    const PaintContrast contrast = contrast_of(photo.pixels, photo.good, mask);
    object.defect->contrast = contrast.plainest;
    object.defect->mean_contrast = contrast.mean;
  }
  if (!photo.keeps_good) photo.good = {};
}

/// Where nothing more than the usual pixel is asked for, what no step has touched stays, whatever its file
/// says; else its pixels are counted: a file's `area` may be missing or wrong.
double seen_px(const PhotoObject& object, const AugmentRecipe& recipe) {
  if (object.changed) return object.area_px;
  if (recipe.min_visible_px <= 1) return recipe.min_visible_px;
  PhotoObject counted = object;
  measure(counted);
  return counted.area_px;
}

/// Why the object is dropped; empty where it stays.
std::string drop_reason(const PhotoObject& object, const AugmentRecipe& recipe) {
  const bool has_extent = object.box || object.segmentation.index() != 0;
  if (!has_extent) return "";
  if (object.changed && object.area_px <= 0) return object.hidden ? "hidden" : "outside";
  if (seen_px(object, recipe) < recipe.min_visible_px) return "min_visible_px";
  if (!object.crowd && object.visibility < recipe.min_visibility) return "min_visibility";
  if (object.defect && object.defect->mean_contrast < object.defect->min_contrast) return "min_contrast";
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
    Draw::Log log;
    const Draw draw(step.parameters, key.draws, step.scope, &log);
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
    done += (done.empty() ? "" : ",") + drawn_values(step, draw, log, std::move(found));
  }
  pending.finish();
  measure_defects(photo);
  drop(photo, recipe);
  return "[" + done + "]";
}

}  // namespace understudy
