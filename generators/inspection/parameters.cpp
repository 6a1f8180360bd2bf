// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/parameters.h"

#include "generators/inspection/part.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/inspection/stages/stage.h"
#include "generators/parameter_rows.h"

namespace understudy::inspection {

using namespace rows;

ParameterTable inspection_parameters() {
  return {
      number("camera.elevation_deg", 3, 90, "{uniform: [55, 88]}",
             "Height of the camera above the horizon of the subject; 90 looks straight down."),
      number("camera.azimuth_deg", -360, 360, "{uniform: [0, 360]}",
             "Direction in which the camera stands, counter-clockwise from x."),
      number("camera.roll_deg", -180, 180, "{normal: [0, 1], clip: [-4, 4]}",
             "Positive turns the picture clockwise."),
      number("camera.fov_deg", 2, 120, "{uniform: [18, 35]}",
             "Horizontal field of view; 20 is a long industrial lens, 65 a phone."),
      number("camera.size_in_frame", 0.05, 20, "{uniform: [0.75, 0.95]}",
             "Diameter of the subject as a share of the frame's shorter side; above 1 it is cut off."),
      number("camera.distance_m", 0, 100, "0",
             "Distance from the subject's centre; 0: as far as camera.size_in_frame asks."),
      number("camera.aperture_radius_m", 0, 0.1, "0", "Radius of the lens opening: depth of field."),
      number("camera.focus_error", -0.5, 0.5, "{normal: [0, 0.003], clip: [-0.01, 0.01]}",
             "Distance in focus against that of the subject's centre, as a share of it."),
      name("inspection.stage", stage_names(), "bench", "What the parts lie on."),
      each(name("inspection.part", with_any(part_kinds()), "any",
                "Kind of part; any: drawn evenly from all kinds.")),
      each(number("inspection.yaw_deg", -360, 360, "{uniform: [0, 360]}", "How a part is turned about z.")),
      name("inspection.rig", rig_names(), "ring", "How the lamps are arranged."),
      name("inspection.light_color", {"white", "warm", "cool", "red", "blue"},
           "{choice: {white: 4, warm: 1, cool: 1}}", "Colour of the lamps."),
      number("inspection.ambient", 0, 10, "{uniform: [0.01, 0.06]}",
             "Light of the room, against lamps that light white paper to about 1."),
  };
}

}  // namespace understudy::inspection
