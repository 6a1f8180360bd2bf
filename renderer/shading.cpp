// SPDX-License-Identifier: Apache-2.0
#include "renderer/shading.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory>
#include <numbers>

#include <glm/gtc/packing.hpp>

#include "base/luminance.h"
#include "renderer/energy.h"
#include "renderer/lights.h"
#include "renderer/prepared.h"

namespace understudy {
namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr uint32_t shade_spirv[] = {
#include "renderer/spirv/shade.inc"
};
constexpr uint32_t denoise_spirv[] = {
#include "renderer/spirv/denoise.inc"
};
constexpr uint32_t relight_spirv[] = {
#include "renderer/spirv/relight.inc"
};
constexpr uint32_t probe_spirv[] = {
#include "renderer/spirv/probe.inc"
};
constexpr uint32_t shadow_edge_spirv[] = {
#include "renderer/spirv/shadow_edge.inc"
};
constexpr uint32_t mirror_edge_spirv[] = {
#include "renderer/spirv/mirror_edge.inc"
};
constexpr uint32_t antialias_spirv[] = {
#include "renderer/spirv/antialias.inc"
};

// Up to this many samples a pixel's paths all start at the hit of its centre, and edges get rays of their
// own.
constexpr int most_split_samples = 4;
// Of the many lamps of a street at night, few see a point: one ray to one of them tells little.
constexpr uint32_t lamp_draws_per_path = 2;
// Of so many points of lamps the ray goes to one, chosen by what each would bring: of the many at night few
// matter, while those over a bench are much alike.
constexpr uint32_t candidates_per_lamp = 4, most_candidates = 24;
// Rays of a pixel on an edge, for each sample that a pixel has: the camera's where surfaces end, the sun's
// where shadows do.
constexpr uint32_t edge_samples_per_sample = 4;
// What further bounces add to the light of lamps where a path of one bounce ends: with it, streets at night
// and benches are on average as light as with six bounces.
constexpr float lamp_echo = 1.6f;
// Samples of one dispatch: keeps each of them short on any device.
constexpr uint32_t samples_per_dispatch = 16;
// Lamps that bring less than this share of the sun's and the sky's light get no shadow rays.
constexpr float negligible_lamps = 0.002f;

float reach_m(const std::vector<Aabb>& bounds) {
  float reach = 0;
  for (const Aabb& box : bounds)
    for (int axis = 0; axis < 3; ++axis)
      reach = std::max({reach, std::abs(box.lower[axis]), std::abs(box.upper[axis])});
  return reach;
}

/// Of rays that leave a surface, at the camera: 4e-6 of the scene's reach covers some ten roundings of a
/// coordinate; in streets, whose reach are hundreds of metres, a tenth of a millimetre does.
float surface_offset_m(float reach) { return std::clamp(4e-6f * reach, 1e-7f, MOST_SURFACE_OFFSET); }

/// The width of what hides the sky in nooks: wheel arches and boughs in a street, slots of a part on a bench.
float nook_m(float reach) { return std::clamp(0.01f * reach, 1e-3f, 0.4f); }

/// Whether the samples of a pixel are more than one dispatch takes.
bool needs_sums(const Quality& quality) { return quality.samples_per_pixel > int(samples_per_dispatch); }

/// Of one pixel in the middle of the image. A pixel of parallel rays is as large anywhere: the angle is that
/// at the plane in focus.
float pixel_angle_rad(const Camera& camera) {
  const double plane_m = camera.model == LensModel::orthographic ? camera.focus_distance_m : 1;
  return float(1 / std::max(camera.fx * plane_m, 1.0));
}

void set_sun(const Sun& sun, gpu::ShadingParameters& p) {
  p.sun_direction = glm::normalize(sun.direction);
  p.sun_sine = std::sin(std::max(sun.angular_radius_deg, 0.01f) * pi / 180);
  p.sun_irradiance = sun.irradiance_klx;
  const bool shines = luminance(sun.irradiance_klx) > 0 && sun.direction.z > -p.sun_sine;
  p.sun_pdf = shines ? 1 / (pi * p.sun_sine * p.sun_sine) : 0;
}

}  // namespace

Shading::Shading(Gpu& gpu, KernelLayout& layout)
    : gpu_(gpu),
      shade_(gpu, layout, shade_spirv),
      denoise_(gpu, layout, denoise_spirv),
      relight_(gpu, layout, relight_spirv),
      probe_(gpu, layout, probe_spirv),
      shadow_edge_(gpu, layout, shadow_edge_spirv),
      mirror_edge_(gpu, layout, mirror_edge_spirv),
      antialias_(gpu, layout, antialias_spirv),
      energy_(make_energy_table()) {}

uint64_t Shading::bytes_per_pixel(const Quality& quality) {
  return std::max({sizeof(glm::vec3), quality.denoise ? sizeof(gpu::GuideRecord) : 0,
                   needs_sums(quality) ? sizeof(gpu::SumRecord) : 0});
}

void Shading::reserve(const Scene& scene, const RenderRequest& request, SceneTables& tables,
                      FrameMemory& memory) {
  const Quality& quality = request.quality;
  const auto prepared =
      request.prepared ? request.prepared : std::make_shared<const PreparedScene>(prepare_scene(scene));
  const SkyTable& sky = prepared->sky;
  const float reach = reach_m(tables.bounds);
  const LightTable lights = make_light_table(scene, reach);
  gpu::ShadingParameters& p = parameters_;
  p = {};
  const uint32_t samples = uint32_t(std::max(quality.samples_per_pixel, 1));
  const bool split = quality.denoise && quality.samples_per_pixel <= most_split_samples;
  p.samples_per_pixel = split ? 1 : samples;
  p.paths = split ? samples : 1;
  p.lamp_draws = split ? lamp_draws_per_path * samples : 1;
  // Benches and walls are smooth enough for the denoiser to make up for half of the light's samples.
  const uint32_t plain_share = split && request.plain_surroundings ? 2 : 1;
  p.plain_paths = std::max(p.paths / plain_share, 1u);
  p.plain_lamp_draws = std::max(p.lamp_draws / plain_share, 1u);
  edge_samples_ = edge_samples_per_sample * samples;
  // Each is a whole path. What a street's cars mirror is less plain than lamps in a panel under inspection.
  mirror_samples_ = request.plain_surroundings ? edge_samples_ : edge_samples_ / 2;
  p.max_bounces = uint32_t(std::max(quality.max_bounces, 0));
  p.key = uint32_t(hash_bytes(&scene.key, sizeof scene.key));
  p.light_sampling = uint32_t(quality.light_sampling);
  p.surface_offset = surface_offset_m(reach);
  p.nook = nook_m(reach);
  p.lamp_echo = split ? lamp_echo : 1;
  set_sun(scene.sun, p);
  p.sky_width = uint32_t(sky.width), p.sky_height = uint32_t(sky.height);
  p.sky_map_width = uint32_t(sky.map_width), p.sky_map_height = uint32_t(sky.map_height);
  p.sky_probability = sky.sample_probability;
  p.fog_density = scene.fog.density_per_m;
  p.fog_radiance = sky.mean_upper;
  p.pixel_angle = pixel_angle_rad(scene.camera);
  p.denoise = quality.denoise;
  // Details finer than the distance between samples are what the samples average.
  p.sample_angle = p.pixel_angle / std::sqrt(float(p.samples_per_pixel));
  p.indirect_clamp = 1e30f;
  const float daylight = luminance(sky.mean_upper) + luminance(scene.sun.irradiance_klx) / pi;
  if (split) {
    // Paths are short: further bounces bring most of the open sky's light to what faces it.
    p.ambient = 0.9f * sky.mean_upper;
    p.indirect_clamp = 8 * (daylight + lights.nearby) / float(p.paths);
  }
  // The light of all lamps on a point near the camera or 10 m away, against daylight.
  const float share = LightTable::far_m * LightTable::far_m / 100;
  const bool lamps_matter = lights.nearby * share / pi > negligible_lamps * daylight;
  p.light_count = lamps_matter ? uint32_t(lights.records.size()) : 0;
  p.light_candidates = std::clamp(candidates_per_lamp * lights.lamps, candidates_per_lamp, most_candidates);
  p.light_pdf_scale = lights.pdf_scale;
  edge_features_ = tables.features | (scene.camera.shutter_s > 0 ? FEATURE_TIMES : 0);
  features_ = (split ? tables.features | FEATURE_SPLIT : edge_features_) | (lamps_matter ? FEATURE_LAMPS : 0);
  // The unshadowed light of the sun is each pixel's own: what follows in a quad has none.
  if (split && request.plain_surroundings && p.sun_pdf <= 0) features_ |= FEATURE_QUADS;
  tables.frame.shading = p;
  placements_.clear();
  for (const gpu::PlacementRecord& record : tables.placements) {
    const Placement& placement = scene.placements[record.original];
    placements_.push_back(placement.good ? placement.good->mesh : placement.mesh);
  }
  pairing_ = split ? request.pairing : RenderRequest::Pairing::alone;

  sky_.clear();
  for (const glm::vec3& radiance : sky.radiance) sky_.push_back(glm::packF3x9_E1x5(glm::max(radiance, 0.f)));
  sky_map_.clear();
  for (const AliasEntry& e : sky.map) sky_map_.push_back({e.threshold, e.other, e.probability});
  lights_ = lights.records;
  if (lights_.empty()) lights_.push_back({});

  const uint32_t width_px = tables.frame.width, height_px = tables.frame.height;
  const uint64_t pixels = uint64_t(width_px) * height_px;
  memory.add(BINDING_SKY, sky_);
  memory.add(BINDING_SKY_ALIAS, sky_map_);
  memory.add(BINDING_LIGHTS, lights_);
  memory.add(BINDING_ENERGY, energy_);
  radiance_ = memory.reserve(BINDING_RADIANCE, pixels * sizeof(glm::vec3));
  const uint64_t filtered = quality.denoise ? pixels : 1;
  signals_ = memory.reserve(BINDING_SIGNAL_A, filtered * sizeof(gpu::SignalRecord));
  memory.reserve(BINDING_SIGNAL_B, filtered * sizeof(gpu::SignalRecord));
  guides_ = memory.reserve(BINDING_GUIDES, filtered * sizeof(gpu::GuideRecord));
  edges_ = memory.reserve(BINDING_EDGES, EDGE_LISTS * (sizeof(gpu::EdgeList) + filtered * sizeof(uint32_t)));
  memory.reserve(BINDING_SUMS, (needs_sums(quality) ? pixels : 1) * sizeof(gpu::SumRecord));
  groups_ = {(width_px + 7) / 8, (height_px + 7) / 8, 1};
}

/// Whether a ray that meets nothing defective brings the same light as in the picture that was kept.
bool Shading::is_like_kept() const {
  return kept_ && placements_ == kept_->placements && signals_.size == kept_->signals.all().size &&
         std::memcmp(&parameters_, &kept_->parameters, sizeof parameters_) == 0 &&
         lights_.size() == kept_->lights.size() &&
         std::memcmp(lights_.data(), kept_->lights.data(), lights_.size() * sizeof lights_[0]) == 0;
}

Slice Shading::record(Commands& commands) {
  const bool takes_over = pairing_ == RenderRequest::Pairing::twin && is_like_kept();
  if (takes_over) {
    commands.copy(kept_->signals.all(), signals_);
    commands.copy(kept_->guides.all(), guides_);
  }
  const Kernel& shade = shade_.with(features_ | (takes_over ? FEATURE_TWIN : 0));
  for (uint32_t first = 0; first < parameters_.samples_per_pixel; first += samples_per_dispatch) {
    const uint32_t count = std::min(samples_per_dispatch, parameters_.samples_per_pixel - first);
    const gpu::ShadePush push{first, count, first + count == parameters_.samples_per_pixel};
    commands.run(shade, groups_, &push, sizeof push);
  }
  if (pairing_ == RenderRequest::Pairing::first) keep(commands);
  commands.mark("trace");
  if (parameters_.denoise) record_denoise(commands);
  return radiance_;
}

void Shading::keep(Commands& commands) {
  if (!kept_ || kept_->signals.all().size != signals_.size)
    kept_.emplace(Kept{Buffer(gpu_, MemoryKind::device, signals_.size),
                       Buffer(gpu_, MemoryKind::device, guides_.size),
                       {},
                       {},
                       {}});
  commands.copy(signals_, kept_->signals.all());
  commands.copy(guides_, kept_->guides.all());
  kept_->parameters = parameters_;
  kept_->lights = lights_;
  kept_->placements = placements_;
}

Slice Shading::edges_head(uint32_t list) const {
  return edges_.part(list * sizeof(gpu::EdgeList), sizeof(gpu::EdgeList));
}

void Shading::record_denoise(Commands& commands) {
  constexpr uint32_t strides[] = {0, 1, 2, 4, 8, 16, 32};
  bool from_a = true;
  // A preview does without probes, a twelfth of its time, and without more rays in mirrors.
  const bool beyond_preview = (features_ & FEATURE_SPLIT) && parameters_.paths > 1;
  const bool shadows = (features_ & FEATURE_SPLIT) && parameters_.sun_pdf > 0;
  const std::array<gpu::EdgeList, EDGE_LISTS> none{{{{0, 1, 1}, 0}, {{0, 1, 1}, 0}}};
  commands.upload(edges_, &none, sizeof none);
  for (uint32_t stride : strides) {
    const gpu::DenoisePush push{stride, from_a};
    commands.run(denoise_.with(features_ & (FEATURE_SPLIT | FEATURE_QUADS)), groups_, &push, sizeof push);
    from_a = !from_a;
    if (stride > 0) continue;
    const gpu::EdgePush edge{from_a, edge_samples_};
    if (shadows)
      commands.run_indirect(shadow_edge_.with(features_ & FEATURE_TEXTURES), edges_head(EDGES_OF_LIGHT),
                            &edge, sizeof edge);
    if (!beyond_preview) continue;
    const gpu::EdgePush mirrored{from_a, mirror_samples_};
    commands.run_indirect(mirror_edge_.with(features_ & ~uint32_t(FEATURE_QUADS)),
                          edges_head(EDGES_IN_MIRRORS), &mirrored, sizeof mirrored);
  }
  commands.mark("denoise");
  const gpu::EdgePush push{from_a, edge_samples_};
  const Slice head = edges_head(EDGES_OF_LIGHT);
  commands.fill(head.part(offsetof(gpu::EdgeList, groups), sizeof(uint32_t)), 0);
  commands.fill(head.part(offsetof(gpu::EdgeList, count), sizeof(uint32_t)), 0);
  if (beyond_preview) commands.run(probe_.with(features_ & FEATURE_TEXTURES), groups_);
  commands.run(relight_.with(features_ & (FEATURE_SPLIT | FEATURE_QUADS)), groups_, &push, sizeof push);
  commands.run_indirect(antialias_.with(edge_features_), head, &push, sizeof push);
  commands.mark("antialias");
}

}  // namespace understudy
