// SPDX-License-Identifier: Apache-2.0
#include "bench/quality_report.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace understudy {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::array<const char*, 2> place_names = {"interior", "edge"};

/// The level that ratios and the table of losses speak of: standard, or the only one.
const Level& main_level(const QualityReport& report) {
  for (const Level& level : report.levels) {
    if (level.quality == "standard") return level;
  }
  return report.levels.front();
}

Loss total_of(const LossTable& table) {
  Loss total;
  for (const auto& region : table) {
    for (const Loss& loss : region) total += loss;
  }
  return total;
}

template <typename Visit>
void for_each_kind(const LossTable& table, Visit visit) {
  for (size_t region = 0; region < table.size(); ++region) {
    for (size_t edge = 0; edge < 2; ++edge) {
      if (table[region][edge].pixels > 0) visit(region_names[region], place_names[edge], table[region][edge]);
    }
  }
}

/// Below 1: blurred; above 1: noisy.
double contrast_of(const Loss& loss) { return std::sqrt(loss.variance / loss.reference_variance); }

/// JSON knows no infinity.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json json_of(const LossTable& table) {
  Json rows = Json::array();
  const Loss total = total_of(table);
  for_each_kind(table, [&](const char* region, const char* place, const Loss& loss) {
    rows.push_back({{"region", region},
                    {"place", place},
                    {"pixel_share", double(loss.pixels) / double(total.pixels)},
                    {"loss_share", number(loss.loss / total.loss)},
                    {"ssim", 1 - loss.loss / double(loss.pixels)},
                    {"contrast", number(contrast_of(loss))}});
  });
  return rows;
}

Json json_of(const Measures& measures) {
  return {{"ssim", measures.ssim},
          {"relmse", measures.error.mean},
          {"relmse_trimmed", measures.error.trimmed},
          {"psnr_db", number(measures.psnr_db)},
          {"seconds_per_image", measures.seconds},
          {"ssim_loss", json_of(measures.loss)}};
}

Rgb8 quantised(const LinearRgb& color) {
  Rgb8 bytes{};
  for (size_t c = 0; c < 3; ++c) bytes[c] = uint8_t(std::lround(255 * std::clamp(color[c], 0.f, 1.f)));
  return bytes;
}

}  // namespace

Measures mean_of(const Level& level) {
  Measures mean;
  const auto count = double(level.scenes.size());
  for (const Measures& m : level.scenes) {
    mean.ssim += m.ssim / count;
    mean.psnr_db += m.psnr_db / count;
    mean.seconds += m.seconds / count;
    mean.error.mean += m.error.mean / count;
    mean.error.trimmed += m.error.trimmed / count;
    mean.loss += m.loss;
  }
  return mean;
}

std::string table_of(const QualityReport& report) {
  std::string text = fmt::format(
      "image quality at {}x{} (SSIM depends on the size), windows of {} in {} images, against {} samples per "
      "pixel\ndevice: {}\n\n"
      "{:9} {:>7} {:>9} {:>9} {:>8} {:>10} {:>12}   SSIM of each image\n",
      report.width_px, report.height_px, report.window, report.scenes.size(), report.reference_spp,
      report.device, "quality", "SSIM", "relMSE", "trimmed", "PSNR dB", "s/image",
      "x " + main_level(report).quality);
  const double main_s = mean_of(main_level(report)).seconds;
  const auto out = std::back_inserter(text);
  for (const Level& level : report.levels) {
    const Measures mean = mean_of(level);
    fmt::format_to(out, "{:9} {:7.4f} {:9.5f} {:9.5f} {:8.2f} {:10.3f} {:12.2f}  ", level.quality, mean.ssim,
                   mean.error.mean, mean.error.trimmed, mean.psnr_db, mean.seconds, mean.seconds / main_s);
    for (const Measures& m : level.scenes) fmt::format_to(out, " {:.4f}", m.ssim);
    text += '\n';
  }
  const LossTable losses = mean_of(main_level(report)).loss;
  const Loss total = total_of(losses);
  fmt::format_to(out,
                 "\nwhere {} loses SSIM (contrast against the reference: below 1 blurred, above 1 noisy)\n",
                 main_level(report).quality);
  fmt::format_to(out, "{:9} {:9} {:>8} {:>8} {:>8} {:>9}\n", "region", "", "pixels %", "loss %", "SSIM",
                 "contrast");
  for_each_kind(losses, [&](const char* region, const char* place, const Loss& loss) {
    fmt::format_to(out, "{:9} {:9} {:8.1f} {:8.1f} {:8.4f} {:9.2f}\n", region, place,
                   100 * double(loss.pixels) / double(total.pixels), 100 * loss.loss / total.loss,
                   1 - loss.loss / double(loss.pixels), contrast_of(loss));
  });
  return text;
}

std::string json_of(const QualityReport& report) {
  Json json = {{"device", report.device},       {"width_px", report.width_px},
               {"height_px", report.height_px}, {"images", report.scenes.size()},
               {"window", report.window},       {"reference_spp", report.reference_spp}};
  const double main_s = mean_of(main_level(report)).seconds;
  for (const Level& level : report.levels) {
    Json entry = json_of(mean_of(level));
    entry["seconds_ratio"] = entry["seconds_per_image"].get<double>() / main_s;
    for (size_t i = 0; i < level.scenes.size(); ++i) {
      Json scene = json_of(level.scenes[i]);
      scene["scene"] = report.scenes[i];
      entry["scenes"].push_back(std::move(scene));
    }
    json["levels"][level.quality] = std::move(entry);
  }
  return json.dump();
}

std::vector<Image<Rgb8>> sheet_row(const std::vector<Image<LinearRgb>>& images, size_t shown) {
  constexpr float amplified = 4;
  std::vector<Image<Rgb8>> row;
  const Image<LinearRgb>& reference = images.front();
  for (const Image<LinearRgb>& image : images) {
    row.emplace_back(image.width_px(), image.height_px());
    std::transform(image.begin(), image.end(), row.back().begin(), quantised);
  }
  Image<Rgb8> error(reference.width_px(), reference.height_px());
  for (size_t i = 0; i < error.size(); ++i) {
    LinearRgb difference{};
    for (size_t c = 0; c < 3; ++c)
      difference[c] = amplified * std::abs(images[shown][i][c] - reference[i][c]);
    error[i] = quantised(difference);
  }
  row.push_back(std::move(error));
  return row;
}

Image<Rgb8> sheet_of(const std::vector<std::vector<Image<Rgb8>>>& rows) {
  constexpr int gap_px = 4;
  const int width_px = rows.at(0).at(0).width_px(), height_px = rows[0][0].height_px();
  Image<Rgb8> sheet(int(rows[0].size()) * (width_px + gap_px) - gap_px,
                    int(rows.size()) * (height_px + gap_px) - gap_px, Rgb8{255, 255, 255});
  for (size_t row = 0; row < rows.size(); ++row) {
    for (size_t column = 0; column < rows[row].size(); ++column) {
      const Image<Rgb8>& image = rows[row][column];
      for (int y = 0; y < height_px; ++y) {
        for (int x = 0; x < width_px; ++x)
          sheet(int(column) * (width_px + gap_px) + x, int(row) * (height_px + gap_px) + y) = image(x, y);
      }
    }
  }
  return sheet;
}

}  // namespace understudy
