// SPDX-License-Identifier: Apache-2.0
#include "generators/inspection/parameters.h"

#include "base/parameter_rows.h"
#include "generators/inspection/part.h"
#include "generators/inspection/rigs/rig.h"
#include "generators/inspection/stages/stage.h"

namespace understudy::inspection {

using namespace rows;

ParameterTable inspection_parameters() {
  return {
      number("camera.elevation_deg", 3, 90,
             "{depends: inspection.stage, cases: {line_scan: 90, studio: {uniform: [15, 50]}, "
             "turntable: {uniform: [20, 55]}, workbench: {uniform: [35, 70]}, else: {uniform: [62, 89]}}}",
             "Height of the camera above the horizon of the subject; 90 looks straight down."),
      number("camera.azimuth_deg", -360, 360, "{uniform: [0, 360]}",
             "Direction in which the camera stands, counter-clockwise from x."),
      number(
          "camera.roll_deg", -180, 180,
          "{depends: inspection.stage, cases: {workbench: {normal: [0, 5], clip: [-15, 15]}, line_scan: 0, "
          "else: {normal: [0, 1], clip: [-4, 4]}}}",
          "Positive turns the picture clockwise."),
      boolean("camera.orthographic", "{depends: inspection.stage, cases: {line_scan: true, else: false}}",
              "Parallel rays, as a line scanner or a telecentric lens sees."),
      number(
          "camera.fov_deg", 2, 120,
          "{depends: inspection.stage, cases: {workbench: {uniform: [55, 68]}, else: {uniform: [18, 35]}}}",
          "Horizontal field of view; 20 is a long industrial lens, 65 a phone."),
      number("camera.size_in_frame", 0.05, 20,
             "{depends: inspection.stage, cases: {workbench: {uniform: [0.45, 0.8]}, conveyor: {uniform: "
             "[0.9, 1.3]}, "
             "bin: {uniform: [0.95, 1.3]}, else: {uniform: [0.75, 0.95]}}}",
             "Diameter of the subject as a share of the frame's shorter side; above 1 it is cut off."),
      number("camera.distance_m", 0, 100, "0",
             "Distance from the subject's centre; 0: as far as camera.size_in_frame asks (of parallel rays: "
             "three radii, 1 m at least)."),
      number("camera.aperture_radius_m", 0, 0.1,
             "{depends: inspection.stage, cases: {workbench: {uniform: [0.001, 0.002]}, else: 0}}",
             "Radius of the lens opening: depth of field."),
      number("camera.focus_error", -0.5, 0.5, "{normal: [0, 0.005], clip: [-0.02, 0.02]}",
             "Distance in focus against that of the subject's centre, as a share of it."),
      name("inspection.stage", stage_names(),
           "{choice: {bench: 3, studio: 2, turntable: 1, line_scan: 1, workbench: 2, conveyor: 2, bin: 2}}",
           "What the parts lie on, and which camera is usual there."),
      each(name("inspection.part", with_any(part_kinds()), "any",
                "Kind of part; any: drawn evenly from all kinds.")),
      integer("inspection.count", 1, 200,
              "{depends: inspection.stage, cases: {conveyor: {uniform: [4, 12]}, bin: {uniform: [8, 20]}, "
              "else: 1}}",
              "Parts on the conveyor or in the bin; other stages show one."),
      boolean("inspection.mixed", "false", "Whether a conveyor or bin holds parts of different kinds."),
      each(number("inspection.yaw_deg", -360, 360, "{uniform: [0, 360]}",
                  "How a part is turned about z; in a bin they lie anyhow.")),
      name("inspection.rig", rig_names(),
           "{depends: inspection.stage, cases: {workbench: room, studio: softbox, line_scan: bar, "
           "bin: {choice: {ring: 2, dome: 2, softbox: 1}}, conveyor: {choice: {ring: 2, dome: 1, bar: 2, "
           "softbox: 1}}, "
           "else: {choice: {ring: 3, dome: 2, bar: 2, dark_field: 1, softbox: 1}}}}",
           "How the lamps are arranged."),
      name("inspection.light_color", {"white", "warm", "cool", "red", "blue"},
           "{choice: {white: 4, warm: 1, cool: 1}}", "Colour of the lamps."),
      number(
          "inspection.ambient", 0, 10,
          "{depends: inspection.rig, cases: {room: {uniform: [0.08, 0.2]}, softbox: {uniform: [0.04, 0.12]}, "
          "else: {uniform: [0.01, 0.05]}}}",
          "Light of the surroundings, against lamps that light white paper to about 1."),
  };
}

}  // namespace understudy::inspection
