// SPDX-License-Identifier: Apache-2.0
#include "pipeline/sheet.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "augment/cover.h"
#include "base/files.h"
#include "base/image_io.h"
#include "exporters/coco_reader.h"
#include "exporters/dataset_reader.h"
#include "pipeline/generate.h"
#include "pipeline/origin.h"
#include "pipeline/overlay.h"
#include "pipeline/photo_file.h"

namespace understudy {
namespace {

constexpr int gap_px = 6;

/// Scaled down by a whole factor, each pixel the mean of factor x factor.
Image<Rgb8> shrink(const Image<Rgb8>& image, int factor) {
  if (factor <= 1) return image;
  Image<Rgb8> small(image.width_px() / factor, image.height_px() / factor);
  for (int y = 0; y < small.height_px(); ++y) {
    for (int x = 0; x < small.width_px(); ++x) {
      for (int c = 0; c < 3; ++c) {
        int sum = 0;
        for (int i = 0; i < factor * factor; ++i)
          sum += image(x * factor + i % factor, y * factor + i / factor)[c];
        small(x, y)[c] = static_cast<uint8_t>(sum / (factor * factor));
      }
    }
  }
  return small;
}

void paste(Image<Rgb8>& sheet, const Image<Rgb8>& image, int x0, int y0) {
  for (int y = 0; y < std::min(image.height_px(), sheet.height_px() - y0); ++y) {
    for (int x = 0; x < std::min(image.width_px(), sheet.width_px() - x0); ++x)
      sheet(x0 + x, y0 + y) = image(x, y);
  }
}

/// In rows as high as the highest of each.
Image<Rgb8> arrange(const std::vector<Image<Rgb8>>& cells, int columns) {
  columns = std::min(columns, static_cast<int>(cells.size()));
  const size_t in_row = static_cast<size_t>(columns);
  std::vector<int> tops{0};
  int width_px = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i % in_row == 0) tops.push_back(tops.back());
    width_px = std::max(width_px, cells[i].width_px());
    tops.back() = std::max(tops.back(), tops[tops.size() - 2] + cells[i].height_px() + gap_px);
  }
  Image<Rgb8> sheet(columns * (width_px + gap_px) - gap_px, tops.back() - gap_px, Rgb8{255, 255, 255});
  for (size_t i = 0; i < cells.size(); ++i)
    paste(sheet, cells[i], static_cast<int>(i % in_row) * (width_px + gap_px), tops[i / in_row]);
  return sheet;
}

/// One image of a dataset, and what is drawn over it.
struct SheetImage {
  Image<Rgb8> pixels;
  std::vector<OverlayItem> items;
};

/// The images of a dataset in their order.
struct SheetSource {
  uint64_t count = 0;
  std::function<SheetImage(uint64_t number)> read;
};

std::vector<OverlayItem> items_of(const StoredImage& stored, const Taxonomy& taxonomy) {
  std::vector<OverlayItem> items;
  for (const StoredAnnotation& a : stored.annotations) {
    if (a.category.value < 1 || a.category.value > taxonomy.categories.size()) {
      throw UserError(fmt::format("the record of {} names the category {}, which its recipe does not have",
                                  stored.file.string(), a.category.value));
    }
    items.push_back({a.visible, a.box, taxonomy.category(a.category).name, category_color(a.category.value),
                     a.is_defect});
  }
  return items;
}

/// Of what generate wrote.
SheetSource rendered_images(const std::filesystem::path& folder) {
  const std::vector<uint64_t> indices = stored_indices(folder);
  if (indices.empty()) return {};
  const Taxonomy taxonomy = load_recipe(folder / "recipe.yaml", {}).generator->taxonomy();
  return {indices.size(), [=](uint64_t number) {
            const StoredImage stored = read_stored_image(folder, indices[number]);
            Image<Rgb8> image = decode_photo(read_file(stored.file), stored.file.string());
            if (image.width_px() != stored.width_px || image.height_px() != stored.height_px) {
              throw UserError(
                  fmt::format("{} has {} x {} pixels, its record says {} x {}", stored.file.string(),
                              image.width_px(), image.height_px(), stored.width_px, stored.height_px),
                  "delete it and run the same generate command to make it again");
            }
            return SheetImage{std::move(image), items_of(stored, taxonomy)};
          }};
}

/// Whole pixels that hold the box, within the frame.
Box pixels_of(const RealBox& box, const Photo& photo) {
  const auto low = [](double v, int size) { return int(std::clamp(std::floor(v), 0.0, double(size))); };
  const auto high = [](double v, int size) { return int(std::clamp(std::ceil(v), 0.0, double(size))); };
  const int x = low(box.x, photo.width_px), y = low(box.y, photo.height_px);
  return {x, y, high(box.x + box.width, photo.width_px) - x, high(box.y + box.height, photo.height_px) - y};
}

/// What has neither box nor mask is left out.
std::vector<OverlayItem> items_of(const Photo& photo, const std::vector<PhotoCategory>& categories) {
  std::vector<OverlayItem> items;
  for (const PhotoObject& object : photo.objects) {
    const MaskPatch outline = tightened(outline_of(object, photo.width_px, photo.height_px));
    if (!object.box && outline.empty()) continue;
    const auto category = std::find_if(categories.begin(), categories.end(),
                                       [&](const PhotoCategory& c) { return c.id == object.category; });
    const std::string name =
        category == categories.end() ? fmt::format("class {}", object.category) : category->name;
    const Box box = object.box
                        ? pixels_of(*object.box, photo)
                        : Box{outline.x, outline.y, outline.inside.width_px(), outline.inside.height_px()};
    items.push_back({rle_of(outline, photo.width_px, photo.height_px), box,
                     name + (object.crowd ? " (crowd)" : ""),
                     category_color(uint32_t(category - categories.begin()) + 1)});
  }
  return items;
}

/// Of what augment, insert, balance or corrupt wrote.
SheetSource photos(const std::filesystem::path& folder) {
  const auto reader = std::make_shared<const CocoReader>(folder / "instances.json");
  return {reader->image_count(), [=](uint64_t number) {
            Photo photo = reader->read(number);
            load_pixels(photo, read_file(folder / "images" / photo.file_name), Exif::automatic);
            std::vector<OverlayItem> items = items_of(photo, reader->categories());
            return SheetImage{std::move(photo.pixels), std::move(items)};
          }};
}

}  // namespace

SheetReport write_sheet(const std::filesystem::path& folder, const std::filesystem::path& out,
                        const SheetOptions& options) {
  const SheetSource source = is_of_photos(folder) ? photos(folder) : rendered_images(folder);
  if (source.count == 0) throw UserError(folder.string() + ": the dataset holds no image yet");

  SheetReport report;
  std::vector<Image<Rgb8>> cells;
  size_t cells_px = 0;
  for (uint64_t i = 0; i < std::min(source.count, options.images); ++i) {
    SheetImage image = source.read(i);
    if (options.labels) draw_overlay(image.pixels, image.items);
    const int factor = (image.pixels.width_px() + options.cell_width_px - 1) / options.cell_width_px;
    cells.push_back(shrink(image.pixels, std::min(factor, image.pixels.height_px())));
    cells_px += cells.back().size();
    if (cells_px > max_image_px) {
      throw UserError(fmt::format("a sheet of {} images has more pixels than an image may have",
                                  std::min(source.count, options.images)),
                      "ask for fewer images or a smaller cell width");
    }
    report.images += 1;
    for (const OverlayItem& item : image.items) report.instances[item.text] += 1;
  }
  write_file_atomic(out, encode_png(arrange(cells, options.columns)));
  return report;
}

}  // namespace understudy
