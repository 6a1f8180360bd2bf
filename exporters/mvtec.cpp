// SPDX-License-Identifier: Apache-2.0
#include "exporters/mvtec.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "exporters/dataset_reader.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;

std::string folder_name(const std::string& category) {
  std::string name = category;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

/// The name that all of them share, or else `several`; empty where there are none.
std::string common_name(const StoredImage& image, const Taxonomy& taxonomy, bool defects,
                        const std::string& several) {
  std::set<CategoryId> found;
  for (const StoredAnnotation& annotation : image.annotations)
    if (annotation.is_defect == defects) found.insert(annotation.category);
  if (found.empty()) return {};
  return found.size() > 1 ? several : folder_name(taxonomy.category(*found.begin()).name);
}

/// Indices of images for training: as many as the share says, chosen by their index alone.
std::set<uint64_t> training_indices(std::vector<uint64_t> indices, double share) {
  std::sort(indices.begin(), indices.end(), [](uint64_t a, uint64_t b) {
    const uint64_t hash_a = hash_bytes(&a, sizeof a), hash_b = hash_bytes(&b, sizeof b);
    return hash_a != hash_b ? hash_a < hash_b : a < b;
  });
  const size_t count = size_t(std::lround(share * double(indices.size())));
  return {indices.begin(), indices.begin() + std::ptrdiff_t(count)};
}

/// The picture as PNG, without loss against its file.
std::string png_of(const fs::path& picture) {
  const std::string bytes = read_file(picture);
  return picture.extension() == ".png" ? bytes : encode_png(decode_jpeg(bytes, picture.string()));
}

std::string defect_mask(const StoredImage& image) {
  Image<uint8_t> mask(image.width_px, image.height_px);
  for (const StoredAnnotation& annotation : image.annotations) {
    if (!annotation.is_defect) continue;
    const Image<uint8_t> one = decode_mask(annotation.visible);
    for (size_t p = 0; p < mask.size(); ++p)
      if (one[p] != 0) mask[p] = 255;
  }
  return encode_png(mask);
}

void write(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  write_file_atomic(path, bytes);
}

class MvtecExport {
 public:
  MvtecExport(const Taxonomy& taxonomy, const fs::path& out, double min_contrast)
      : taxonomy_(taxonomy), out_(out), min_contrast_(min_contrast) {}

  /// A picture all of whose defects are too faint is tested neither as a good one nor as a bad one.
  void add(StoredImage image, bool training) {
    if (!training)
      report_.too_faint += std::erase_if(image.annotations, [&](const StoredAnnotation& annotation) {
        return annotation.is_defect && annotation.contrast < min_contrast_;
      });
    const std::string part = common_name(image, taxonomy_, false, "mixed");
    if (part.empty()) {
      ++report_.without_object;
      return;
    }
    const fs::path folder = out_ / part;
    const std::string stem = image.file.stem().string();
    const std::string picture = stem + ".png";
    write(folder / (training ? "train" : "test") / "good" / picture, png_of(image.good));
    ++(training ? report_.train_good : report_.test_good);
    if (training) return;
    const std::string defect = common_name(image, taxonomy_, true, "combined");
    if (defect.empty()) {
      ++report_.without_defect;
      return;
    }
    write(folder / "test" / defect / picture, png_of(image.file));
    write(folder / "ground_truth" / defect / (stem + "_mask.png"), defect_mask(image));
    ++report_.test_defects[defect];
  }
  const MvtecReport& report() const { return report_; }

 private:
  const Taxonomy& taxonomy_;
  fs::path out_;
  double min_contrast_;
  MvtecReport report_;
};

void refuse_without_pairs(const fs::path& dataset, const std::vector<uint64_t>& indices) {
  if (indices.empty()) throw UserError(dataset.string() + ": the dataset holds no image yet");
  for (uint64_t index : indices) {
    if (!read_stored_image(dataset, index).good.empty()) continue;
    throw UserError(fmt::format("{}: image {} has no twin without defects", dataset.string(), index),
                    "generate it with --set pairs=true");
  }
}

}  // namespace

MvtecReport export_mvtec(const fs::path& dataset, const Taxonomy& taxonomy, const fs::path& out,
                         const MvtecOptions& options) {
  if (!(options.train_share >= 0 && options.train_share <= 1))
    throw UserError(
        fmt::format("--train-share: expected a share from 0 to 1, found {}", options.train_share));
  if (!(options.min_contrast >= 0 && options.min_contrast <= 1))
    throw UserError(
        fmt::format("--min-contrast: expected a contrast from 0 to 1, found {}", options.min_contrast));
  const std::vector<uint64_t> indices = stored_indices(dataset);
  refuse_without_pairs(dataset, indices);
  if (fs::exists(out) && !(fs::is_directory(out) && fs::is_empty(out)))
    throw UserError(out.string() + " is not empty", "choose a new or empty folder");
  require_writable_folder(out);
  const std::set<uint64_t> training = training_indices(indices, options.train_share);
  MvtecExport writer(taxonomy, out, options.min_contrast);
  for (uint64_t index : indices) writer.add(read_stored_image(dataset, index), training.count(index) != 0);
  return writer.report();
}

}  // namespace understudy
