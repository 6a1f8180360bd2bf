// SPDX-License-Identifier: Apache-2.0
#include "renderer/windows.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"

namespace understudy {
namespace {

constexpr int step_px = 8;

int rounded_up(int value) { return (value + step_px - 1) / step_px * step_px; }
int rounded_down(int value) { return value / step_px * step_px; }

/// Length of the pieces of about the same length into which a side is cut, each at most `most_px`.
int piece_px(int side_px, int most_px) {
  const int pieces = (side_px + most_px - 1) / most_px;
  return rounded_up((side_px + pieces - 1) / pieces);
}

PixelRange grown(const PixelRange& range, int by_px, int width_px, int height_px) {
  return {std::max(range.x0 - by_px, 0), std::max(range.y0 - by_px, 0), std::min(range.x1 + by_px, width_px),
          std::min(range.y1 + by_px, height_px)};
}

/// Copies what the window keeps, where the request asked for that image at all.
template <typename T>
void copy_kept(const FrameWindow& window, const Image<T>& part, int width_px, int height_px,
               Image<T>& whole) {
  if (part.empty()) return;
  if (whole.empty()) whole = Image<T>(width_px, height_px);
  const PixelRange &kept = window.kept, &rendered = window.rendered;
  for (int y = kept.y0; y < kept.y1; ++y)
    std::copy_n(&part(kept.x0 - rendered.x0, y - rendered.y0), kept.width_px(), &whole(kept.x0, y));
}

}  // namespace

std::vector<FrameWindow> windows_of(int width_px, int height_px, uint64_t most_pixels, int reach_px) {
  const uint64_t most = std::min<uint64_t>(most_pixels, 1u << 30);
  if (uint64_t(width_px) * uint64_t(height_px) <= most) {
    const PixelRange all{0, 0, width_px, height_px};
    return {{all, all}};
  }
  const int side = rounded_down(int(std::sqrt(double(most))));
  CHECK(reach_px % step_px == 0, "the corner of a window would lie inside a workgroup");
  CHECK(side >= 2 * reach_px + step_px, "windows of so few pixels keep nothing");
  const int columns_px = width_px <= side ? rounded_up(width_px) : piece_px(width_px, side - 2 * reach_px);
  const int rendered_px = std::min(columns_px + 2 * reach_px, width_px);
  const int rows_px = piece_px(height_px, rounded_down(int(most) / rendered_px) - 2 * reach_px);
  std::vector<FrameWindow> windows;
  for (int y = 0; y < height_px; y += rows_px) {
    for (int x = 0; x < width_px; x += columns_px) {
      const PixelRange kept{x, y, std::min(x + columns_px, width_px), std::min(y + rows_px, height_px)};
      windows.push_back({grown(kept, reach_px, width_px, height_px), kept});
    }
  }
  return windows;
}

Mosaic::Mosaic(int width_px, int height_px) {
  whole_.width_px = width_px;
  whole_.height_px = height_px;
}

void Mosaic::add(const FrameWindow& window, Frame part) {
  const auto copy = [&](auto plane) {
    copy_kept(window, part.*plane, whole_.width_px, whole_.height_px, whole_.*plane);
  };
  copy(&Frame::radiance);
  copy(&Frame::hits);
  copy(&Frame::instances);
  copy(&Frame::categories);
  copy(&Frame::parts);
  copy(&Frame::depth_m);
  copy(&Frame::normals);
  copy(&Frame::albedo);
  if (!part.layers.begin.empty()) parts_.push_back({window, std::move(part.layers)});
}

void Mosaic::merge_layers() {
  if (parts_.empty()) return;
  // For every pixel that a window keeps, in the window's order: its place in the image and among the window's
  // layers.
  const auto for_each_kept = [&](auto visit) {
    for (const PartLayers& part : parts_) {
      const PixelRange &kept = part.window.kept, &rendered = part.window.rendered;
      for (int y = kept.y0; y < kept.y1; ++y) {
        for (int x = kept.x0; x < kept.x1; ++x) {
          const size_t inside =
              size_t(y - rendered.y0) * size_t(rendered.width_px()) + size_t(x - rendered.x0);
          visit(size_t(y) * size_t(whole_.width_px) + size_t(x), part.layers, inside);
        }
      }
    }
  };
  Layers& all = whole_.layers;
  all.begin.assign(whole_.instances.size() + 1, 0);
  for_each_kept([&](size_t pixel, const Layers& layers, size_t inside) {
    all.begin[pixel + 1] = layers.begin[inside + 1] - layers.begin[inside];
  });
  for (size_t i = 1; i < all.begin.size(); ++i) all.begin[i] += all.begin[i - 1];
  all.entries.resize(all.begin.back());
  for_each_kept([&](size_t pixel, const Layers& layers, size_t inside) {
    std::copy(layers.entries.begin() + layers.begin[inside],
              layers.entries.begin() + layers.begin[inside + 1], all.entries.begin() + all.begin[pixel]);
  });
}

Frame Mosaic::finish() {
  merge_layers();
  return std::move(whole_);
}

}  // namespace understudy
