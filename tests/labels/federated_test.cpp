// SPDX-License-Identifier: Apache-2.0
#include "labels/federated.h"

#include <vector>

#include "tests/catch.h"

namespace understudy {
namespace {

/// A photo as it is, and what its labels may say of one class.
struct World {
  int objects = 0, labelled = 0;
};

constexpr int64_t cat = 7;

/// Everything that may truly be said of a class.
std::vector<Knowledge> true_claims(const World& world) {
  std::vector<Knowledge> claims;
  if (world.labelled == 0) claims.push_back({});
  if (world.objects == 0) claims.push_back({{cat, Known::none}});
  if (world.labelled > 0) claims.push_back({{cat, Known::some}});
  if (world.labelled > 0 && world.labelled == world.objects) claims.push_back({{cat, Known::all}});
  return claims;
}

bool is_true(const Knowledge& knowledge, const World& world) {
  const auto found = knowledge.find(cat);
  if (found == knowledge.end()) return true;
  if (found->second == Known::none) return world.objects == 0;
  return found->second == Known::some || world.labelled == world.objects;
}

PhotoObject object(int64_t id, int64_t category, RealBox box) {
  PhotoObject o;
  o.id = id;
  o.category = category;
  o.box = box;
  return o;
}

TEST_CASE(
    "what is said of two pictures in one is true, whatever the pictures, and no less than it could be") {
  for (int a_objects = 0; a_objects <= 2; ++a_objects) {
    for (int a_labelled = 0; a_labelled <= a_objects; ++a_labelled) {
      for (int b_objects = 0; b_objects <= 2; ++b_objects) {
        for (int b_labelled = 0; b_labelled <= b_objects; ++b_labelled) {
          const World a{a_objects, a_labelled}, b{b_objects, b_labelled};
          for (const Knowledge& of_a : true_claims(a)) {
            for (const Knowledge& of_b : true_claims(b)) {
              const Knowledge both = knowledge_of_both(of_a, of_b);
              CHECK(is_true(both, {a.objects + b.objects, a.labelled + b.labelled}));
              CHECK(both == knowledge_of_both(of_b, of_a));
              // A class with a labelled object of which nothing is said counts as exhaustively labelled.
              if (a.labelled + b.labelled > 0) CHECK(both.count(cat) == 1);
            }
          }
        }
      }
    }
  }
  const Knowledge none{{cat, Known::none}}, all{{cat, Known::all}}, some{{cat, Known::some}};
  CHECK(knowledge_of_both(none, none) == none);
  CHECK(knowledge_of_both(none, all) == all);
  CHECK(knowledge_of_both(all, all) == all);
  CHECK(knowledge_of_both(none, {}).empty());
}

TEST_CASE("lists of two photos; of one without lists nothing but its objects is known") {
  Photo street, office;
  street.federated = FederatedLists{{1, 2, 3}, {5}};
  street.objects = {object(1, 4, {}), object(2, 5, {})};
  office.federated = FederatedLists{{2, 3, 4}, {}};
  office.objects = {object(3, 1, {}), object(4, 6, {})};
  Photo mixed = street;
  unite_federated(mixed, office);
  CHECK(mixed.federated_changed);
  CHECK(*mixed.federated == FederatedLists{{2, 3}, {5, 6}});  // 1 and 4: all are labelled
  mixed = street;
  office.federated.reset();
  unite_federated(mixed, office);
  CHECK(*mixed.federated == FederatedLists{{}, {1, 4, 5, 6}});
  Photo plain;
  unite_federated(plain, office);
  CHECK_FALSE(plain.federated);
}

TEST_CASE("of an object that is pasted: what overlaps it is in its pixels, without a label") {
  Photo donor;
  donor.federated = FederatedLists{{9}, {8}};
  donor.objects = {object(1, 1, {10, 10, 20, 40}), object(2, 2, {12, 15, 10, 10}),
                   object(3, 3, {40, 10, 9, 9}), object(4, 8, {70, 70, 5, 5})};
  Photo person = donor;
  keep_only(person, donor.objects[0]);
  REQUIRE(person.objects.size() == 1);
  // Not the shirt (2), of which there is one, nor 8, of which there may be one; but no 3, which is elsewhere.
  CHECK(*person.federated == FederatedLists{{3, 9}, {}});
  CHECK(knowledge_of(person).at(1) == Known::all);
  donor.objects.push_back(object(5, 1, {25, 30, 20, 40}));
  person = donor;
  keep_only(person, donor.objects[0]);
  CHECK(*person.federated == FederatedLists{{3, 9}, {1}});
  Photo eight = donor;
  keep_only(eight, donor.objects[3]);
  CHECK(*eight.federated == FederatedLists{{1, 2, 3, 9}, {8}});
}

TEST_CASE(
    "of an object that was made for the photo: its class is no longer negative, nor any that it may show") {
  Photo photo;
  photo.federated = FederatedLists{{2, 3}, {5}};
  photo.objects = {object(1, 4, {})};
  Photo painted = photo;
  one_more(painted, 2, Shows::itself);  // there was none: now all are labelled
  CHECK(*painted.federated == FederatedLists{{3}, {5}});
  painted = photo;
  one_more(painted, 6, Shows::itself);  // nothing was known
  CHECK(*painted.federated == FederatedLists{{2, 3}, {5, 6}});
  Photo rendered = photo;
  one_more(rendered, 2, Shows::perhaps_others);
  CHECK(*rendered.federated == FederatedLists{{}, {5}});
  rendered = photo;
  one_more(rendered, 4, Shows::perhaps_others);
  CHECK(*rendered.federated == FederatedLists{{}, {5}});
  Photo plain;
  one_more(plain, 2, Shows::perhaps_others);
  CHECK_FALSE(plain.federated);
}

TEST_CASE("a class of which one object lost its label is not exhaustively labelled any more") {
  Photo photo;
  not_all_labelled(photo, 4);
  CHECK_FALSE(photo.federated);
  photo.federated = FederatedLists{{2}, {}};
  photo.objects = {object(1, 4, {})};
  not_all_labelled(photo, 4);
  CHECK(*photo.federated == FederatedLists{{2}, {4}});
}

}  // namespace
}  // namespace understudy
