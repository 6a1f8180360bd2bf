// SPDX-License-Identifier: Apache-2.0
#include "labels/federated.h"

#include <algorithm>

namespace understudy {
namespace {

/// By their boxes: rather too often than not.
bool may_overlap(const PhotoObject& a, const PhotoObject& b) {
  if (!a.box || !b.box) return true;
  return a.box->x < b.box->x + b.box->width && b.box->x < a.box->x + a.box->width &&
         a.box->y < b.box->y + b.box->height && b.box->y < a.box->y + a.box->height;
}

}  // namespace

Knowledge knowledge_of(const Photo& photo) {
  Knowledge knowledge;
  if (!photo.federated) {
    for (const PhotoObject& object : photo.objects) knowledge[object.category] = Known::some;
    return knowledge;
  }
  for (const int64_t category : photo.federated->negative) knowledge[category] = Known::none;
  for (const PhotoObject& object : photo.objects) knowledge[object.category] = Known::all;
  for (const int64_t category : photo.federated->not_exhaustive) knowledge[category] = Known::some;
  return knowledge;
}

Knowledge knowledge_of_both(const Knowledge& a, const Knowledge& b) {
  Knowledge both;
  const auto take = [&](const Knowledge& ours, const Knowledge& theirs) {
    for (const auto& [category, known] : ours) {
      const auto other = theirs.find(category);
      if (other == theirs.end()) {
        if (known != Known::none) both[category] = Known::some;
      } else if (known == Known::some || other->second == Known::some) {
        both[category] = Known::some;
      } else {
        both[category] = known == Known::none && other->second == Known::none ? Known::none : Known::all;
      }
    }
  };
  take(a, b);
  take(b, a);
  return both;
}

void set_federated(Photo& photo, const Knowledge& knowledge) {
  FederatedLists lists;
  for (const auto& [category, known] : knowledge) {
    if (known == Known::none) lists.negative.push_back(category);
    if (known == Known::some) lists.not_exhaustive.push_back(category);
  }
  photo.federated = std::move(lists);
  photo.federated_changed = true;
}

void unite_federated(Photo& photo, const Photo& other) {
  if (!photo.federated && !other.federated) return;
  set_federated(photo, knowledge_of_both(knowledge_of(photo), knowledge_of(other)));
}

void keep_only(Photo& photo, PhotoObject object) {
  if (photo.federated) {
    Knowledge knowledge = knowledge_of(photo);
    std::erase_if(knowledge, [&](const auto& entry) { return entry.second == Known::some; });
    const bool all = knowledge.count(object.category) > 0;
    for (auto& [category, known] : knowledge) known = Known::none;
    bool alone = all;
    for (const PhotoObject& other : photo.objects) {
      if (other.id == object.id || !may_overlap(other, object)) continue;
      alone = alone && other.category != object.category;
      knowledge.erase(other.category);
    }
    knowledge[object.category] = alone ? Known::all : Known::some;
    set_federated(photo, knowledge);
  }
  photo.objects = {std::move(object)};
}

void one_more(Photo& photo, int64_t category, Shows shows) {
  if (!photo.federated) return;
  Knowledge knowledge = knowledge_of(photo);
  const auto known = knowledge.find(category);
  const Known now = known == knowledge.end() || known->second == Known::some ? Known::some : Known::all;
  if (shows == Shows::perhaps_others)
    std::erase_if(knowledge, [](const auto& entry) { return entry.second == Known::none; });
  knowledge[category] = now;
  set_federated(photo, knowledge);
}

void not_all_labelled(Photo& photo, int64_t category) {
  if (!photo.federated) return;
  Knowledge knowledge = knowledge_of(photo);
  knowledge[category] = Known::some;
  set_federated(photo, knowledge);
}

}  // namespace understudy
