// SPDX-License-Identifier: Apache-2.0
// One sample of one pixel as a state that advances by one traced ray at a time: first the camera's ray, through glass to
// the first solid surface, then from there the diffuse paths and the specular path.
#ifndef PATH_GLSL
#define PATH_GLSL
#include "appearance.glsl"
#include "camera.glsl"
#include "fog.glsl"
#include "light.glsl"
#include "random.glsl"
#include "sky.glsl"
#include "trace.glsl"
#include "widening.glsl"

#define STAGE_PRIMARY 0u
#define STAGE_DIFFUSE 1u
#define STAGE_SPECULAR 2u
#define STAGE_GLASS 3u

#define DIMENSION_PIXEL 0u
#define DIMENSION_LENS 1u
#define DIMENSION_TIME 2u
#define DIMENSION_PATH 3u
// Per vertex: sun, lamp (candidates), choice of lobe, direction, choice of the sky.
#define DIMENSIONS_PER_VERTEX 16u

// From this roughness on the specular lobe is sampled together with the diffuse one.
const float shared_lobe_alpha = 0.36;
const float coated_lobe_alpha = 0.05;
// A mirror that is seen by way of a rough surface is taken for one at least this rough: its image cannot be made out, and
// sharp, it would be bright dots (path regularization: A. Kaplanyan and C. Dachsbacher, CGF 2013).
const float least_scattered_roughness = 0.5;
const float bounce_spread = 0.05;    // rad: details finer than that are not made out by way of a bounce
const float mirror_alpha = 0.02;
const float unreachable_pdf = 1e9;  // of a mirror's direction: no light can have been drawn there
const uint most_panes = 16u;
const float hollow_slope = 0.1;  // between two triangles of a smooth hollow, half of it

// Of the pixel, where its quad shares its light (quads.glsl): a leader's is that of the whole quad, a follower has none of
// its own.
bool leads_quad = false, follows_quad = false;
bool mirrors_only = false;     // of the first surface nothing but its specular light is wanted
bool mirrors_sharply = false;  // the first surface that was met

/// A surface from which paths start.
struct Vertex {
  vec3 position;   // moved off the surface
  vec3 geometric;
  vec3 view;
  Bsdf bsdf;
  uint diffuse_lobes, specular_lobes;
};

struct PathState {
  uint stage;
  uint path;             // number of the diffuse or specular path
  uint bounces;
  uint panes;
  bool through_glass;
  bool plain;            // the first solid surface bears no label
  vec3 throughput;
  float pdf;             // with which the ray's direction was drawn
  Vertex first;
  vec3 first_throughput;
  vec3 mirror_origin, mirror_direction, mirror_throughput;  // reflection of the first pane
  // Results.
  vec3 extra, albedo, sun, sun_through, diffuse, specular;
  vec3 guide_normal;
  float guide_depth;
  uint guide_id;
};

void begin_path(out PathState p) {
  p.stage = STAGE_PRIMARY;
  p.path = 0u;
  p.bounces = 0u;
  p.panes = 0u;
  p.through_glass = false;
  p.plain = false;
  p.throughput = vec3(1.0);
  p.first_throughput = vec3(0.0);
  p.mirror_throughput = vec3(0.0);
  p.pdf = unreachable_pdf;
  p.extra = vec3(0.0);
  p.albedo = vec3(0.0);
  p.sun = vec3(0.0);
  p.sun_through = vec3(0.0);
  p.diffuse = vec3(0.0);
  p.specular = vec3(0.0);
  p.guide_normal = vec3(0.0);
  p.guide_depth = 0.0;
  p.guide_id = NONE;
  p.first.diffuse_lobes = 0u;
  p.first.specular_lobes = 0u;
}

uint encode_octahedral(vec3 n) {
  vec2 e = n.xy / (abs(n.x) + abs(n.y) + abs(n.z));
  if (n.z < 0.0) e = (1.0 - abs(e.yx)) * mix(vec2(-1.0), vec2(1.0), greaterThanEqual(e, vec2(0.0)));
  return packSnorm2x16(e);
}

uint dimension_of(PathState p, uint number) {
  uint path = p.stage == STAGE_PRIMARY ? 0u : p.stage;
  return DIMENSION_PATH + (path * 16u + p.bounces) * DIMENSIONS_PER_VERTEX + number;
}

/// Off the surface by more than the error of a hit's position, and by no more than needed: a groove may be shallower than a
/// tenth of a millimetre. The error grows with the distance from the camera and, because triangles are met in the space of
/// their mesh and rays come from far, with the size of the scene (C. Wachter and N. Binder, "A fast and robust method for
/// avoiding self-intersection", Ray Tracing Gems, 2019).
vec3 leave_surface(vec3 position, vec3 geometric) {
  vec3 a = abs(position);
  return position + geometric * (frame.shading.surface_offset + 4e-6 * max(a.x, max(a.y, a.z)));
}

void add_light(inout PathState p, vec3 light) {
  if (p.stage == STAGE_PRIMARY) {
    p.extra += light;
    return;
  }
  light *= min(1.0, frame.shading.indirect_clamp / max(luminance(light), 1e-9));
  if (p.stage == STAGE_DIFFUSE) p.diffuse += light; else p.specular += light;
}

bool lights_drawn() { return frame.shading.light_sampling != LIGHT_SAMPLING_SURFACES_ONLY; }

/// Weight of light met by a ray that a surface drew, where light sampling would have drawn it with `light`.
float met_weight(PathState p, float light) {
  if (p.stage == STAGE_PRIMARY || light <= 0.0 || !lights_drawn()) return 1.0;
  if (p.pdf >= unreachable_pdf) return 1.0;
  if (frame.shading.light_sampling == LIGHT_SAMPLING_LIGHTS_ONLY) return 0.0;
  return mis_weight(p.pdf, light);
}

/// Weight of light that was drawn, where the surface would have drawn it with `surface`.
float drawn_weight(float light, float surface) {
  return frame.shading.light_sampling == LIGHT_SAMPLING_LIGHTS_ONLY ? 1.0 : mis_weight(light, surface);
}

void add_environment(inout PathState p, vec3 direction) {
  float clear = 1.0;
  if (frame.shading.fog_density > 0.0) clear = fog_transmittance_to_sky(direction);
  vec3 light = mix(frame.shading.fog_radiance, sky_radiance(direction), clear);
  vec3 disc = sun_radiance(direction);
  // The sun's irradiance is that at the ground: fog has had its share, except of the disc that the camera sees.
  if (disc != vec3(0.0)) light += disc * (p.stage == STAGE_PRIMARY ? clear : met_weight(p, frame.shading.sun_pdf));
  add_light(p, p.throughput * light);
}

void add_fog(inout PathState p, float distance_m) {
  if (frame.shading.fog_density <= 0.0) return;
  float clear = fog_transmittance(distance_m);
  add_light(p, p.throughput * frame.shading.fog_radiance * (1.0 - clear));
  p.throughput *= clear;
}

void add_emission(inout PathState p, Appearance a, vec3 direction, float distance_m) {
  if (a.emission == vec3(0.0)) return;
  float drawn = 0.0;
  if (lamps_shine) drawn = light_pdf(a.emission, distance_m, abs(dot(a.geometric, direction)));
  add_light(p, p.throughput * a.emission * met_weight(p, drawn));
}

/// The pane's share of a ray that meets thin glass: the camera's ray goes on and leaves a mirror ray for later, one that was
/// mirrored chooses one of the two. Diffuse light always goes through: a lamp mirrored by a pane close by would be met by few of
/// its rays, each as bright as a spark.
void meet_pane(inout PathState p, Sampler s, Surface surface, Appearance a, inout Ray ray) {
  float reflected = pane_reflectance(abs(dot(a.normal, ray.direction)));
  vec3 mirror = reflect(ray.direction, a.normal);
  ++p.panes;
  if (p.stage == STAGE_PRIMARY) {
    if (!p.through_glass) {
      p.mirror_origin = leave_surface(surface.position, a.geometric);
      p.mirror_direction = mirror;
      p.mirror_throughput = p.throughput * reflected;
      p.guide_id = surface.placement * 2654435761u;
      p.through_glass = true;
    }
    p.throughput *= a.albedo * (1.0 - reflected);
    ray.origin = leave_surface(surface.position, -a.geometric);
  } else if (p.stage == STAGE_DIFFUSE) {
    p.throughput *= a.albedo * (1.0 - reflected);
    ray.origin = leave_surface(surface.position, -a.geometric);
  } else if (sample_1d(s, dimension_of(p, 12u) + p.panes * 64u) < reflected) {
    ray.origin = leave_surface(surface.position, a.geometric);
    ray.direction = mirror;
    p.pdf = unreachable_pdf;
  } else {
    p.throughput *= a.albedo;
    ray.origin = leave_surface(surface.position, -a.geometric);
  }
}

/// One of a few lamps, by what each would bring without occluders; its radiance is weighted accordingly.
LightSample resample_lamps(PathState p, Sampler s, Vertex v) {
  LightSample kept;
  float sum = 0.0, kept_weight = 0.0;
  float keep = sample_1d(s, dimension_of(p, 1u));
  for (uint i = 0u; i < frame.shading.light_candidates; ++i) {
    Sampler candidate = Sampler(s.index * frame.shading.light_candidates + i, s.key);
    uint triangle = pick_light(sample_1d(candidate, dimension_of(p, 2u)));
    LightSample c = sample_light_triangle(triangle, sample_2d(candidate, dimension_of(p, 3u)), v.position);
    float weight = luminance(c.radiance) * (max(dot(v.bsdf.normal, c.direction), 0.0) + 1e-3);
    sum += weight;
    float chance = sum > 0.0 ? weight / sum : 0.0;
    if (i == 0u || keep < chance) {
      kept = c;
      kept_weight = weight;
      keep = chance > 0.0 ? keep / chance : keep;
    } else {
      keep = (keep - chance) / max(1.0 - chance, 1e-6);
    }
  }
  kept.radiance *= kept_weight > 0.0 ? sum / (float(frame.shading.light_candidates) * kept_weight) : 0.0;
  return kept;
}

/// Density with which the sky's map gives a direction, where scatter() draws from it.
float drawn_sky_pdf(vec3 direction) { return frame.shading.sky_probability > 0.0 ? sky_pdf(direction) : 0.0; }

/// Density with which scatter() draws a direction for these lobes; `sky` is drawn_sky_pdf() of it.
float scatter_pdf(LobeValues l, vec3 chances, uint lobes, float sky) {
  float pdf = dot(l.pdf, chances);
  return (lobes & LOBE_DIFFUSE) != 0u ? mix(pdf, sky, frame.shading.sky_probability) : pdf;
}

/// What a drawn light brings through these lobes, before occlusion.
vec3 drawn_light(Vertex v, LightSample light, LobeValues l, float sky, uint lobes) {
  vec3 value = sum_of_lobes(l, lobes);
  return value * light.radiance * drawn_weight(light.pdf, scatter_pdf(l, lobe_chances(v.bsdf, lobes), lobes, sky));
}

/// One ray to the sun and one or, at the first vertex, more to lamps. At the first vertex the sun's diffuse light is kept apart from what hides it.
void draw_lights(inout PathState p, Sampler s, Vertex v, float time_s) {
  if (!lights_drawn()) return;
  uint lamp_draws = !lamps_shine                ? 0u
                    : p.stage != STAGE_PRIMARY ? 1u
                    : p.plain                  ? frame.shading.plain_lamp_draws
                                               : frame.shading.lamp_draws;
  for (uint draw = 0u; draw <= lamp_draws; ++draw) {
    LightSample light;
    if (draw == 0u) {
      if (frame.shading.sun_pdf <= 0.0) continue;
      light = LightSample(sample_sun(sample_2d(s, dimension_of(p, 0u))), 1e30, frame.shading.sun_irradiance,
                          frame.shading.sun_pdf);
    } else {
      light = resample_lamps(p, Sampler(s.index * frame.shading.lamp_draws + draw - 1u, s.key), v);
      light.radiance /= float(lamp_draws);
    }
    if (dot(light.direction, v.geometric) <= 0.0) continue;
    LobeValues l = evaluate_lobes(v.bsdf, v.view, light.direction);
    float sky = drawn_sky_pdf(light.direction);
    vec3 diffuse = p.throughput * drawn_light(v, light, l, sky, v.diffuse_lobes);
    vec3 specular = p.throughput * drawn_light(v, light, l, sky, v.specular_lobes);
    if (diffuse + specular == vec3(0.0)) continue;
    vec3 through = trace_transmittance(Ray(v.position, light.direction, light.distance_m * 0.9995, time_s));
    if (draw > 0u && frame.shading.fog_density > 0.0) through *= fog_transmittance(light.distance_m);
    if (p.stage != STAGE_PRIMARY) {
      bool last = p.bounces >= frame.shading.max_bounces;
      add_light(p, (diffuse + specular) * through * (draw > 0u && last ? frame.shading.lamp_echo : 1.0));
    } else if (draw == 0u) {
      p.sun = diffuse;
      p.sun_through = through;
      p.specular += specular * through;
    } else {
      p.diffuse += diffuse * through;
      p.specular += specular * through;
    }
  }
}

/// Draws the next direction of a path; false where nothing goes on.
bool scatter(inout PathState p, Sampler s, Vertex v, uint lobes, inout Ray ray) {
  vec3 chances = lobe_chances(v.bsdf, lobes);
  if (chances == vec3(0.0)) return false;
  float choice = sample_1d(s, dimension_of(p, 4u));
  vec2 u = sample_2d(s, dimension_of(p, 5u));
  float sky = (lobes & LOBE_DIFFUSE) != 0u ? frame.shading.sky_probability : 0.0;
  bool shiny = choice >= mix(chances.x, 1.0, sky);
  if (choice < sky) {
    ray.direction = sample_sky(choice / sky, u);
  } else {
    ray.direction = sample_bsdf(v.bsdf, v.view, chances, (choice - sky) / (1.0 - sky), u);
  }
  float above = dot(ray.direction, v.geometric);
  if (above <= 0.0 && !shiny) return false;
  LobeValues l = evaluate_lobes(v.bsdf, v.view, ray.direction);
  p.pdf = scatter_pdf(l, chances, lobes, drawn_sky_pdf(ray.direction));
  if (p.pdf <= 0.0) return false;
  p.throughput *= sum_of_lobes(l, lobes) / p.pdf;
  // Towards the silhouette of a smooth mesh much of what its normal mirrors lies below the triangle: absorbed, it would be
  // a black rim. No light is drawn there: what such a ray meets counts in full.
  if (above < 0.0) p.pdf = unreachable_pdf;
  ray.direction -= 2.0 * min(above, 0.0) * v.geometric;
  ray.origin = v.position;
  return p.throughput != vec3(0.0);
}

/// The points of a path: each path of a sample has its own.
Sampler path_sampler(PathState p, Sampler s) {
  return Sampler(p.stage == STAGE_PRIMARY ? s.index : s.index * frame.shading.paths + p.path, s.key);
}

bool is_mirror(Vertex v) {
  float roughest = max((v.specular_lobes & LOBE_SPECULAR) != 0u ? v.bsdf.alpha : 0.0,
                       (v.specular_lobes & LOBE_COAT) != 0u ? v.bsdf.coat_alpha : 0.0);
  return roughest < mirror_alpha;
}

/// How many paths a stage has. What a mirror shows needs one only.
uint paths_of(PathState p) {
  if (p.stage == STAGE_PRIMARY || p.stage == STAGE_GLASS) return 1u;
  if (p.stage == STAGE_SPECULAR && is_mirror(p.first)) return 1u;
  return p.plain ? frame.shading.plain_paths : frame.shading.paths;
}

/// Goes to the next path that starts at the first vertex or pane; false where the sample is complete.
bool next_path(inout PathState p) {
  if (follows_quad) return false;
  bool exists = false;
  while (!exists && p.stage < STAGE_GLASS) {
    bool again = p.path + 1u < paths_of(p);
    p.path = again ? p.path + 1u : 0u;
    p.stage += again ? 0u : 1u;
    exists = p.stage == STAGE_DIFFUSE    ? p.first.diffuse_lobes != 0u
             : p.stage == STAGE_SPECULAR ? p.first.specular_lobes != 0u
                                         : !mirrors_only && p.mirror_throughput != vec3(0.0);
  }
  p.bounces = 0u;
  p.panes = 0u;
  p.throughput = p.stage == STAGE_GLASS ? p.mirror_throughput : p.first_throughput / float(paths_of(p));
  return exists;
}

/// A leaf passes about as much light as it reflects (S. Jacquemoud and F. Baret, "PROSPECT: a model of leaf optical
/// properties spectra", 1990): seen from its dark side it looks about as the bright one does, but for the gloss.
void shade_from_bright_side(inout Vertex v) {
  vec3 bright = frame.shading.sun_pdf > 0.0 ? frame.shading.sun_direction : vec3(0.0, 0.0, 1.0);
  if (dot(v.geometric, bright) >= 0.0) return;
  v.geometric = -v.geometric;
  v.bsdf.normal = -v.bsdf.normal;
  v.bsdf.f0 = vec3(0.0);
  v.bsdf.boost = 0.0;
  v.bsdf.reflected = vec3(0.0);
  v.bsdf.coat = 0.0;
  v.bsdf.coat_reflected = 0.0;
}

Vertex vertex_at(Surface surface, Appearance a, vec3 direction) {
  Vertex v;
  v.view = -direction;
  v.geometric = a.geometric;
  v.bsdf = bsdf_of(a, v.view);
  if (a.translucent) shade_from_bright_side(v);
  v.position = leave_surface(surface.position, v.geometric);
  v.diffuse_lobes = LOBE_DIFFUSE | LOBE_SPECULAR | LOBE_COAT;
  v.specular_lobes = 0u;
  return v;
}

/// A point of the pixel's footprint on the plane of its centre: shadows are smooth although all samples of the pixel
/// share one hit.
vec3 spread_over_pixel(Surface surface, Ray ray, Sampler s) {
  vec2 offset = sample_2d(s, DIMENSION_PIXEL) - 0.5;
  if (leads_quad) offset = 2.0 * offset + 0.5;
  offset *= frame.shading.pixel_angle;
  vec3 direction = normalize(ray.direction + offset.x * frame.right + offset.y * frame.down);
  float t = dot(surface.position - ray.origin, surface.geometric) / dot(direction, surface.geometric);
  return abs(t / surface.t - 1.0) < 0.1 ? ray.origin + direction * t : surface.position;
}

/// A point of the pixel, or of the quad that it leads, from which rays leave the surface of its centre.
vec3 start_in_pixel(Surface surface, vec3 geometric, Ray ray, Sampler s) {
  // On the plane of its triangle a point that was moved may lie below the next one of a hollow.
  vec3 spread = spread_over_pixel(surface, ray, s);
  float below = min(hollow_slope * length(spread - surface.position), MOST_SURFACE_OFFSET - frame.shading.surface_offset);
  return leave_surface(spread, geometric) + geometric * below;
}

/// Divides the lobes of the first solid surface between the two signals; the diffuse one's reflectance is p.albedo.
void divide_lobes(inout PathState p, inout Vertex v, Appearance a) {
  // Under a coat the lobe below it goes with the diffuse one: the mirror above is then without noise. One decision for all
  // of a patterned surface: neighbours that divide otherwise are filtered together, and an outline would show.
  bool coated = v.bsdf.coat > 0.0;
  bool shared_lobe = alpha_of(a.even_roughness) >= (coated ? coated_lobe_alpha : shared_lobe_alpha) && (coated || a.metalness < 0.5);
  // Bare metal has no diffuse light: no path is spent on it.
  uint diffuse_lobe = v.bsdf.diffuse != vec3(0.0) ? LOBE_DIFFUSE : 0u;
  v.diffuse_lobes = shared_lobe ? diffuse_lobe | LOBE_SPECULAR : diffuse_lobe;
  v.specular_lobes = (shared_lobe ? 0u : LOBE_SPECULAR) | (v.bsdf.coat > 0.0 ? LOBE_COAT : 0u);
  if (mirrors_only) v.diffuse_lobes = 0u;
  p.albedo = p.throughput * (v.bsdf.diffuse + (shared_lobe ? v.bsdf.reflected : vec3(0.0)));
}

/// GuideRecord::id of a solid surface; `glass`: that of what is in front, or NONE.
uint solid_guide_id(uint placement, uint run, uint glass) {
  uint host = fetch_placement(placement * 8u + 4u).z;
  uint id = glass * 31u + host * 64u + (run & 63u);
  return host == placement ? id & ~GUIDE_GUEST : id | GUIDE_GUEST;
}

/// The first solid surface guides the filters.
void guide_paths(inout PathState p, Surface surface, Appearance a, Ray ray) {
  p.guide_normal = a.normal;
  p.guide_depth = length(surface.position - ray.origin);
  p.guide_id = solid_guide_id(surface.placement, a.run, p.guide_id);
}

/// The camera's ray has met its first solid surface: all paths of the sample start there.
void start_paths(inout PathState p, Sampler s, Surface surface, Appearance a, Ray ray, inout Vertex v) {
  // Paths of a single pixel start at its centre: a point beside it may lie behind a frame or below a kerb.
  if (leads_quad) v.position = start_in_pixel(surface, v.geometric, ray, s);
  divide_lobes(p, v, a);
  v.bsdf.alpha = widened(v.bsdf.alpha);
  v.bsdf.coat_alpha = widened(v.bsdf.coat_alpha);
  mirrors_sharply = v.specular_lobes != 0u && is_mirror(v);
  guide_paths(p, surface, a, ray);
  p.plain = surface.instance == 0u;
  p.first = v;
  p.first_throughput = p.throughput;
}

/// What stands in for bounces that are not traced: less where the face is turned away from the sky, and at the end of a
/// short way, for what is near the way's beginning is near its end and hides the sky there too.
vec3 ambient_at(Vertex v, float distance_m) {
  return frame.shading.ambient * (0.5 + 0.5 * v.geometric.z) * (distance_m / (distance_m + frame.shading.nook));
}

/// Whether a path goes on from its vertex, `distance_m` behind the one before.
bool bounces_on(inout PathState p, Sampler s, Vertex v, float distance_m) {
  if (p.bounces >= frame.shading.max_bounces) {
    add_light(p, p.throughput * (v.bsdf.diffuse + v.bsdf.reflected) * ambient_at(v, distance_m));
    return false;
  }
  if (p.bounces >= 3u) {  // Russian roulette
    float survival = clamp(max(p.throughput.x, max(p.throughput.y, p.throughput.z)), 0.05, 0.95);
    if (sample_1d(s, dimension_of(p, 6u)) >= survival) return false;
    p.throughput /= survival;
  }
  return true;
}

/// The direct light of a surface. One call of draw_lights() for all stages: where lanes run under masks, a second one would
/// cost as much again. False where the path ends here; else it goes on from `v`.
bool meet_solid(inout PathState p, Sampler s, Surface surface, Appearance a, Ray ray, out Vertex v) {
  bool first = p.stage == STAGE_PRIMARY;
  if (!first && (p.stage == STAGE_DIFFUSE || p.bounces > 0u)) {
    a.roughness = max(a.roughness, least_scattered_roughness);
    a.clearcoat_roughness = max(a.clearcoat_roughness, least_scattered_roughness);
  }
  v = vertex_at(surface, a, ray.direction);
  if (first) start_paths(p, s, surface, a, ray, v); else ++p.bounces;
  if (!follows_quad) draw_lights(p, s, v, ray.time_s);
  return !first && bounces_on(p, s, v, surface.t);
}

/// What a hit adds by itself: fog up to it and emission. Returns how it looks at the size of the pixel or the bounce's
/// cone.
Appearance meet_surface(inout PathState p, Surface surface, Ray ray, Footprint footprint) {
  Appearance a = appearance_at(surface, ray.direction, footprint);
  add_fog(p, surface.t);
  add_emission(p, a, ray.direction, surface.t);
  return a;
}

/// Takes what the ray met into account and sets the next ray; true where the sample is complete.
bool advance_path(inout PathState p, Sampler s, HitRecord hit, inout Ray ray) {
  Sampler own = path_sampler(p, s);
  Vertex from = p.first;
  bool scatters = false;
  if (hit.placement == NONE) {
    add_environment(p, ray.direction);
  } else {
    Surface surface = surface_at(hit, ray);
    Footprint footprint = camera_footprint(surface, ray, frame.shading.sample_angle);
    if (p.stage != STAGE_PRIMARY) footprint = round_footprint(surface, bounce_spread * surface.t);
    Appearance a = meet_surface(p, surface, ray, footprint);
    if (a.glass) {
      meet_pane(p, own, surface, a, ray);
      if (p.panes <= most_panes) return false;
    } else {
      scatters = meet_solid(p, own, surface, a, ray, from);
    }
  }
  // One call of scatter() too, for bounces and for new paths.
  uint lobes = from.diffuse_lobes;
  if (!scatters) {
    if (!next_path(p)) return true;
    own = path_sampler(p, s);
    from = p.first;
    lobes = p.stage == STAGE_DIFFUSE ? from.diffuse_lobes : from.specular_lobes;
  }
  ray.t_max = 1e30;
  if (p.stage == STAGE_GLASS && !scatters) {
    p.pdf = unreachable_pdf;
    ray.origin = p.mirror_origin;
    ray.direction = p.mirror_direction;
  } else if (!scatter(p, own, from, lobes, ray)) {
    // Absorbed: a ray without length and weight, so that the path ends with the next turn.
    p.throughput = vec3(0.0);
    ray.t_max = 0.0;
  }
  return false;
}

/// The ray of a sample through the pixel, `offset` from its centre; false where the lens cannot see.
bool sampled_camera_ray(uvec2 pixel, Sampler s, vec2 offset, out Ray ray) {
  vec2 lens = vec2(0.0);
  if (frame.aperture_radius > 0.0) {
    vec2 u = sample_2d(s, DIMENSION_LENS);
    lens = sqrt(u.x) * vec2(cos(2.0 * pi * u.y), sin(2.0 * pi * u.y));
  }
  float time_s = frame.shutter_s > 0.0 ? (sample_1d(s, DIMENSION_TIME) - 0.5) * frame.shutter_s : 0.0;
  return camera_ray(ivec2(pixel), offset, lens, time_s, ray);
}

#endif
