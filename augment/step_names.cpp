// SPDX-License-Identifier: Apache-2.0
#include "augment/step_names.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include "augment/transform.h"

namespace understudy {
namespace {

/// "RandomHorizontalFlip" and "random_horizontal_flip" are "horizontalflip".
std::string plain(const std::string& name) {
  std::string letters;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)))
      letters += char(std::tolower(static_cast<unsigned char>(c)));
  }
  return letters.starts_with("random") ? letters.substr(6) : letters;
}

/// Names of Albumentations, torchvision, imgaug and the papers.
constexpr std::pair<std::string_view, std::string_view> elsewhere[] = {
    {"horizontalflip", "flip"},
    {"hflip", "flip"},
    {"fliplr", "flip"},
    {"verticalflip", "flip: {direction: vertical}"},
    {"vflip", "flip: {direction: vertical}"},
    {"flipud", "flip: {direction: vertical}"},
    {"rotate", "affine: {rotate_deg: {uniform: [-10, 10]}}"},
    {"rotation", "affine: {rotate_deg: {uniform: [-10, 10]}}"},
    {"shiftscalerotate", "affine: {rotate_deg: {uniform: [-10, 10]}, scale: {log_uniform: [0.8, 1.25]}}"},
    {"translate", "affine: {shift_x: {uniform: [-0.1, 0.1]}}"},
    {"shear", "affine: {shear_x_deg: {uniform: [-10, 10]}}"},
    {"scale", "affine: {scale: {log_uniform: [0.8, 1.25]}}"},
    {"rotate90", "rot90"},
    {"centercrop", "crop: {width: 0.8, height: 0.8, x: 0.5, y: 0.5}"},
    {"sizedbboxsafecrop", "safe_crop"},
    {"ioucrop", "safe_crop"},
    {"cropnearbbox", "object_crop"},
    {"longestmaxsize", "letterbox"},
    {"padifneeded", "letterbox"},
    {"elastictransform", "elastic"},
    {"griddistortion", "grid"},
    {"opticaldistortion", "lens"},
    {"lensdistortion", "lens"},
    {"brightnesscontrast", "brightness, then contrast"},
    {"colorjitter", "hsv"},
    {"huesaturationvalue", "hsv"},
    {"togray", "grey"},
    {"grayscale", "grey"},
    {"planckianjitter", "white_balance"},
    {"colortemperature", "white_balance"},
    {"channelshuffle", "shuffle_channels"},
    {"channeldropout", "drop_channel"},
    {"histogrammatching", "match_histogram"},
    {"fda", "match_fourier"},
    {"gaussnoise", "gaussian_noise"},
    {"readnoise", "gaussian_noise, or camera"},
    {"poissonnoise", "shot_noise"},
    {"multiplicativenoise", "speckle_noise"},
    {"saltandpepper", "impulse_noise"},
    {"imagecompression", "jpeg, or webp"},
    {"advancedblur", "gaussian_blur"},
    {"blur", "box_blur, or gaussian_blur"},
    {"coarsedropout", "erase: {count: 8}"},
    {"cutout", "erase"},
    {"erasing", "erase"},
    {"griddropout", "grid_mask"},
    {"gridmask", "grid_mask"},
    {"mosaic4", "mosaic"},
    {"mosaic9", "mosaic: {tiles: 3}"},
    {"copypaste", "copy_paste"},
};

}  // namespace

std::string name_here(const std::string& name_elsewhere) {
  const std::string letters = plain(name_elsewhere);
  for (const auto& [theirs, here] : elsewhere) {
    if (letters == theirs) return std::string(here);
  }
  // Their name but for "Random", capitals and underscores.
  const auto& all = transforms();
  const auto same =
      std::find_if(all.begin(), all.end(), [&](const Transform& t) { return plain(t.name) == letters; });
  return same == all.end() ? "" : same->name;
}

}  // namespace understudy
