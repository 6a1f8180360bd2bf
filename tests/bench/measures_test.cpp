// SPDX-License-Identifier: Apache-2.0
// The measures of image quality against their closed forms, and SSIM against scikit-image.
#include "bench/measures.h"

#include <cmath>

#include "bench/regions.h"
#include "tests/catch.h"

namespace understudy {
namespace {

constexpr int width_px = 24, height_px = 20;

Image<LinearRgb> flat(float value) { return {width_px, height_px, {value, value, value}}; }

Image<LinearRgb> waves(double ripple) {
  Image<LinearRgb> image(width_px, height_px);
  for (int y = 0; y < height_px; ++y) {
    for (int x = 0; x < width_px; ++x) {
      for (int c = 0; c < 3; ++c) {
        const auto base = float(0.5 + 0.4 * std::sin(0.3 * x + 0.2 * (c + 1) * y));
        image(x, y)[size_t(c)] = float(base + ripple * std::sin(1.7 * x + 0.9 * y + c));
      }
    }
  }
  return image;
}

TEST_CASE("an image is like itself") {
  const Image<LinearRgb> image = waves(0.1);
  const SsimMap map = ssim_map(image, image);
  CHECK(map.ssim.width_px() == width_px - 10);
  CHECK(map.ssim.height_px() == height_px - 10);
  CHECK(mean_of(map.ssim) == Approx(1).epsilon(1e-12));
  CHECK(relative_error(image, image).mean == 0);
  CHECK(std::isinf(psnr_db(image, image)));
}

TEST_CASE("a constant shift of a constant image costs what the luminance term says") {
  const double p = 0.75, q = 0.5, c1 = 1e-4;
  const Image<LinearRgb> image = flat(0.75f), reference = flat(0.5f);
  const SsimMap map = ssim_map(image, reference);
  for (double value : map.ssim) CHECK(value == Approx((2 * p * q + c1) / (p * p + q * q + c1)).epsilon(1e-9));
  CHECK(psnr_db(image, reference) == Approx(-20 * std::log10(p - q)));
}

TEST_CASE("halved contrast about one mean costs what the structure term says") {
  Image<LinearRgb> image = waves(0), reference = image;
  for (size_t i = 0; i < image.size(); ++i) {
    const float sign = (i + i / width_px) % 2 == 0 ? 1.f : -1.f;
    reference[i].fill(0.5f + 0.25f * sign);
    image[i].fill(0.5f + 0.125f * sign);
  }
  const SsimMap map = ssim_map(image, reference);
  // On a checkerboard the weighted mean is 0.5 up to the window's response at the highest frequency.
  const double v = 0.0625, c2 = 9e-4;
  CHECK(mean_of(map.ssim) == Approx((2 * v / 2 + c2) / (v / 4 + v + c2)).epsilon(1e-3));
  CHECK(mean_of(map.variance) / mean_of(map.reference_variance) == Approx(0.25).epsilon(1e-3));
}

TEST_CASE("relative error, and the same without the largest 0.1 %") {
  Image<LinearRgb> image(100, 20, {0.3f, 0.3f, 0.3f}), reference(100, 20, {0.2f, 0.2f, 0.2f});
  image(50, 10) = {10.2f, 0.2f, 0.2f};  // one firefly of 2,000 pixels; two are left out
  const double usual = 0.01 / 0.05, firefly = 100 / 0.05 / 3;
  const RelativeError error = relative_error(image, reference);
  CHECK(error.mean == Approx((1999 * usual + firefly) / 2000).epsilon(1e-5));
  CHECK(error.trimmed == Approx(usual).epsilon(1e-5));
}

// The same images in Python, their values rounded to 32 bits before they are compared:
//   y, x, c = numpy.mgrid[0:20, 0:24, 0:3]
//   r = (0.5 + 0.4 * numpy.sin(0.3 * x + 0.2 * (c + 1) * y)).astype("f4").astype("f8")
//   a = (r + 0.1 * numpy.sin(1.7 * x + 0.9 * y + c)).astype("f4").astype("f8")
//   skimage.metrics.structural_similarity(a, r, data_range=1, channel_axis=2, gaussian_weights=True,
//   sigma=1.5,
//                                         use_sample_covariance=False)            # scikit-image 0.26.0
//   skimage.metrics.peak_signal_noise_ratio(r, a, data_range=1)
//   e = numpy.sort(((a - r) ** 2 / (r * r + 0.01)).mean(2).ravel()); e.mean(), e[:int(len(e) * 0.999)].mean()
TEST_CASE("SSIM, PSNR and relative error as scikit-image and NumPy have them") {
  const Image<LinearRgb> image = waves(0.1), reference = waves(0);
  CHECK(mean_of(ssim_map(image, reference).ssim) == Approx(0.9106489240379121).epsilon(1e-9));
  CHECK(psnr_db(image, reference) == Approx(23.01030158317706).epsilon(1e-9));
  CHECK(relative_error(image, reference).mean == Approx(0.05840409329903997).epsilon(1e-9));
  CHECK(relative_error(image, reference).trimmed == Approx(0.05801429451262141).epsilon(1e-9));
}

TEST_CASE("exposure is a gain, sRGB clips and leaves black, white and the linear foot") {
  const Image<LinearRgb> linear(1, 1, {-1.f, 0.001f, 2.f});
  const LinearRgb doubled = exposed(linear, 2)[0];
  CHECK(doubled == LinearRgb{-2.f, 0.002f, 4.f});
  const LinearRgb encoded = to_srgb(linear)[0];
  CHECK(encoded[0] == 0);
  CHECK(encoded[1] == Approx(0.01292));
  CHECK(encoded[2] == Approx(1));
}

/// Left half sky, right half one building; in its midst a labelled thing of one pixel.
Frame small_frame() {
  Frame frame;
  frame.width_px = width_px, frame.height_px = height_px;
  frame.hits = Image<Hit>(width_px, height_px);
  frame.instances = Image<uint32_t>(width_px, height_px);
  for (int y = 0; y < height_px; ++y) {
    for (int x = width_px / 2; x < width_px; ++x) frame.hits(x, y).placement = 0;
  }
  frame.hits(16, 10).placement = 1;
  frame.instances(16, 10) = 5;
  return frame;
}

Scene small_scene() {
  Scene scene;
  const auto mesh = std::make_shared<Mesh>();
  mesh->name = "building of bricks";
  scene.meshes.push_back(mesh);
  scene.placements.resize(2);
  return scene;
}

TEST_CASE("pixels are told apart by what they show and by edges") {
  const Image<PixelKind> kinds = classify(small_frame(), small_scene());
  CHECK(kinds(0, 0).region == Region::sky);
  CHECK_FALSE(kinds(0, 0).edge);
  CHECK(kinds(11, 3).edge);
  CHECK(kinds(12, 3).edge);
  CHECK(kinds(23, 19).region == Region::building);
  CHECK_FALSE(kinds(23, 19).edge);
  CHECK(kinds(16, 10).region == Region::object);
  CHECK(kinds(15, 9).edge);
  CHECK(kinds(17, 11).region == Region::building);
}

TEST_CASE("the losses of all kinds of pixels add up to the loss of the image") {
  const SsimMap map = ssim_map(waves(0.1), waves(0));
  const LossTable table = loss_by_kind(map, classify(small_frame(), small_scene()));
  Loss total;
  for (const auto& region : table) total += region[0], total += region[1];
  CHECK(total.pixels == 14 * 10);
  CHECK(total.loss / 140 == Approx(1 - mean_of(map.ssim)));
  CHECK(table[size_t(Region::object)][1].pixels == 1);
  CHECK(table[size_t(Region::tree)][0].pixels == 0);
  CHECK(table[size_t(Region::sky)][0].pixels == 6 * 10);  // columns 5 to 10; 11 sees the building
}

}  // namespace
}  // namespace understudy
