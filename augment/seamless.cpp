// SPDX-License-Identifier: Apache-2.0
#include "augment/seamless.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace understudy {
namespace {

constexpr int smallest_side = 24, sweeps = 40, coarsest_sweeps = 300;
constexpr float over_relaxation = 1.7f;

struct Problem {
  Image<float> target, source;
  Image<uint8_t> inside;
};

/// Each pixel of the result stands for four, or two or one at the rim: their mean; inside where one is.
Problem halved(const Problem& fine) {
  const int w = (fine.inside.width_px() + 1) / 2, h = (fine.inside.height_px() + 1) / 2;
  Problem coarse{Image<float>(w, h), Image<float>(w, h), Image<uint8_t>(w, h)};
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const int x1 = std::min(2 * x + 1, fine.inside.width_px() - 1);
      const int y1 = std::min(2 * y + 1, fine.inside.height_px() - 1);
      const auto mean = [&](const Image<float>& f) {
        return (f(2 * x, 2 * y) + f(x1, 2 * y) + f(2 * x, y1) + f(x1, y1)) / 4;
      };
      coarse.target(x, y) = mean(fine.target);
      coarse.source(x, y) = mean(fine.source);
      // Only where all are: the rim keeps the target's colours.
      coarse.inside(x, y) = fine.inside(2 * x, 2 * y) && fine.inside(x1, 2 * y) && fine.inside(2 * x, y1) &&
                            fine.inside(x1, y1);
    }
  }
  return coarse;
}

/// The step from q to p that the result is to have.
float step(const Problem& problem, size_t p, size_t q) {
  const float of_source = problem.source[p] - problem.source[q];
  const float of_target = problem.target[p] - problem.target[q];
  return std::abs(of_target) > std::abs(of_source) ? of_target : of_source;
}

/// What is fixed of each pixel's equation: count * u(p) = sum of u(neighbours) + steps.
struct Equation {
  size_t pixel;
  float steps, weight;
  bool left, right, up, down;
};

std::vector<Equation> equations_of(const Problem& problem) {
  const int w = problem.inside.width_px(), h = problem.inside.height_px();
  std::vector<Equation> equations;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      if (problem.inside(x, y) == 0) continue;
      const size_t p = size_t(y) * size_t(w) + size_t(x);
      Equation e{p, 0, 0, x > 0, x<w - 1, y> 0, y < h - 1};
      int count = 0;
      const auto add = [&](bool there, size_t q) {
        if (!there) return;
        ++count;
        e.steps += step(problem, p, q);
      };
      add(e.left, p - 1);
      add(e.right, p + 1);
      add(e.up, p - size_t(w));
      add(e.down, p + size_t(w));
      if (count == 0) continue;
      e.weight = 1 / float(count);
      equations.push_back(e);
    }
  }
  return equations;
}

/// Successive over-relaxation, row by row.
void relax(Image<float>& u, const std::vector<Equation>& equations, int count) {
  const auto w = size_t(u.width_px());
  for (int i = 0; i < count; ++i) {
    for (const Equation& e : equations) {
      float sum = e.steps;
      if (e.left) sum += u[e.pixel - 1];
      if (e.right) sum += u[e.pixel + 1];
      if (e.up) sum += u[e.pixel - w];
      if (e.down) sum += u[e.pixel + w];
      u[e.pixel] += over_relaxation * (sum * e.weight - u[e.pixel]);
    }
  }
}

/// The result, begun with that of half the size: what is added to the source changes slowly.
Image<float> solved(const Problem& problem) {
  const int w = problem.inside.width_px(), h = problem.inside.height_px();
  Image<float> u = problem.target;
  const bool coarsest = std::min(w, h) < smallest_side;
  if (!coarsest) {
    const Problem half = halved(problem);
    const Image<float> coarse = solved(half);
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        if (problem.inside(x, y) == 0) continue;
        u(x, y) = problem.source(x, y) + coarse(x / 2, y / 2) - half.source(x / 2, y / 2);
      }
    }
  }
  relax(u, equations_of(problem), coarsest ? coarsest_sweeps : sweeps);
  return u;
}

}  // namespace

void clone_seamlessly(Image<Rgb8>& target, const Image<Rgb8>& source, const Image<uint8_t>& inside) {
  const bool same = target.width_px() == source.width_px() && target.height_px() == source.height_px() &&
                    target.width_px() == inside.width_px() && target.height_px() == inside.height_px();
  CHECK(same, "source, target and mask have one size");
  const Image<Rgb8> before = target;
  Problem problem{Image<float>(target.width_px(), target.height_px()),
                  Image<float>(target.width_px(), target.height_px()), inside};
  for (size_t c = 0; c < 3; ++c) {
    for (size_t i = 0; i < before.size(); ++i) {
      problem.target[i] = before[i][c];
      problem.source[i] = source[i][c];
    }
    const Image<float> u = solved(problem);
    for (size_t i = 0; i < before.size(); ++i) {
      if (inside[i] != 0) target[i][c] = uint8_t(std::lround(std::clamp(u[i], 0.0f, 255.0f)));
    }
  }
}

}  // namespace understudy
