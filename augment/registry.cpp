// SPDX-License-Identifier: Apache-2.0
#include "augment/transform.h"

namespace understudy {

const std::vector<Transform>& transforms() {
  static const std::vector<Transform> all = [] {
    std::vector<Transform> list;
    for (const auto& table : {geometry_transforms, crop_transforms, mix_transforms, cover_transforms,
                              paste_transforms, defect_transforms, tone_transforms, color_transforms,
                              blur_transforms, noise_transforms, compression_transforms, scene_transforms}) {
      for (Transform& transform : table()) list.push_back(std::move(transform));
    }
    return list;
  }();
  return all;
}

const Transform* find_transform(const std::string& name) {
  for (const Transform& transform : transforms()) {
    if (transform.name == name) return &transform;
  }
  return nullptr;
}

}  // namespace understudy
