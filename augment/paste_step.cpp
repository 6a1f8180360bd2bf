// SPDX-License-Identifier: Apache-2.0
#include "augment/paste_step.h"

#include "augment/donor.h"
#include "augment/rows.h"
#include "augment/standing.h"
#include "labels/federated.h"

namespace understudy {

std::optional<DrawnDonor> draw_donor(const StepContext& step, uint64_t number, const DonorRules& rules) {
  if (step.source == nullptr || step.source->count == 0) return std::nullopt;
  constexpr double least_donor_px = 64;
  constexpr int most_tries = 20;
  for (uint64_t attempt = 0; attempt < most_tries; ++attempt) {
    Stream stream = step.stream.child("donor").child(number).child(attempt);
    std::optional<Photo> photo =
        step.source->read(uint64_t(stream.uniform_int(0, int64_t(step.source->count) - 1)));
    if (!photo) continue;
    std::vector<const PhotoObject*> fitting;
    for (const PhotoObject& o : photo->objects) {
      if (o.crowd || o.segmentation.index() == 0 || (rules.wanted && !rules.wanted(o))) continue;
      if (!rules.whole || donor_of(o, *photo, least_donor_px) == Donor::yes) fitting.push_back(&o);
    }
    if (fitting.empty()) continue;
    DrawnDonor donor;
    PhotoObject object = *fitting[size_t(stream.uniform_int(0, int64_t(fitting.size()) - 1))];
    if (rules.measured) donor.height_m = height_m_of(object, *photo, class_names(step.categories));
    object.added = true;
    object.provenance = donor_json(*step.source, *photo, object);
    keep_only(*photo, std::move(object));
    donor.photo = std::move(*photo);
    return donor;
  }
  return std::nullopt;
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
