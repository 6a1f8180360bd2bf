// SPDX-License-Identifier: Apache-2.0
// Steps that put objects of other photos into this one.
#include <algorithm>

#include <fmt/format.h>

#include "augment/ground.h"
#include "augment/occluder.h"
#include "augment/paste_step.h"
#include "augment/rows.h"
#include "augment/standing.h"

namespace understudy {
namespace {

/// How an object comes into the photo.
struct Place {
  Homography map;
  std::vector<size_t> in_front;
};

Place random_place(const StepContext& step, const RealBox& box, const Photo& target, uint64_t number) {
  const double scale = step.draw.number(step.name + ".scale", number);
  Stream place = step.stream.child("place").child(number);
  const double w = box.width * scale, h = box.height * scale;
  const double x = place.uniform(0, std::max(0.0, target.width_px - w)),
               y = place.uniform(0, std::max(0.0, target.height_px - h));
  return {moved(box, scale, is_mirrored(step, number), x + w / 2, y + h / 2), {}};
}

/// Places on the ground of one photo.
class Ground {
 public:
  Ground(const StepContext& step, Photo& photo) : step_(step), photo_(photo) {
    const std::vector<StandingBox> boxes = standing_boxes(photo, class_names(step.categories));
    horizon_ = fit_horizon(boxes, usual_projection(photo.width_px, photo.height_px));
    is_sure_ = horizon_.confidence >= least_confidence;
    if (is_sure_) {
      likeness_ = ground_likeness(photo.pixels, free_ground(photo, horizon_.row_px), horizon_.row_px,
                                  agreeing_boxes(boxes, horizon_));
      rules_.attempts = 300;
      rules_.likeness = &likeness_;
      return;
    }
    note(fmt::format("no horizon: of {} whole objects of known height {} agree (confidence {:.2f} of {:.2f})",
                     boxes.size(), horizon_.support, horizon_.confidence, least_confidence));
  }

  bool is_sure() const { return is_sure_; }

  /// Empty, and noted, where the object has none.
  std::optional<Place> place(const DrawnDonor& donor, uint64_t number) {
    if (donor.height_m <= 0) {
      note("nothing says how tall the donor is");
      return std::nullopt;
    }
    const RealBox& from = donor.box();
    std::string why;
    auto found = draw_standing_place({donor.height_m, from}, photo_, horizon_, rules_,
                                     step_.stream.child("place").child(number), why);
    if (!found) {
      note(why);
      return std::nullopt;
    }
    const RealBox& to = found->box;
    return Place{moved(from, to.height / from.height, is_mirrored(step_, number), to.x + to.width / 2,
                       to.y + to.height / 2),
                 std::move(found->in_front)};
  }

 private:
  void note(const std::string& why) {
    photo_.notes.push_back({"no_place", step_.name + ": not pasted: " + why});
  }

  const StepContext& step_;
  Photo& photo_;
  Horizon horizon_;
  bool is_sure_ = false;
  Image<float> likeness_;
  StandingRules rules_;
};

/// What was to be pasted and was not.
void note_missing(const StepContext& step, Photo& photo, int without_donor, int unseen) {
  if (without_donor > 0) {
    photo.notes.push_back(
        {"no_donor", fmt::format("{}: {} not pasted: of {} photos drawn from those that may give none has {}",
                                 step.name, without_donor, most_photos_for_donor,
                                 step.choice("placement") == "structured"
                                     ? "a whole object with a mask that the step is for"
                                     : "an object with a mask that the step is for")});
  }
  if (unseen > 0) {
    photo.notes.push_back({"donor_unseen", fmt::format("{}: {} not pasted: too little would be seen of them",
                                                       step.name, unseen)});
  }
}

void copy_paste(const StepContext& step, Photo& photo) {
  const int count = step.integer("count");
  std::optional<Ground> ground;
  if (step.choice("placement") == "structured" && count > 0) ground.emplace(step, photo);
  const bool on_ground = ground.has_value();
  if (on_ground && !ground->is_sure()) return;
  int without_donor = 0, unseen = 0;
  for (uint64_t i = 0; i < uint64_t(count); ++i) {
    std::optional<DrawnDonor> donor = draw_donor(step, i, {on_ground, on_ground, step.chosen});
    if (!donor) {
      ++without_donor;
      continue;
    }
    const std::optional<Place> place =
        on_ground ? ground->place(*donor, i) : random_place(step, donor->box(), photo, i);
    if (!place) continue;
    if (!paste_donor(step, i, photo, std::move(*donor), place->map, place->in_front)) ++unseen;
  }
  note_missing(step, photo, without_donor, unseen);
}

}  // namespace

std::vector<Transform> paste_transforms() {
  using namespace rows;
  const ParameterTable pasting = joined_tables(donor_parameters(), edge_parameters());
  std::vector<Transform> list = {
      mixed("copy_paste", "Pastes objects with a mask from other images, never crowds; `only` says which.",
            joined_tables(
                {integer("count", 0, 1000, "{uniform: [1, 4]}", "How many."),
                 name("placement", {"random", "structured"}, "random",
                      "Anywhere in the frame, or standing on the ground, as tall as it is there."),
                 each(number("scale", 0.05, 20, "{log_uniform: [0.5, 1]}",
                             "Of its size in its own image, where it is placed at random; drawn for each."))},
                pasting),
            copy_paste),
      mixed(
          "occluder_paste",
          "Pastes an object of another image before an object of the step's `only` until a given share of "
          "that is left, within two points. What has no mask is left alone.",
          joined_tables({integer("count", 0, 1000, "{uniform: [1, 2]}", "Of how many objects."),
                         each(number("visibility", 0, 1, "{uniform: [0.3, 0.8]}",
                                     "Share that is left; drawn for each object.")),
                         each(number("size", 0.1, 5, "{uniform: [0.7, 1.5]}",
                                     "Longer side of the occluder, in that of the object; drawn for each."))},
                        pasting),
          paste_occluders),
  };
  for (Transform& transform : list) transform.adds_objects = transform.pastes_objects = true;
  list[0].only_for_donors = true;
  return list;
}

}  // namespace understudy
