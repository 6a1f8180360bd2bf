// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "augment/apply.h"
#include "augment/paste.h"
#include "base/error.h"
#include "base/files.h"
#include "labels/carried.h"
#include "labels/federated.h"
#include "pipeline/balance/insert_places.h"
#include "pipeline/balance/inserter.h"
#include "pipeline/origin.h"
#include "pipeline/photo_file.h"
#include "pipeline/photo_pool.h"
#include "pipeline/provenance.h"
#include "pipeline/recipe_files.h"
#include "pipeline/workers.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Everything that the threads share; nothing of it changes.
class Run {
 public:
  Run(const BalanceRecipe& recipe, const BalanceOptions& options, const CocoReader& reader,
      const Census& census, const BalancePlan& plan, const DonorDatasets& donors, Inserter& inserter,
      PhotoDatasetWriter& writer)
      : recipe_(recipe),
        options_(options),
        reader_(reader),
        census_(census),
        plan_(plan),
        donors_(donors),
        inserter_(inserter),
        writer_(writer),
        categories_(reader.categories()) {
    for (PhotoCategory& category : new_categories(recipe.augment, categories_))
      categories_.push_back(std::move(category));
    for (const PhotoCategory& category : reader.categories()) {
      if (!category.mirrored_keypoint.empty()) mirrored_[category.id] = category.mirrored_keypoint;
    }
    members_.resize(census.groups.size());
    for (size_t i = 0; i < census.images.size(); ++i) members_[census.images[i].group].push_back(i);
  }

  void make(uint64_t number) const;

 private:
  /// Returns what was done, a JSON list. `bytes`: of the photo's file.
  std::string change(Photo& photo, std::string_view bytes, const PlannedOutput& planned, uint64_t number,
                     Provenance& provenance) const;
  /// Likewise one JSON object; empty where it was not possible.
  std::string paste(Photo& photo, const PlannedPaste& planned, Provenance& provenance) const;
  PhotoSource source_for(uint32_t group, Provenance& provenance) const;
  std::optional<Photo> read_photo(uint64_t image) const;

  const BalanceRecipe& recipe_;
  const BalanceOptions& options_;
  const CocoReader& reader_;
  const Census& census_;
  const BalancePlan& plan_;
  const DonorDatasets& donors_;
  Inserter& inserter_;
  PhotoDatasetWriter& writer_;
  std::vector<PhotoCategory> categories_;  ///< with those that the steps add
  MirroredKeypoints mirrored_;
  std::vector<std::vector<size_t>> members_;  ///< images of each group
};

std::optional<Photo> Run::read_photo(uint64_t image) const try {
  Photo photo = reader_.read(image);
  load_pixels(photo, read_file(options_.images / photo.file_name), recipe_.augment.exif);
  return photo;
} catch (const UserError&) {
  return std::nullopt;  // it is listed where its own turn comes
}

/// What is known of a pasted object.
Json paste_json(const Photo& donor, int64_t annotation, double scale, const PlannedPaste& planned) {
  const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
  const RealBox& b = planned.box;
  return {{"donor_image_id", donor.id},
          {"donor_annotation_id", annotation},
          {"scale", rounded(scale)},
          {"box", {rounded(b.x), rounded(b.y), rounded(b.width), rounded(b.height)}},
          {"feather_px", rounded(planned.feather_px)}};
}

/// Scales the donor's box to the planned one and puts the object there.
std::string Run::paste(Photo& photo, const PlannedPaste& planned, Provenance& provenance) const {
  const CensusObject& object = census_.objects[planned.donor];
  std::optional<Photo> donor = read_photo(object.image);
  if (!donor) return "";
  const RealBox from = object.box, to = planned.box;
  const double scale = to.height / from.height;
  PhotoObject pasted = donor->objects[object.number];
  const Json values = paste_json(*donor, pasted.id, scale, planned);
  pasted.added = true;
  pasted.provenance = values.dump();
  keep_only(*donor, std::move(pasted));
  const Parent parent = parent_of(*donor);
  const Homography to_scale = composed(translation(-from.x, -from.y), scaling(scale, scale));
  const Homography map = composed(to_scale, translation(to.x, to.y));
  if (!paste_object(photo, std::move(*donor), map, {Blend::feather, planned.feather_px}, mirrored_))
    return "";
  provenance.add_parent(parent);
  return Json{{"paste", values}}.dump();
}

/// Donors of the steps come from the photo's own group, too.
PhotoSource Run::source_for(uint32_t group, Provenance& provenance) const {
  PhotoSource source;
  const std::vector<size_t>& members = members_[group];
  source.count = members.size();
  source.read = [this, &members](uint64_t i) { return read_photo(members[i]); };
  source.labels = [this, &members](uint64_t i) { return reader_.read(members[i]); };
  source.used = [&provenance](const Photo& photo) { provenance.add_parent(parent_of(photo)); };
  source.mirrored = mirrored_;
  source.annotations_of_category = reader_.annotations_of_category();
  return source;
}

std::string Run::change(Photo& photo, std::string_view bytes, const PlannedOutput& planned, uint64_t number,
                        Provenance& provenance) const {
  std::string pastes;
  for (const PlannedPaste& one : planned.pastes) {
    const std::string done = paste(photo, one, provenance);
    if (!done.empty()) pastes += done + ",";
  }
  const uint32_t group = census_.images[planned.image].group;
  std::map<DonorPaths, PhotoSource> donors =
      donors_.sources(census_.groups[group], [&](const Parent& parent) { provenance.add_parent(parent); });
  for (auto& [paths, own] : donors) own.mirrored = mirrored_;
  const std::string steps = apply_recipe(photo, recipe_.augment, {recipe_.seed, number},
                                         source_for(group, provenance), categories_, donors);
  // Rendered objects come last: their labels are those of the picture as it is then.
  const std::string inserts = inserter_.insert(photo, bytes, planned.inserts, {recipe_.seed, number});
  std::string all = pastes + steps.substr(1, steps.size() - 2) + (steps == "[]" ? "" : ",") + inserts;
  if (!all.empty() && all.back() == ',') all.pop_back();
  return "[" + all + "]";
}

void Run::make(uint64_t number) const {
  const PlannedOutput& planned = plan_.outputs[number];
  PhotoOutput output;
  output.index = number;
  output.copy = planned.copy;
  output.photo = reader_.read(planned.image);
  Photo& photo = output.photo;
  std::string bytes;
  try {
    bytes = read_file(options_.images / photo.file_name);
    load_pixels(photo, bytes, recipe_.augment.exif);
  } catch (const UserError& error) {
    writer_.skip(number, photo, error.what());
    return;
  }
  Provenance provenance{"balance", {parent_of(photo)}, planned.copy, recipe_.seed, number, "[]"};
  if (planned.copy > 0) provenance.steps = change(photo, bytes, planned, number, provenance);
  encode_output(output, recipe_.augment, std::move(bytes));
  if (planned.copy > 0 || photo.pixels_changed) output.provenance = provenance.to_json();
  writer_.add(output);
}

/// Pasting moves objects and covers others: what such a step cannot carry must not be there.
void require_carried_by_pastes(const BalanceRecipe& recipe, const CocoReader& reader) {
  AugmentRecipe pasting = AugmentRecipe::parse("augment: [copy_paste]", "balance");
  pasting.amodal = recipe.augment.amodal;
  require_carried(pasting, reader.annotation_keys(), reader.categories());
}

void require_possible(const BalanceRecipe& recipe, const BalanceOptions& options, const CocoReader& reader) {
  require_photos(reader, options.instances, options.images);
  if (recipe.target.empty() && recipe.repeat_factor == 0) {
    throw UserError("there is no target",
                    "say --target '{stop sign: 500}', --like other.json or --repeat-factor 0.01");
  }
  if (recipe.augment.reads_depth()) {
    throw UserError("balance takes no depth files: nobody knows how far away is what it pastes",
                    "leave 'depth' out of the steps, or run augment with them first");
  }
  require_carried(recipe.augment, reader.annotation_keys(), reader.categories());
  if (!recipe.target.empty()) require_carried_by_pastes(recipe, reader);
  if (recipe.insert) {
    require_carried(PhotoChange{.by = "what is rendered after other steps", .moves_objects = true},
                    reader.annotation_keys(),
                    "leave such keys out of the file, or 'insert' out of the recipe");
  }
}

/// Annotations of each class that there are in the end, those of other groups left out.
std::vector<uint64_t> counts_after(const Census& census, const BalancePlan& plan,
                                   const PhotoDatasetSummary& summary) {
  std::vector<uint64_t> after = census.counts();
  for (size_t c = 0; c < after.size(); ++c) {
    const auto found = summary.annotations_of_category.find(census.categories[c].id);
    const uint64_t now = found == summary.annotations_of_category.end() ? 0 : found->second;
    after[c] = now - std::min(now, after[c] - plan.classes[c].before);
  }
  return after;
}

void carry_out(const Run& run, PhotoDatasetWriter& writer, const BalanceOptions& options, int threads,
               BalanceReport& report) {
  const std::set<uint64_t> finished = writer.finished();
  const std::vector<uint64_t> wanted =
      outputs_left(finished, options.start, options.count, report.images_planned);
  report.images_kept = finished.size();
  report.images = work_through(
      {wanted.size(), threads, options.stop, [&](uint64_t i) { run.make(wanted[i]); }, options.progress});
  report.stopped = report.images < wanted.size();
  report.summary = writer.finish();
}

}  // namespace

std::map<std::string, uint64_t> histogram_of(const fs::path& instances) {
  const CocoReader reader(instances);
  std::map<std::string, uint64_t> histogram;
  for (const PhotoCategory& category : reader.categories()) {
    const auto found = reader.annotations_of_category().find(category.id);
    if (found != reader.annotations_of_category().end()) histogram[category.name] += found->second;
  }
  return histogram;
}

BalanceReport balance(const BalanceRecipe& recipe, const BalanceOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const int threads = worker_count(options.threads);
  const CocoReader reader(options.instances);
  require_possible(recipe, options, reader);
  AugmentRecipe grouped = recipe.augment;
  grouped.group_key = recipe.group_key;
  const DonorDatasets donors(grouped, reader);
  donors.require_masks(grouped, reader, options.instances);
  const Census census = take_census(reader, recipe.group_key, recipe.min_donor_px, recipe.insert.has_value());
  InsertPlaces places(recipe, reader, options.images);
  const BalancePlan plan = make_plan(
      census, recipe, [&](uint32_t image, uint32_t category) { return places.has(image, category); });
  for (const PlannedOutput& output : plan.outputs) require_free_name(reader, output.image, output.copy);
  BalanceReport report;
  report.classes = plan.classes;
  report.images_before = reader.image_count();
  report.images_planned = plan.outputs.size();
  if (options.dry_run) {
    for (const ClassBalance& one : plan.classes) report.after.push_back(one.planned());
    return report;
  }
  Inserter inserter(recipe, plan, reader, options.renderer);
  const Origin origin = origin_of("balance", options.instances, options.images, reader);
  const std::string files = recipe.insert ? files_comment(recipe.insert->parameters) : "";
  PhotoDatasetWriter writer(options.out,
                            {origin_comment(origin, reader) + donors.comment() + files + recipe.to_yaml(),
                             plan.outputs.size(), new_categories(recipe.augment, reader.categories())},
                            reader);
  write_origin(options.out, origin);
  carry_out(Run(recipe, options, reader, census, plan, donors, inserter, writer), writer, options, threads,
            report);
  report.after = counts_after(census, plan, report.summary);
  report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace understudy
