// SPDX-License-Identifier: Apache-2.0
#include "generators/import/raw_scene.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

namespace understudy::importing {
namespace {

constexpr uint64_t magic = 0x31656e6563535355;  // packed by the same program that unpacks: no versions

/// One description of the layout for both ways: `stream(value)` writes or reads.
template <typename Stream>
void lay_out(Stream& stream, RawTexture& texture) {
  stream(texture.name), stream(texture.bytes), stream(texture.width_px), stream(texture.height_px);
  stream(texture.pixels);
}

template <typename Stream>
void lay_out(Stream& stream, RawMaterial& m) {
  stream(m.name), stream(m.base_color), stream(m.emission), stream(m.roughness), stream(m.metalness);
  stream(m.clearcoat), stream(m.clearcoat_roughness), stream(m.transmission), stream(m.alpha);
  stream(m.alpha_cutoff), stream(m.uv_scale), stream(m.base_texture), stream(m.normal_texture);
  stream(m.roughness_texture);
}

template <typename Stream>
void lay_out(Stream& stream, RawScene& scene) {
  stream(scene.failure), stream(scene.unit_m), stream(scene.in_metres), stream(scene.up_axis),
      stream(scene.positions);
  stream(scene.normals), stream(scene.uvs), stream(scene.triangles), stream(scene.slots), stream(scene.parts);
  stream(scene.materials), stream(scene.textures), stream(scene.part_names), stream(scene.notes);
}

class Writer {
 public:
  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_trivially_copyable_v<T>) {
      bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    } else {
      lay_out(*this, value);
    }
  }
  void operator()(std::string& text) { list(text); }
  template <typename T>
  void operator()(std::vector<T>& items) {
    if constexpr (std::is_trivially_copyable_v<T>) return list(items);
    uint64_t count = items.size();
    (*this)(count);
    for (T& item : items) (*this)(item);
  }
  std::string take() { return std::move(bytes_); }

 private:
  template <typename List>
  void list(const List& items) {
    uint64_t count = items.size();
    (*this)(count);
    bytes_.append(reinterpret_cast<const char*>(items.data()), count * sizeof items[0]);
  }
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  void operator()(T& value) {
    if constexpr (std::is_trivially_copyable_v<T>) {
      copy(&value, sizeof value);
    } else {
      lay_out(*this, value);
    }
  }
  void operator()(std::string& text) { list(text); }
  template <typename T>
  void operator()(std::vector<T>& items) {
    if constexpr (std::is_trivially_copyable_v<T>) return list(items);
    uint64_t count = 0;
    (*this)(count);
    for (uint64_t i = 0; i < count && good_; ++i) (*this)(items.emplace_back());
  }
  bool whole() const { return good_ && bytes_.empty(); }

 private:
  template <typename List>
  void list(List& items) {
    uint64_t count = 0;
    (*this)(count);
    if (count > bytes_.size() / sizeof items[0]) good_ = false;
    if (!good_) return;
    items.resize(count);
    copy(items.data(), count * sizeof items[0]);
  }
  void copy(void* to, size_t size) {
    if (size > bytes_.size()) good_ = false;
    if (!good_ || size == 0) return;
    std::memcpy(to, bytes_.data(), size);
    bytes_.remove_prefix(size);
  }
  std::string_view bytes_;
  bool good_ = true;
};

template <typename T>
bool below(const std::vector<T>& indices, size_t count) {
  return std::all_of(indices.begin(), indices.end(), [&](T index) { return index < count; });
}

bool is_texture(int32_t index, const RawScene& scene) {
  return index >= -1 && index < int64_t(scene.textures.size());
}

bool consistent(const RawScene& scene) {
  const size_t vertices = scene.positions.size(), triangles = scene.triangles.size();
  const bool sizes = scene.normals.size() == vertices && scene.uvs.size() == vertices &&
                     scene.slots.size() == triangles && scene.parts.size() == triangles;
  const bool corners = std::all_of(scene.triangles.begin(), scene.triangles.end(), [&](const glm::uvec3& t) {
    return std::max({t.x, t.y, t.z}) < vertices;
  });
  const bool materials =
      std::all_of(scene.materials.begin(), scene.materials.end(), [&](const RawMaterial& material) {
        return material.alpha <= RawMaterial::Alpha::blend && is_texture(material.base_texture, scene) &&
               is_texture(material.normal_texture, scene) && is_texture(material.roughness_texture, scene);
      });
  const bool textures =
      std::all_of(scene.textures.begin(), scene.textures.end(), [](const RawTexture& texture) {
        return texture.pixels.empty() ||
               (texture.width_px > 0 && texture.height_px > 0 &&
                texture.pixels.size() / 4 / size_t(texture.width_px) == size_t(texture.height_px) &&
                texture.pixels.size() == size_t(4) * size_t(texture.width_px) * size_t(texture.height_px));
      });
  return sizes && corners && materials && textures && below(scene.slots, scene.materials.size()) &&
         below(scene.parts, scene.part_names.size());
}

/// Bytes of the UTF-8 character at the beginning; 0 where there is none.
size_t character_bytes(std::string_view text) {
  const auto byte = [&](size_t i) { return uint8_t(text[i]); };
  const size_t size = byte(0) < 0x80             ? 1
                      : (byte(0) & 0xE0) == 0xC0 ? 2
                      : (byte(0) & 0xF0) == 0xE0 ? 3
                      : (byte(0) & 0xF8) == 0xF0 ? 4
                                                 : 0;
  if (size == 0 || size > text.size()) return 0;
  uint32_t code = size == 1 ? byte(0) : byte(0) & (0x7Fu >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3F);
  }
  constexpr std::array<uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return code < least[size] || code > 0x10FFFF || surrogate || code < 0x20 || code == 0x7F ? 0 : size;
}

}  // namespace

std::string pack(const RawScene& scene) {
  Writer writer;
  uint64_t first = magic;
  writer(first);
  lay_out(writer, const_cast<RawScene&>(scene));  // a writer only looks
  return writer.take();
}

std::optional<RawScene> unpack(std::string_view bytes) {
  Reader reader(bytes);
  uint64_t first = 0;
  RawScene scene;
  reader(first);
  lay_out(reader, scene);
  if (first != magic || !reader.whole() || !consistent(scene)) return {};
  return scene;
}

std::string clean_name(std::string_view name) {
  constexpr size_t longest = 60;
  std::string clean;
  while (!name.empty()) {
    const size_t size = character_bytes(name);
    if (clean.size() + std::max<size_t>(size, 1) > longest) break;
    clean += size == 0 ? "?" : std::string(name.substr(0, size));
    name.remove_prefix(std::max<size_t>(size, 1));
  }
  return clean;
}

}  // namespace understudy::importing
