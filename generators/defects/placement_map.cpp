// SPDX-License-Identifier: Apache-2.0
#include "generators/defects/placement_map.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <string>

#include "base/error.h"
#include "base/files.h"
#include "base/image_io.h"

namespace understudy {
namespace {

/// Weights of Rec. 709, in 256ths.
uint8_t luminance(int red, int green, int blue) {
  return uint8_t((54 * red + 183 * green + 19 * blue + 128) / 256);
}

Image<uint8_t> decode(const std::string& bytes, const std::string& name) {
  if (bytes.starts_with("\x89PNG")) {
    const Image<Rgba8> image = decode_png(bytes, name);
    Image<uint8_t> weights(image.width_px(), image.height_px());
    for (size_t i = 0; i < image.size(); ++i) {
      const Rgba8& texel = image[i];
      weights[i] = uint8_t(luminance(texel[0], texel[1], texel[2]) * texel[3] / 255);
    }
    return weights;
  }
  if (!bytes.starts_with("\xFF\xD8"))
    throw UserError(Where{name, 0, ""}, "expected a PNG or JPEG that says where defects may sit",
                    "paint white where they may and black where not");
  const Image<Rgb8> image = decode_jpeg(bytes, name);
  Image<uint8_t> weights(image.width_px(), image.height_px());
  for (size_t i = 0; i < image.size(); ++i) weights[i] = luminance(image[i][0], image[i][1], image[i][2]);
  return weights;
}

}  // namespace

PlacementMap PlacementMap::read(const std::filesystem::path& path) {
  Image<uint8_t> weights = decode(read_file(path), path.string());
  if (std::all_of(weights.begin(), weights.end(), [](uint8_t w) { return w == 0; }))
    throw UserError(Where{path.string(), 0, ""}, "is black all over, so that no defect may sit anywhere",
                    "paint white where they may");
  return PlacementMap(std::move(weights));
}

double PlacementMap::weight(const glm::dvec2& uv) const {
  const auto texel = [](double at, int count) {
    return std::clamp(int((at - std::floor(at)) * count), 0, count - 1);
  };
  return weights_(texel(uv.x, weights_.width_px()), texel(uv.y, weights_.height_px())) / 255.0;
}

PlacementMapPtr shared_placement_map(const std::filesystem::path& path) {
  static std::mutex mutex;
  static std::map<std::string, PlacementMapPtr> known;
  const std::lock_guard lock(mutex);
  PlacementMapPtr& map = known[path.string()];
  if (!map) map = std::make_shared<const PlacementMap>(PlacementMap::read(path));
  return map;
}

}  // namespace understudy
