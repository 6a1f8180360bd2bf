// SPDX-License-Identifier: Apache-2.0
#include "generators/import/import.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "base/error.h"
#include "generators/import/assimp_reader.h"
#include "generators/import/child.h"
#include "generators/import/file_checks.h"
#include "generators/import/looks.h"
#include "generators/import/surface.h"

namespace understudy {
namespace {

namespace fs = std::filesystem;
using namespace importing;

RawScene read_raw(const fs::path& path, const MeshFile& file) {
  ChildLimits limits;
  limits.processor_s = unsigned(2 + file.size_bytes / (256 << 10));  // ten times what large files take
  const ChildResult result =
      run_in_child([&] { return pack(read_with_assimp(path, file.extension)); }, limits);
  switch (result.end) {
    case ChildResult::End::not_started:
      refuse_mesh(path, "no process can be started to read it", "free some memory");
    case ChildResult::End::out_of_memory:
      refuse_mesh(path, "reading it takes more than 8 GiB of memory", "reduce the mesh or its textures");
    case ChildResult::End::out_of_time:
      refuse_mesh(path,
                  fmt::format("reading it took more than {} s, which is never needed", limits.processor_s),
                  "it is damaged: export it anew, best as GLB");
    case ChildResult::End::crashed:
      refuse_mesh(path, "the reader of this format broke down on it",
                  "the file is damaged or of a rare kind: export it anew, best as GLB");
    case ChildResult::End::finished:
      break;
  }
  std::optional<RawScene> raw = unpack(result.bytes);
  if (!raw)
    refuse_mesh(path, "what it holds does not fit together", "it is damaged: export it anew, best as GLB");
  if (!raw->failure.empty()) refuse_mesh(path, raw->failure);
  if (raw->triangles.size() < file.announced_triangles) {
    refuse_mesh(path,
                fmt::format("the file is cut short: it announces {} faces and holds {}",
                            file.announced_triangles, raw->triangles.size()),
                "copy or export it anew");
  }
  if (raw->triangles.empty())
    refuse_mesh(path, "holds no triangles",
                "export surfaces, not curves, points or an assembly of references");
  return *std::move(raw);
}

double metres_of(const std::string& unit) {
  const std::map<std::string, double> known{{"m", 1}, {"cm", 0.01}, {"mm", 0.001}, {"inch", 0.0254}};
  const auto found = known.find(unit);
  CHECK(found != known.end(), "a unit is m, cm, mm or inch, not " + unit);
  return found->second;
}

/// Metres per unit of the coordinates as they were read.
double scale_of(const RawScene& raw, const MeshFile& file, const ImportOptions& options, double longest,
                std::vector<std::string>& notes) {
  if (options.size_m > 0) return options.size_m / longest;
  const bool stated = raw.unit_m > 0 && std::isfinite(raw.unit_m);
  const double applied = stated && raw.in_metres ? raw.unit_m : 1;
  if (options.unit != "auto") return metres_of(options.unit) / applied;
  if (stated) {
    if (const double m = longest * raw.unit_m / applied; m > 20 || m < 1e-3)
      notes.push_back(
          fmt::format("its longest side is {:.3g} m by what the file says of its unit (object.unit and "
                      "object.size_m say otherwise)",
                      m));
    return raw.unit_m / applied;
  }
  const bool small = longest <= (file.extension == "stl" ? 1 : 10);
  const double unit_m = small ? 1 : 0.001;
  notes.push_back(
      fmt::format("names no unit: taken as {}, so that its longest side is {:.4g} m (object.unit says "
                  "otherwise)",
                  small ? "metres" : "millimetres", longest * unit_m));
  return unit_m;
}

/// The rotation that puts the file's up axis on z.
glm::dmat3 upright(const RawScene& raw, const MeshFile& file, const ImportOptions& options) {
  char up = raw.up_axis;
  if (up == ' ') up = file.extension == "obj" ? 'y' : 'z';
  if (options.up_axis != "auto") up = options.up_axis.front();
  if (up == 'x') return {0, 0, 1, 1, 0, 0, 0, 1, 0};   // x to z, y to x, z to y
  if (up == 'y') return {1, 0, 0, 0, 0, 1, 0, -1, 0};  // y to z, z to -y
  return glm::dmat3(1);
}

/// What is open may be thin as paper, and must not lie in the very plane of what it lies on.
void put_on_ground(Mesh& mesh, bool open) {
  mesh.finish();
  const float above_m = open ? 2e-4f * glm::length(mesh.upper - mesh.lower) : 0;
  const glm::vec3 offset{(mesh.lower.x + mesh.upper.x) / 2, (mesh.lower.y + mesh.upper.y) / 2,
                         mesh.lower.z - above_m};
  for (glm::vec3& p : mesh.positions) p -= offset;
}

void note_changes(const SurfaceReport& report, std::vector<std::string>& notes) {
  if (report.degenerate > 0)
    notes.push_back(fmt::format("{} triangles without area were left out", report.degenerate));
  if (report.not_finite > 0)
    notes.push_back(fmt::format("{} triangles with numbers that are none were left out", report.not_finite));
  if (report.turned > 0)
    notes.push_back(fmt::format("{} triangles faced inward and were turned", report.turned));
}

}  // namespace

ImportedMesh read_mesh(const fs::path& path, const ImportOptions& options) {
  const MeshFile file = check_mesh_file(path);
  const RawScene raw = read_raw(path, file);
  ImportedMesh imported;
  imported.content_hash = file.content_hash;
  imported.notes = raw.notes;

  const RawBounds bounds = bounds_of(raw);
  const glm::dvec3 sides = bounds.upper - bounds.lower;
  const double longest = std::max({sides.x, sides.y, sides.z});
  if (!(longest > 0))
    refuse_mesh(path, "all its triangles are without area or finite corners", "export it anew");
  const double scale = scale_of(raw, file, options, longest, imported.notes);
  if (!(scale * longest > 1e-5 && scale * longest < 1e5)) {
    refuse_mesh(
        path, fmt::format("its longest side would be {:.3g} m, expected 0.01 mm to 100 km", scale * longest),
        "name the file's unit as object.unit, or a size as object.size_m");
  }
  SurfaceReport report;
  Mesh mesh = make_surface(raw, scale * upright(raw, file, options), report);
  if (mesh.triangles.empty()) refuse_mesh(path, "all its triangles are without area", "export it anew");
  note_changes(report, imported.notes);
  mesh.name = clean_name(path.stem().string());
  if (options.on_ground) put_on_ground(mesh, report.open);
  mesh.finish();
  imported.mesh = std::make_shared<const Mesh>(std::move(mesh));
  for (const std::string& name : raw.part_names) imported.parts.push_back(clean_name(name));
  add_looks(raw, imported);
  for (std::string& note : imported.notes) note = path.filename().string() + ": " + note;
  return imported;
}

ImportedMeshPtr shared_mesh(const fs::path& path, const ImportOptions& options) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, ImportOptions>, ImportedMeshPtr> known;
  const std::lock_guard lock(mutex);
  ImportedMeshPtr& mesh = known[{path.string(), options}];
  if (!mesh) mesh = std::make_shared<const ImportedMesh>(read_mesh(path, options));
  return mesh;
}

}  // namespace understudy
