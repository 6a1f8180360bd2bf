// SPDX-License-Identifier: Apache-2.0
#include "pipeline/inspect.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"
#include "labels/annotate.h"
#include "pipeline/overlay.h"
#include "sensor/sensor.h"

namespace understudy {
namespace {

constexpr std::array own_files = {"color.png",  "overlay.png", "instances.png", "categories.png",
                                  "parts.png",  "depth.png",   "depth_cm.png",  "normals.png",
                                  "albedo.png", "layers.png"};

bool is_own(const std::string& name) {
  return std::find(own_files.begin(), own_files.end(), name) != own_files.end();
}

/// Throws where the folder holds anything but what an earlier inspection wrote.
void require_ours(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) return;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::string name = entry.path().filename().string();
    if (name.ends_with(temporary_suffix)) name.resize(name.size() - temporary_suffix.size());
    if (is_own(name) || name == write_probe_name) continue;
    throw UserError(folder.string() + " holds '" + name + "', which no inspection wrote",
                    "choose a new folder, an empty one or that of an earlier inspection");
  }
}

/// One image of the same size, each pixel `color_of(index)`.
template <typename T, typename ColorOf>
Image<Rgb8> paint(const Image<T>& plane, ColorOf color_of) {
  Image<Rgb8> picture(plane.width_px(), plane.height_px());
  for (size_t i = 0; i < plane.size(); ++i) picture[i] = color_of(plane[i]);
  return picture;
}

uint8_t to_byte(double value) { return static_cast<uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0))); }

Image<Rgb8> paint_ids(const Image<uint32_t>& ids) {
  return paint(ids, [](uint32_t id) { return id_color(id); });
}

/// Logarithmic: near is bright, 0.5 m and nearer white, 500 m and beyond black like the sky.
Image<uint8_t> paint_depth(const Image<float>& depth_m) {
  Image<uint8_t> picture(depth_m.width_px(), depth_m.height_px());
  for (size_t i = 0; i < depth_m.size(); ++i) {
    if (depth_m[i] > 0) picture[i] = to_byte(1 - std::log(depth_m[i] / 0.5) / std::log(1000.0));
  }
  return picture;
}

Image<uint16_t> depth_in_cm(const Image<float>& depth_m) {
  Image<uint16_t> picture(depth_m.width_px(), depth_m.height_px());
  for (size_t i = 0; i < depth_m.size(); ++i) {
    picture[i] = static_cast<uint16_t>(std::lround(std::clamp(depth_m[i] * 100.0, 0.0, 65535.0)));
  }
  return picture;
}

Image<uint8_t> count_layers(const Frame& frame) {
  Image<uint8_t> picture(frame.width_px, frame.height_px);
  for (size_t i = 0; i < picture.size(); ++i) {
    picture[i] = static_cast<uint8_t>(
        std::min<uint32_t>(255, 40 * (frame.layers.begin[i + 1] - frame.layers.begin[i])));
  }
  return picture;
}

}  // namespace

std::vector<std::filesystem::path> inspect(const Recipe& recipe, uint64_t index,
                                           const std::filesystem::path& out, const RendererOptions& options) {
  require_ours(out);
  require_writable_folder(out);
  const Key key{recipe.seed, index};
  const Draw draw(recipe.parameters, key);
  Scene scene = recipe.generator->compose(draw, recipe.width_px, recipe.height_px);
  scene.key = key;

  Renderer renderer(options);
  RenderRequest request;
  request.quality = Quality::named(recipe.quality);
  request.buffers = true;
  const Frame frame = renderer.render(scene, request);
  const Annotations annotations =
      annotate(frame, scene, {recipe.min_visible_px, recipe.min_visibility, recipe.min_defect_px});
  const Image<Rgb8> color = develop(frame.radiance, draw_sensor(draw), Stream(key, "sensor.noise"));
  Image<Rgb8> overlay = color;
  draw_overlay(overlay, overlay_items(annotations.kept, scene.taxonomy));

  std::vector<std::filesystem::path> written;
  const auto write = [&](const char* name, const std::string& bytes) {
    CHECK(is_own(name), "a buffer that a second inspection would not know");
    written.push_back(out / name);
    write_file_atomic(written.back(), bytes);
  };
  write("color.png", encode_png(color));
  write("overlay.png", encode_png(overlay));
  write("instances.png", encode_png(paint_ids(frame.instances)));
  write("categories.png", encode_png(paint(frame.categories, [](uint32_t id) {
          return id ? category_color(id) : Rgb8{0, 0, 0};
        })));
  write("parts.png", encode_png(paint_ids(frame.parts)));
  write("depth.png", encode_png(paint_depth(frame.depth_m)));
  write("depth_cm.png", encode_png(depth_in_cm(frame.depth_m)));
  write("normals.png", encode_png(paint(frame.normals, [](const std::array<float, 3>& n) {
          return Rgb8{to_byte(0.5 + 0.5 * n[0]), to_byte(0.5 + 0.5 * n[1]), to_byte(0.5 + 0.5 * n[2])};
        })));
  write("albedo.png", encode_png(paint(frame.albedo, [](const LinearRgb& a) {
          return Rgb8{to_byte(std::pow(a[0], 1 / 2.2)), to_byte(std::pow(a[1], 1 / 2.2)),
                      to_byte(std::pow(a[2], 1 / 2.2))};
        })));
  write("layers.png", encode_png(count_layers(frame)));
  return written;
}

}  // namespace understudy
