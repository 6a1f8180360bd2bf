// SPDX-License-Identifier: Apache-2.0
#include "bench/references.h"

#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "base/files.h"

namespace understudy {
namespace {

Image<LinearRgb> render_plain(Renderer& renderer, const Scene& scene, int samples_per_pixel) {
  RenderRequest request;
  request.quality = Quality::named("high");
  request.quality.samples_per_pixel = samples_per_pixel;
  request.quality.denoise = false;
  request.layers = false;
  return renderer.render(scene, request).radiance;
}

size_t bytes_of(const Image<LinearRgb>& image) { return image.size() * sizeof(LinearRgb); }

}  // namespace

References::References(std::filesystem::path folder, int samples_per_pixel)
    : folder_(std::move(folder)), samples_per_pixel_(samples_per_pixel) {
  require_writable_folder(folder_);
}

Image<LinearRgb> References::get(Renderer& renderer, const Scene& scene) const {
  Image<LinearRgb> image = render_plain(renderer, scene, 1);
  const std::filesystem::path path =
      folder_ / fmt::format("{}-{}-{}x{}-{}spp-{:016x}.rgb32f", scene.key.seed, scene.key.index,
                            image.width_px(), image.height_px(), samples_per_pixel_,
                            hash_bytes(image.data(), bytes_of(image)));
  if (std::filesystem::exists(path)) {
    const std::string bytes = read_file(path);
    if (bytes.size() != bytes_of(image))
      throw UserError(
          fmt::format("{}: expected {} bytes, found {}", path.string(), bytes_of(image), bytes.size()),
          "delete it, and it will be rendered again");
    std::memcpy(image.data(), bytes.data(), bytes.size());
    return image;
  }
  fmt::print(stderr, "rendering {} ({} samples per pixel)\n", path.string(), samples_per_pixel_);
  image = render_plain(renderer, scene, samples_per_pixel_);
  write_file_atomic(path, {reinterpret_cast<const char*>(image.data()), bytes_of(image)});
  return image;
}

}  // namespace understudy
