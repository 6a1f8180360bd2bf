// SPDX-License-Identifier: Apache-2.0
#include "pipeline/augment.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <vector>

#include "augment/apply.h"
#include "base/error.h"
#include "base/files.h"
#include "pipeline/origin.h"
#include "pipeline/photo_file.h"
#include "pipeline/photo_pool.h"
#include "pipeline/provenance.h"
#include "pipeline/workers.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// Seconds per stage, from many threads.
class Stopwatch {
 public:
  template <typename Work>
  auto time(const char* stage, Work&& work) {
    const auto start = Clock::now();
    struct Stop {
      Stopwatch& watch;
      const char* stage;
      Clock::time_point start;
      ~Stop() { watch.add(stage, std::chrono::duration<double>(Clock::now() - start).count()); }
    } stop{*this, stage, start};
    return work();
  }
  std::map<std::string, double> seconds() const { return seconds_; }

 private:
  void add(const char* stage, double seconds) {
    std::lock_guard lock(mutex_);
    seconds_[stage] += seconds;
  }
  std::mutex mutex_;
  std::map<std::string, double> seconds_;
};

/// Everything that the threads share. What they change is guarded.
class Run {
 public:
  Run(const AugmentRecipe& recipe, const AugmentOptions& options, const CocoReader& reader,
      const DonorDatasets& donors, PhotoDatasetWriter& writer)
      : recipe_(recipe),
        options_(options),
        reader_(reader),
        writer_(writer),
        pool_(reader, options.images, recipe.exif, recipe.group_key),
        donors_(donors),
        categories_(reader.categories()) {
    for (PhotoCategory& category : new_categories(recipe, categories_))
      categories_.push_back(std::move(category));
    for (const PhotoCategory& category : reader.categories()) {
      if (!category.mirrored_keypoint.empty()) mirrored_[category.id] = category.mirrored_keypoint;
    }
  }

  void make(uint64_t output);
  std::map<std::string, double> seconds() const { return watch_.seconds(); }

 private:
  /// Returns what was done, a JSON list.
  std::string change(Photo& photo, uint64_t number, Provenance& provenance) const;

  const AugmentRecipe& recipe_;
  const AugmentOptions& options_;
  const CocoReader& reader_;
  PhotoDatasetWriter& writer_;
  PhotoPool pool_;
  const DonorDatasets& donors_;
  MirroredKeypoints mirrored_;
  std::vector<PhotoCategory> categories_;  ///< with those that the steps add
  Stopwatch watch_;
};

std::string Run::change(Photo& photo, uint64_t number, Provenance& provenance) const {
  const std::string group = group_of(photo, recipe_.group_key);
  const auto used = [&](const Parent& parent) { provenance.add_parent(parent); };
  PhotoSource source = pool_.source(group, used);
  source.mirrored = mirrored_;
  std::map<DonorPaths, PhotoSource> donors = donors_.sources(group, used);
  for (auto& [paths, own] : donors) own.mirrored = mirrored_;
  return apply_recipe(photo, recipe_, recipe_.key_of(number), source, categories_, donors);
}

void Run::make(uint64_t number) {
  const uint64_t per_image = recipe_.outputs_per_image();
  PhotoOutput output;
  output.index = number;
  output.copy = number % per_image;
  output.photo = watch_.time("labels", [&] { return reader_.read(number / per_image); });
  Photo& photo = output.photo;
  std::string bytes;
  DepthFile depth;
  try {
    bytes = watch_.time("read", [&] { return read_file(options_.images / photo.file_name); });
    watch_.time("decode", [&] {
      load_pixels(photo, bytes, recipe_.exif);
      depth = load_depth(photo, options_.images, recipe_);
    });
  } catch (const UserError& error) {
    writer_.skip(number, photo, error.what());
    return;
  }
  Provenance provenance{"augment", {parent_of(photo)}, output.copy, recipe_.seed, number, "[]"};
  provenance.parents[0].depth_file = depth.name;
  provenance.parents[0].depth_hash = depth.hash;
  if (!recipe_.keep_originals || output.copy > 0) {
    provenance.steps = watch_.time("augment", [&] { return change(photo, number, provenance); });
  }
  watch_.time("encode", [&] { encode_output(output, recipe_, std::move(bytes)); });
  if (provenance.steps != "[]" || output.copy > 0 || photo.pixels_changed) {
    output.provenance = provenance.to_json();
  }
  watch_.time("write", [&] { writer_.add(output); });
}

}  // namespace

AugmentReport augment(const AugmentRecipe& recipe, const AugmentOptions& options) {
  const auto start = Clock::now();
  const int threads = worker_count(options.threads);
  const CocoReader reader(options.instances);
  require_photos(reader, options.instances, options.images);
  require_carried(recipe, reader.annotation_keys(), reader.categories());
  require_depth_files(reader, options.images, recipe);
  const DonorDatasets donors(recipe, reader);
  donors.require_masks(recipe, reader, options.instances);
  const uint64_t outputs = reader.image_count() * recipe.outputs_per_image();
  for (uint64_t i = 0; i < outputs; ++i)
    require_free_name(reader, i / recipe.outputs_per_image(), i % recipe.outputs_per_image());
  const Origin origin = origin_of("augment", options.instances, options.images, reader);
  PhotoDatasetWriter writer(options.out,
                            {origin_comment(origin, reader) + donors.comment() + recipe.to_yaml(), outputs,
                             new_categories(recipe, reader.categories())},
                            reader);
  write_origin(options.out, origin);
  AugmentReport report;
  const std::set<uint64_t> finished = writer.finished();
  const std::vector<uint64_t> wanted = outputs_left(finished, options.start, options.count, outputs);
  report.images_kept = finished.size();
  Run run(recipe, options, reader, donors, writer);
  report.images = work_through(
      {wanted.size(), threads, options.stop, [&](uint64_t i) { run.make(wanted[i]); }, options.progress});
  report.stopped = report.images < wanted.size();
  report.summary = writer.finish();
  report.stage_s = run.seconds();
  report.wall_s = std::chrono::duration<double>(Clock::now() - start).count();
  return report;
}

}  // namespace understudy
