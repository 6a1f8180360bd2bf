// SPDX-License-Identifier: Apache-2.0
#include "augment/paste_step.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "augment/donor.h"
#include "augment/json_text.h"
#include "augment/paste.h"
#include "augment/rows.h"
#include "augment/standing.h"
#include "base/literal.h"
#include "labels/federated.h"

namespace understudy {

namespace {

std::vector<const PhotoObject*> fitting_donors(const Photo& photo, const DonorRules& rules,
                                               const ClassNames& names) {
  constexpr double least_donor_px = 64;
  std::vector<const PhotoObject*> fitting;
  for (const PhotoObject& object : photo.objects) {
    if (!can_be_pasted(object) || (rules.wanted && !rules.wanted(object))) continue;
    if (rules.whole && donor_of(object, photo, least_donor_px) != Donor::yes) continue;
    if (rules.measured && !is_seen_to_foot(object, photo, names)) continue;
    fitting.push_back(&object);
  }
  return fitting;
}

/// Without decoding the photo. Where its labels leave its size open, or are not to be had alone, it may.
bool may_have_donor(const PhotoSource& source, uint64_t index, const DonorRules& rules,
                    const ClassNames& names) {
  if (!source.labels) return true;
  const Photo photo = source.labels(index);
  return photo.width_px <= 0 || photo.height_px <= 0 || !fitting_donors(photo, rules, names).empty();
}

/// The donor's provenance, and how it is put into the photo: `box` may leave the frame.
std::string placed_json(const PhotoObject& donor, const Homography& map, const EdgeLook& edge) {
  const RealBox& from = *donor.box;
  const Point a = map.apply({from.x, from.y}), b = map.apply({from.x + from.width, from.y + from.height});
  const auto text = [](double number) { return write_number(std::round(number * 1e4) / 1e4); };
  const std::string_view known = std::string_view(donor.provenance).substr(0, donor.provenance.size() - 1);
  return fmt::format(R"({},"scale":{},"mirrored":{},"box":[{},{},{},{}],"blend":{},"blend_px":{}}})", known,
                     text(std::abs(map.m[4])), map.m[0] < 0, text(std::min(a.x, b.x)),
                     text(std::min(a.y, b.y)), text(std::abs(b.x - a.x)), text(std::abs(b.y - a.y)),
                     json_quoted(blend_names()[size_t(edge.blend)]), text(edge.width_px));
}

}  // namespace

bool can_be_pasted(const PhotoObject& object) { return !object.crowd && object.segmentation.index() != 0; }

std::optional<DrawnDonor> draw_donor(const StepContext& step, uint64_t number, const DonorRules& rules) {
  if (step.source == nullptr || step.source->count == 0) return std::nullopt;
  const ClassNames names = class_names(step.categories);
  for (uint64_t attempt = 0; attempt < most_photos_for_donor; ++attempt) {
    Stream stream = step.stream.child("donor").child(number).child(attempt);
    const auto index = uint64_t(stream.uniform_int(0, int64_t(step.source->count) - 1));
    if (!may_have_donor(*step.source, index, rules, names)) continue;
    std::optional<Photo> photo = step.source->read(index);
    if (!photo) continue;
    const std::vector<const PhotoObject*> fitting = fitting_donors(*photo, rules, names);
    if (fitting.empty()) continue;
    DrawnDonor donor;
    PhotoObject object = *fitting[size_t(stream.uniform_int(0, int64_t(fitting.size()) - 1))];
    if (rules.measured) donor.height_m = height_m_of(object, *photo, names);
    object.added = true;
    object.provenance = donor_json(*step.source, *photo, object);
    keep_only(*photo, std::move(object));
    donor.photo = std::move(*photo);
    return donor;
  }
  return std::nullopt;
}

bool paste_donor(const StepContext& step, uint64_t number, Photo& photo, DrawnDonor donor,
                 const Homography& map, const std::vector<size_t>& in_front) {
  Photo parent;  // what is told of it, without pixels
  parent.id = donor.photo.id;
  parent.file_name = donor.photo.file_name;
  parent.json = donor.photo.json;
  parent.file_hash = donor.photo.file_hash;
  const EdgeLook edge = edge_look(step, number);
  PhotoObject& object = donor.photo.objects[0];
  object.provenance = placed_json(object, map, edge);
  if (!paste_object(photo, std::move(donor.photo), map, edge, step.source->mirrored, in_front)) return false;
  if (step.source->used) step.source->used(parent);
  return true;
}

Homography moved(const RealBox& from, double scale, bool mirror, double centre_x, double centre_y) {
  const Homography centred = composed(translation(-from.x - from.width / 2, -from.y - from.height / 2),
                                      scaling(mirror ? -scale : scale, scale));
  return composed(centred, translation(centre_x, centre_y));
}

ParameterTable donor_parameters() {
  using namespace rows;
  return {setting(path("donors.in", "",
                       "COCO file of another dataset that the donors are of; classes are matched by name.")),
          setting(path("donors.images", "",
                       "Folder that its file names begin in; if not said, 'images' beside the file.")),
          number("mirror", 0, 1, "0.5", "Share of the donors that are mirrored.")};
}

ParameterTable edge_parameters() {
  using namespace rows;
  return {
      each(name("blend", blend_names(), "feather",
                "How the edge goes over into what is around it; drawn for each. No label depends on it.")),
      each(number("blend_px", 0, 50, "{uniform: [0, 2]}",
                  "Width of that; drawn for each. Of no use to hard and poisson."))};
}

bool is_mirrored(const StepContext& step, uint64_t number) {
  return step.stream.child("mirror").child(number).chance(step.number("mirror"));
}

EdgeLook edge_look(const StepContext& step, uint64_t number) {
  return {blend_of(step.draw.name(step.name + ".blend", number)),
          step.draw.number(step.name + ".blend_px", number),
          step.stream.child("angle").child(number).uniform(0, 180)};
}

}  // namespace understudy
