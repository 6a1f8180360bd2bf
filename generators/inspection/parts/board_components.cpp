// SPDX-License-Identifier: Apache-2.0
// Sizes after the usual packages: SOIC (pitch 1.27 mm), QFP (0.8 mm), 0805 chips, radial cans, 2.54 mm
// headers.
#include "generators/inspection/parts/board_components.h"

#include "generators/inspection/parts/turned.h"
#include "generators/shapes/solids.h"

namespace understudy::inspection {
namespace {

/// Adds pieces of one component in its own frame.
struct Fitter {
  MeshBuilder& builder;
  glm::mat4 place;
  std::vector<Pad> pads{};

  void add(BoardSlot slot, Region region, const Piece& piece) {
    tag(builder, int(slot), region);
    builder.add(piece, place);
  }
  /// A pad on the board; `lower`, `upper` in mm.
  void pad(const glm::vec2& lower, const glm::vec2& upper, const glm::vec2& away) {
    add(BoardSlot::solder, Region::pad,
        rounded_box({mm * lower, 0}, {mm * upper, 0.09f * mm}, 0.04f * mm, 2));
    const glm::vec2 middle = 0.5f * mm * (lower + upper), half = 0.5f * mm * (upper - lower);
    pads.push_back(
        {glm::vec2(place * glm::vec4(middle + away * half, 0, 1)), glm::vec2(place * glm::vec4(away, 0, 0))});
  }
};

/// A gull-wing pin along +y or -y at x: out of the body, down, onto its pad.
void add_pin(Fitter& fit, float x, float body, float reach, float side, float width) {
  const auto span = [&](float from, float to, float z0, float z1) {
    const float a = side * from, b = side * to;
    fit.add(BoardSlot::solder, Region::component,
            box({mm * (x - width), mm * std::min(a, b), mm * z0},
                {mm * (x + width), mm * std::max(a, b), mm * z1}));
  };
  span(body - 0.1f, body + 0.45f * (reach - body), 0.65f, 0.82f);
  span(body + 0.4f * (reach - body), body + 0.55f * (reach - body), 0.12f, 0.82f);
  span(body + 0.5f * (reach - body), reach, 0.08f, 0.24f);
  const float low = side > 0 ? body + 0.2f : -reach - 0.35f, high = side > 0 ? reach + 0.35f : -body - 0.2f;
  fit.pad({x - 1.4f * width, low}, {x + 1.4f * width, high}, {0, side});
}

void add_chip(Fitter& fit, int pins, bool quad) {
  const float pitch = quad ? 0.8f : 1.27f,
              half = quad ? 0.5f * pitch * float(pins) + 0.8f : 0.5f * pitch * float(pins) + 0.2f;
  const float body = quad ? half : 1.95f, reach = body + 1.1f, width = quad ? 0.17f : 0.21f;
  fit.add(
      BoardSlot::epoxy, Region::component,
      rounded_box({mm * -half, mm * -body, 0.12f * mm}, {mm * half, mm * body, 1.55f * mm}, 0.18f * mm, 2));
  fit.add(BoardSlot::ceramic, Region::label,
          cylinder({mm * (-half + 0.8f), mm * (-body + 0.8f), 1.5f * mm},
                   {mm * (-half + 0.8f), mm * (-body + 0.8f), 1.56f * mm}, 0.28f * mm, 20));
  const glm::mat4 place = fit.place;
  for (const float turn : quad ? std::vector<float>{0, 90} : std::vector<float>{0}) {
    fit.place = place * rotate_z(turn);
    for (int i = 0; i < pins; ++i)
      for (const float side : {-1.0f, 1.0f})
        add_pin(fit, pitch * (float(i) - 0.5f * float(pins - 1)), body, reach, side, width);
  }
}

void add_passive(Fitter& fit, bool resistor) {
  const float height = resistor ? 0.5f : 0.85f;
  fit.add(resistor ? BoardSlot::epoxy : BoardSlot::ceramic, Region::component,
          rounded_box({-0.72f * mm, -0.6f * mm, 0.06f * mm}, {0.72f * mm, 0.6f * mm, height * mm}, 0.05f * mm,
                      2));
  for (const float side : {-1.0f, 1.0f}) {
    const float a = 0.65f * side, b = 1.0f * side, c = 0.55f * side, d = 1.45f * side;
    fit.add(BoardSlot::solder, Region::component,
            rounded_box({mm * std::min(a, b), -0.63f * mm, 0.05f * mm},
                        {mm * std::max(a, b), 0.63f * mm, (height + 0.03f) * mm}, 0.08f * mm, 2));
    fit.pad({std::min(c, d), -0.7f}, {std::max(c, d), 0.7f}, {side, 0});
  }
}

void add_can(Fitter& fit) {
  fit.add(BoardSlot::epoxy, Region::component,
          rounded_box({-3.3f * mm, -3.3f * mm, 0.1f * mm}, {3.3f * mm, 3.3f * mm, 1.2f * mm}, 0.3f * mm, 2));
  fit.add(BoardSlot::can, Region::component,
          turned(rounded_profile({{0, 1 * mm},
                                  {3.05f * mm, 1 * mm},
                                  {3.05f * mm, 1.6f * mm},
                                  {2.9f * mm, 1.9f * mm},
                                  {3.1f * mm, 2.2f * mm},
                                  {3.1f * mm, 5.8f * mm},
                                  {0, 5.8f * mm}},
                                 {0, 0, 0.2f * mm, 0.2f * mm, 0.2f * mm, 0.5f * mm, 0}, 4),
                 56, 3 * mm));
  for (const float side : {-1.0f, 1.0f})
    fit.pad({std::min(2.6f * side, 4.4f * side), -0.6f}, {std::max(2.6f * side, 4.4f * side), 0.6f},
            {side, 0});
}

void add_header(Fitter& fit, int pins) {
  const float half = 1.27f * float(pins);
  fit.add(
      BoardSlot::epoxy, Region::component,
      rounded_box({mm * -half, -1.27f * mm, 0.05f * mm}, {mm * half, 1.27f * mm, 2.5f * mm}, 0.12f * mm, 2));
  for (int i = 0; i < pins; ++i) {
    const float x = 2.54f * (float(i) - 0.5f * float(pins - 1));
    fit.add(BoardSlot::gold, Region::component,
            rounded_box({mm * (x - 0.32f), -0.32f * mm, 2.4f * mm}, {mm * (x + 0.32f), 0.32f * mm, 8.4f * mm},
                        0.12f * mm, 2));
    fit.pad({x - 0.45f, 1.3f}, {x + 0.45f, 2.2f}, {0, 1});
  }
}

}  // namespace

glm::vec2 half_extent(Component component, int pins) {
  const float count = float(pins);
  switch (component) {
    case Component::quad_chip:
      return mm * glm::vec2(0.4f * count + 2.4f);
    case Component::dual_chip:
      return mm * glm::vec2(0.635f * count + 0.4f, 3.5f);
    case Component::electrolytic:
      return mm * glm::vec2(4.6f, 3.5f);
    case Component::header:
      return mm * glm::vec2(1.27f * count + 0.2f, 2.4f);
    case Component::resistor:
    case Component::capacitor:
      break;
  }
  return mm * glm::vec2(1.6f, 0.85f);
}

std::vector<Pad> add_component(MeshBuilder& builder, Component component, int pins, const glm::vec2& at,
                               bool turned, float z_m) {
  Fitter fit{builder, translate({at, z_m}) * rotate_z(turned ? 90.0f : 0.0f)};
  switch (component) {
    case Component::quad_chip:
      add_chip(fit, pins, true);
      break;
    case Component::dual_chip:
      add_chip(fit, pins, false);
      break;
    case Component::electrolytic:
      add_can(fit);
      break;
    case Component::header:
      add_header(fit, pins);
      break;
    case Component::resistor:
      add_passive(fit, true);
      break;
    case Component::capacitor:
      add_passive(fit, false);
      break;
  }
  return fit.pads;
}

}  // namespace understudy::inspection
