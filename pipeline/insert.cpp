// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "labels/carried.h"
#include "pipeline/insert/insert_object.h"
#include "pipeline/insert/subject.h"
#include "pipeline/origin.h"
#include "pipeline/photo_file.h"
#include "pipeline/provenance.h"
#include "pipeline/recipe_files.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

/// In the format of the file that the pixels come from, a JPEG in its quality.
std::string encoded_like(std::string_view bytes, const Image<Rgb8>& pixels) {
  const int quality = jpeg_quality(bytes);
  return quality > 0 ? encode_jpeg(pixels, quality) : encode_png(pixels);
}

class Run {
 public:
  Run(const InsertRecipe& recipe, const InsertOptions& options, const CocoReader& reader,
      PhotoDatasetWriter& writer, Renderer& renderer)
      : recipe_(recipe),
        options_(options),
        reader_(reader),
        writer_(writer),
        tools_{renderer, Quality::named(recipe.quality), {}, {}} {
    for (const PhotoCategory& category : reader.categories()) tools_.name_of[category.id] = category.name;
    tools_.id_of = ids_by_name(reader);
  }

  void make(uint64_t index, InsertReport& report) {
    PhotoOutput output;
    output.index = index;
    output.photo = reader_.read(index);
    Photo& photo = output.photo;
    std::string bytes;
    try {
      bytes = read_file(options_.images / photo.file_name);
      load_pixels(photo, bytes, Exif::automatic);
    } catch (const UserError& error) {
      writer_.skip(index, photo, error.what());
      return;
    }
    insert_all(photo, bytes, report);
    output.file_name = photo.file_name;
    if (photo.pixels_changed) {
      output.encoded = encoded_like(bytes, photo.pixels);
      output.provenance = Provenance{"insert", {parent_of(photo)}, 0, recipe_.seed, index, "[]"}.to_json();
    } else {
      output.encoded = std::move(bytes);
    }
    writer_.add(output);
    ++report.images;
  }

 private:
  void insert_all(Photo& photo, std::string_view bytes, InsertReport& report) {
    const Draw draw(recipe_.parameters, {recipe_.seed, uint64_t(photo.id)});
    PhotoScene scene = photo_scene(photo, bytes, tools_.name_of, draw);
    const int count = draw.integer("insert.count");
    for (int i = 0; i < count; ++i) {
      std::string why;
      const bool placed = insert_object(photo, scene, tools_, draw, uint64_t(i), why);
      ++(placed ? report.inserted : report.no_place);
      if (!placed) photo.notes.push_back({"no_place", "insert: " + why});
    }
  }

  const InsertRecipe& recipe_;
  const InsertOptions& options_;
  const CocoReader& reader_;
  PhotoDatasetWriter& writer_;
  InsertTools tools_;
};

}  // namespace

InsertReport insert(const InsertRecipe& recipe, const InsertOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const CocoReader reader(options.instances);
  require_photos(reader, options.instances, options.images);
  std::set<std::string> categories;
  for (const auto& [name, id] : ids_by_name(reader)) categories.insert(name);
  require_subjects(recipe, categories);
  require_carried({.by = "insert", .covers_objects = true}, reader.annotation_keys(),
                  "leave such keys out of the file");
  const uint64_t first = std::min<uint64_t>(options.start, reader.image_count());
  const uint64_t total = std::min<uint64_t>(options.count, reader.image_count() - first);
  Renderer renderer(options.renderer);
  const Origin origin = origin_of("insert", options.instances, options.images, reader);
  PhotoDatasetWriter writer(
      options.out,
      {origin_comment(origin, reader) + files_comment(recipe.parameters) + recipe.to_yaml(),
       reader.image_count()},
      reader);
  write_origin(options.out, origin);
  const std::set<uint64_t> finished = writer.finished();
  Run run(recipe, options, reader, writer, renderer);
  InsertReport report;
  for (uint64_t i = 0; i < total; ++i) {
    if (options.progress) options.progress(i, total);
    if (options.stop && options.stop->load()) {
      report.stopped = true;
      break;
    }
    if (finished.contains(first + i)) {
      ++report.images_kept;
    } else {
      run.make(first + i, report);
    }
  }
  if (options.progress && !report.stopped) options.progress(total, total);
  report.summary = writer.finish();
  report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace understudy
