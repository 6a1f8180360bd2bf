// SPDX-License-Identifier: Apache-2.0
#include "augment/occluder.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "augment/cover.h"
#include "augment/remap_labels.h"

namespace understudy {
namespace {

double middle_x(const MaskPatch& patch) { return patch.x + patch.inside.width_px() / 2.0; }
double middle_y(const MaskPatch& patch) { return patch.y + patch.inside.height_px() / 2.0; }

/// Tries places of a cover.
class Slide {
 public:
  Slide(const MaskPatch& seen, MaskPatch cover, double left_px, const std::vector<MaskPatch>& spared)
      : seen_(seen), cover_(std::move(cover)), left_px_(left_px), spared_(spared), area_(seen.area()) {}

  /// Pixels of the object that would be left; and the place is kept where it is the best so far.
  double try_at(int x, int y) {
    MaskPatch moved_here{cover_.x + x, cover_.y + y, {}};
    std::swap(moved_here.inside, cover_.inside);  // no copy
    const double left = double(area_ - overlap_px(seen_, moved_here));
    const double missed_px = std::abs(left - left_px_);
    const bool better = !best_ || missed_px < best_->missed_px;
    const bool free = !better || std::none_of(spared_.begin(), spared_.end(), [&](const MaskPatch& other) {
      return overlap_px(other, moved_here) > 0;
    });
    std::swap(moved_here.inside, cover_.inside);
    if (better && free) best_ = Shift{x, y, missed_px};
    return left;
  }
  const std::optional<Shift>& best() const { return best_; }

 private:
  const MaskPatch& seen_;
  MaskPatch cover_;
  double left_px_;
  const std::vector<MaskPatch>& spared_;
  int64_t area_;
  std::optional<Shift> best_;
};

/// The donor's mask at that scale, at its own place: what paste_object() makes of it, but for whole pixels.
MaskPatch mask_at(const DrawnDonor& donor, const Homography& map, int width_px, int height_px,
                  const MirroredKeypoints& mirrored) {
  Photo labels;
  labels.objects = donor.photo.objects;
  Remap remap(donor.photo.width_px, donor.photo.height_px);
  remap.then(map, width_px, height_px);
  remap_labels(labels, remap, mirrored);
  return outline_of(labels.objects[0], width_px, height_px);
}

struct Target {
  size_t number;
  MaskPatch seen;
  double share, left_px, tolerance_px;  ///< what is to be left, and how nearly
};

/// One donor, one size and one direction; true where it is pasted.
bool paste_before(const StepContext& step, Photo& photo, const Target& target,
                  const std::vector<MaskPatch>& spared, uint64_t attempt) {
  std::optional<DrawnDonor> donor = draw_donor(step, attempt, {true, false, {}});
  if (!donor) return false;
  Stream stream = step.stream.child("slide").child(attempt);
  const RealBox& box = donor->box();
  const double longer = std::max(target.seen.inside.width_px(), target.seen.inside.height_px());
  constexpr double most_scale = 2;  // beyond, a blown-up thing is told from afar
  const double scale = std::min(
      most_scale, step.draw.number(step.name + ".size", attempt) * longer / std::max(box.width, box.height));
  // A frame of its own, in which all of it is seen, whole pixels from its place in the photo.
  const int w = int(std::ceil(box.width * scale)) + 4, h = int(std::ceil(box.height * scale)) + 4;
  const bool mirror = is_mirrored(step, attempt);
  MaskPatch cover = mask_at(*donor, moved(box, scale, mirror, w / 2.0, h / 2.0), w, h, step.source->mirrored);
  if (cover.empty()) return false;
  const auto place =
      slide_over(target.seen, cover, target.left_px, stream.uniform(0, 2 * std::numbers::pi), spared);
  if (!place || place->missed_px > target.tolerance_px) return false;
  const Homography map = moved(box, scale, mirror, w / 2.0 + place->x, h / 2.0 + place->y);
  donor->tell("leaves_visible", fmt::format("{:.4f}", target.share));
  return paste_donor(step, attempt, photo, std::move(*donor), map);
}

bool cover_until(const Target& target, const StepContext& step, Photo& photo,
                 const std::vector<MaskPatch>& spared) {
  constexpr uint64_t most_tries = 12;
  const double too_much = double(target.seen.area()) - target.left_px;
  if (std::abs(too_much) <= target.tolerance_px) return true;
  for (uint64_t attempt = 0; attempt < most_tries && too_much > 0; ++attempt) {
    if (paste_before(step, photo, target, spared, target.number * most_tries + attempt)) return true;
  }
  return false;
}

/// The step's objects, in an order that is drawn.
std::vector<size_t> drawn_targets(const StepContext& step, const Photo& photo) {
  std::vector<size_t> targets;
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    const PhotoObject& object = photo.objects[i];
    if (!object.crowd && object.segmentation.index() != 0 && step.chosen(object)) targets.push_back(i);
  }
  Stream order = step.stream.child("targets");
  for (size_t i = targets.size(); i > 1; --i)
    std::swap(targets[i - 1], targets[size_t(order.uniform_int(0, int64_t(i) - 1))]);
  return targets;
}

}  // namespace

std::optional<Shift> slide_over(const MaskPatch& seen, const MaskPatch& cover, double left_px,
                                double direction_rad, const std::vector<MaskPatch>& spared) {
  Slide slide(seen, cover, left_px, spared);
  const double reach = std::hypot(seen.inside.width_px() + cover.inside.width_px(),
                                  seen.inside.height_px() + cover.inside.height_px()) /
                       2;
  const double dx = middle_x(seen) - middle_x(cover), dy = middle_y(seen) - middle_y(cover);
  const double step_px = std::max(1.0, reach / 60);
  for (int i = 0; i * step_px < 2 * reach; ++i) {
    const double far = reach - i * step_px;
    const int x = int(std::lround(dx + far * std::cos(direction_rad)));
    const int y = int(std::lround(dy + far * std::sin(direction_rad)));
    if (slide.try_at(x, y) < left_px) break;
  }
  for (int radius = int(std::ceil(step_px)); slide.best() && radius >= 1; radius = radius == 1 ? 0 : 1) {
    const Shift centre = *slide.best();
    for (int y = -3; y <= 3; ++y) {
      for (int x = -3; x <= 3; ++x) slide.try_at(centre.x + x * radius, centre.y + y * radius);
    }
  }
  return slide.best();
}

void paste_occluders(const StepContext& step, Photo& photo) {
  const std::vector<size_t> targets = drawn_targets(step, photo);
  std::vector<double> whole_px(photo.objects.size());
  const auto seen = [&](size_t i) { return outline_of(photo.objects[i], photo.width_px, photo.height_px); };
  for (const size_t i : targets) whole_px[i] = double(seen(i).area());
  std::vector<MaskPatch> done;
  const size_t count = std::min(targets.size(), size_t(step.integer("count")));
  for (size_t k = 0; k < count; ++k) {
    const size_t i = targets[k];
    const double share = step.draw.number(step.name + ".visibility", i);
    if (!cover_until({i, seen(i), share, share * whole_px[i], visibility_tolerance * whole_px[i]}, step,
                     photo, done)) {
      photo.notes.push_back(
          {"visibility_not_met", fmt::format("{}: no donor leaves {:.2f} of object {} to be seen", step.name,
                                             share, photo.objects[i].id)});
    }
    done.push_back(seen(i));
  }
}

}  // namespace understudy
