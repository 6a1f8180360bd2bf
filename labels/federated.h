// SPDX-License-Identifier: Apache-2.0
// Federated labels, as LVIS has them (A. Gupta, P. Dollár, R. Girshick, CVPR 2019): of each class, what the
// labels of a photo say of it. Of a class that is in neither of LVIS's lists and that no object has, nothing
// is known: there may be unlabelled objects of it.
#pragma once

#include <map>

#include "labels/photo.h"

namespace understudy {

enum class Known {
  none,  ///< there is no object of that class: neg_category_ids
  all,   ///< there are some, all labelled
  some   ///< there are some, not all labelled: not_exhaustive_category_ids
};

/// By category id; a class of which nothing is known is not in it.
using Knowledge = std::map<int64_t, Known>;

Knowledge knowledge_of(const Photo& photo);

/// Of a picture that shows what two pictures showed. Known is what is known of both; where there are labelled
/// objects in one and nothing is known of the other, not all are labelled.
Knowledge knowledge_of_both(const Knowledge& a, const Knowledge& b);

/// Writes it into the photo's lists.
void set_federated(Photo& photo, const Knowledge& knowledge);

/// Before the objects of `other` are added to those of `photo`: its lists become those of both. Nothing is
/// done where neither has such lists.
void unite_federated(Photo& photo, const Photo& other);

/// Leaves one object of a photo, which will be pasted, and in the lists what is known of its pixels: what
/// overlaps it, as a shirt does a person, is in them and goes without its label.
void keep_only(Photo& photo, PhotoObject object);

/// What else an object shows, that was made for the photo.
enum class Shows { itself, perhaps_others };

/// One more object of the class comes into the photo with its label; where it may show others, as a rendered
/// person a shirt, the photo is not known to be without any class.
void one_more(Photo& photo, int64_t category, Shows shows);

/// The class has an object whose label is dropped though something of it is still to be seen.
void not_all_labelled(Photo& photo, int64_t category);

}  // namespace understudy
