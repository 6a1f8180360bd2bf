// SPDX-License-Identifier: Apache-2.0
#include "generators/street/parameters.h"

#include "base/parameter_rows.h"
#include "generators/street/debris.h"
#include "generators/street/objects/object.h"

namespace understudy {

using namespace rows;

namespace {

Parameter model(std::string path, Family family) {
  return each(name(std::move(path), with_any(models_of(family)), "any",
                   "Model of each one; any: drawn evenly from all of the family."));
}

}  // namespace

ParameterTable camera_parameters() {
  return {
      name("camera.mode", {"driver", "dashcam", "kerbside", "surveillance", "survey", "closeup"},
           "{choice: {driver: 3, dashcam: 2, kerbside: 3, surveillance: 2}}",
           "Whose eyes: a driver's, a dash camera's, someone's at the kerb, a surveillance camera's on a "
           "pole, a road survey vehicle's that looks down on its lane; or someone's who takes a picture of a "
           "parked car from close by."),
      number("camera.height_m", 0.3, 30,
             "{depends: camera.mode, cases: {driver: {uniform: [1.15, 1.6]}, dashcam: {uniform: [1.2, 1.5]}, "
             "kerbside: {uniform: [1.4, 1.8]}, surveillance: {uniform: [3.5, 7]}, survey: {uniform: [2, 3]}, "
             "closeup: {uniform: [1, 1.8]}}}",
             "Height of the lens above the ground it stands on."),
      number("camera.lateral_m", -1.5, 1.5,
             "{depends: camera.mode, cases: {closeup: {uniform: [-1.5, 1.5]}, else: {normal: [0, 0.15], "
             "clip: [-0.5, 0.5]}}}",
             "Offset across the street from the mode's usual place; of a close-up, along the car from its "
             "middle."),
      number("camera.distance_m", 0.4, 8, "{uniform: [1, 3.5]}",
             "Of a close-up: from the car's side. It is in focus."),
      number("camera.yaw_deg", -180, 180,
             "{depends: camera.mode, cases: {driver: {normal: [0, 5], clip: [-15, 15]}, "
             "dashcam: {normal: [0, 2], clip: [-6, 6]}, kerbside: {uniform: [8, 50]}, "
             "surveillance: {uniform: [0, 30]}, survey: {normal: [0, 3], clip: [-8, 8]}, closeup: {uniform: "
             "[35, 145]}}}",
             "Direction of view against the street's; positive turns towards the middle of the road, of a "
             "close-up "
             "towards the car: 90 looks straight at its side."),
      number("camera.pitch_deg", -89, 89,
             "{depends: camera.mode, cases: {driver: {normal: [-1.5, 1.5], clip: [-6, 4]}, "
             "dashcam: {normal: [-2, 1.5], clip: [-7, 3]}, kerbside: {normal: [-2, 2], clip: [-8, 5]}, "
             "surveillance: {uniform: [-24, -12]}, survey: {uniform: [-88, -48]}, closeup: {normal: [0, 3], "
             "clip: [-9, 9]}}}",
             "Positive looks up; of a close-up, above the middle of the car's side."),
      number("camera.roll_deg", -180, 180, "{normal: [0, 0.6], clip: [-3, 3]}",
             "Positive turns the picture clockwise."),
      number("camera.fov_deg", 5, 175,
             "{depends: camera.mode, cases: {driver: {uniform: [48, 72]}, dashcam: {uniform: [75, 100]}, "
             "kerbside: {uniform: [42, 65]}, surveillance: {uniform: [50, 78]}, survey: {uniform: [55, 80]}, "
             "closeup: {uniform: [40, 70]}}}",
             "Horizontal field of view, with any lens; beyond some 120 degrees only a fisheye shows much."),
      name("camera.lens", {"pinhole", "brown_conrady", "fisheye"},
           "{depends: camera.mode, cases: {dashcam: brown_conrady, surveillance: {choice: {pinhole: 2, "
           "brown_conrady: 1, fisheye: 1}}, else: {choice: {pinhole: 3, brown_conrady: 1}}}}",
           "Lens model: pinhole, Brown-Conrady (OpenCV), or Kannala-Brandt fisheye (cv::fisheye)."),
      number("camera.k1", -1, 1,
             "{depends: camera.lens, cases: {brown_conrady: {uniform: [-0.18, -0.04]}, "
             "fisheye: {uniform: [-0.03, 0.02]}, else: 0}}",
             "First radial coefficient. All six are weakened alike where the picture's sides or corners "
             "would not "
             "be seen."),
      number("camera.k2", -1, 1,
             "{depends: camera.lens, cases: {brown_conrady: {uniform: [0.01, 0.05]}, else: 0}}",
             "Second radial coefficient."),
      number("camera.k3", -1, 1, "0", "Third radial coefficient."),
      number("camera.k4", -1, 1, "0", "Fourth radial coefficient (fisheye only)."),
      number("camera.p1", -0.1, 0.1,
             "{depends: camera.lens, cases: {brown_conrady: {normal: [0, 0.0005], clip: [-0.002, 0.002]}, "
             "else: 0}}",
             "First tangential coefficient (Brown-Conrady only); fov_deg is that of the lens without its "
             "tangential part."),
      number("camera.p2", -0.1, 0.1,
             "{depends: camera.lens, cases: {brown_conrady: {normal: [0, 0.0005], clip: [-0.002, 0.002]}, "
             "else: 0}}",
             "Second tangential coefficient (Brown-Conrady only)."),
      number("camera.shutter_s", 0, 1,
             "{depends: sky.time, cases: {night: {uniform: [0.008, 0.02]}, else: {log_uniform: [0.0005, "
             "0.008]}}}",
             "Exposure time: motion blur of camera and things; it does not change the brightness."),
      number("camera.aperture_radius_m", 0, 0.1, "{uniform: [0, 0.0015]}",
             "Radius of the lens opening: depth of field."),
      number("camera.focus_distance_m", 0.1, 1000,
             "{depends: camera.mode, cases: {survey: {uniform: [2.5, 3.5]}, else: {uniform: [8, 20]}}}",
             "Distance that is in focus."),
      number("camera.speed_mps", 0, 60,
             "{depends: camera.mode, cases: {driver: {uniform: [0, 10]}, dashcam: {uniform: [0, 12]}, "
             "survey: {uniform: [0, 4]}, else: 0}}",
             "Speed of the camera along the street."),
      // The sensor's own default would bring a night to middle grey, and no camera is set to do that.
      number("sensor.exposure_ev", -16, 16,
             "{depends: sky.time, cases: {night: {normal: [-1.2, 0.4], clip: [-2.2, -0.2]}, "
             "else: {normal: [0, 0.3], clip: [-0.8, 0.8]}}}",
             "Stops added to the metered exposure; without metering, to the radiance as it is."),
      // Without it, a street in the shade is as blue as the sky that lights it, and no camera shows it so.
      number(
          "sensor.auto_white_balance", 0, 1,
          "{depends: sky.time, cases: {night: {uniform: [0, 0.5]}, else: {uniform: [0.3, 0.9]}}}",
          "How far the camera goes from white_balance_k towards the light that it measures: 1 all the way."),
  };
}

ParameterTable sky_parameters() {
  return {
      name("sky.time", {"day", "golden_hour", "overcast", "night"},
           "{choice: {day: 5, golden_hour: 2, overcast: 3, night: 2}}",
           "Time and weather; what depends on it: sun, clouds, lamps, shutter."),
      number("sky.sun_elevation_deg", -90, 90,
             "{depends: sky.time, cases: {day: {uniform: [25, 65]}, golden_hour: {uniform: [5, 15]}, "
             "overcast: {uniform: [20, 60]}, night: {uniform: [-30, -12]}}}",
             "Height of the sun; at or below 0 there is neither sun nor daylight."),
      number("sky.sun_azimuth_deg", -360, 360, "{uniform: [0, 360]}",
             "Direction of the sun, counter-clockwise from the camera's street."),
      number("sky.sun_brightness", 0, 10, "1", "Factor on the sun's light."),
      number("sky.sun_radius_deg", 0.1, 10, "{uniform: [0.27, 0.6]}",
             "Angular radius of the sun: larger is softer."),
      number("sky.turbidity", 1.8, 10,
             "{depends: sky.time, cases: {golden_hour: {uniform: [3, 6]}, else: {uniform: [2, 5]}}}",
             "Haze of the clear sky: 2 very clear, 6 hazy."),
      number("sky.cloudiness", 0, 1,
             "{depends: sky.time, cases: {day: {beta: [1, 4]}, golden_hour: {beta: [1, 6]}, "
             "overcast: {uniform: [0.85, 1]}, night: 0}}",
             "0 clear, 1 overcast."),
      number("sky.brightness", 0, 10, "1", "Factor on the sky's light."),
      number("sky.night_glow_klx", 0, 0.1, "{uniform: [0.0004, 0.0015]}",
             "Radiance of the night sky over a town (kcd/m2)."),
      path("sky.hdri", "",
           "Environment map (OpenEXR or Radiance, equirectangular) in place of the computed sun and sky. Its "
           "sun, if one stands "
           "out, throws sharp shadows; sky.time still says what is lit."),
      number("sky.hdri_rotation_deg", -360, 360, "{uniform: [0, 360]}",
             "Turn of that map about the zenith, counter-clockwise."),
      number(
          "sky.hdri_klx", 0, 150,
          "{depends: sky.time, cases: {night: {log_uniform: [0.001, 0.005]}, else: {log_uniform: [5, 80]}}}",
          "Light that it gives level ground, which its values are scaled to; 0: 1 of the file is 1 kcd/m2."),
      number("sky.fog_density_per_m", 0, 0.2,
             "{depends: sky.time, cases: {overcast: {beta: [0.5, 6], range: [0, 0.03]}, "
             "else: {beta: [0.4, 8], range: [0, 0.01]}}}",
             "Fog: light is dimmed by exp(-density * distance); 0.01 hides what is 300 m away, 0.05 what is "
             "60 m away."),
  };
}

ParameterTable street_parameters() {
  ParameterTable table{
      name("street.placement", {"structured", "random"}, "structured",
           "structured: as streets are. random: domain randomization, anything anywhere in any colour."),
      name("street.traffic", {"right", "left"}, "right", "Side of the road that traffic keeps to."),
      integer("street.lanes_per_direction", 1, 3, "{choice: {1: 2, 2: 1}}", "Lanes for each direction."),
      number("street.lane_width_m", 2.5, 4.5, "{uniform: [2.9, 3.5]}", "Width of a lane."),
      boolean("street.parking_lanes", "{choice: {true: 3, false: 1}}",
              "Whether there is a row of parking places at each kerb."),
      name("street.roadside", {"kerb", "verge"}, "kerb",
           "kerb: kerbs and paved pavements. verge: earth and grass, as along country roads."),
      number("street.pavement_width_m", 1.5, 10, "{uniform: [2.4, 5]}", "Width of the pavements."),
      number("street.kerb_height_m", 0, 0.3,
             "{depends: street.roadside, cases: {verge: {uniform: [0.005, 0.04]}, else: {uniform: [0.08, "
             "0.14]}}}",
             "Height of kerb and pavement above the road."),
      name("street.center_line", {"white_dashes", "yellow_double", "white_solid", "none"},
           "{choice: {white_dashes: 3, yellow_double: 3, white_solid: 1, none: 0.5}}",
           "Marking between the directions."),
      boolean("street.edge_lines",
              "{depends: street.roadside, cases: {verge: {choice: {true: 1, false: 2}}, else: true}}",
              "Whether a line marks the edge of the lanes."),
      number("street.marking_wear", 0, 1, "{uniform: [0.05, 0.5]}", "0: fresh paint, 1: nearly gone."),
      number("street.asphalt_albedo", 0.02, 0.5, "{uniform: [0.06, 0.16]}", "How light the road is."),
      number("street.asphalt_dust", 0, 1, "{beta: [0.6, 3]}",
             "0: clean tar and stone, 1: brown with dried mud and sand, as country roads are."),
      number("street.asphalt_wear", 0, 1, "{beta: [0.8, 3]}",
             "0: even, 1: stones laid bare and patches worn light and dark."),
      integer("street.wear.repairs", 0, 60, "{uniform: [2, 9]}",
              "Squares and trenches of newer asphalt on the road ahead."),
      integer("street.wear.tar_seams", 0, 60, "{choice: {0: 1, 3: 1, 6: 1, 10: 1}}",
              "Cracks that were filled with tar; with any, the joint between the lanes is sealed too."),
      integer("street.wear.oil_stains", 0, 100, "{uniform: [4, 16]}", "Stains where cars stop and park."),
      integer("street.wear.gum", 0, 2000, "{uniform: [40, 200]}", "Dark spots on the pavements."),
      integer("street.wear.covers", 0, 40, "{uniform: [2, 6]}",
              "Cast covers of shafts, level with the road."),
      integer("street.wear.gravel", 0, 60, "{uniform: [0, 3]}",
              "Patches of loose stones on the road: at potholes, before the kerb, anywhere."),
      integer("street.wear.leaves", 0, 5000, "{choice: {0: 2, 60: 1, 250: 1}}",
              "Fallen leaves, most of them before the kerb."),
      name("street.intersection.kind", {"none", "cross", "t_left", "t_right"},
           "{choice: {cross: 6, t_left: 1, t_right: 1.5, none: 1.5}}", "Whether a street crosses or joins."),
      number("street.intersection.distance_m", 3, 80, "{uniform: [6, 22]}",
             "From the camera to the stop line (or, without intersection, to the zebra crossing)."),
      number("street.intersection.corner_radius_m", 1, 12, "{uniform: [2.5, 5]}",
             "Radius of the kerb at the corners."),
      name("street.intersection.control", {"signals", "all_way_stop", "stop_here", "stop_cross", "none"},
           "{choice: {signals: 5, all_way_stop: 3, stop_here: 1.5, stop_cross: 0.5}}",
           "Who has to stop, and by what."),
      name("street.intersection.phase", {"main_green", "main_amber", "cross_green", "cross_amber", "all_red"},
           "{choice: {main_green: 4, main_amber: 1, cross_green: 4, cross_amber: 1, all_red: 0.5}}",
           "State of the signals, the same for all posts of a street."),
      name("street.signals.mounting", {"posts", "mast_arms", "both"},
           "{choice: {posts: 3, mast_arms: 1, both: 2}}",
           "Signals on posts at the stop line, on mast arms beyond the intersection, or both."),
      boolean("street.crossing", "true", "Without an intersection: whether there is a zebra crossing."),
      number("street.buildings.setback_m", 0, 15, "{choice: {0: 2, 0.5: 1, 2.5: 1}}",
             "From the pavement to the fronts."),
      number("street.buildings.gap_probability", 0, 1, "{uniform: [0, 0.25]}",
             "How often a gap follows a building."),
      number("street.buildings.lit_share", 0, 1,
             "{depends: sky.time, cases: {night: {uniform: [0.4, 0.9]}, else: 0}}",
             "Share of the buildings with lit windows."),
      number("street.trees.spacing_m", 4, 100, "{uniform: [9, 22]}", "Distance between the trees of a row."),
      number("street.trees.density", 0, 1, "{choice: [0, 0.6, 0.9]}",
             "Share of the places in the rows that hold a tree."),
      number("street.lamps.spacing_m", 8, 200, "{uniform: [20, 32]}", "Distance between street lamps."),
      boolean("street.lamps.lit", "{depends: sky.time, cases: {night: true, else: false}}",
              "Whether the street lamps are lit."),
      integer("street.furniture.count", 0, 100, "{uniform: [4, 14]}",
              "Bins, benches, bollards, hydrants, posts."),
      integer("street.cars.parked_count", 0, 60,
              "{depends: street.parking_lanes, cases: {true: {uniform: [2, 9]}, else: 0}}",
              "Cars parked along the kerb, where there are lanes for it."),
      integer("street.cars.moving_count", 0, 60, "{uniform: [2, 8]}",
              "Cars on the lanes, queues at red included."),
      boolean("street.cars.headlights", "{depends: sky.time, cases: {night: true, else: false}}",
              "Whether moving cars have their lamps on."),
      model("street.cars.model", Family::car),
      each(name("street.cars.color", with_any(paint_names()), "any", "Paint; any: as usual on roads.")),
      each(number("street.cars.speed_mps", 0, 60, "{uniform: [4, 14]}", "Speed of moving cars.")),
      integer("street.pedestrians.count", 0, 100, "{uniform: [3, 11]}", "People on foot."),
      number("street.pedestrians.crossing_share", 0, 1, "{uniform: [0.2, 0.6]}",
             "Share of them on or at a crossing, where there is one."),
      number(
          "street.pedestrians.near_share", 0, 1, "{uniform: [0, 1]}",
          "Of the places on pavements that are considered for each of the others, the share that lies up to "
          "12 m before the camera; the rest lies along the whole street."),
      each(integer("street.pedestrians.group_size", 1, 5, "{choice: {1: 3, 2: 2, 3: 1}}",
                   "How many walk side by side.")),
      model("street.pedestrians.model", Family::pedestrian),
      each(number("street.pedestrians.speed_mps", 0, 4, "{normal: [1.35, 0.25], clip: [0.5, 2.2]}",
                  "Walking speed.")),
      integer("street.cyclists.count", 0, 40, "{uniform: [1, 4]}", "People riding bicycles."),
      name("street.cyclists.labels", {"cyclist", "rider_and_bicycle"}, "cyclist",
           "cyclist: rider and bicycle are one instance. rider_and_bicycle: a pedestrian and a bicycle, as "
           "COCO has "
           "a person and a bicycle."),
      model("street.cyclists.model", Family::cyclist),
      each(number("street.cyclists.speed_mps", 0, 15, "{uniform: [3, 7]}", "Riding speed.")),
      integer("street.bicycles.count", 0, 60, "{uniform: [1, 6]}", "Bicycles parked, alone or side by side."),
      model("street.bicycles.model", Family::bicycle),
      number("street.random.radius_m", 5, 100, "{uniform: [25, 45]}",
             "Random placement: how far from the camera things may be."),
      integer("street.random.traffic_lights", 0, 40, "{uniform: [1, 4]}",
              "Random placement: traffic lights."),
      integer("street.random.stop_signs", 0, 40, "{uniform: [1, 4]}", "Random placement: stop signs."),
      integer("street.random.distractors", 0, 200, "{uniform: [8, 30]}",
              "Random placement: shapes that are none of the classes."),
  };
  for (const DebrisKind& kind : debris_kinds()) table.push_back(integer(kind.path, 0, 100, "0", kind.help));
  return table;
}

}  // namespace understudy
