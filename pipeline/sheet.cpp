// SPDX-License-Identifier: Apache-2.0
#include "pipeline/sheet.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/files.h"
#include "base/image_io.h"
#include "exporters/dataset_reader.h"
#include "pipeline/generate.h"
#include "pipeline/overlay.h"

namespace understudy {
namespace {

constexpr int gap_px = 6;

Image<Rgb8> read_image(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  if (path.extension() != ".png") return decode_jpeg(bytes, path.string());
  const Image<Rgba8> decoded = decode_png(bytes, path.string());
  Image<Rgb8> image(decoded.width_px(), decoded.height_px());
  for (size_t i = 0; i < image.size(); ++i) image[i] = {decoded[i][0], decoded[i][1], decoded[i][2]};
  return image;
}

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

Image<Rgb8> arrange(const std::vector<Image<Rgb8>>& cells, int columns) {
  columns = std::min(columns, static_cast<int>(cells.size()));
  const int rows = (static_cast<int>(cells.size()) + columns - 1) / columns;
  int width_px = 0, height_px = 0;
  for (const Image<Rgb8>& cell : cells) {
    width_px = std::max(width_px, cell.width_px());
    height_px = std::max(height_px, cell.height_px());
  }
  Image<Rgb8> sheet(columns * (width_px + gap_px) - gap_px, rows * (height_px + gap_px) - gap_px,
                    Rgb8{255, 255, 255});
  for (size_t i = 0; i < cells.size(); ++i) {
    const int column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns;
    paste(sheet, cells[i], column * (width_px + gap_px), row * (height_px + gap_px));
  }
  return sheet;
}

std::vector<OverlayItem> items_of(const StoredImage& stored, const Taxonomy& taxonomy) {
  std::vector<OverlayItem> items;
  for (const StoredAnnotation& a : stored.annotations) {
    if (a.category.value < 1 || a.category.value > taxonomy.categories.size()) {
      throw UserError(fmt::format("the record of {} names the category {}, which its recipe does not have",
                                  stored.file.string(), a.category.value));
    }
    items.push_back({a.visible, a.box, taxonomy.category(a.category).name, category_color(a.category.value)});
  }
  return items;
}

}  // namespace

SheetReport write_sheet(const std::filesystem::path& folder, const std::filesystem::path& out,
                        const SheetOptions& options) {
  std::vector<uint64_t> indices = stored_indices(folder);
  if (indices.empty()) throw UserError(folder.string() + ": the dataset holds no image yet");
  indices.resize(std::min<size_t>(indices.size(), options.images));
  const Taxonomy taxonomy = load_recipe(folder / "recipe.yaml", {}).generator->taxonomy();

  SheetReport report;
  std::vector<Image<Rgb8>> cells;
  size_t cells_px = 0;
  for (uint64_t index : indices) {
    const StoredImage stored = read_stored_image(folder, index);
    Image<Rgb8> image = read_image(stored.file);
    if (image.width_px() != stored.width_px || image.height_px() != stored.height_px) {
      throw UserError(fmt::format("{} has {} x {} pixels, its record says {} x {}", stored.file.string(),
                                  image.width_px(), image.height_px(), stored.width_px, stored.height_px),
                      "delete it and run the same generate command to make it again");
    }
    const std::vector<OverlayItem> items = items_of(stored, taxonomy);
    if (options.labels) draw_overlay(image, items);
    const int factor = (image.width_px() + options.cell_width_px - 1) / options.cell_width_px;
    cells.push_back(shrink(image, std::min(factor, image.height_px())));
    cells_px += cells.back().size();
    if (cells_px > max_image_px) {
      throw UserError(
          fmt::format("a sheet of {} images has more pixels than an image may have", indices.size()),
          "ask for fewer images or a smaller cell width");
    }
    report.images += 1;
    for (const StoredAnnotation& a : stored.annotations)
      report.instances[taxonomy.category(a.category).name] += 1;
  }
  write_file_atomic(out, encode_png(arrange(cells, options.columns)));
  return report;
}

}  // namespace understudy
