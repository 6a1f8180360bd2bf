// SPDX-License-Identifier: Apache-2.0
#include "augment/lighting.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "augment/blend.h"
#include "augment/gaussian.h"
#include "augment/mat.h"

namespace understudy {
namespace {

constexpr double pi = 3.141592653589793;

// Adds light given on a coarser grid.
void add_light(Image<Rgb8>& image, const cv::Mat& coarse) {
  cv::Mat light;
  cv::resize(coarse, light, cv::Size(image.width_px(), image.height_px()), 0, 0, cv::INTER_LINEAR);
  const auto* added = light.ptr<cv::Vec3f>();
  for (size_t i = 0; i < image.size(); ++i) {
    for (size_t c = 0; c < 3; ++c) {
      image[i][c] = encode_light(light_of_level()[image[i][c]] + added[i][int(c)]);
    }
  }
}

struct Ghost {
  double x, y, radius;
  cv::Vec3f color;
};

// Reflections between lenses lie on the line from the sun through the middle of the frame.
std::vector<Ghost> ghosts_of(const SunFlare& flare, int width, int height, Stream stream) {
  std::vector<Ghost> ghosts;
  for (int i = 0; i < 6; ++i) {
    const double t = stream.uniform(0.4, 2.2), shorter = std::min(width, height);
    const auto faint = float(stream.uniform(0.01, 0.05) * flare.strength);
    const cv::Vec3f color(faint * float(stream.uniform(0.4, 1)), faint * float(stream.uniform(0.4, 1)),
                          faint * float(stream.uniform(0.4, 1)));
    ghosts.push_back({width * (flare.x + (0.5 - flare.x) * t), height * (flare.y + (0.5 - flare.y) * t),
                      shorter * stream.uniform(0.03, 0.12), color});
  }
  return ghosts;
}

// Light of the sun's disc, halo and rays at a distance in parts of the shorter side.
double glare(double distance, double angle, int blades, double turn) {
  const double disc = 1.6 * std::exp(-std::pow(distance / 0.035, 2));
  const double halo = 0.25 * std::exp(-distance / 0.10) + 0.05 * std::exp(-distance / 0.45);
  const int rays = blades % 2 == 0 ? blades : 2 * blades;
  const double narrow = std::pow(std::abs(std::cos((angle - turn) * rays / 2)), 60);
  return disc + halo + 0.35 * narrow * std::exp(-distance / 0.12);
}

}  // namespace

void add_sun_flare(Image<Rgb8>& image, const SunFlare& flare, const Stream& stream) {
  if (flare.strength <= 0 || image.empty()) return;
  // A flare is smooth: a smaller picture holds it.
  const int parts = std::clamp(std::min(image.width_px(), image.height_px()) / 180, 1, 8);
  const int width = (image.width_px() + parts - 1) / parts, height = (image.height_px() + parts - 1) / parts;
  const double shorter = std::min(width, height), turn = Stream(stream.child("turn")).uniform(0, 2 * pi);
  const cv::Vec3f sun(1.0f, 0.93f, 0.80f);
  cv::Mat light(height, width, CV_32FC3);
  const auto ghosts = ghosts_of(flare, width, height, stream.child("ghosts"));
  for (int y = 0; y < height; ++y) {
    auto* row = light.ptr<cv::Vec3f>(y);
    for (int x = 0; x < width; ++x) {
      const double dx = x + 0.5 - flare.x * width, dy = y + 0.5 - flare.y * height;
      row[x] = sun * float(flare.strength *
                           glare(std::hypot(dx, dy) / shorter, std::atan2(dy, dx), flare.blades, turn));
    }
  }
  for (const Ghost& ghost : ghosts) {
    const cv::Rect box = cv::Rect(int(ghost.x - ghost.radius), int(ghost.y - ghost.radius),
                                  int(2 * ghost.radius) + 2, int(2 * ghost.radius) + 2) &
                         cv::Rect(0, 0, width, height);
    for (int y = box.y; y < box.y + box.height; ++y) {
      for (int x = box.x; x < box.x + box.width; ++x) {
        const double inside = ghost.radius - std::hypot(x + 0.5 - ghost.x, y + 0.5 - ghost.y);
        const double rim = 0.6 + 0.4 * std::exp(-std::abs(inside) / 3);  // brighter at its edge
        light.at<cv::Vec3f>(y, x) += ghost.color * float(std::clamp(inside / 1.5, 0.0, 1.0) * rim);
      }
    }
  }
  add_light(image, light);
}

void add_shadows(Image<Rgb8>& image, const Shadows& shadows, const Stream& stream) {
  if (shadows.count <= 0 || shadows.darkness <= 0 || image.empty()) return;
  Image<uint8_t> cover(image.width_px(), image.height_px());
  cv::Mat plane = mat_of(cover);
  Stream draws = stream;
  for (int i = 0; i < shadows.count; ++i) {
    const double top = image.height_px() * shadows.top, low = image.height_px() - top;
    const cv::Point2d middle(image.width_px() * draws.uniform(), top + low * draws.uniform());
    const double long_px = image.width_px() * draws.uniform(0.25, 0.6), flat = draws.uniform(0.25, 0.5);
    const auto corners = int(draws.uniform_int(3, 7));
    std::vector<cv::Point> polygon;
    for (int k = 0; k < corners; ++k) {  // star-shaped about its middle, so it never crosses itself
      const double angle = 2 * pi * (k + draws.uniform(0, 0.8)) / corners,
                   radius = long_px * draws.uniform(0.5, 1);
      polygon.emplace_back(int(middle.x + radius * std::cos(angle)),
                           std::max(int(top), int(middle.y + radius * flat * std::sin(angle))));
    }
    cv::fillPoly(plane, std::vector<std::vector<cv::Point>>{polygon}, cv::Scalar(255), cv::LINE_AA);
  }
  if (shadows.softness_px > 0) cv::GaussianBlur(plane, plane, cv::Size(0, 0), shadows.softness_px);
  BlendTable([&](int strength) {
    const double sun = shadows.darkness * strength / 255;  // what is left is the sky's, and bluer
    return BlendTable::Term{{float(1 - sun), float(1 - sun * 0.97), float(1 - sun * 0.90)}, {0, 0, 0}};
  }).apply(image, cover);
}

void wet_lens(Image<Rgb8>& image, const WetLens& lens, const Stream& stream) {
  if (lens.drops <= 0 || image.empty()) return;
  const int width = image.width_px(), height = image.height_px();
  const double shorter = std::min(width, height);
  Image<Rgb8> soft = image;
  gaussian_blur(soft, std::max(0.5, shorter * lens.radius * 0.15));
  Stream draws = stream;
  for (int i = 0; i < lens.drops; ++i) {
    const double cx = width * draws.uniform(), cy = height * draws.uniform();
    const double radius = shorter * lens.radius * std::exp(draws.normal(0, 0.5)),
                 tall = draws.uniform(1, 1.3);
    for (int y = std::max(0, int(cy - radius * tall)); y < std::min<double>(height, cy + radius * tall);
         ++y) {
      for (int x = std::max(0, int(cx - radius)); x < std::min<double>(width, cx + radius); ++x) {
        const double u = (x + 0.5 - cx) / radius, v = (y + 0.5 - cy) / (radius * tall), r = std::hypot(u, v);
        if (r >= 1) continue;
        // A drop is a fisheye: its rim sees far to the other side.
        const double bend = shorter * 0.35 * (0.4 + 0.6 * r * r);
        const int from_x = std::clamp(int(cx - u * bend), 0, width - 1),
                  from_y = std::clamp(int(cy - v * bend), 0, height - 1);
        const auto shade = float(1 - 0.55 * std::pow(r, 4) * (0.5 + 0.5 * v) + 0.10 * (1 - r) * (1 - v));
        const auto cover = float(std::clamp((1 - r) * radius / 1.5, 0.0, 1.0));
        Rgb8& pixel = image(x, y);
        for (size_t c = 0; c < 3; ++c) {
          const float refracted = light_of_level()[soft(from_x, from_y)[c]] * shade;
          pixel[c] = encode_light(light_of_level()[pixel[c]] * (1 - cover) + refracted * cover);
        }
      }
    }
  }
}

}  // namespace understudy
