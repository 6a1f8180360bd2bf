// SPDX-License-Identifier: Apache-2.0
// The rules are docs/labels.md. Everything is counted in whole pixels; the only divisions are the last ones.
#include "labels/annotate.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "labels/sweep.h"

namespace understudy {

namespace {

using Pair = std::pair<uint32_t, uint32_t>;

/// Counts of pixels per pair of ids.
class PairCounter {
 public:
  void add(uint32_t first, uint32_t second, int64_t count) {
    const uint32_t number = pairs_.number_of(uint64_t(first) << 32 | second);
    if (number == counts_.size()) counts_.push_back(0);
    counts_[number] += count;
  }
  std::map<Pair, int64_t> sorted() const {
    std::map<Pair, int64_t> result;
    for (size_t i = 0; i < counts_.size(); ++i) {
      result[{uint32_t(pairs_.keys()[i] >> 32), uint32_t(pairs_.keys()[i])}] = counts_[i];
    }
    return result;
  }

 private:
  KeyTable pairs_;
  std::vector<int64_t> counts_;
};

/// What the pixels of a frame say about its instances, before any rule is applied.
struct Tally {
  std::map<uint32_t, Rle> visible, amodal;
  std::map<Pair, int64_t> hidden_px;  ///< (hidden instance, instance in front or 0)
  std::map<Pair, int64_t> part_px;    ///< (instance, part)
  std::map<uint32_t, float> nearest_m;
};

void check_planes(const Frame& frame) {
  const size_t size = size_t(frame.width_px) * size_t(frame.height_px);
  CHECK(frame.instances.size() == size && frame.instances.width_px() == frame.width_px &&
            frame.hits.size() == size && frame.parts.size() == size && frame.layers.begin.size() == size + 1,
        "the planes of a frame differ in size");
}

/// Walks vertical stretches in which neither the visible instance nor the list behind it changes.
std::map<Pair, int64_t> count_hidden(const Frame& frame) {
  PairCounter hidden;
  const Layers& layers = frame.layers;
  const uint32_t* id = frame.instances.data();
  const uint32_t* begin = layers.begin.data();
  const LayerEntry* entries = layers.entries.data();
  const auto same = [=](size_t a, size_t b) {
    const uint32_t n = begin[a + 1] - begin[a];
    if (id[a] != id[b] || begin[b + 1] - begin[b] != n) return false;
    return std::equal(entries + begin[a], entries + begin[a] + n, entries + begin[b],
                      [](const LayerEntry& p, const LayerEntry& q) { return p.instance == q.instance; });
  };
  const auto both_empty = [=](size_t a, size_t b, int n) {
    const bool none = begin[a] == begin[a + n] && begin[b] == begin[b + n];
    return none && std::equal(id + a, id + a + n, id + b);
  };
  sweep_columns(frame.width_px, frame.height_px, same, both_empty,
                [&](size_t pixel, int y_begin, int y_end, int) {
                  const uint32_t front = id[pixel];
                  bool front_is_listed = front == 0;
                  for (uint32_t i = begin[pixel]; i < begin[pixel + 1]; ++i) {
                    const uint32_t instance = entries[i].instance;
                    if (instance == front) {
                      front_is_listed = true;
                    } else if (instance != 0) {
                      hidden.add(instance, front, y_end - y_begin);
                    }
                  }
                  CHECK(front_is_listed, "a pixel shows an instance that its layers do not name");
                });
  return hidden.sorted();
}

std::map<Pair, int64_t> count_parts(const Frame& frame) {
  PairCounter parts;
  const uint32_t* id = frame.instances.data();
  const uint32_t* part = frame.parts.data();
  const auto same = [=](size_t a, size_t b) { return id[a] == id[b] && part[a] == part[b]; };
  const auto same_row = [=](size_t a, size_t b, int n) {
    uint32_t difference = 0;
    for (int i = 0; i < n; ++i) difference |= (id[a + i] ^ id[b + i]) | (part[a + i] ^ part[b + i]);
    return difference == 0;
  };
  sweep_columns(frame.width_px, frame.height_px, same, same_row,
                [&](size_t pixel, int y_begin, int y_end, int) {
                  if (id[pixel] != 0 && part[pixel] != 0) parts.add(id[pixel], part[pixel], y_end - y_begin);
                });
  return parts.sorted();
}

void find_nearest(const Frame& frame, Tally& tally) {
  uint32_t current = 0;
  float* nearest = nullptr;
  for (size_t p = 0; p < frame.instances.size(); ++p) {
    const uint32_t id = frame.instances[p];
    if (id == 0) continue;
    if (id != current || nearest == nullptr) {
      current = id;
      nearest = &tally.nearest_m.try_emplace(id, std::numeric_limits<float>::infinity()).first->second;
    }
    *nearest = std::min(*nearest, frame.hits[p].t_m);
  }
}

Tally tally_frame(const Frame& frame) {
  check_planes(frame);
  Tally tally;
  tally.visible = encode_ids(frame.instances);
  tally.amodal = encode_layers(frame.layers, frame.width_px, frame.height_px);
  tally.hidden_px = count_hidden(frame);
  tally.part_px = count_parts(frame);
  find_nearest(frame, tally);
  return tally;
}

void add_extent(const Frame& frame, Annotation& annotation) {
  const auto found = frame.extents.find(annotation.instance.value);
  CHECK(found != frame.extents.end(), "an instance in view has no extent");
  const Extent& extent = found->second;
  CHECK(extent.amodal_px >= annotation.amodal_area_px, "an extent holds fewer pixels than the frame");
  annotation.amodal_box = {extent.x0, extent.y0, extent.x1 - extent.x0 + 1, extent.y1 - extent.y0 + 1};
  // From the pixels outside, so that an instance wholly in view has exactly 0.
  annotation.truncation = double(extent.amodal_px - annotation.amodal_area_px) / double(extent.amodal_px);
  annotation.truncation_capped = extent.capped;
}

void add_occluders(const Tally& tally, Annotation& annotation) {
  const uint32_t id = annotation.instance.value;
  int64_t hidden = 0;
  for (auto i = tally.hidden_px.lower_bound({id, 0}); i != tally.hidden_px.end() && i->first.first == id;
       ++i) {
    annotation.occluders.push_back({InstanceId(i->first.second), i->second});
    hidden += i->second;
  }
  CHECK(hidden == annotation.amodal_area_px - annotation.area_px, "hidden pixels do not add up");
  std::stable_sort(annotation.occluders.begin(), annotation.occluders.end(),
                   [](const Occluder& a, const Occluder& b) { return a.hidden_px > b.hidden_px; });
}

void add_parts(const Tally& tally, const Taxonomy& taxonomy, Annotation& annotation) {
  const uint32_t id = annotation.instance.value;
  for (auto i = tally.part_px.lower_bound({id, 0}); i != tally.part_px.end() && i->first.first == id; ++i) {
    CHECK(i->first.second < taxonomy.parts.size(), "a pixel shows a part that the taxonomy does not know");
    annotation.part_px[taxonomy.parts[i->first.second]] += i->second;
  }
}

std::string reason_to_drop(const Instance& instance, int64_t visible_px, double visibility,
                           const LabelRules& rules) {
  if (visible_px == 0) return "hidden";
  if (visible_px < (instance.defect ? rules.min_defect_px : rules.min_visible_px)) return "min_visible_px";
  if (visibility < rules.min_visibility) return "min_visibility";
  return {};
}

/// What a frame shows where defects are not told from their objects.
Frame without_defects(const Frame& frame, const std::map<uint32_t, uint32_t>& parents) {
  const auto object_of = [&](uint32_t id) {
    const auto parent = parents.find(id);
    return parent == parents.end() ? id : parent->second;
  };
  Frame objects;
  objects.width_px = frame.width_px;
  objects.height_px = frame.height_px;
  objects.instances = frame.instances;
  objects.hits = frame.hits;
  objects.parts = frame.parts;
  objects.extents = frame.extents;
  uint32_t last = 0, last_object = 0;
  for (uint32_t& id : objects.instances) {
    if (id != last) last_object = object_of(last = id);
    id = last_object;
  }
  for (size_t pixel = 0; pixel + 1 < frame.layers.begin.size(); ++pixel) {
    std::vector<LayerEntry>& entries = objects.layers.entries;
    const auto first = std::ptrdiff_t(entries.size());
    objects.layers.begin.push_back(uint32_t(first));
    for (uint32_t i = frame.layers.begin[pixel]; i < frame.layers.begin[pixel + 1]; ++i) {
      const LayerEntry entry{object_of(frame.layers.entries[i].instance), frame.layers.entries[i].t_m};
      const auto known = std::find_if(entries.begin() + first, entries.end(), [&](const LayerEntry& other) {
        return other.instance == entry.instance;
      });
      if (known == entries.end()) entries.push_back(entry);
    }
  }
  objects.layers.begin.push_back(uint32_t(objects.layers.entries.size()));
  return objects;
}

/// Defects that no ray met, of objects in the picture: smaller than a pixel, or beyond the frame.
void list_unmet(const Scene& scene, const Annotations& objects, Annotations& defects) {
  std::set<InstanceId> known, met;
  for (const Annotation& object : objects.kept) known.insert(object.instance);
  for (const Annotation& a : defects.kept) met.insert(a.instance);
  for (const Dropped& d : defects.dropped) met.insert(d.instance);
  for (const Instance& instance : scene.instances)
    if (known.count(instance.parent) != 0 && met.count(instance.id) == 0)
      defects.dropped.push_back({instance.id, instance.category, 0, 0, "no_pixel"});
}

/// Joins what is true of objects and of their defects, by ascending id. A defect stands only with its object.
Annotations joined(Annotations objects, Annotations defects) {
  std::set<InstanceId> known;
  for (const Annotation& object : objects.kept) known.insert(object.instance);
  for (Annotation& a : defects.kept) {
    if (known.count(a.defect->parent)) {
      objects.kept.push_back(std::move(a));
    } else {
      objects.dropped.push_back({a.instance, a.category, a.area_px, a.visibility, "parent_dropped"});
    }
  }
  objects.dropped.insert(objects.dropped.end(), defects.dropped.begin(), defects.dropped.end());
  const auto by_id = [](const auto& a, const auto& b) { return a.instance < b.instance; };
  std::sort(objects.kept.begin(), objects.kept.end(), by_id);
  std::sort(objects.dropped.begin(), objects.dropped.end(), by_id);
  return objects;
}

/// Of the instances that are, or are not, part of an object.
Annotations annotate_level(const Frame& frame, const Scene& scene, const LabelRules& rules, bool of_objects) {
  Tally tally = tally_frame(frame);
  std::map<uint32_t, const Instance*> instances;
  for (const Instance& instance : scene.instances) instances[instance.id.value] = &instance;

  Annotations result;
  for (auto& [id, amodal] : tally.amodal) {
    CHECK(instances.count(id) == 1, "a frame shows an instance that the scene does not hold");
    const Instance& instance = *instances.at(id);
    if ((instance.parent != background) != of_objects) continue;
    const auto visible = tally.visible.find(id);
    const int64_t visible_px = visible == tally.visible.end() ? 0 : visible->second.area();
    const int64_t amodal_px = amodal.area();
    const double visibility = double(visible_px) / double(amodal_px);
    const std::string reason = reason_to_drop(instance, visible_px, visibility, rules);
    if (!reason.empty()) {
      result.dropped.push_back({instance.id, instance.category, visible_px, visibility, reason});
      continue;
    }
    Annotation annotation;
    annotation.instance = instance.id;
    annotation.category = instance.category;
    annotation.visible = std::move(visible->second);
    annotation.area_px = visible_px;
    annotation.box = annotation.visible.box();
    annotation.amodal = std::move(amodal);
    annotation.amodal_area_px = amodal_px;
    annotation.visibility = visibility;
    annotation.distance_m = double(tally.nearest_m.at(id));
    annotation.provenance = instance.provenance;
    add_extent(frame, annotation);
    add_occluders(tally, annotation);
    add_parts(tally, scene.taxonomy, annotation);
    if (instance.defect) {
      annotation.defect =
          DefectLabel{instance.parent, *instance.defect, principal_size_px(annotation.visible), {}};
    }
    result.kept.push_back(std::move(annotation));
  }
  return result;
}

}  // namespace

Annotations annotate(const Frame& frame, const Scene& scene, const LabelRules& rules) {
  const std::map<uint32_t, uint32_t> parents = scene.parents();
  if (parents.empty()) return annotate_level(frame, scene, rules, false);
  check_planes(frame);
  Annotations objects = annotate_level(without_defects(frame, parents), scene, rules, false);
  Annotations defects = annotate_level(frame, scene, rules, true);
  list_unmet(scene, objects, defects);
  return joined(std::move(objects), std::move(defects));
}

}  // namespace understudy
