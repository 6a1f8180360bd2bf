// SPDX-License-Identifier: Apache-2.0
// render(): meshes, tables, kernels, read-back, in this order.
#include "renderer/renderer.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/error.h"
#include "renderer/extents.h"
#include "renderer/frame_assembly.h"
#include "renderer/frame_memory.h"
#include "renderer/kernels.h"
#include "renderer/mesh_store.h"
#include "renderer/prepared.h"
#include "renderer/shading.h"
#include "renderer/textures.h"
#include "renderer/upload.h"
#include "renderer/windows.h"

namespace understudy {
namespace {

std::filesystem::path user_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache && *cache) return std::filesystem::path(cache) / "understudy";
  const char* home = std::getenv("HOME");
  if (home && *home) return std::filesystem::path(home) / ".cache" / "understudy";
  return {};
}

/// Seconds since the last lap, for stages of the host.
class Stopwatch {
 public:
  double lap_s() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

bool same_lens(const Camera& a, const Camera& b) {
  return a.model == b.model && a.width_px == b.width_px && a.height_px == b.height_px && a.fx == b.fx &&
         a.fy == b.fy && a.cx == b.cx && a.cy == b.cy && a.distortion == b.distortion;
}

constexpr gpu::RayCount no_rays{0, 0};
uint64_t rays_in(const gpu::RayCount& count) { return uint64_t(count.high) << 32 | count.low; }

/// What one render() hands from stage to stage.
struct Pass {
  const Scene& scene;
  RenderRequest request;
  SceneTables tables;
  TextureTables textures;
  gpu::FrameParameters image;  ///< tables.frame is that of a window
  // Of the window.
  uint64_t pixels = 0;
  std::array<uint32_t, 3> groups{};
  Slice hits{}, labels{}, geometry{}, layer_counts{}, layer_records{}, ray_count{};
  // Where the host finds them after the submission.
  const gpu::HitRecord* host_hits = nullptr;
  const gpu::LabelRecord* host_labels = nullptr;
  const gpu::GeometryRecord* host_geometry = nullptr;
  const LinearRgb* host_radiance = nullptr;
  const gpu::LayerCount* host_layer_counts = nullptr;
  const gpu::RayCount* host_ray_count = nullptr;
  const gpu::LayerRecord* host_layer_records = nullptr;
};

}  // namespace

struct Renderer::State {
  explicit State(const RendererOptions& options)
      : gpu({options.device, options.vulkan_library,
             options.cache_folder.empty() ? user_cache_folder() : options.cache_folder, options.validation}),
        layout(gpu),
        commands(gpu, layout),
        memory(gpu, commands),
        meshes(gpu, trees),
        kernels(gpu, layout),
        shading(gpu, layout),
        most_pixels(options.most_pixels_at_once) {}

  Gpu gpu;
  KernelLayout layout;
  Commands commands;
  FrameMemory memory;
  BvhBuilder builder;  ///< of the trees over placements
  MeshTrees trees;
  MeshStore meshes;
  LabelKernels kernels;
  Shading shading;
  const uint64_t most_pixels;  ///< of a window
  RenderStatistics statistics;
  std::optional<Camera> lens;  ///< whose `plane_views` are
  std::vector<TileBlock> plane_views;

  Frame render(const Scene& scene, const RenderRequest& request);
  std::vector<FrameWindow> windows_for(const Scene& scene, const RenderRequest& request) const;
  Frame render_window(Pass& pass, const PixelRange& window);
  void reserve(Pass& pass);
  void record(Pass& pass);
  double submit();
  void assemble(const Pass& pass, Frame& frame);
  void assemble_layers(const Pass& pass, Frame& frame, gpu::RayCount& rays);
  void measure_beyond_frame(Pass& pass, Frame& frame);
};

/// One for all of the image, unless a plane of it is larger than a buffer of the device.
std::vector<FrameWindow> Renderer::State::windows_for(const Scene& scene,
                                                      const RenderRequest& request) const {
  uint64_t bytes = std::max(sizeof(gpu::HitRecord), sizeof(gpu::GeometryRecord));
  if (request.radiance) bytes = std::max(bytes, Shading::bytes_per_pixel(request.quality));
  if (request.layers) bytes = std::max(bytes, kLayerSlots * sizeof(gpu::LayerRecord));
  const int reach_px = request.radiance && request.quality.denoise ? Shading::reach_px : 0;
  return windows_of(scene.camera.width_px, scene.camera.height_px,
                    std::min(most_pixels, gpu.max_storage_bytes() / bytes), reach_px);
}

Frame Renderer::State::render(const Scene& scene, const RenderRequest& request) {
  scene.check();
  statistics = {};
  Stopwatch watch;
  const std::vector<MeshPlace> places = meshes.place(scene.meshes);
  Pass pass{scene,
            request,
            make_tables(scene, places, builder, request.layers),
            make_texture_tables(scene.textures),
            {}};
  pass.tables.frame.layer_slots = kLayerSlots;
  rebase_tlas(pass.tables, meshes.place_frame_nodes(uint32_t(pass.tables.tlas.size())));
  meshes.set_frame_nodes(pass.tables.tlas);
  pass.image = pass.tables.frame;
  statistics.stage_s["bvh"] = watch.lap_s();

  const std::vector<FrameWindow> windows = windows_for(scene, request);
  Frame frame;
  if (windows.size() == 1) {
    frame = render_window(pass, windows[0].rendered);
  } else {
    // What the first picture of a pair keeps would be that of its last window.
    pass.request.pairing = RenderRequest::Pairing::alone;
    if (!request.prepared)
      pass.request.prepared = std::make_shared<const PreparedScene>(prepare_scene(scene));
    Mosaic mosaic(scene.camera.width_px, scene.camera.height_px);
    for (const FrameWindow& window : windows) mosaic.add(window, render_window(pass, window.rendered));
    frame = mosaic.finish();
  }
  meshes.release_retired();
  if (request.layers) {
    watch.lap_s();
    measure_beyond_frame(pass, frame);
    statistics.stage_s["layers"] += watch.lap_s();
  }
  return frame;
}

/// All of the frame but its extents.
Frame Renderer::State::render_window(Pass& pass, const PixelRange& window) {
  memory.reset();
  gpu::FrameParameters& parameters = pass.tables.frame;
  parameters = pass.image;
  parameters.width = uint32_t(window.width_px());
  parameters.height = uint32_t(window.height_px());
  parameters.first_pixel = {window.x0, window.y0};
  parameters.center_whole -= parameters.first_pixel;
  pass.pixels = uint64_t(parameters.width) * parameters.height;
  pass.groups = {(parameters.width + 7) / 8, (parameters.height + 7) / 8, 1};

  Stopwatch watch;
  reserve(pass);
  commands.begin();
  meshes.upload(commands);
  memory.upload();
  statistics.stage_s["upload"] += watch.lap_s();
  record(pass);
  const double device_s = submit();
  statistics.stage_s["submit"] += std::max(watch.lap_s() - device_s, 0.0);

  Frame frame;
  assemble(pass, frame);
  gpu::RayCount rays = *pass.host_ray_count;
  statistics.stage_s["read_back"] += watch.lap_s();
  if (pass.request.layers) {
    assemble_layers(pass, frame, rays);
    statistics.stage_s["layers"] += watch.lap_s();
  }
  statistics.rays += rays_in(rays);
  return frame;
}

/// Places for everything the first submission reads and writes.
void Renderer::State::reserve(Pass& pass) {
  meshes.bind(commands);
  if (pass.request.radiance) shading.reserve(pass.scene, pass.request, pass.tables, memory);
  memory.add(BINDING_FRAME, &pass.tables.frame, sizeof pass.tables.frame);
  memory.add(BINDING_TRAVERSAL, pass.tables.traversal);
  memory.add(BINDING_PLACEMENTS, pass.tables.placements);
  memory.add(BINDING_MATERIALS, pass.tables.materials);
  memory.add(BINDING_MATERIAL_SLOTS, pass.tables.material_slots);
  memory.add(BINDING_TEXTURES, pass.textures.records);
  memory.add(BINDING_TEXELS, pass.textures.texels);
  pass.ray_count = memory.add(BINDING_RAY_COUNT, &no_rays, sizeof no_rays);
  pass.hits = memory.reserve(BINDING_HITS, pass.pixels * sizeof(gpu::HitRecord));
  pass.labels = memory.reserve(BINDING_LABELS, pass.pixels * sizeof(gpu::LabelRecord));
  pass.geometry = memory.reserve(BINDING_GEOMETRY, pass.pixels * sizeof(gpu::GeometryRecord));
  if (!pass.request.layers) return;
  pass.layer_counts = memory.reserve(BINDING_LAYER_COUNTS, pass.pixels * sizeof(gpu::LayerCount));
  pass.layer_records = memory.reserve(BINDING_LAYERS, pass.pixels * kLayerSlots * sizeof(gpu::LayerRecord));
  memory.reserve(BINDING_LAYER_TASKS, sizeof(gpu::LayerTask));
}

void Renderer::State::record(Pass& pass) {
  commands.mark("upload");
  commands.run(kernels.visibility.with(pass.tables.features), pass.groups);
  commands.mark("visibility");
  commands.run(kernels.resolve.with(0), pass.groups);
  commands.mark("resolve");
  pass.host_hits = commands.read_back_as<gpu::HitRecord>(pass.hits);
  pass.host_labels = commands.read_back_as<gpu::LabelRecord>(pass.labels);
  if (pass.request.buffers) pass.host_geometry = commands.read_back_as<gpu::GeometryRecord>(pass.geometry);
  commands.mark("read_back");
  if (pass.request.radiance) pass.host_radiance = commands.read_back_as<LinearRgb>(shading.record(commands));
  if (pass.request.layers) {
    const uint32_t all_pixels = 0;
    commands.run(kernels.layers.with(pass.tables.features), pass.groups, &all_pixels, sizeof all_pixels);
    pass.host_layer_counts = commands.read_back_as<gpu::LayerCount>(pass.layer_counts);
    pass.host_layer_records = commands.read_back_as<gpu::LayerRecord>(pass.layer_records);
    commands.mark("layers");
  }
  pass.host_ray_count = commands.read_back_as<gpu::RayCount>(pass.ray_count);
}

/// Returns the seconds that the device worked.
double Renderer::State::submit() {
  commands.submit_and_wait();
  double device_s = 0;
  for (const auto& [name, seconds] : commands.stage_seconds()) {
    statistics.stage_s[name] += seconds;
    device_s += seconds;
  }
  return device_s;
}

void Renderer::State::assemble(const Pass& pass, Frame& frame) {
  frame.width_px = int(pass.tables.frame.width);
  frame.height_px = int(pass.tables.frame.height);
  assemble_labels(pass.scene, pass.tables, pass.host_hits, pass.host_labels, frame);
  if (pass.request.buffers) assemble_buffers(pass.host_labels, pass.host_geometry, frame);
  if (pass.request.radiance) {
    frame.radiance = Image<LinearRgb>(frame.width_px, frame.height_px);
    std::copy_n(pass.host_radiance, frame.radiance.size(), frame.radiance.data());
  }
}

void Renderer::State::assemble_layers(const Pass& pass, Frame& frame, gpu::RayCount& rays) {
  const std::vector<gpu::LayerCount> counts(pass.host_layer_counts, pass.host_layer_counts + pass.pixels);
  // The second pass may overwrite what the host sees of the first: keep that before it.
  std::vector<gpu::LayerRecord> kept;
  const gpu::LayerRecord* slots = pass.host_layer_records;
  const bool overflow =
      std::any_of(counts.begin(), counts.end(), [](const auto& c) { return c.count > kLayerSlots; });
  std::vector<DeepPixel> deep;
  if (overflow) {
    kept.assign(slots, slots + pass.pixels * kLayerSlots);
    slots = kept.data();
    deep = walk_deep_pixels(counts, commands, memory, kernels.layers.with(pass.tables.features),
                            pass.ray_count, rays);
  }
  frame.layers = make_layers(counts, slots, deep);
  check_layers(frame);
}

/// The extents: what the layers show, and what lies on the image plane beyond the frame.
void Renderer::State::measure_beyond_frame(Pass& pass, Frame& frame) {
  const std::map<uint32_t, uint32_t> parents = pass.scene.parents();
  frame.extents = extents_from_layers(frame.layers, frame.width_px, parents);
  const Camera& camera = pass.scene.camera;
  if (!lens || !same_lens(*lens, camera)) {
    lens = camera;
    plane_views = views_of_plane(camera);
  }
  const ExtentPlan plan = plan_extents(camera, plane_views, pass.tables, parents, frame.extents);
  if (plan.jobs.empty()) return;
  memory.add(BINDING_FRAME, &pass.image, sizeof pass.image);
  const Slice ray_count = memory.add(BINDING_RAY_COUNT, &no_rays, sizeof no_rays);
  statistics.rays += rays_in(measure_extents(
      plan, camera, commands, memory, kernels.extent.with(pass.tables.features), ray_count, frame.extents));
}

Renderer::Renderer(const RendererOptions& options) : state_(std::make_unique<State>(options)) {}
Renderer::~Renderer() = default;
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;

Frame Renderer::render(const Scene& scene, const RenderRequest& request) {
  return state_->render(scene, request);
}
std::shared_ptr<const PreparedScene> Renderer::prepare(const Scene& scene) {
  state_->trees.prepare(scene.meshes);
  return std::make_shared<const PreparedScene>(prepare_scene(scene));
}
const DeviceReport& Renderer::device() const { return state_->gpu.report(); }
const RenderStatistics& Renderer::statistics() const { return state_->statistics; }
int Renderer::validation_messages() const { return state_->gpu.validation_messages(); }

}  // namespace understudy
