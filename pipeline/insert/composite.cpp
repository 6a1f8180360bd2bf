// SPDX-License-Identifier: Apache-2.0
#include "pipeline/insert/composite.h"

#include <algorithm>
#include <cmath>

#include "sensor/optics.h"

namespace understudy {
namespace {

constexpr float little = 0.02f;  // coverage below which a pixel is the ground's

float smoothstep(float t) {
  t = std::clamp(t, 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

/// One pass of a box mean along a line, of values and weights: sums in place.
template <typename At>
void average_line(int count, int radius, At at) {
  std::vector<std::array<double, 4>> sums(size_t(count) + 1);
  for (int i = 0; i < count; ++i) {
    const std::array<float, 4>& v = at(i);
    for (size_t k = 0; k < 4; ++k) sums[size_t(i) + 1][k] = sums[size_t(i)][k] + v[k];
  }
  for (int i = 0; i < count; ++i) {
    const auto low = size_t(std::max(0, i - radius)), high = size_t(std::min(count, i + radius + 1));
    std::array<float, 4> mean;
    for (size_t k = 0; k < 4; ++k) mean[k] = float((sums[high][k] - sums[low][k]) / double(high - low));
    at(i) = mean;
  }
}

/// Weighted values (the weight last) spread by about `radius` px.
void spread(Image<std::array<float, 4>>& values, int radius) {
  for (int round = 0; round < 2; ++round) {
    for (int y = 0; y < values.height_px(); ++y)
      average_line(values.width_px(), radius, [&](int x) -> std::array<float, 4>& { return values(x, y); });
    for (int x = 0; x < values.width_px(); ++x)
      average_line(values.height_px(), radius, [&](int y) -> std::array<float, 4>& { return values(x, y); });
  }
}

/// 1 inside, falling to 0 towards those sides of the window beyond which the frame goes on.
class RimWeight {
 public:
  RimWeight(const Window& w, int frame_width_px, int frame_height_px)
      : band_px_(std::max(4.0f, 0.06f * float(std::min(w.width, w.height)))),
        left_(side(w.x > 0)),
        top_(side(w.y > 0)),
        right_(side(w.x + w.width < frame_width_px)),
        bottom_(side(w.y + w.height < frame_height_px)),
        window_(w) {}

  float operator()(int x, int y) const {
    const float across = std::min(float(x) + left_, float(window_.width - 1 - x) + right_);
    const float down = std::min(float(y) + top_, float(window_.height - 1 - y) + bottom_);
    return smoothstep(across / band_px_) * smoothstep(down / band_px_);
  }

 private:
  float side(bool fades) const { return fades ? 0 : band_px_; }
  float band_px_, left_, top_, right_, bottom_;
  Window window_;
};

Window cut_to_frame(const Window& w, int width_px, int height_px) {
  const int x0 = std::clamp(w.x, 0, width_px), y0 = std::clamp(w.y, 0, height_px);
  const int x1 = std::clamp(w.x + w.width, 0, width_px), y1 = std::clamp(w.y + w.height, 0, height_px);
  return {x0, y0, x1 - x0, y1 - y0};
}

/// The object's own light in each pixel, weighted by what it covers of it.
Planes object_light(const RenderedObject& object, const Image<LinearRgb>& ratio) {
  Planes planes{object.window.width, object.window.height, {}};
  for (size_t c = 0; c < 3; ++c) {
    Plane& plane = planes.rgb[c];
    plane.resize(object.coverage.size());
    for (size_t i = 0; i < plane.size(); ++i) {
      const float a = object.coverage[i];
      const float behind = (1 - a) * object.without[i][c] * ratio[i][c];
      plane[i] = a > little ? std::max(0.0f, object.with[i][c] - behind) : 0;
    }
  }
  return planes;
}

}  // namespace

Image<LinearRgb> shadow_ratio(const RenderedObject& object, int frame_width_px, int frame_height_px) {
  const int width = object.window.width, height = object.window.height;
  Image<std::array<float, 4>> exact(width, height);
  for (size_t i = 0; i < exact.size(); ++i) {
    const float weight = object.coverage[i] <= 0 ? 1.0f : 0.0f;
    for (size_t c = 0; c < 3; ++c) {
      const float before = std::max(object.without[i][c], 1e-6f);
      exact[i][c] = weight * std::clamp(object.with[i][c] / before, 0.0f, object.most_light);
    }
    exact[i][3] = weight;
  }
  Image<std::array<float, 4>> near = exact, far = exact;
  spread(near, 1);
  spread(far, std::max(4, std::min(width, height) / 12));
  const RimWeight rim_weight(object.window, frame_width_px, frame_height_px);
  Image<LinearRgb> ratio(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::array<float, 4>& n = near(x, y);
      const std::array<float, 4>& f = far(x, y);
      const float rim = rim_weight(x, y);
      for (size_t c = 0; c < 3; ++c) {
        const float value = n[3] > 0.05f ? n[c] / n[3] : f[3] > 1e-4f ? f[c] / f[3] : 1.0f;
        ratio(x, y)[c] = 1 + rim * (value - 1);
      }
    }
  }
  return ratio;
}

Composite composite(const Image<LinearRgb>& photo, const RenderedObject& object, const Image<float>& front,
                    const Image<uint8_t>& shaded, const PhotoLook& look) {
  const Image<LinearRgb> ratio = shadow_ratio(object, photo.width_px(), photo.height_px());
  Planes own = object_light(object, ratio);
  blur(own, look.blur_px);
  Planes shares{object.window.width, object.window.height, {}};
  shares.rgb.fill(Plane(object.coverage.begin(), object.coverage.end()));
  blur(shares, look.blur_px);

  Composite result;
  const Window& w = result.window = cut_to_frame(object.window, photo.width_px(), photo.height_px());
  result.light = Image<LinearRgb>(w.width, w.height);
  result.object = Image<float>(w.width, w.height);
  for (int y = 0; y < w.height; ++y) {
    for (int x = 0; x < w.width; ++x) {
      const int px = w.x + x, py = w.y + y;
      const size_t i =
          size_t(py - object.window.y) * size_t(object.window.width) + size_t(px - object.window.x);
      const float behind = 1 - front(px, py), share = shares.rgb[0][i];
      const LinearRgb& before = photo(px, py);
      for (size_t c = 0; c < 3; ++c) {
        const float ground = before[c] * (shaded(px, py) ? ratio[i][c] : 1.0f);
        const float after = ground * (1 - share) + own.rgb[c][i];
        result.light(x, y)[c] = before[c] + behind * (after - before[c]);
      }
      result.object(x, y) = behind * share;
    }
  }
  return result;
}

}  // namespace understudy
