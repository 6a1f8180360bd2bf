// SPDX-License-Identifier: Apache-2.0
// A real image with the labels that somebody gave it. Unlike a Sample, whose labels are measured and hold
// every invariant, a Photo's are claims: polygons between pixels, regions of crowds, boxes without masks,
// keys that only their owner understands. All of it is carried; nothing is repaired unasked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/image.h"
#include "labels/ring.h"
#include "labels/rle.h"

namespace understudy {

/// Edge coordinates, as in files: COCO's bbox.
struct RealBox {
  double x = 0, y = 0, width = 0, height = 0;
  bool operator==(const RealBox&) const = default;
};

/// One ring per part; COCO's readers fill each by the even-odd rule and unite them.
using Polygons = std::vector<RealRing>;
using Segmentation = std::variant<std::monostate, Polygons, Rle>;

/// Pixel indices, as COCO counts them: the centre of pixel (x, y) is keypoint (x, y).
struct Keypoint {
  double x = 0, y = 0;
  int visibility = 0;  ///< 0 not labelled (then x = y = 0), 1 labelled but hidden, 2 visible
  bool operator==(const Keypoint&) const = default;
};

/// What is said of a defect that was painted on a photo.
struct PaintedDefect {
  double severity = 0;       ///< 0 to 1
  double contrast = 0;       ///< as docs/labels.md has it: of its 16 most changed pixels
  double mean_contrast = 0;  ///< of all its pixels
  double min_contrast = 0;   ///< least mean contrast of one that is kept
  uint64_t on = 0;           ///< `handle` of the object that it is on; 0: none
};

struct PhotoObject {
  int64_t id = 0;        ///< of the annotation in the file that it comes from
  int64_t category = 0;  ///< the file's own id
  bool crowd = false;
  std::optional<RealBox> box;
  Segmentation segmentation;
  bool lobed = false;  ///< one of its rings has_lobes()
  double area_px = 0;
  std::vector<Keypoint> keypoints;

  /// Share of the whole object that is still to be seen, through all that was done to it; the file's own
  /// `visibility` to begin with.
  double visibility = 1;
  bool foreign_visibility = false;  ///< by that key the file means something else: kept as it is
  /// Area of the box around the mapped corners, by that of `box`: 1 unless the box had to be estimated; the
  /// file's own `looseness` to begin with.
  double looseness = 1;

  std::string json;       ///< the annotation as its file has it: what is not changed is written from here
  uint64_t position = 0;  ///< among all annotations of the file
  bool changed = false;   ///< some label differs from `json`
  bool hidden = false;    ///< something that was put before it covers all of it
  bool added = false;     ///< was pasted: gets an id of its own
  bool amodal_holds =
      false;            ///< though changed, what `json` says of hidden parts is true: only covered, or new
  uint64_t handle = 0;  ///< names it within the photo where something refers to it; else 0
  std::optional<PaintedDefect> defect{};
  std::string provenance{};  ///< JSON of an added object: donor and how it was placed; else empty
};

/// Something odd about a label, found on the way. Listed, never repaired silently.
struct LabelFault {
  std::string kind;        ///< "ring_of_4_numbers", "outside_frame", ...
  int64_t annotation = 0;  ///< id; 0: of the image
  std::string detail;
};

/// An object that the result has not, and why.
struct PhotoDropped {
  int64_t annotation = 0;
  int64_t category = 0;
  double visible_px = 0;
  double visibility = 0;
  std::string
      reason;  ///< "outside", "hidden", "min_visible_px", "min_visibility", "parent_dropped", "min_contrast"
};

/// Something that could not be done as the recipe asks. Listed.
struct PhotoNote {
  std::string kind;  ///< "no_place", ...
  std::string detail;
};

/// LVIS's lists of an image; see labels/federated.h.
struct FederatedLists {
  std::vector<int64_t> negative;        ///< neg_category_ids
  std::vector<int64_t> not_exhaustive;  ///< not_exhaustive_category_ids
  bool operator==(const FederatedLists&) const = default;
};

struct Photo {
  int64_t id = 0;
  std::string file_name;            ///< relative to the folder of images, with /
  int width_px = 0, height_px = 0;  ///< of the frame; `pixels` has it, once they were read
  std::string json;                 ///< the image's entry as its file has it
  Image<Rgb8> pixels;               ///< empty until read
  Image<float> depth_m;             ///< of each pixel, where a file tells it; 0: not known
  uint64_t file_hash = 0;           ///< hash_bytes of the file that the pixels were read from
  bool pixels_changed = false;
  bool moved = false;       ///< what is seen where in the frame has changed
  Image<Rgb8> good;         ///< the same without the defects painted on it; empty where there are none
  bool keeps_good = false;  ///< it is wanted as a picture of its own
  std::optional<FederatedLists> federated;  ///< empty where its entry has neither list
  bool federated_changed = false;           ///< they differ from `json`
  std::vector<PhotoObject> objects;
  std::vector<PhotoDropped> dropped;
  std::vector<LabelFault> faults;
  std::vector<PhotoNote> notes;
};

struct PhotoCategory {
  int64_t id = 0;
  std::string name;
  std::vector<int>
      mirrored_keypoint;  ///< of keypoint i, which one it becomes in a mirror; empty: no keypoints
};

}  // namespace understudy
