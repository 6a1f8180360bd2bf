// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/place.h"

#include <algorithm>
#include <cmath>

namespace understudy {
namespace {

constexpr double least_scale = 0.1, most_scale = 1.25;

double deviation(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  const double mean = sum / double(values.size());
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / double(values.size()));
}

double overlap(const RealBox& a, const RealBox& b) {
  const double w = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

bool is_free(const RealBox& box, const HostFrame& frame) {
  constexpr double most_covered = 0.4, most_of_nearer = 0.05;
  if (box.x < 0 || box.y < 0 || box.x + box.width > frame.width_px || box.y + box.height > frame.height_px)
    return false;
  for (const TakenBox& other : frame.taken) {
    const double area = overlap(box, other.box);
    if (area == 0) continue;
    if (other.pasted || area > most_covered * other.box.width * other.box.height) return false;
    const bool nearer = other.box.y + other.box.height > box.y + box.height;
    if (nearer && area > most_of_nearer * box.width * box.height) return false;
  }
  return true;
}

/// The samples whose size the guest can take on.
std::vector<Standing> of_fitting_size(const PlacePrior& prior, const Guest& guest, const HostFrame& frame) {
  std::vector<Standing> fitting;
  for (const Standing& s : prior.samples) {
    const double scale = s.height * frame.height_px / guest.box.height;
    if (scale >= least_scale && scale <= most_scale) fitting.push_back(s);
  }
  return fitting;
}

}  // namespace

void PlacePrior::measure() {
  if (samples.empty()) return;
  std::vector<double> x, bottom, height;
  for (const Standing& s : samples) {
    x.push_back(s.centre_x);
    bottom.push_back(s.bottom);
    height.push_back(std::log(s.height));
  }
  spread_x = deviation(x);
  spread_bottom = deviation(bottom);
  spread_height = deviation(height);
}

std::optional<RealBox> draw_place(const PlacePrior& prior, const Guest& guest, const HostFrame& frame,
                                  Stream stream) {
  // Sideways a class stands anywhere; how high and how large belong together.
  constexpr double kernel_x = 0.3, kernel_bottom = 0.1, kernel_height = 0.1;
  constexpr int most_tries = 40;
  const std::vector<Standing> fitting = of_fitting_size(prior, guest, frame);
  if (fitting.empty()) return std::nullopt;
  for (int i = 0; i < most_tries; ++i) {
    const Standing& s = fitting[size_t(stream.uniform_int(0, int64_t(fitting.size()) - 1))];
    const double wanted = s.height * std::exp(stream.normal(0, kernel_height * prior.spread_height));
    const double scale = std::clamp(wanted * frame.height_px / guest.box.height, least_scale, most_scale);
    const double w = guest.box.width * scale, h = guest.box.height * scale;
    const double x = (s.centre_x + stream.normal(0, kernel_x * prior.spread_x)) * frame.width_px - w / 2;
    const double y = (s.bottom + stream.normal(0, kernel_bottom * prior.spread_bottom)) * frame.height_px - h;
    const RealBox box{x, y, w, h};
    if (is_free(box, frame)) return box;
  }
  return std::nullopt;
}

}  // namespace understudy
