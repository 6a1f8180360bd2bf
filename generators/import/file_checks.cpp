// SPDX-License-Identifier: Apache-2.0
// Sources: glTF 2.0 specification, "GLB file format"; the STL file formats as 3D Systems published them in
// 1989; G. Turk, "The PLY polygon file format", 1994.
#include "generators/import/file_checks.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "base/error.h"
#include "base/random.h"
#include "base/spelling.h"
#include "generators/import/little_endian.h"
#include "generators/import/raw_scene.h"
#include "generators/import/stl_content.h"

namespace understudy::importing {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t largest_bytes = uint64_t(2) << 30;
constexpr const char* truncated = "the file is cut short";
constexpr const char* again = "copy or export it anew";

struct Content {
  fs::path path;
  uint64_t size = 0;
  std::string begin, end;  ///< at most 64 KiB each
};

/// Two bytes for each character, with a byte order mark or without.
bool is_utf16(const std::string& text) {
  if (text.size() < 4) return false;
  const bool low_first = text[0] != 0 && text[1] == 0 && text[2] != 0 && text[3] == 0;
  const bool high_first = text[0] == 0 && text[1] != 0 && text[2] == 0 && text[3] != 0;
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || low_first || high_first;
}

void check_encoding(const Content& file) {
  if (is_utf16(file.begin))
    refuse_mesh(file.path, "the text is in UTF-16, expected UTF-8",
                "convert it: iconv -f UTF-16 -t UTF-8 OLD > NEW, or save it as UTF-8 in an editor");
}

void check_glb(const Content& file) {
  if (!file.begin.starts_with("glTF")) refuse_mesh(file.path, "this is no GLB file");
  if (file.size < 12 || little_endian(file.begin, 8) > file.size) refuse_mesh(file.path, truncated, again);
  if (little_endian(file.begin, 4) != 2) refuse_mesh(file.path, "expected glTF 2.0", "export it anew");
}

void check_gltf(const Content& file) {
  check_encoding(file);
  const size_t first = file.begin.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || file.begin[first] != '{') refuse_mesh(file.path, "this is no glTF file");
}

void check_obj(const Content& file) {
  check_encoding(file);
  if (file.begin.find('\0') != std::string::npos)
    refuse_mesh(file.path, "this is no OBJ file: it is not text");
}

void check_fbx(const Content& file) {
  const bool binary = file.begin.starts_with("Kaydara FBX Binary");
  if (!binary && file.begin.find("FBX") == std::string::npos) refuse_mesh(file.path, "this is no FBX file");
}

void check_dae(const Content& file) {
  check_encoding(file);
  if (file.begin.find("<COLLADA") == std::string::npos) refuse_mesh(file.path, "this is no Collada file");
  if (file.end.find("</COLLADA>") == std::string::npos) refuse_mesh(file.path, truncated, again);
}

void check_stl(const Content& file) {
  if (is_text_stl(file.begin)) {
    if (lower_case(file.end).find("endsolid") == std::string::npos) refuse_mesh(file.path, truncated, again);
    return;
  }
  if (file.size < stl_header_bytes) refuse_mesh(file.path, "this is no STL file");
  const uint64_t announced = little_endian(file.begin, stl_header_bytes - 4);
  if (announced == 0) refuse_mesh(file.path, "holds no triangles", "export surfaces, not an empty selection");
  if (stl_header_bytes + stl_triangle_bytes * announced > file.size) {
    refuse_mesh(file.path,
                fmt::format("{}: it announces {} triangles and holds {}", truncated, announced,
                            (file.size - stl_header_bytes) / stl_triangle_bytes),
                again);
  }
}

/// The number behind "element NAME "; 0 where there is none.
uint64_t announced_in_ply(const std::string& header, const std::string& name) {
  const size_t at = header.find("element " + name + " ");
  uint64_t count = 0;
  if (at != std::string::npos) {
    const char* digits = header.data() + at + name.size() + 9;
    std::from_chars(digits, header.data() + header.size(), count);
  }
  return count;
}

uint64_t check_ply(const Content& file) {
  const size_t end = file.begin.find("end_header");
  if (!file.begin.starts_with("ply") || end == std::string::npos)
    refuse_mesh(file.path, "this is no PLY file");
  const std::string header = file.begin.substr(0, end);
  const uint64_t faces = announced_in_ply(header, "face");
  if (faces == 0 && announced_in_ply(header, "tristrips") == 0)
    refuse_mesh(file.path, "holds points and no triangles", "mesh the point cloud first");
  // A face takes at least 13 bytes where indices have four, and a text at least eight characters.
  if (faces > file.size / 4) refuse_mesh(file.path, truncated, again);
  return faces;
}

uint64_t check_content(const std::string& extension, const Content& file) {
  if (extension == "ply") return check_ply(file);
  const std::array<std::pair<const char*, void (*)(const Content&)>, 6> checks{{{"glb", check_glb},
                                                                                {"gltf", check_gltf},
                                                                                {"obj", check_obj},
                                                                                {"fbx", check_fbx},
                                                                                {"dae", check_dae},
                                                                                {"stl", check_stl}}};
  for (const auto& [known, check] : checks) {
    if (extension != known) continue;
    check(file);
    return 0;
  }
  refuse_mesh(file.path,
              "is no mesh format that is read: expected .glb, .gltf, .obj, .fbx, .ply, .stl or .dae",
              "export it as GLB");
}

}  // namespace

void refuse_mesh(const fs::path& path, const std::string& what, const std::string& hint) {
  throw UserError(Where{path.string(), 0, ""}, what, hint);
}

MeshFile check_mesh_file(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) refuse_mesh(path, "there is no such file");
  if (!fs::is_regular_file(path, error)) refuse_mesh(path, "expected a mesh file, found something else");
  Content file{path, fs::file_size(path, error), {}, {}};
  if (file.size == 0) refuse_mesh(path, "the file is empty");
  if (file.size > largest_bytes) refuse_mesh(path, "the file is larger than 2 GiB", "reduce the mesh");

  std::ifstream stream(path, std::ios::binary);
  constexpr size_t kept = 64 << 10;
  std::string block(1 << 20, '\0');
  uint64_t hash = hash_bytes(nullptr, 0);
  while (stream.read(block.data(), std::streamsize(block.size())) || stream.gcount() > 0) {
    const std::string_view read(block.data(), size_t(stream.gcount()));
    hash = hash_bytes(read.data(), read.size(), hash);
    if (file.begin.empty()) file.begin = read.substr(0, kept);
    file.end.append(read.substr(read.size() - std::min(read.size(), kept)));
    if (file.end.size() > kept) file.end.erase(0, file.end.size() - kept);
  }
  if (file.begin.empty()) refuse_mesh(path, "the file cannot be read");

  MeshFile result;
  result.size_bytes = file.size;
  result.extension = lower_case(path.extension().string().substr(path.has_extension() ? 1 : 0));
  result.content_hash = hash_digits(hash);
  result.announced_triangles = check_content(result.extension, file);
  return result;
}

}  // namespace understudy::importing
