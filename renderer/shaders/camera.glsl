// SPDX-License-Identifier: Apache-2.0
// Rays of the camera: mirrors scenes/camera.cpp, where the sources are named.
#ifndef CAMERA_GLSL
#define CAMERA_GLSL
#include "scene.glsl"

/// x (1 + k.x x^2 + k.y x^4 + k.z x^6 + k.w x^8) and its slope.
vec2 odd_polynomial(vec4 k, float x) {
  float s = x * x;
  return vec2(x * (1.0 + s * (k.x + s * (k.y + s * (k.z + s * k.w)))),
              1.0 + s * (3.0 * k.x + s * (5.0 * k.y + s * (7.0 * k.z + s * 9.0 * k.w))));
}

/// The x in [0, last_seen] at which the polynomial is y; negative where there is none.
float invert_odd_polynomial(vec4 k, float y) {
  float high = frame.last_seen;
  if (y > odd_polynomial(k, high).x) return -1.0;
  float low = 0.0;
  float x = min(y, high);
  for (int i = 0; i < 12; ++i) {
    vec2 f = odd_polynomial(k, x);
    // One difference decides the side and the step: a compiler that contracts only one of two would let a converged x
    // step over its own bound, and so jump to the middle of the interval.
    float beyond = f.x - y;
    if (beyond > 0.0) high = x; else low = x;
    float next = x - beyond / f.y;
    x = next >= low && next <= high ? next : 0.5 * (low + high);
  }
  return x;
}

/// Sine and cosine of an angle in [0, pi], within 3e-7. GLSL's own may be off by 2^-11 (Vulkan's table of precisions),
/// and on a GPU are by enough to move a label. Taylor's series of the half angle.
vec2 sine_and_cosine(float angle) {
  float half_angle = 0.5 * angle, s = half_angle * half_angle;
  float sine = half_angle * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s * (1.0 / 362880.0 +
               s * (-1.0 / 39916800.0 + s * (1.0 / 6227020800.0)))))));
  float cosine = 1.0 + s * (-0.5 + s * (1.0 / 24.0 + s * (-1.0 / 720.0 + s * (1.0 / 40320.0 +
                 s * (-1.0 / 3628800.0 + s * (1.0 / 479001600.0 + s * (-1.0 / 87178291200.0)))))));
  return vec2(2.0 * sine * cosine, (cosine - sine) * (cosine + sine));
}

bool brown_conrady_undistort(vec2 target, out vec2 p) {
  float k1 = frame.distortion[0], k2 = frame.distortion[1], p1 = frame.distortion[2];
  float p2 = frame.distortion[3], k3 = frame.distortion[4];
  float r = length(target);
  float start = invert_odd_polynomial(vec4(k1, k2, k3, 0.0), r);
  if (start < 0.0) start = frame.last_seen;
  p = r > 0.0 ? target * (start / r) : target;
  vec2 error = vec2(0.0);
  for (int i = 0; i < 6; ++i) {
    float s = dot(p, p);
    float radial = 1.0 + s * (k1 + s * (k2 + s * k3));
    float slope = 2.0 * (k1 + s * (2.0 * k2 + s * 3.0 * k3));
    error = vec2(p.x * radial + 2.0 * p1 * p.x * p.y + p2 * (s + 2.0 * p.x * p.x),
                 p.y * radial + p1 * (s + 2.0 * p.y * p.y) + 2.0 * p2 * p.x * p.y) - target;
    float jxx = radial + slope * p.x * p.x + 2.0 * p1 * p.y + 6.0 * p2 * p.x;
    float jxy = slope * p.x * p.y + 2.0 * p1 * p.x + 2.0 * p2 * p.y;
    float jyy = radial + slope * p.y * p.y + 6.0 * p1 * p.y + 2.0 * p2 * p.x;
    float determinant = jxx * jyy - jxy * jxy;
    if (!(determinant > 0.0)) break;
    p -= vec2(error.x * jyy - error.y * jxy, error.y * jxx - error.x * jxy) / determinant;
  }
  return length(error) <= 1e-5 * (1.0 + r) && length(p) <= frame.last_seen;
}

/// Direction in camera space through a point of the normalised image plane; false where the lens cannot see.
bool lens_direction(vec2 target, out vec3 direction) {
  direction = vec3(0.0, 0.0, 1.0);
  if (frame.lens == LENS_PINHOLE) {
    direction = normalize(vec3(target, 1.0));
  } else if (frame.lens == LENS_BROWN_CONRADY) {
    vec2 p;
    if (!brown_conrady_undistort(target, p)) return false;
    direction = normalize(vec3(p, 1.0));
  } else if (frame.lens == LENS_KANNALA_BRANDT) {
    float r = length(target);
    float theta = invert_odd_polynomial(
        vec4(frame.distortion[0], frame.distortion[1], frame.distortion[2], frame.distortion[3]), r);
    if (theta < 0.0) return false;
    vec2 turn = sine_and_cosine(theta);
    if (r > 0.0) direction = vec3(target * (turn.x / r), turn.y);
  }
  return true;
}

/// The ray through pixel + 0.5 + offset. `lens` is a point of the unit disc. False where the lens cannot see.
bool camera_ray(ivec2 pixel, vec2 offset, vec2 lens, float time_s, out Ray ray) {
  vec2 target = (vec2(pixel - frame.center_whole) + (frame.center_remainder + offset)) * frame.inverse_focal;
  vec3 direction;
  bool seen = lens_direction(target, direction);
  vec3 origin = frame.lens == LENS_ORTHOGRAPHIC ? vec3(target, 0.0) : vec3(0.0);
  if (lens != vec2(0.0) && direction.z > 0.0) {
    vec3 focus = origin + direction * (frame.focus_distance / direction.z);
    origin += vec3(lens * frame.aperture_radius, 0.0);
    direction = normalize(focus - origin);
  }
  mat3 turn = mat3(frame.right, frame.down, frame.forward);
  ray.origin = turn * origin;
  ray.direction = turn * direction;
  if (times_differ && time_s != 0.0) {
    ray.origin = rotate_by(frame.camera_angular_radps * time_s, ray.origin) + frame.camera_linear_mps * time_s;
    ray.direction = rotate_by(frame.camera_angular_radps * time_s, ray.direction);
  }
  ray.t_max = 1e30;
  ray.time_s = time_s;
  return seen;
}

/// What labels are made of: pixel centre, lens centre, mid-shutter.
bool label_ray(ivec2 pixel, out Ray ray) { return camera_ray(pixel, vec2(0.0), vec2(0.0), 0.0, ray); }

#endif
