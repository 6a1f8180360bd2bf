// SPDX-License-Identifier: Apache-2.0
// People: a skeleton in a pose, a body around it, clothes around that. Used by pedestrians and by cyclists.
// Side 0 is left (+y), side 1 right. Proportions: R. Drillis and R. Contini, "Body segment parameters", 1966.
#pragma once

#include <array>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "generators/palette.h"
#include "generators/shapes/implicit.h"
#include "generators/street/objects/family.h"
#include "generators/street/objects/object.h"

namespace understudy {

struct Physique {
  float height_m = 1.75f;
  float build = 1;      ///< thickness of body and limbs
  float shoulders = 1;  ///< breadth
  float hips = 1;
  float head_scale = 1;  ///< children's heads are larger
};

struct Outfit {
  enum class Top { shirt, jumper, jacket, coat } top = Top::jumper;
  enum class Bottom { trousers, shorts, skirt } bottom = Bottom::trousers;
  enum class Hair { short_cut, long_cut, bun, bald } hair = Hair::short_cut;
  enum class Hat { none, cap, beanie, helmet } hat = Hat::none;
  enum class Bag { none, backpack, shoulder } bag = Bag::none;
  glm::vec3 folds{0};  ///< Folds::phases of the clothes
};

/// Joints in object space.
struct Skeleton {
  glm::vec3 pelvis, neck, head;  ///< middle of the hips, base of the neck, middle of the skull
  glm::vec3 forward{1, 0, 0};    ///< where the head looks
  std::array<glm::vec3, 2> hip, knee, ankle, shoulder, elbow, wrist, hand;
  std::array<float, 2> foot_pitch_deg{0, 0};  ///< toes down
  std::array<float, 2> foot_yaw_deg{0, 0};
};

enum PersonSlot { skin, hair, top, bottom, shoes, bag, hat, legwear, eyes, person_slot_count };
const std::vector<std::string>& person_slots();

Physique draw_physique(bool child, Stream& stream);
Outfit draw_outfit(bool child, Stream& stream);

/// Joints between `from` and `to` with these bone lengths, bent towards `pole`; `to` is drawn nearer where
/// out of reach.
glm::vec3 bend(const glm::vec3& from, glm::vec3& to, float upper_m, float lower_m, const glm::vec3& pole);

/// Hips and shoulders, the spine leaning forward by `lean_deg`; limbs are left to the pose.
Skeleton trunk_at(const Physique& body, const glm::vec3& pelvis, float lean_deg, float twist_deg);
void set_leg(Skeleton& s, const Physique& body, int side, glm::vec3 ankle, const glm::vec3& knee_towards);
void set_arm(Skeleton& s, const Physique& body, int side, glm::vec3 wrist, const glm::vec3& elbow_towards);

enum class Pose { walking, standing, waiting };
Skeleton pose_on_foot(const Physique& body, Pose pose, Stream& stream);

void add_person(MeshBuilder& builder, const Physique& body, const Outfit& outfit, const Skeleton& skeleton);

/// Head, hands and what is worn above the hips.
void add_upper_body(MeshBuilder& builder, const Physique& body, const Outfit& outfit,
                    const Skeleton& skeleton);

/// Materials of the person's slots; {"top": "red", ...}.
Dressing dress_person(Stream stream);

}  // namespace understudy
