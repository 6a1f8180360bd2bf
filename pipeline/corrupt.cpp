// SPDX-License-Identifier: Apache-2.0
#include "pipeline/corrupt.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "base/random.h"
#include "exporters/coco_reader.h"
#include "exporters/dataset_folder.h"
#include "exporters/photo_source.h"
#include "pipeline/origin.h"
#include "pipeline/photo_file.h"
#include "pipeline/workers.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

const Corruption& find_corruption(const std::string& name) {
  std::string known;
  for (const Corruption& corruption : corruptions()) {
    if (corruption.name == name) return corruption;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", corruption.name);
  }
  throw UserError(fmt::format("--corruption: there is no \"{}\"", name), "known are: " + known);
}

std::vector<const Corruption*> chosen(const CorruptOptions& options, const CocoReader& reader,
                                      CorruptReport& report) {
  const bool labelled = reader.annotation_count() > 0;
  std::vector<const Corruption*> list;
  for (const std::string& name : options.names) {
    const Corruption& corruption = find_corruption(name);
    if (labelled && corruption.moves_pixels) {
      throw UserError(
          fmt::format("{} moves pixels, and the {} annotations of {} would stay where they are", name,
                      reader.annotation_count(), options.instances.string()),
          "use the step `elastic` of `understudy augment`, which moves both, or a file without annotations");
    }
    list.push_back(&corruption);
  }
  if (!options.names.empty()) return list;
  for (const Corruption& corruption : corruptions()) {
    if (labelled && corruption.moves_pixels) {
      report.left_out.emplace_back(corruption.name);
    } else {
      list.push_back(&corruption);
    }
  }
  return list;
}

fs::path folder_of(const CorruptOptions& options, const Corruption& corruption, int severity) {
  return options.out / corruption.name / std::to_string(severity);
}

/// What every file depends on, beside the corruption and severity in its path: a run with another seed must
/// not go on in this folder.
std::string recipe_of(const CorruptOptions& options, const Origin& origin, const CocoReader& reader) {
  return fmt::format("{}seed: {}\njpeg_quality: {}\n", origin_comment(origin, reader), options.seed,
                     options.jpeg_quality);
}

/// What the threads share; what they change is guarded.
class Run {
 public:
  Run(const CorruptOptions& options, const CocoReader& reader, std::vector<const Corruption*> list,
      CorruptReport& report)
      : options_(options), reader_(reader), corruptions_(std::move(list)), report_(report) {}

  void work_on_all(int threads) {
    const uint64_t first = std::min<uint64_t>(options_.start, reader_.image_count());
    const uint64_t count = std::min<uint64_t>(options_.count, reader_.image_count() - first);
    report_.images = work_through(
        {count, threads, options_.stop, [&](uint64_t i) { make(first + i); }, options_.progress});
    report_.written = written_;
    report_.stopped = report_.images < reader_.image_count();
    std::sort(report_.skipped.begin(), report_.skipped.end());
  }

 private:
  void make(uint64_t index);
  /// Reads the photo, which must be what it was when its first pictures were made.
  Photo load(uint64_t index, std::string& bytes) const;

  const CorruptOptions& options_;
  const CocoReader& reader_;
  std::vector<const Corruption*> corruptions_;
  CorruptReport& report_;
  std::atomic<uint64_t> written_ = 0;
  std::mutex mutex_;
};

Photo Run::load(uint64_t index, std::string& bytes) const {
  Photo photo = reader_.read_image(index);
  bytes = read_file(options_.images / photo.file_name);
  load_pixels(photo, bytes, Exif::automatic);
  const PhotoFileHash source{photo.file_name, hash_digits(photo.file_hash)};
  const std::optional<PhotoFileHash> before = read_source(options_.out, index);
  if (before && *before != source) {
    throw UserError(fmt::format("{} has changed since {} was begun",
                                (options_.images / photo.file_name).string(), options_.out.string()),
                    "choose a new folder");
  }
  if (!before) write_source(options_.out, index, source);
  return photo;
}

void Run::make(uint64_t index) {
  Photo photo;
  std::string bytes;
  try {
    photo = load(index, bytes);
  } catch (const UserError& error) {
    std::lock_guard lock(mutex_);
    report_.skipped.emplace_back(error.what());
    return;
  }
  const bool png = bytes.starts_with("\x89PNG");
  const Stream of_photo({options_.seed, hash_string(photo.file_name)}, "corrupt");
  for (const Corruption* corruption : corruptions_) {
    for (const int severity : options_.severities) {
      const fs::path file = folder_of(options_, *corruption, severity) / "images" / photo.file_name;
      if (fs::exists(file)) continue;
      Image<Rgb8> image = photo.pixels;
      corruption->apply(image, severity, of_photo.child(corruption->name).child(uint64_t(severity)));
      fs::create_directories(file.parent_path());
      write_file_atomic(file, png ? encode_png(image) : encode_jpeg(image, options_.jpeg_quality));
      ++written_;
    }
  }
}

}  // namespace

CorruptReport corrupt(const CorruptOptions& options) {
  const int threads = worker_count(options.threads);
  for (const int severity : options.severities) {
    if (severity < 1 || severity > 5)
      throw UserError(fmt::format("--severity: expected 1 to 5, found {}", severity));
  }
  CorruptReport report;
  const CocoReader reader(options.instances);
  require_photos(reader, options.instances, options.images);
  const auto list = chosen(options, reader, report);
  const Origin origin = origin_of("corrupt", options.instances, options.images, reader);
  const auto lock = open_run_folder(options.out, recipe_of(options, origin, reader));
  write_origin(options.out, origin);
  Run(options, reader, list, report).work_on_all(threads);
  if (report.stopped) return report;
  const std::string labels = read_file(options.instances);
  for (const Corruption* corruption : list) {
    for (const int severity : options.severities) {
      const fs::path folder = folder_of(options, *corruption, severity);
      fs::create_directories(folder / "images");
      write_file_atomic(folder / "instances.json", labels);
    }
  }
  return report;
}

}  // namespace understudy
