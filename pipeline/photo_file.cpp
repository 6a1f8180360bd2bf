// SPDX-License-Identifier: Apache-2.0
#include "pipeline/photo_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "augment/depth.h"
#include "augment/exif.h"
#include "augment/remap_labels.h"
#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "base/random.h"

namespace understudy {
namespace {

constexpr std::string_view png_signature("\x89PNG\r\n\x1a\n", 8), jpeg_signature("\xff\xd8\xff", 3);

/// Whether the pixels are to be turned: 1 where not.
int wanted_orientation(const Photo& photo, const Image<Rgb8>& pixels, int orientation, Exif exif) {
  if (exif == Exif::ignore || orientation == 1) return 1;
  if (exif == Exif::apply) return orientation;
  const bool stored = photo.width_px == pixels.width_px() && photo.height_px == pixels.height_px();
  const bool turned = photo.width_px == pixels.height_px() && photo.height_px == pixels.width_px();
  return orientation >= 5 && turned && !stored ? orientation : 1;
}

void list_beyond_frame(Photo& photo) {
  constexpr double tolerance_px = 1;
  const auto beyond = [&](double x, double y) {
    return x < -tolerance_px || y < -tolerance_px || x > photo.width_px + tolerance_px ||
           y > photo.height_px + tolerance_px;
  };
  for (const PhotoObject& object : photo.objects) {
    if (const auto* rings = std::get_if<Polygons>(&object.segmentation)) {
      const bool out = std::any_of(rings->begin(), rings->end(), [&](const RealRing& ring) {
        return std::any_of(ring.begin(), ring.end(), [&](Point p) { return beyond(p.x, p.y); });
      });
      if (out) photo.faults.push_back({"polygon_outside", object.id, "a corner lies beyond the frame"});
    } else if (object.box) {
      const RealBox& b = *object.box;
      if (beyond(b.x, b.y) || beyond(b.x + b.width, b.y + b.height)) {
        photo.faults.push_back({"box_outside", object.id, "the box leaves the frame"});
      }
    }
  }
}

std::filesystem::path depth_path(const Photo& photo, const std::filesystem::path& images,
                                 const AugmentRecipe& recipe) {
  const std::filesystem::path file = photo.file_name;
  std::string name = recipe.depth_file;
  name.replace(name.find('*'), 1, file.stem().string());
  return (images / file.parent_path() / name).lexically_normal();
}

/// Masks of another size than the image would be at the wrong place after any step.
void drop_foreign_masks(Photo& photo) {
  for (PhotoObject& object : photo.objects) {
    const auto* rle = std::get_if<Rle>(&object.segmentation);
    if (rle == nullptr || (int(rle->width_px) == photo.width_px && int(rle->height_px) == photo.height_px))
      continue;
    photo.faults.push_back({"rle_size", object.id,
                            fmt::format("a mask of {} x {} px in an image of {} x {}; taken for absent",
                                        rle->width_px, rle->height_px, photo.width_px, photo.height_px)});
    object.segmentation = {};
  }
}

}  // namespace

Image<Rgb8> decode_photo(std::string_view bytes, const std::string& name) {
  if (bytes.starts_with(jpeg_signature)) return decode_jpeg(bytes, name);
  if (!bytes.starts_with(png_signature)) throw UserError(name + ": expected a JPEG or PNG image");
  const Image<Rgba8> rgba = decode_png(bytes, name);
  Image<Rgb8> image(rgba.width_px(), rgba.height_px());
  for (size_t i = 0; i < rgba.size(); ++i) image[i] = {rgba[i][0], rgba[i][1], rgba[i][2]};
  return image;
}

void load_pixels(Photo& photo, std::string_view bytes, Exif exif) {
  Image<Rgb8> pixels = decode_photo(bytes, photo.file_name);
  const int stored = bytes.starts_with(jpeg_signature) ? exif_orientation(bytes) : 1;
  const int orientation = wanted_orientation(photo, pixels, stored, exif);
  if (orientation != 1) {
    Remap upright(pixels.width_px(), pixels.height_px());
    turn_upright(upright, orientation);
    pixels = remap_pixels(pixels, upright, Border::black);
    photo.pixels_changed = true;
  }
  const bool stale = photo.width_px != pixels.width_px() || photo.height_px != pixels.height_px();
  if (stale) {
    photo.faults.push_back({"image_size", 0,
                            fmt::format("the file says {} x {} px, the image has {} x {}", photo.width_px,
                                        photo.height_px, pixels.width_px(), pixels.height_px())});
    photo.width_px = pixels.width_px();
    photo.height_px = pixels.height_px();
  }
  photo.pixels = std::move(pixels);
  photo.file_hash = hash_bytes(bytes.data(), bytes.size());
  drop_foreign_masks(photo);
  list_beyond_frame(photo);
}

DepthFile load_depth(Photo& photo, const std::filesystem::path& images, const AugmentRecipe& recipe) {
  if (!recipe.reads_depth()) return {};
  const std::filesystem::path path = depth_path(photo, images, recipe);
  const std::string bytes = read_file(path);
  photo.depth_m = decode_depth(bytes, path.string(), recipe.depth_unit_m);
  if (photo.depth_m.width_px() != photo.width_px || photo.depth_m.height_px() != photo.height_px) {
    throw UserError(fmt::format("{}: {} x {} px, expected those of its photo, {} x {}", path.string(),
                                photo.depth_m.width_px(), photo.depth_m.height_px(), photo.width_px,
                                photo.height_px));
  }
  return {path.lexically_relative(images.lexically_normal()).generic_string(),
          hash_digits(hash_string(bytes))};
}

void require_depth_files(const CocoReader& reader, const std::filesystem::path& images,
                         const AugmentRecipe& recipe) {
  if (!recipe.reads_depth()) return;
  for (size_t i = 0; i < reader.image_count(); ++i) {
    const Photo photo = reader.read_image(i);
    const std::filesystem::path path = depth_path(photo, images, recipe);
    if (std::filesystem::exists(path)) continue;
    throw UserError("the photo " + photo.file_name + " has no depth image: there is no " + path.string(),
                    "leave depth.file out to take the ground plane");
  }
}

void require_photos(const CocoReader& reader, const std::filesystem::path& instances,
                    const std::filesystem::path& images) {
  if (!std::filesystem::is_directory(images)) {
    throw UserError("--images: expected a folder, found " + images.string());
  }
  for (size_t i = 0; i < reader.image_count(); ++i)
    if (std::filesystem::exists(images / reader.read_image(i).file_name)) return;
  if (reader.image_count() == 0) return;
  const std::string first = reader.read_image(0).file_name;
  const std::filesystem::path above =
      images.has_filename() ? images.parent_path() : images.parent_path().parent_path();
  throw UserError(
      fmt::format("--images: none of the {} photos of {} is in {}: there is no {}", reader.image_count(),
                  instances.string(), images.string(), (images / first).string()),
      std::filesystem::exists(above / first) ? "say --images " + above.string()
                                             : "name the folder that the file names in it begin in");
}

void require_free_name(const CocoReader& reader, uint64_t image, uint64_t copy) {
  if (copy == 0) return;
  const std::filesystem::path name = reader.read_image(image).file_name;
  std::filesystem::path other = name;
  other.replace_filename(fmt::format("{}-{}{}", name.stem().string(), copy, name.extension().string()));
  if (!reader.has_file(other.generic_string())) return;
  throw UserError("copy " + std::to_string(copy) + " of " + name.string() + " would be called " +
                      other.string() + ", as another image already is",
                  "rename one of them");
}

PhotoFile encode_photo(const Photo& photo, const AugmentRecipe& recipe, uint64_t copy, std::string bytes) {
  const bool is_png = std::string_view(bytes).starts_with(png_signature);
  const bool as_png = recipe.image_format == "keep" ? is_png : recipe.image_format == "png";
  const bool as_it_is = !photo.pixels_changed && as_png == is_png;
  std::filesystem::path name = photo.file_name;
  const std::string extension = as_it_is || as_png == is_png ? name.extension().string()
                                : as_png                     ? ".png"
                                                             : ".jpg";
  if (copy > 0 || extension != name.extension()) {
    const std::string stem = name.stem().string() + (copy > 0 ? fmt::format("-{}", copy) : "");
    name.replace_filename(stem + extension);
  }
  if (as_it_is) return {name.generic_string(), std::move(bytes)};
  if (as_png) return {name.generic_string(), encode_png(photo.pixels)};
  const ChromaStep chroma = recipe.keep_chroma ? chroma_step(bytes) : ChromaStep{};
  return {name.generic_string(), encode_jpeg(photo.pixels, recipe.jpeg_quality, chroma)};
}

void encode_output(PhotoOutput& output, const AugmentRecipe& recipe, std::string bytes) {
  Photo& photo = output.photo;
  if (!photo.good.empty()) {
    std::swap(photo.pixels, photo.good);
    output.good = encode_photo(photo, recipe, output.copy, bytes).encoded;
    std::swap(photo.pixels, photo.good);
  }
  PhotoFile file = encode_photo(photo, recipe, output.copy, std::move(bytes));
  output.file_name = std::move(file.name);
  output.encoded = std::move(file.encoded);
}

}  // namespace understudy
