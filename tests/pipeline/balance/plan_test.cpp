// SPDX-License-Identifier: Apache-2.0
#include "pipeline/balance/plan.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "pipeline/balance/repeats.h"
#include "tests/catch.h"
#include "tests/pipeline/balance/scarce_dataset.h"

namespace understudy {
namespace {

constexpr uint32_t sign = 1;  ///< number of the class in the file

Census census_of(const tests::ScarceDataset& dataset, const std::string& key = "") {
  return take_census(CocoReader(dataset.folder / "instances.json"), key, 256);
}

const HasPlace everywhere = [](uint32_t, uint32_t) { return true; };

BalancePlan plan_of(const Census& census, const std::string& recipe, const HasPlace& has_place = everywhere) {
  return make_plan(census, BalanceRecipe::parse(recipe, "recipe.yaml"), has_place);
}

std::vector<PlannedPaste> pastes_of(const BalancePlan& plan) {
  std::vector<PlannedPaste> pastes;
  for (const PlannedOutput& output : plan.outputs)
    pastes.insert(pastes.end(), output.pastes.begin(), output.pastes.end());
  return pastes;
}

/// `images` photos of one class each, the first `rare` of them of the rarer one, of which they hold `each`.
Census two_classes(size_t images, size_t rare, uint32_t each) {
  Census census;
  census.categories = {{1, "common", {}}, {2, "rare", {}}};
  census.groups = {""};
  for (uint32_t i = 0; i < images; ++i) {
    const uint32_t count = i < rare ? each : 1;
    census.images.push_back({100, 100, 0, uint32_t(census.objects.size()), count});
    for (uint32_t k = 0; k < count; ++k)
      census.objects.push_back({i, k, i < rare ? 1u : 0u, {}, Donor::no_outline});
  }
  return census;
}

TEST_CASE("repeat factors are LVIS's: max(1, sqrt(t / f)), and an image's that of its rarest class") {
  const Census census = two_classes(64, 4, 3);
  const auto images = class_frequencies(census, Frequency::images);
  CHECK(images[1] == Approx(4.0 / 64));
  const auto instances = class_frequencies(census, Frequency::instances);
  CHECK(instances[1] == Approx(12.0 / 72));
  CHECK(class_frequencies(census, Frequency::both)[1] == Approx(std::sqrt(4.0 / 64 * 12 / 72)));
  const auto factors = class_repeat_factors(images, 0.25);
  CHECK(factors[0] == 1);
  CHECK(factors[1] == Approx(2));
  CHECK(class_repeat_factors({0, 1, 0.01}, 0.0001) == std::vector<double>{1, 1, 1});
  const auto of_images = image_repeat_factors(census, factors);
  CHECK(std::count(of_images.begin(), of_images.end(), 1.0) == 60);
  CHECK(of_images[3] == Approx(2));
}

TEST_CASE("whole factors repeat exactly, fractions by chance in their proportion") {
  CHECK(plan_of(two_classes(64, 4, 1), "repeat_factor: 0.25\n").outputs.size() == 64 + 4);
  CHECK(plan_of(two_classes(64, 4, 1), "repeat_factor: 0.01\n").outputs.size() == 64);
  // f = 1/4, t = 9/16: r = 1.5 for 1,000 images of 4,000.
  const double extra =
      double(plan_of(two_classes(4000, 1000, 1), "repeat_factor: 0.5625\n").outputs.size()) - 4000;
  CHECK(std::abs(extra - 500) < 4 * std::sqrt(1000 * 0.25));
}

TEST_CASE("the target is reached exactly, and every original comes first") {
  const tests::ScarceDataset dataset;
  const Census census = census_of(dataset);
  const BalancePlan plan = plan_of(census, "target: {stop sign: 60}\n");
  CHECK(plan.classes[sign].before == 10);
  CHECK(plan.classes[sign].planned() == 60);
  CHECK(plan.classes[sign].why_short.empty());
  CHECK(pastes_of(plan).size() == plan.classes[sign].by_pastes);
  CHECK(plan.classes[sign].by_copies >= 20);  // each of ten photos twice, before anything is pasted
  std::map<uint32_t, uint32_t> next;
  for (const PlannedOutput& output : plan.outputs) CHECK(output.copy == next[output.image]++);
  CHECK(next.size() == tests::ScarceDataset::images);
}

TEST_CASE("a donor is pasted no more often than its cap, and none long before another") {
  const tests::ScarceDataset dataset;
  const Census census = census_of(dataset);
  const auto uses_of = [&](const std::string& recipe) {
    std::map<uint32_t, int> uses;
    for (const PlannedPaste& paste : pastes_of(plan_of(census, recipe))) ++uses[paste.donor];
    return uses;
  };
  const auto few = uses_of("target: {stop sign: 50}\nmax_repeats: 0\nmax_donor_reuse: 9\nmax_hosts: 9\n");
  REQUIRE(few.size() == 8);
  int most = 0, least = 1000;
  for (const auto& [donor, uses] : few) {
    CHECK(census.objects[donor].donor == Donor::yes);
    most = std::max(most, uses);
    least = std::min(least, uses);
  }
  CHECK(most <= 9);
  CHECK(most - least <= 2);

  const BalancePlan plan = plan_of(census, "target: {stop sign: 500}\nmax_repeats: 0\nmax_donor_reuse: 2\n");
  CHECK(plan.classes[sign].by_pastes == 16);
  CHECK(plan.classes[sign].why_short ==
        "each of the 8 that can be pasted was, 2 times; --insert renders more");
  CHECK(plan.classes[sign].planned() < 500);
}

TEST_CASE("what cannot be reached says why") {
  const tests::ScarceDataset dataset;
  const Census census = census_of(dataset);
  CHECK(plan_of(census, "target: {dog: 5}\n").classes[2].why_short == "the photos hold none");
  const auto cut = plan_of(two_classes(8, 2, 1), "target: {rare: 90}\n").classes[1];
  CHECK(cut.why_short == "none of the 2 can be pasted: 2 without outline");
  const auto full =
      plan_of(census, "target: {stop sign: 900}\nmax_hosts: 1\nmax_donor_reuse: 1000\n").classes[sign];
  CHECK(full.why_short.starts_with("no photo takes more"));
  CHECK_THROWS_AS(plan_of(census, "target: {stop sing: 5}\n"), UserError);
}

TEST_CASE(
    "pastes stand where the class stands, as large as it is, apart from one another and clear of the frame") {
  const tests::ScarceDataset dataset;
  const Census census = census_of(dataset);
  const BalancePlan plan = plan_of(census, "target: {stop sign: 90}\nmax_donor_reuse: 20\nmax_hosts: 8\n");
  REQUIRE(plan.classes[sign].planned() == 90);
  for (const PlannedOutput& output : plan.outputs) {
    for (const PlannedPaste& paste : output.pastes) {
      const RealBox& b = paste.box;
      CHECK(b.x >= 0);
      CHECK(b.x + b.width <= 120);
      CHECK(b.y + b.height <= 40);  // no sign hangs lower than the middle; all cars do
      CHECK(b.height >= 14);
      CHECK(b.height <= 26);
      CHECK(census.objects[paste.donor].image != output.image);
      for (const PlannedPaste& other : output.pastes) {
        if (&other == &paste) continue;
        const RealBox& o = other.box;
        CHECK(
            (b.x >= o.x + o.width || o.x >= b.x + b.width || b.y >= o.y + o.height || o.y >= b.y + b.height));
      }
    }
  }
}

TEST_CASE("donor and target share the group; a group without donors takes none") {
  const tests::ScarceDataset dataset;
  const Census census = census_of(dataset, "split");
  REQUIRE(census.groups.size() == 2);
  const auto pasted =
      pastes_of(plan_of(census, "target: {stop sign: 80}\ngroup_key: split\nmax_donor_reuse: 50\n"));
  CHECK(pasted.size() > 20);
  const BalancePlan plan =
      plan_of(census, "target: {stop sign: 80}\ngroup_key: split\nmax_donor_reuse: 50\n");
  for (const PlannedOutput& output : plan.outputs) {
    for (const PlannedPaste& paste : output.pastes)
      CHECK(census.images[census.objects[paste.donor].image].group == census.images[output.image].group);
  }
  const BalancePlan train =
      plan_of(census, "target: {stop sign: 40}\ngroup_key: split\ngroup: train\nmax_donor_reuse: 50\n");
  CHECK(train.classes[sign].before == 5);
  CHECK(train.classes[sign].planned() == 40);
  for (const PlannedOutput& output : train.outputs) CHECK((output.copy == 0 || output.image % 2 == 0));
  CHECK_THROWS_AS(plan_of(census, "target: {stop sign: 40}\ngroup_key: split\ngroup: trian\n"), UserError);
  CHECK_THROWS_AS(census_of(dataset, "video"), UserError);
}

TEST_CASE("what pastes cannot give is rendered, into photos that tell where their ground is") {
  Census census = two_classes(40, 4, 2);
  census.categories[0].name = "car";
  census.categories[1].name = "stop sign";
  for (size_t i = 0; i < 30; ++i) census.images[i].horizon_confidence = i % 2 == 0 ? 0.9f : 0.2f;
  const std::string recipe = "target: {stop sign: 20}\nmax_hosts: 2\nmax_repeats: 0\n";
  CHECK(plan_of(census, recipe).classes[1].by_inserts == 0);
  const BalancePlan plan = plan_of(census, recipe + "insert: |\n  quality: preview\n");
  CHECK(plan.classes[1].by_inserts + plan.classes[1].by_copies == 12);
  CHECK(plan.classes[1].planned() == 20);
  CHECK(plan.classes[1].why_short.empty());
  std::map<uint32_t, int> hosts;
  for (const PlannedOutput& output : plan.outputs) {
    if (output.inserts.empty()) continue;
    CHECK(output.image % 2 == 0);
    CHECK(output.image < 30);
    CHECK(output.inserts.size() <= 2);  // as many as photos with signs hold
    CHECK(++hosts[output.image] <= 2);
  }
  const BalancePlan choosy = plan_of(census, recipe + "insert: |\n  quality: preview\n",
                                     [](uint32_t image, uint32_t) { return image % 4 == 0; });
  for (const PlannedOutput& output : choosy.outputs) CHECK((output.inserts.empty() || output.image % 4 == 0));
  CHECK(choosy.classes[1].by_inserts > 0);
  const BalancePlan more =
      plan_of(census, "target: {stop sign: 500}\nmax_hosts: 2\nmax_repeats: 0\ninsert: |\n  seed: 1\n");
  CHECK(more.classes[1].why_short.find("rendered: each of the 15 photos") != std::string::npos);
  CHECK(plan_of(census,
                "target: {car: 500}\nmax_repeats: 0\ninsert: |\n  insert: {mesh: a.glb, mesh_class: car}\n")
            .classes[0]
            .by_inserts > 0);
}

TEST_CASE("another seed gives another plan, the same seed the same") {
  const tests::ScarceDataset dataset;
  const Census census = census_of(dataset);
  const auto boxes = [&](const std::string& seed) {
    std::vector<RealBox> list;
    for (const PlannedPaste& paste : pastes_of(plan_of(census, seed + "target: {stop sign: 60}\n")))
      list.push_back(paste.box);
    return list;
  };
  CHECK((boxes("seed: 4\n") == boxes("seed: 4\n")));
  CHECK_FALSE((boxes("seed: 4\n") == boxes("seed: 5\n")));
}

TEST_CASE("a recipe that is written out reads back to the same") {
  const auto once = BalanceRecipe::parse(
      "target: {stop sign: 60, 'it''s: odd': 3}\ngroup_key: video_id\ngroup: 17\nfrequency: both\n",
      "recipe.yaml");
  CHECK(once.group == "17");
  const auto again = BalanceRecipe::parse(once.to_yaml(), "recipe.yaml");
  CHECK(again.to_yaml() == once.to_yaml());
  CHECK(again.target == once.target);
  CHECK_THROWS_AS(BalanceRecipe::parse("target: {car: -1}\n", "recipe.yaml"), UserError);
  CHECK_THROWS_AS(BalanceRecipe::parse("target: 5\n", "recipe.yaml"), UserError);
  CHECK_THROWS_AS(BalanceRecipe::parse("max_host: 5\n", "recipe.yaml"), UserError);
  CHECK_THROWS_AS(BalanceRecipe::parse("group: train\n", "recipe.yaml"), UserError);
}

}  // namespace
}  // namespace understudy
