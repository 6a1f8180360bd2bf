// SPDX-License-Identifier: Apache-2.0
#include "augment/donor.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "augment/json_text.h"
#include "labels/ring.h"

namespace understudy {
namespace {

/// Share of the outline that its largest ring has: less where something in front cuts the object in two.
double largest_part(const PhotoObject& object) {
  const auto* rings = std::get_if<Polygons>(&object.segmentation);
  if (rings == nullptr) return 1;
  double sum = 0, largest = 0;
  for (const RealRing& ring : *rings) {
    const double area = object.lobed ? region_area(ring) : std::abs(signed_area(ring));
    sum += area;
    largest = std::max(largest, area);
  }
  return sum > 0 ? largest / sum : 0;
}

}  // namespace

Donor donor_of(const PhotoObject& object, const Photo& photo, double min_donor_px) {
  constexpr double rim_px = 2, least_part = 0.9, least_visibility = 0.9;
  if (object.crowd) return Donor::crowd;
  if (object.segmentation.index() == 0 || !object.box) return Donor::no_outline;
  const RealBox& b = *object.box;
  const bool cut = b.x < rim_px || b.y < rim_px || b.x + b.width > photo.width_px - rim_px ||
                   b.y + b.height > photo.height_px - rim_px;
  if (cut) return Donor::cut_by_frame;
  if (object.visibility < least_visibility || largest_part(object) < least_part) return Donor::partly_hidden;
  return object.area_px < min_donor_px || b.width <= 0 || b.height <= 0 ? Donor::too_small : Donor::yes;
}

std::string donor_json(const PhotoSource& source, const Photo& photo, const PhotoObject& object) {
  const std::string dataset =
      source.dataset.empty() ? "" : fmt::format("\"donor_dataset\":{},", json_quoted(source.dataset));
  return fmt::format("{{{}\"donor_image_id\":{},\"donor_annotation_id\":{}}}", dataset, photo.id, object.id);
}

}  // namespace understudy
