// SPDX-License-Identifier: Apache-2.0
// What labels of other programs say that a change of the photo would make untrue: asked of a whole dataset
// before its first photo is changed.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace understudy {

/// Keys of annotations that speak of what is hidden, or of what hides it, in the dialects of COCOA, KINS,
/// D2SA and this program: no longer true once an object is moved, cut or covered.
const std::vector<std::string>& amodal_keys();

/// Keys of annotations that say where something is in the frame and that no step can carry: DensePose's
/// points, hands, feet and faces of COCO-WholeBody, rotated boxes.
const std::vector<std::string>& position_keys();

/// What somebody is about to do to the photos of a dataset.
struct PhotoChange {
  std::string by;  ///< who: "the step flip"
  bool moves_objects = false;
  /// Something is put before objects, and what they were is noted: their hidden parts stay where they are.
  bool covers_objects = false;
};

/// Keys of this program that speak of an object's own picture alone: no longer true of it in another one.
bool holds_in_its_photo_alone(std::string_view key);

/// Throws UserError where some amodal key of the annotations would no longer be true, as hidden parts cannot
/// follow. `remedy` is told.
void require_carried(const PhotoChange& change, const std::set<std::string, std::less<>>& annotation_keys,
                     const std::string& remedy);

/// Throws UserError where the annotations have one of position_keys(), and `by` is about to move what is in
/// the frame.
void require_no_positions(const std::string& by, const std::set<std::string, std::less<>>& annotation_keys,
                          const std::string& remedy);

/// Of an amodal key: whether it tells of the whole object, and so outlasts what is put before it.
bool outlasts_cover(std::string_view amodal_key);

}  // namespace understudy
