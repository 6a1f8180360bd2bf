// SPDX-License-Identifier: Apache-2.0
#include "augment/blur.h"
#include "augment/color.h"
#include "augment/compression.h"
#include "augment/noise.h"
#include "augment/references.h"
#include "augment/rows.h"

namespace understudy {
namespace {

using rows::name;
using rows::number;
using rows::pixels;
using rows::whole;
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
             {number("hue_deg", "{uniform: [-10, 10]}", -360, 360, "Angle."),
              number("saturation", "{uniform: [0.7, 1.3]}", 0, 10, "Factor."),
              number("value", "{uniform: [0.8, 1.2]}", 0, 10, "Factor.")},
             [](S s, I i) {
               shift_hsv(i, {s.number("hue_deg"), s.number("saturation"), s.number("value")});
             }),
      pixels("saturation", "Moves colours away from grey or to it.",
             {number("factor", "{uniform: [0.6, 1.4]}", 0, 10, "0 is grey, 1 changes nothing.")},
             [](S s, I i) { saturation(i, s.number("factor")); }),
      pixels("grey", "Takes the colour away.", {}, [](S, I i) { saturation(i, 0); }),
      pixels("shuffle_channels", "Puts the channels into another order.", {}, shuffle_channels),
      pixels("clahe", "Adaptive histogram equalisation with limited contrast.",
             {number("clip_limit", "{uniform: [1, 4]}", 1, 40, "A bin's most, in parts of the mean."),
              whole("tiles", "8", 1, 64, "In each direction.")},
             [](S s, I i) { clahe(i, s.number("clip_limit"), s.integer("tiles")); }),
      pixels("sharpen", "Unsharp mask.",
             {number("amount", "{uniform: [0.2, 1]}", 0, 10, "Of the detail that is added again."),
              number("radius_px", "1", 0.3, 50, "Deviation of the Gaussian that finds it.")},
             [](S s, I i) { sharpen(i, s.number("amount"), s.number("radius_px")); }),
      pixels("match_fourier", "Takes low frequencies' amplitudes from another photo of the dataset.",
             {number("beta", "{uniform: [0.002, 0.02]}", 0, 0.5, "Up to which part of the sampling rate.")},
             match_other),
  };
}

std::vector<Transform> blur_transforms() {
  return {
      pixels("gaussian_blur", "Blurs.",
             {number("deviation_px", "{uniform: [0.5, 2]}", 0, 100, "Of the Gaussian.")},
             [](S s, I i) { gaussian_blur(i, s.number("deviation_px")); }),
      pixels("box_blur", "Means over squares.",
             {whole("radius_px", "{uniform: [1, 3]}", 0, 100, "1: 3 x 3 pixels.")},
             [](S s, I i) { box_blur(i, s.integer("radius_px")); }),
      pixels("median_blur", "Medians over squares.",
             {whole("radius_px", "{uniform: [1, 3]}", 0, 50, "1: 3 x 3 pixels.")},
             [](S s, I i) { median_blur(i, s.integer("radius_px")); }),
      pixels("motion_blur", "A camera that moves while the shutter is open.",
             {number("length_px", "{uniform: [3, 15]}", 0, 200, "Of the way."),
              number("angle_deg", "{uniform: [0, 180]}", -360, 360, "0 is level; clockwise.")},
             [](S s, I i) { motion_blur(i, s.number("length_px"), s.number("angle_deg")); }),
      pixels("defocus_blur", "Out of focus: a disc.",
             {number("radius_px", "{uniform: [1, 5]}", 0, 50, "Of the disc.")},
             [](S s, I i) { defocus_blur(i, s.number("radius_px")); }),
      pixels("zoom_blur", "A camera that moves forwards while the shutter is open.",
             {number("length_px", "{uniform: [5, 25]}", 0, 500, "Of the way of what stands in the corner.")},
             [](S s, I i) { zoom_blur(i, s.number("length_px")); }),
      pixels("glass_blur", "Rippled glass.",
             {number("deviation_px", "{uniform: [0.5, 1.2]}", 0, 20, "Of the Gaussian before and after."),
              whole("reach_px", "{uniform: [1, 3]}", 0, 50, "How far pixels move."),
              whole("rounds", "2", 0, 10, "How often.")},
             add_glass),
  };
}

std::vector<Transform> noise_transforms() {
  return {
      pixels("gaussian_noise", "The same noise everywhere.",
             {number("deviation", "{uniform: [0.01, 0.06]}", 0, 1, "1 is from black to white.")},
             [](S s, I i) { gaussian_noise(i, s.number("deviation"), s.stream); }),
      pixels("shot_noise", "Poisson noise of values.",
             {number("photons", "{log_uniform: [60, 1000]}", 0, 1e6, "At white; 0 for none.")},
             [](S s, I i) { shot_noise(i, s.number("photons"), s.stream); }),
      pixels("speckle_noise", "Noise in proportion to the value.",
             {number("deviation", "{uniform: [0.02, 0.15]}", 0, 5, "In parts of the value.")},
             [](S s, I i) { speckle_noise(i, s.number("deviation"), s.stream); }),
      pixels("impulse_noise", "Values that are black or white.",
             {number("amount", "{uniform: [0.001, 0.02]}", 0, 1, "Share of the values."),
              number("salt", "0.5", 0, 1, "Share of those that are white.")},
             [](S s, I i) { impulse_noise(i, s.number("amount"), s.number("salt"), s.stream); }),
      pixels("iso_noise", "A small sensor at high sensitivity: grain and colour blotches.",
             {number("luma", "{uniform: [0.01, 0.05]}", 0, 1, "Deviation of brightness."),
              number("chroma", "{uniform: [0.01, 0.04]}", 0, 1, "Deviation of colour."),
              number("blotch_px", "{uniform: [1.5, 3]}", 0, 50, "Size of the blotches.")},
             add_iso_noise),
      pixels("film_grain", "Clumps in brightness, strongest in the mid-tones.",
             {number("deviation", "{uniform: [0.01, 0.04]}", 0, 1, "At mid-grey."),
              number("grain_px", "{uniform: [0.5, 1.5]}", 0, 20, "Size of the clumps.")},
             [](S s, I i) { film_grain(i, s.number("deviation"), s.number("grain_px"), s.stream); }),
  };
}

std::vector<Transform> compression_transforms() {
  return {
      pixels("jpeg", "There and back.", {whole("quality", "{uniform: [30, 90]}", 1, 100, "Of the file.")},
             [](S s, I i) { compress_jpeg(i, s.integer("quality")); }),
      pixels("webp", "There and back.", {number("quality", "{uniform: [30, 90]}", 0, 100, "Of the file.")},
             [](S s, I i) { compress_webp(i, s.number("quality")); }),
      pixels("downscale", "Down and up again.",
             {number("scale", "{uniform: [0.3, 0.8]}", 0.01, 1, "Of the size in between."),
              name("upscaling", "linear", {"linear", "blocks"}, "How it is made large again.")},
             add_downscale),
  };
}

}  // namespace understudy
