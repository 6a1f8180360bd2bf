// SPDX-License-Identifier: Apache-2.0
#include "pipeline/generate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "augment/recipe.h"
#include "base/files.h"
#include "base/image_io.h"
#include "base/unplaced.h"
#include "exporters/dataset.h"
#include "labels/annotate.h"
#include "pipeline/insert/recipe.h"
#include "pipeline/ordered_queue.h"
#include "pipeline/origin.h"
#include "pipeline/queue.h"
#include "pipeline/recipe_files.h"
#include "pipeline/size_text.h"
#include "pipeline/workers.h"
#include "sensor/sensor.h"

namespace understudy {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct ComposedScene {
  Key key;
  Scene scene;
  std::shared_ptr<const PreparedScene> prepared;
};

struct RenderedScene {
  Key key;
  Scene scene;
  Frame frame;
  std::optional<Image<LinearRgb>> good;  ///< of a matched pair: what the scene shows without defects
};

/// Threads of the stages beside the device's. Composing costs the more of the two.
struct StageThreads {
  explicit StageThreads(int threads)
      : composers(std::max(threads / 2, 1)), finishers(std::max(threads / 4, 1)) {}
  int composers, finishers;
};

/// One run over a list of indices. What its threads share is atomic, a queue or guarded.
class Run {
 public:
  Run(const Recipe& recipe, const GenerateOptions& options, DatasetWriter& writer, Renderer& renderer)
      : recipe_(recipe),
        options_(options),
        writer_(writer),
        renderer_(renderer),
        threads_(worker_count(options.threads)),
        composed_(uint64_t(threads_.composers) + 1),
        rendered_(size_t(threads_.finishers)) {}

  GenerateReport operator()(const std::vector<uint64_t>& indices) {
    const auto begin = Clock::now();
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < threads_.composers; ++i) threads.emplace_back([&] { compose_all(indices); });
      for (int i = 0; i < threads_.finishers; ++i) threads.emplace_back([&] { finish_all(); });
      render_all(indices.size());
      composed_.close();
      rendered_.close();
    }
    report_.wall_s = seconds_since(begin);
    if (failure_) std::rethrow_exception(failure_);
    return report_;
  }

 private:
  bool stopping() const { return failed_ || (options_.stop && options_.stop->load()); }

  /// Runs one stage's loop; the first failure of any stage stops all of them and is rethrown at the end.
  template <typename Body>
  void guarded(Body body) {
    try {
      body();
    } catch (...) {
      const std::lock_guard lock(report_mutex_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
      composed_.close();
      rendered_.close();
    }
  }

  void count_seconds(const std::string& stage, Clock::time_point begin) {
    const double seconds = seconds_since(begin);
    const std::lock_guard lock(report_mutex_);
    report_.stage_s[stage] += seconds;
  }

  /// One composer: the next scene that nobody has begun, until there is none.
  void compose_all(const std::vector<uint64_t>& indices) {
    guarded([&] {
      for (uint64_t number = next_to_compose_++; number < indices.size() && !stopping();
           number = next_to_compose_++) {
        if (!composed_.push(number, compose(indices[number]))) return;
      }
      // Else the renderer would wait for scenes that nobody composes.
      if (stopping()) composed_.close();
    });
  }

  ComposedScene compose(uint64_t index) {
    auto begin = Clock::now();
    const Key key{recipe_.seed, index};
    const Draw draw(recipe_.parameters, key);
    Scene scene = recipe_.generator->compose(draw, recipe_.width_px, recipe_.height_px);
    scene.key = key;
    count_seconds("compose", begin);
    begin = Clock::now();
    auto prepared = renderer_.prepare(scene);
    count_seconds("prepare", begin);
    return {key, std::move(scene), std::move(prepared)};
  }

  RenderRequest request_of_recipe() const {
    RenderRequest request;
    request.quality = Quality::named(recipe_.quality);
    request.plain_surroundings = recipe_.generator->plain_surroundings();
    return request;
  }

  /// Of the picture rendered last.
  void add_statistics() {
    const std::lock_guard lock(report_mutex_);
    for (const auto& [stage, value] : renderer_.statistics().stage_s) report_.stage_s[stage] += value;
    report_.rays += renderer_.statistics().rays;
  }

  /// Which picture asks for too much may be all that the user can change.
  Frame render(const Scene& scene, const RenderRequest& request) {
    try {
      return renderer_.render(scene, request);
    } catch (const OutOfDeviceMemory& error) {
      throw OutOfDeviceMemory(fmt::format("{} (image {})", error.what(), scene.key.index));
    }
  }

  void render_all(uint64_t total) {
    guarded([&] {
      RenderRequest request = request_of_recipe();
      uint64_t done = 0;
      if (options_.progress) options_.progress(done, total);
      while (done < total && !stopping()) {
        std::optional<ComposedScene> next = composed_.pop();
        if (!next) break;
        request.pairing = recipe_.pairs && next->scene.has_defects() ? RenderRequest::Pairing::first
                                                                     : RenderRequest::Pairing::alone;
        request.prepared = next->prepared;
        Frame frame = render(next->scene, request);
        add_statistics();
        std::optional<Image<LinearRgb>> good;
        if (recipe_.pairs) good = render_good(*next, frame);
        if (!rendered_.push({next->key, std::move(next->scene), std::move(frame), std::move(good)})) return;
        ++done;
        if (options_.progress) options_.progress(done, total);
      }
      report_.stopped = done < total && options_.stop && options_.stop->load();
    });
  }

  /// The same picture, with the same samples, of the scene without its defects.
  Image<LinearRgb> render_good(const ComposedScene& composed, const Frame& frame) {
    if (!composed.scene.has_defects()) return frame.radiance;
    RenderRequest request = request_of_recipe();
    request.prepared = composed.prepared;
    request.layers = false;
    request.pairing = RenderRequest::Pairing::twin;
    Frame good = render(composed.scene.without_defects(), request);
    add_statistics();
    return std::move(good.radiance);
  }

  void finish_all() {
    guarded([&] {
      while (std::optional<RenderedScene> next = rendered_.pop()) finish_one(*next);
    });
  }

  template <typename Body>
  auto timed(const char* stage, Body body) {
    const auto begin = Clock::now();
    auto result = body();
    count_seconds(stage, begin);
    return result;
  }

  void finish_one(const RenderedScene& rendered) {
    const LabelRules rules{recipe_.min_visible_px, recipe_.min_visibility, recipe_.min_defect_px};
    const Draw draw(recipe_.parameters, rendered.key);
    Sensor sensor = draw_sensor(draw);
    // Metered once: a defect does not change the exposure of a pair.
    if (rendered.good) sensor = metered(*rendered.good, sensor);
    const auto developed = [&](const Image<LinearRgb>& radiance) {
      return timed("develop",
                   [&] { return develop(radiance, sensor, Stream(rendered.key, "sensor.noise")); });
    };
    const auto encoded = [&](const Image<Rgb8>& image) {
      return timed("encode", [&] {
        return recipe_.image_format == "png" ? encode_png(image) : encode_jpeg(image, sensor.jpeg_quality);
      });
    };

    Sample sample;
    sample.key = rendered.key;
    sample.width_px = recipe_.width_px;
    sample.height_px = recipe_.height_px;
    sample.camera = rendered.scene.camera;
    sample.provenance = rendered.scene.provenance;
    sample.extension = recipe_.image_format;
    sample.annotations = timed("label", [&] { return annotate(rendered.frame, rendered.scene, rules); });
    const Image<Rgb8> image = developed(rendered.frame.radiance);
    sample.encoded = encoded(image);
    if (rendered.good) {
      const Image<Rgb8> good = developed(*rendered.good);
      sample.good = encoded(good);
      measure_contrast(image, good, sample.annotations);
    }
    timed("write", [&] {
      writer_.add(sample);
      return true;
    });

    const std::lock_guard lock(report_mutex_);
    report_.images += 1;
    report_.dropped += static_cast<int64_t>(sample.annotations.dropped.size());
    for (const auto& [what, count] : sample.provenance)
      if (what.starts_with(unplaced_prefix))
        report_.unplaced[what.substr(unplaced_prefix.size())] += std::stoll(count);
    for (const Annotation& annotation : sample.annotations.kept) {
      report_.instances[rendered.scene.taxonomy.category(annotation.category).name] += 1;
    }
  }

  const Recipe& recipe_;
  const GenerateOptions& options_;
  DatasetWriter& writer_;
  Renderer& renderer_;
  const StageThreads threads_;
  std::atomic<uint64_t> next_to_compose_{0};
  OrderedQueue<ComposedScene> composed_;
  BoundedQueue<RenderedScene> rendered_;
  std::atomic<bool> failed_{false};
  std::mutex report_mutex_;  ///< guards what follows
  std::exception_ptr failure_;
  GenerateReport report_;
};

void check_request(const Recipe& recipe, const GenerateOptions& options) {
  if (options.out.empty()) throw UserError("--out: expected a folder, found an empty name");
  if (options.count == 0) throw UserError("--count: expected at least 1 image, found 0");
  if (options.start > UINT64_MAX - options.count)
    throw UserError("--start: the last index does not fit in 64 bits");
  Quality::named(recipe.quality);
}

/// Refuses to start where the disk plainly cannot hold the result; a guess of what one image takes, not a
/// promise.
void check_space(const std::filesystem::path& folder, const Recipe& recipe, uint64_t count) {
  const double bytes_per_px = recipe.image_format == "png" ? 3.0 : 1.0;
  const double pictures = double(count) * (recipe.pairs ? 2 : 1);
  const double needed = pictures * recipe.width_px * recipe.height_px * bytes_per_px;
  const double available = static_cast<double>(free_bytes(folder));
  if (needed > available) {
    throw UserError(fmt::format("{}: {} images may need {}, the disk has {} free", folder.string(), count,
                                size_text(needed), size_text(available)),
                    "free some space or ask for fewer images");
  }
}

/// What is finished becomes a valid dataset, where the disk still takes it; the first failure is the one to
/// report.
void finish_after_failure(DatasetWriter& writer) {
  try {
    writer.finish();
  } catch (const std::exception&) {
    // The disk is full or gone. Files are replaced whole, so those of the last complete run are still there.
  }
}

void check_overrides(const RecipeOverrides& overrides) {
  if (overrides.seed && *overrides.seed > largest_seed) {
    throw UserError(
        fmt::format("--seed: expected a whole number from 0 to {}, found {}", largest_seed, *overrides.seed));
  }
  if (!overrides.size_px) return;
  const auto [width, height] = *overrides.size_px;
  if (std::min(width, height) < smallest_side_px || std::max(width, height) > largest_side_px) {
    throw UserError(fmt::format("--size: expected WIDTHxHEIGHT with both from {} to {}, found {}x{}",
                                smallest_side_px, largest_side_px, width, height));
  }
}

}  // namespace

Recipe load_recipe(const std::filesystem::path& path, const RecipeOverrides& overrides) {
  check_overrides(overrides);
  Recipe recipe = Recipe::read(path, sensor_parameters(), overrides.settings);
  if (overrides.seed) recipe.seed = *overrides.seed;
  if (overrides.size_px) std::tie(recipe.width_px, recipe.height_px) = *overrides.size_px;
  if (overrides.quality) recipe.quality = *overrides.quality;
  if (overrides.image_format) recipe.image_format = *overrides.image_format;
  if (overrides.segmentation) recipe.segmentation = *overrides.segmentation;
  Quality::named(recipe.quality);
  recipe.notes = recipe.generator->prepare(recipe.parameters);
  return recipe;
}

std::string describe_recipe(const std::string& name, bool markdown) {
  if (name == "augment") return markdown ? augment_reference() : augment_schema();
  if (name == "insert") return markdown ? insert_reference() : insert_schema();
  const std::unique_ptr<Generator> generator = make_generator(name);
  if (!generator) {
    throw UserError(fmt::format("no generator is called \"{}\"; there are: {}, augment and insert", name,
                                fmt::join(generator_names(), ", ")));
  }
  if (!markdown) return recipe_schema(*generator, sensor_parameters());
  return reference_markdown(joined_tables(generator->parameters(), sensor_parameters()));
}

GenerateReport generate(const Recipe& recipe, const GenerateOptions& options) {
  check_request(recipe, options);
  check_space(options.out, recipe, options.count);
  const auto begin = Clock::now();
  Renderer renderer(options.renderer);
  const double startup_s = seconds_since(begin);

  DatasetHeader header;
  header.recipe_yaml = files_comment(recipe.parameters) + recipe.to_yaml();
  header.description = recipe.description;
  header.taxonomy = recipe.generator->taxonomy();
  header.device = renderer.device().name;
  header.polygons = recipe.segmentation == "polygon";
  DatasetWriter writer(options.out, std::move(header));
  write_origin(options.out, {"generate", {}, {}, {}});

  const std::set<uint64_t> finished = writer.finished();
  std::vector<uint64_t> indices;
  for (uint64_t i = 0; i < options.count; ++i) {
    if (!finished.contains(options.start + i)) indices.push_back(options.start + i);
  }

  Run run(recipe, options, writer, renderer);
  GenerateReport report;
  try {
    report = run(indices);
  } catch (const std::exception&) {
    finish_after_failure(writer);
    throw;
  }
  writer.finish();
  report.device = renderer.device().name;
  report.startup_s = startup_s;
  report.images_kept = options.count - indices.size();
  report.validation_messages = renderer.validation_messages();
  return report;
}

}  // namespace understudy
