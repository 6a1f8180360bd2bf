// SPDX-License-Identifier: Apache-2.0
// Renderer: a Scene in, a Frame out. The only stateful object of the program: it owns a device, its kernels
// and the BVHs of the meshes that it has seen.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "renderer/device.h"
#include "scenes/frame.h"
#include "scenes/scene.h"

namespace understudy {

struct Quality {
  std::string name = "standard";
  int samples_per_pixel = 2;
  int max_bounces = 1;
  bool denoise = true;
  /// How the sun's disc and lamps are found: by drawing points of them, by bounces that happen to meet them,
  /// or by both with the better weight. All give the same light; the last two are for the tests that prove
  /// it.
  enum class LightSampling : uint32_t { both = 0, lights_only = 1, surfaces_only = 2 };
  LightSampling light_sampling = LightSampling::both;

  /// "preview", "standard" or "high"; throws UserError for another name.
  static Quality named(const std::string& name);
};

/// Of one scene, what the processor makes for its pictures (Renderer::prepare).
struct PreparedScene;

struct RenderRequest {
  Quality quality;
  /// Made from the scene, or from one with the same key, sky and sun; null: render() makes it.
  std::shared_ptr<const PreparedScene> prepared;
  /// Of the two pictures of a pair: `first` keeps what `twin` may take over, which follows on it with
  /// Scene::without_defects() of the same scene and the same quality. The bytes are the same as without.
  enum class Pairing { alone, first, twin } pairing = Pairing::alone;
  /// Half as many light paths, down to one, where nothing bears a label; without a sun, even surfaces gather
  /// light for four pixels at a time.
  bool plain_surroundings = false;
  bool radiance = true;  ///< false: labels and buffers only
  bool layers = true;    ///< Frame::layers and Frame::extents
  bool buffers =
      false;  ///< depth, normals, albedo read back (hits, instances, categories and parts always are)
};

struct RendererOptions {
  /// Part of a device's name, or its index as digits; empty: the best usable one (discrete before integrated
  /// before CPU).
  std::string device;
  std::filesystem::path cache_folder;    ///< pipeline cache; empty: the user's cache folder
  std::filesystem::path vulkan_library;  ///< Vulkan loader to open instead of the system's (tests)
  /// Larger images are rendered in windows of so many pixels, fewer where the device's buffers are small; the
  /// bytes are the same. At least 160 x 160.
  uint64_t most_pixels_at_once = 4u << 20;
  Validation validation = Validation::none;
};

/// Seconds and counts of the last render().
struct RenderStatistics {
  std::map<std::string, double>
      stage_s;        ///< "bvh" (over placements), "upload", "visibility", "layers", "trace", "denoise",
                      ///< "read_back"; "submit": what recording and waiting took beside them
  uint64_t rays = 0;  ///< cast by all kernels
};

/// Thread-compatible but for prepare(): one render() at a time. Several renderers, on one or several devices,
/// may live at once.
class Renderer {
 public:
  /// Throws UserError for an unknown device, NoUsableDevice (with the list of reasons) where none can be
  /// used.
  explicit Renderer(const RendererOptions& options);
  ~Renderer();
  Renderer(Renderer&&) noexcept;
  Renderer& operator=(Renderer&&) noexcept;

  /// Deterministic on one driver: the same scene and request give the same bytes. Throws DeviceLost or
  /// OutOfDeviceMemory; then no frame exists. A frame that breaks an invariant is our fault (CHECK).
  Frame render(const Scene& scene, const RenderRequest& request);

  /// Makes ahead what render() would have to make of the scene, the trees of its meshes among it. May be
  /// called from any thread, also while render() runs.
  std::shared_ptr<const PreparedScene> prepare(const Scene& scene);

  const DeviceReport& device() const;
  const RenderStatistics& statistics() const;
  /// Messages of the validation layer so far (RendererOptions::validation).
  int validation_messages() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace understudy
