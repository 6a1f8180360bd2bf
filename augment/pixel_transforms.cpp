// SPDX-License-Identifier: Apache-2.0
#include "augment/blur.h"
#include "augment/color.h"
#include "augment/compression.h"
#include "augment/hsv.h"
#include "augment/noise.h"
#include "augment/rearrange.h"
#include "augment/references.h"
#include "augment/rows.h"

namespace understudy {
namespace {

using rows::integer;
using rows::name;
using rows::number;
using rows::pixels;
using S = const StepContext&;
using I = Image<Rgb8>&;

void shuffle_channels(S s, I image) {
  static constexpr std::array<std::array<int, 3>, 5> orders = {
      {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
  reorder_channels(image, orders[size_t(Stream(s.stream).uniform_int(0, 4))]);
}

void match_other(S s, I image) {
  const Image<Rgb8> reference = other_photo(s);
  if (!reference.empty()) match_fourier(image, reference, s.number("beta"));
}

void add_iso_noise(S s, I image) {
  iso_noise(image, {s.number("luma"), s.number("chroma"), s.number("blotch_px")}, s.stream);
}

void add_glass(S s, I image) {
  glass_blur(image, {s.number("deviation_px"), s.integer("reach_px"), s.integer("rounds")}, s.stream);
}

void add_downscale(S s, I image) {
  downscale(image, s.number("scale"),
            s.choice("upscaling") == "blocks" ? Upscaling::blocks : Upscaling::linear);
}

}  // namespace

std::vector<Transform> color_transforms() {
  return {
      pixels("hsv", "Turns hues, scales saturation and value.",
             {number("hue_deg", -360, 360, "{uniform: [-10, 10]}", "Angle."),
              number("saturation", 0, 10, "{uniform: [0.7, 1.3]}", "Factor."),
              number("value", 0, 10, "{uniform: [0.8, 1.2]}", "Factor.")},
             [](S s, I i) {
               shift_hsv(i, {s.number("hue_deg"), s.number("saturation"), s.number("value")});
             }),
      pixels("saturation", "Moves colours away from grey or to it.",
             {number("factor", 0, 10, "{uniform: [0.6, 1.4]}", "0 is grey, 1 changes nothing.")},
             [](S s, I i) { saturation(i, s.number("factor")); }),
      pixels("grey", "Takes the colour away.", {}, [](S, I i) { saturation(i, 0); }),
      pixels("shuffle_channels", "Puts the channels into another order.", {}, shuffle_channels),
      pixels("clahe", "Adaptive histogram equalisation with limited contrast.",
             {number("clip_limit", 1, 40, "{uniform: [1, 4]}", "A bin's most, in parts of the mean."),
              integer("tiles", 1, 64, "8", "In each direction.")},
             [](S s, I i) { clahe(i, s.number("clip_limit"), s.integer("tiles")); }),
      pixels("sharpen", "Unsharp mask.",
             {number("amount", 0, 10, "{uniform: [0.2, 1]}", "Of the detail that is added again."),
              number("radius_px", 0.3, 50, "1", "Deviation of the Gaussian that finds it.")},
             [](S s, I i) { sharpen(i, s.number("amount"), s.number("radius_px")); }),
      pixels("match_fourier",
             "Takes low frequencies' amplitudes from another photo, of the dataset or of another one.",
             joined_tables({number("beta", 0, 0.5, "{uniform: [0.001, 0.008]}",
                                   "Up to which part of the sampling rate.")},
                           reference_parameters()),
             match_other),
  };
}

std::vector<Transform> blur_transforms() {
  return {
      pixels("gaussian_blur", "Blurs.",
             {number("deviation_px", 0, 100, "{uniform: [0.5, 2]}", "Of the Gaussian.")},
             [](S s, I i) { gaussian_blur(i, s.number("deviation_px")); }),
      pixels("box_blur", "Means over squares.",
             {integer("radius_px", 0, 100, "{uniform: [1, 3]}", "1: 3 x 3 pixels.")},
             [](S s, I i) { box_blur(i, s.integer("radius_px")); }),
      pixels("median_blur", "Medians over squares.",
             {integer("radius_px", 0, 50, "{uniform: [1, 3]}", "1: 3 x 3 pixels.")},
             [](S s, I i) { median_blur(i, s.integer("radius_px")); }),
      pixels("motion_blur", "A camera that moves while the shutter is open.",
             {number("length_px", 0, 200, "{uniform: [3, 15]}", "Of the way."),
              number("angle_deg", -360, 360, "{uniform: [0, 180]}", "0 is level; clockwise.")},
             [](S s, I i) { motion_blur(i, s.number("length_px"), s.number("angle_deg")); }),
      pixels("defocus_blur", "Out of focus: a disc.",
             {number("radius_px", 0, 50, "{uniform: [1, 5]}", "Of the disc.")},
             [](S s, I i) { defocus_blur(i, s.number("radius_px")); }),
      pixels("zoom_blur", "A camera that moves forwards while the shutter is open.",
             {number("length_px", 0, 500, "{uniform: [5, 25]}", "Of the way of what stands in the corner.")},
             [](S s, I i) { zoom_blur(i, s.number("length_px")); }),
      pixels("glass_blur", "Rippled glass.",
             {number("deviation_px", 0, 20, "{uniform: [0.5, 1.2]}", "Of the Gaussian before and after."),
              integer("reach_px", 0, 50, "{uniform: [1, 3]}", "How far pixels move."),
              integer("rounds", 0, 10, "2", "How often.")},
             add_glass),
  };
}

std::vector<Transform> noise_transforms() {
  return {
      pixels("gaussian_noise", "The same noise everywhere.",
             {number("deviation", 0, 1, "{uniform: [0.01, 0.06]}", "1 is from black to white.")},
             [](S s, I i) { gaussian_noise(i, s.number("deviation"), s.stream); }),
      pixels("shot_noise", "Poisson noise of values.",
             {number("photons", 0, 1e6, "{log_uniform: [60, 1000]}", "At white; 0 for none.")},
             [](S s, I i) { shot_noise(i, s.number("photons"), s.stream); }),
      pixels("speckle_noise", "Noise in proportion to the value.",
             {number("deviation", 0, 5, "{uniform: [0.02, 0.15]}", "In parts of the value.")},
             [](S s, I i) { speckle_noise(i, s.number("deviation"), s.stream); }),
      pixels("impulse_noise", "Values that are black or white.",
             {number("amount", 0, 1, "{uniform: [0.001, 0.02]}", "Share of the values."),
              number("salt", 0, 1, "0.5", "Share of those that are white.")},
             [](S s, I i) { impulse_noise(i, s.number("amount"), s.number("salt"), s.stream); }),
      pixels("iso_noise", "A small sensor at high sensitivity: grain and colour blotches.",
             {number("luma", 0, 1, "{uniform: [0.01, 0.05]}", "Deviation of brightness."),
              number("chroma", 0, 1, "{uniform: [0.01, 0.04]}", "Deviation of colour."),
              number("blotch_px", 0, 50, "{uniform: [1.5, 3]}", "Size of the blotches.")},
             add_iso_noise),
      pixels("film_grain", "Clumps in brightness, strongest in the mid-tones.",
             {number("deviation", 0, 1, "{uniform: [0.01, 0.04]}", "At mid-grey."),
              number("grain_px", 0, 20, "{uniform: [0.5, 1.5]}", "Size of the clumps.")},
             [](S s, I i) { film_grain(i, s.number("deviation"), s.number("grain_px"), s.stream); }),
  };
}

std::vector<Transform> compression_transforms() {
  return {
      pixels("jpeg", "There and back.", {integer("quality", 1, 100, "{uniform: [30, 90]}", "Of the file.")},
             [](S s, I i) { compress_jpeg(i, s.integer("quality")); }),
      pixels("webp", "There and back.", {number("quality", 0, 100, "{uniform: [30, 90]}", "Of the file.")},
             [](S s, I i) { compress_webp(i, s.number("quality")); }),
      pixels("downscale", "Down and up again.",
             {number("scale", 0.01, 1, "{uniform: [0.3, 0.8]}", "Of the size in between."),
              name("upscaling", {"linear", "blocks"}, "linear", "How it is made large again.")},
             add_downscale),
  };
}

}  // namespace understudy
