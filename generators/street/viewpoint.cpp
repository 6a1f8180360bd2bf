// SPDX-License-Identifier: Apache-2.0
#include "generators/street/viewpoint.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/constants.hpp>

#include "base/error.h"

namespace understudy {
namespace {

double radians(double degrees) { return degrees * glm::pi<double>() / 180; }

/// Columns right, down, forward. Yaw turns counter-clockwise from +x, pitch up, roll the picture clockwise.
glm::dmat3 orientation(double yaw_rad, double pitch_rad, double roll_rad) {
  const glm::dvec3 forward{std::cos(yaw_rad) * std::cos(pitch_rad), std::sin(yaw_rad) * std::cos(pitch_rad),
                           std::sin(pitch_rad)};
  const glm::dvec3 level{std::sin(yaw_rad), -std::cos(yaw_rad), 0};
  const glm::dvec3 down = glm::cross(forward, level);
  const glm::dvec3 right = level * std::cos(roll_rad) - down * std::sin(roll_rad);
  return glm::dmat3(right, glm::cross(forward, right), forward);
}

/// Whether the lens maps angles up to the middle of the picture's sides one to one, and sees the corners.
bool covers_picture(const Camera& camera, double half_fov_rad) {
  if (camera.max_angle_rad() < half_fov_rad) return false;
  for (const double x : {0.0, double(camera.width_px)})
    for (const double y : {0.0, double(camera.height_px)})
      if (!camera.direction(x, y)) return false;
  return true;
}

/// The focal length with which the half field of view reaches the edge of the picture, where the lens maps it
/// one to one.
void set_focal_length(Camera& camera, double half_fov_rad) {
  const auto& k = camera.distortion;
  double reach = std::tan(half_fov_rad);
  if (camera.model == LensModel::brown_conrady) {
    const double r2 = reach * reach;
    reach *= 1 + r2 * (k[0] + r2 * (k[1] + r2 * k[4]));
  } else if (camera.model == LensModel::kannala_brandt) {
    const double t2 = half_fov_rad * half_fov_rad;
    reach = half_fov_rad * (1 + t2 * (k[0] + t2 * (k[1] + t2 * (k[2] + t2 * k[3]))));
  }
  camera.fx = camera.fy = camera.width_px / 2.0 / reach;
}

void set_lens(const Draw& draw, Camera& camera) {
  const std::string lens = draw.name("camera.lens");
  const double k1 = draw.number("camera.k1"), k2 = draw.number("camera.k2"), k3 = draw.number("camera.k3");
  const double k4 = draw.number("camera.k4"), p1 = draw.number("camera.p1"), p2 = draw.number("camera.p2");
  if (lens == "brown_conrady") {
    camera.model = LensModel::brown_conrady;
    camera.distortion = {k1, k2, p1, p2, k3};
  } else if (lens == "fisheye") {
    camera.model = LensModel::kannala_brandt;
    camera.distortion = {k1, k2, k3, k4, 0};
  }
  const double half_fov_rad = radians(draw.number("camera.fov_deg") / 2);
  set_focal_length(camera, half_fov_rad);
  // In the end nothing is left of the distortion; what is not seen then lies behind a fisheye.
  for (int i = 0; i < 400 && !covers_picture(camera, half_fov_rad); ++i) {
    for (double& k : camera.distortion) k *= 0.8;
    set_focal_length(camera, half_fov_rad);
  }
}

/// Across the street: the driver's seat, the middle of the windscreen, or the pavement next to the kerb.
double lateral_m(const std::string& mode, const Layout& layout) {
  const double own_lane = -layout.side * (layout.lanes_per_direction - 0.5) * layout.lane_width_m;
  const double kerb = -layout.side * layout.half_width_m;
  if (mode == "driver") return own_lane + layout.side * 0.35;
  if (mode == "dashcam" || mode == "survey") return own_lane;
  return kerb - layout.side * (mode == "kerbside" ? 0.7 : 0.6);
}

std::vector<Volume> space_around(const std::string& mode, const Layout& layout, const glm::dvec2& at,
                                 double z, double yaw_rad) {
  const glm::dvec2 forward{std::cos(yaw_rad), std::sin(yaw_rad)};
  if (mode == "driver" || mode == "dashcam") {
    const double lane = -layout.side * (layout.lanes_per_direction - 0.5) * layout.lane_width_m;
    return {{{0.8, lane}, {3.8, 1.0}, 0, 0, 2.6}};
  }
  // What is lower than a bonnet may lie on the lane that is surveyed; traffic may not hide it.
  if (mode == "survey") return {{at + forward * 1.0, {2.6, 1.5}, yaw_rad, 0.6, z + 0.4}};
  if (mode == "kerbside") return {{at + forward * 1.3, {1.9, 0.8}, yaw_rad, 0, 2.6}};
  return {{at, {0.2, 0.2}, 0, 0, z + 0.5}, {at + forward * 5.0, {5.4, 2.2}, yaw_rad, z - 3, z + 2}};
}

constexpr double subject_within_m = 20;  ///< of the middle of what is built
constexpr double subject_row_m = 6;      ///< room for a car, give and take a little
constexpr glm::dvec2 subject_half_m{2.5, 1.05};
constexpr double subject_slack_m = 0.35;  ///< how far the room that a car asks for reaches beyond it
constexpr double subject_aim_m = 0.65;    ///< above the ground: where most of its side is

/// Room for one car in the rows along the street, away from its ends.
ParkingRow pick_subject(const Layout& layout, Stream stream) {
  std::vector<ParkingRow> rows;
  std::vector<double> lengths;
  for (const ParkingRow& row : layout.parking) {
    const double end = row.start.x + row.direction.x * row.length_m;
    const double low = std::max(std::min(row.start.x, end), -subject_within_m);
    const double high = std::min(std::max(row.start.x, end), subject_within_m) - subject_row_m;
    if (high <= low) continue;
    rows.push_back({{low, row.start.y}, row.direction, subject_row_m});
    lengths.push_back(high - low);
  }
  CHECK(!rows.empty(), "a close-up is taken where there are rows of parked cars");
  const size_t chosen = stream.weighted(lengths.data(), lengths.size());
  ParkingRow row = rows[chosen];
  row.start.x += stream.uniform(0, lengths[chosen]) + (row.direction.x < 0 ? subject_row_m : 0);
  return row;
}

/// The ray up to a metre before the car, and whoever holds the camera: as much of both as leaves the car its
/// room.
std::vector<Volume> space_before(const Volume& car, const Camera& camera, double clear_m, double yaw_rad) {
  const glm::dvec2 at(camera.position_m), forward{std::cos(yaw_rad), std::sin(yaw_rad)};
  const double ahead_m = 0.5 * std::max(clear_m - 1, 0.2), head_m = camera.position_m.z + 0.3;
  std::vector<Volume> space;
  for (double share = 1; share > 0.05; share -= 0.1) {
    space = {{at + share * ahead_m * forward, share * glm::dvec2(ahead_m, 0.25), yaw_rad, 0, head_m},
             {at - share * 0.3 * forward, share * glm::dvec2(0.3, 0.4), yaw_rad, 0, head_m}};
    if (!overlap(space[0], car) && !overlap(space[1], car)) break;
  }
  return space;
}

/// Stands on the road before a parked car and looks at a point of its side.
void take_close_up(const Draw& draw, const Layout& layout, Viewpoint& view) {
  view.subject = pick_subject(layout, draw.stream("camera/subject"));
  const glm::dvec2 middle = view.subject->start + 0.5 * subject_row_m * view.subject->direction;
  const double kerb = middle.y > 0 ? 1 : -1;
  const double yaw_rad = kerb * radians(draw.number("camera.yaw_deg"));
  const double along_m = draw.number("camera.lateral_m");
  const glm::dvec2 forward{std::cos(yaw_rad), std::sin(yaw_rad)}, aim = middle + glm::dvec2(along_m, 0);
  // From the point aimed at back to the car's outline, and on from there.
  const glm::dvec2 room =
      glm::dvec2(forward.x > 0 ? subject_half_m.x + along_m : subject_half_m.x - along_m, subject_half_m.y) /
      glm::max(glm::abs(forward), 1e-6);
  const double clear_m = draw.number("camera.distance_m"), away_m = std::min(room.x, room.y) + clear_m;
  const glm::dvec2 at = aim - away_m * forward;
  Camera& camera = view.camera;
  camera.position_m = {at, layout.height_m(at) + draw.number("camera.height_m")};
  const double pitch_rad =
      std::atan2(subject_aim_m - camera.position_m.z, away_m) + radians(draw.number("camera.pitch_deg"));
  camera.world_from_camera = orientation(yaw_rad, pitch_rad, radians(draw.number("camera.roll_deg")));
  camera.focus_distance_m = away_m;
  const Volume car{middle, subject_half_m + subject_slack_m, 0, 0, camera.position_m.z};
  view.keep_free = space_before(car, camera, clear_m, yaw_rad);
}

/// Sits, stands or drives where people of this mode do.
void take_usual_place(const Draw& draw, const Layout& layout, Viewpoint& view) {
  Camera& camera = view.camera;
  const glm::dvec2 at{0, lateral_m(view.mode, layout) + draw.number("camera.lateral_m")};
  camera.position_m = {at, layout.height_m(at) + draw.number("camera.height_m")};
  const double yaw_rad = layout.side * radians(draw.number("camera.yaw_deg"));
  camera.world_from_camera =
      orientation(yaw_rad, radians(draw.number("camera.pitch_deg")), radians(draw.number("camera.roll_deg")));
  camera.focus_distance_m = draw.number("camera.focus_distance_m");
  view.keep_free = space_around(view.mode, layout, at, camera.position_m.z, yaw_rad);
}

}  // namespace

bool Viewpoint::shows(const glm::dvec3& point) const {
  const std::optional<glm::dvec2> px = camera.project(point);
  return px && px->x > 0 && px->y > 0 && px->x < camera.width_px && px->y < camera.height_px;
}

double Viewpoint::weight(const glm::dvec2& ground, double height_m) const {
  const double distance = glm::distance(ground, glm::dvec2(camera.position_m));
  const double near = 1 / ((distance + 4) * (distance + 4) * 0.02 + 1);
  return near * (shows({ground, height_m / 2}) ? 1 : 0.03);
}

Viewpoint plan_viewpoint(const Draw& draw, const Layout& layout, int width_px, int height_px) {
  Viewpoint view;
  view.mode = draw.name("camera.mode");
  Camera& camera = view.camera;
  camera.width_px = width_px;
  camera.height_px = height_px;
  camera.cx = width_px / 2.0;
  camera.cy = height_px / 2.0;
  set_lens(draw, camera);
  view.mode == "closeup" ? take_close_up(draw, layout, view) : take_usual_place(draw, layout, view);
  camera.shutter_s = draw.number("camera.shutter_s");
  camera.aperture_radius_m = draw.number("camera.aperture_radius_m");
  camera.motion.linear_mps = {float(draw.number("camera.speed_mps")), 0, 0};
  return view;
}

}  // namespace understudy
