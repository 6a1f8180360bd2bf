// SPDX-License-Identifier: Apache-2.0
#include "exporters/mvtec.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
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

/// What of an image decides where its pictures go.
struct Sorted {
  uint64_t index;
  std::string objects;  ///< their folder; empty: it shows none
  bool shows_defect;    ///< that is plain enough
  bool damages_street;  ///< by a defect, faint or not, that is part of no object
};

Sorted sorted(const StoredImage& image, const Taxonomy& taxonomy, double min_contrast) {
  Sorted result{image.index, common_name(image, taxonomy, false, "mixed"), false, false};
  for (const StoredAnnotation& annotation : image.annotations) {
    if (!annotation.is_defect) continue;
    result.shows_defect |= annotation.contrast >= min_contrast;
    result.damages_street |= !annotation.has_parent;
  }
  return result;
}

/// The images of each part; those of "" show nothing labelled.
std::map<std::string, std::vector<Sorted>> images_of_parts(const std::vector<Sorted>& images) {
  const auto damages_street = [](const Sorted& image) { return image.damages_street; };
  const bool of_streets = std::any_of(images.begin(), images.end(), damages_street);
  std::map<std::string, std::vector<Sorted>> parts;
  for (const Sorted& image : images) {
    const bool of_street = image.damages_street || (of_streets && !image.shows_defect);
    parts[of_street ? "street" : image.objects].push_back(image);
  }
  return parts;
}

/// Of one part, indices of images for training: as many as the share says, but leaving some on either side
/// where that can be. Those without defects first, for a test needs the others; else by their index alone.
std::set<uint64_t> training_indices(std::vector<Sorted> images, double share) {
  std::sort(images.begin(), images.end(), [](const Sorted& a, const Sorted& b) {
    const auto order = [](const Sorted& image) {
      return std::tuple(image.shows_defect, hash_bytes(&image.index, sizeof image.index), image.index);
    };
    return order(a) < order(b);
  });
  size_t count = size_t(std::lround(share * double(images.size())));
  if (share > 0 && share < 1 && images.size() > 1) count = std::clamp<size_t>(count, 1, images.size() - 1);
  std::set<uint64_t> indices;
  for (size_t i = 0; i < count; ++i) indices.insert(images[i].index);
  return indices;
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
  void add(StoredImage image, const std::string& part, bool training) {
    if (!training)
      report_.too_faint += std::erase_if(image.annotations, [&](const StoredAnnotation& annotation) {
        return annotation.is_defect && annotation.contrast < min_contrast_;
      });
    const fs::path folder = out_ / part;
    const std::string stem = image.file.stem().string();
    const std::string picture = stem + ".png";
    MvtecPart& count = report_.parts[part];
    write(folder / (training ? "train" : "test") / "good" / picture, png_of(image.good));
    ++(training ? count.train_good : count.test_good);
    ++(training ? report_.all.train_good : report_.all.test_good);
    if (training) return;
    const std::string defect = common_name(image, taxonomy_, true, "combined");
    if (defect.empty()) {
      ++report_.without_defect;
      return;
    }
    write(folder / "test" / defect / picture, png_of(image.file));
    write(folder / "ground_truth" / defect / (stem + "_mask.png"), defect_mask(image));
    ++count.test_defects[defect];
    ++report_.all.test_defects[defect];
  }
  void leave_out(uint64_t images) { report_.without_object += images; }
  const MvtecReport& report() const { return report_; }

 private:
  const Taxonomy& taxonomy_;
  fs::path out_;
  double min_contrast_;
  MvtecReport report_;
};

/// All images of a dataset that can be exported.
std::vector<Sorted> sorted_images(const fs::path& dataset, const Taxonomy& taxonomy, double min_contrast) {
  std::vector<Sorted> images;
  for (uint64_t index : stored_indices(dataset)) {
    const StoredImage image = read_stored_image(dataset, index);
    if (image.good.empty())
      throw UserError(fmt::format("{}: image {} has no twin without defects", dataset.string(), index),
                      "generate it with --set pairs=true");
    images.push_back(sorted(image, taxonomy, min_contrast));
  }
  if (images.empty()) throw UserError(dataset.string() + ": the dataset holds no image yet");
  return images;
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
  std::map<std::string, std::vector<Sorted>> parts =
      images_of_parts(sorted_images(dataset, taxonomy, options.min_contrast));
  const auto unlabelled = parts.extract("");
  if (parts.empty())
    throw UserError(dataset.string() + ": no image shows a labelled object or a defect",
                    "ask for objects or defects in its recipe, or lower its labels.min_visible_px");
  if (fs::exists(out) && !(fs::is_directory(out) && fs::is_empty(out)))
    throw UserError(out.string() + " is not empty", "choose a new or empty folder");
  require_writable_folder(out);
  MvtecExport writer(taxonomy, out, options.min_contrast);
  if (unlabelled) writer.leave_out(unlabelled.mapped().size());
  for (const auto& [part, images] : parts) {
    const std::set<uint64_t> training = training_indices(images, options.train_share);
    for (const Sorted& image : images)
      writer.add(read_stored_image(dataset, image.index), part, training.count(image.index) != 0);
  }
  return writer.report();
}

}  // namespace understudy
