// SPDX-License-Identifier: Apache-2.0
// The step that paints defects on surfaces.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "augment/cover.h"
#include "augment/defects/painter.h"
#include "augment/references.h"
#include "augment/remap_labels.h"
#include "augment/rows.h"
#include "labels/federated.h"

namespace understudy {
namespace {

/// What may be painted on: an object, or the whole frame.
struct PaintSurface {
  std::optional<size_t> object;  ///< its number; empty: the frame
  MaskPatch free;                ///< less what is painted already
  int64_t area_px = 0;
};

std::vector<PaintSurface> surfaces_of(const StepContext& step, const Photo& photo) {
  std::vector<PaintSurface> surfaces;
  const auto add = [&](std::optional<size_t> object, MaskPatch mask) {
    constexpr int64_t least_px = 100;
    const int64_t area = mask.area();
    for (const PhotoObject& other : photo.objects) {
      if (other.defect) subtract(mask, outline_of(other, photo.width_px, photo.height_px));
    }
    if (mask.area() >= least_px) surfaces.push_back({object, std::move(mask), area});
  };
  if (step.choice("surface") == "frame") {
    add(std::nullopt, {0, 0, Image<uint8_t>(photo.width_px, photo.height_px, 1)});
    return surfaces;
  }
  for (size_t i = 0; i < photo.objects.size(); ++i) {
    const PhotoObject& object = photo.objects[i];
    if (object.crowd || object.defect || object.segmentation.index() == 0 || !step.chosen(object)) continue;
    add(i, outline_of(object, photo.width_px, photo.height_px));
  }
  return surfaces;
}

int64_t category_id(const StepContext& step, const std::string& name) {
  for (const PhotoCategory& category : step.categories) {
    if (category.name == name) return category.id;
  }
  check_failed(__FILE__, __LINE__, "the classes that a step adds are there", name);
}

/// The handle that the defects of an object know it by.
uint64_t handle_of(Photo& photo, size_t number) {
  uint64_t& handle = photo.objects[number].handle;
  if (handle == 0) {
    for (const PhotoObject& object : photo.objects) handle = std::max(handle, object.handle);
    ++handle;
  }
  return handle;
}

PhotoObject defect_object(const MaskPatch& mask, int64_t category, const Photo& photo) {
  PhotoObject object;
  object.category = category;
  object.segmentation = rle_of(mask, photo.width_px, photo.height_px);
  object.added = true;
  object.json = fmt::format("{{\"category_id\":{},\"bbox\":[],\"area\":0,\"iscrowd\":0,\"segmentation\":[]}}",
                            category);
  measure(object);
  return object;
}

/// One defect; false where it was not possible.
bool paint_one(const StepContext& step, Photo& photo, std::vector<PaintSurface>& surfaces, uint64_t number) {
  const Stream stream = step.stream.child("defect").child(number);
  PaintSurface& surface =
      surfaces[size_t(stream.child("surface").uniform_int(0, int64_t(surfaces.size()) - 1))];
  const auto drawn = [&](const char* key) { return step.draw.number(step.name + "." + key, number); };
  const PaintKind& kind = paint_kind(step.draw.name(step.name + ".kind", number));
  const double length_px = std::max(6.0, drawn("size") * std::sqrt(double(surface.area_px)));
  const PaintOrder order{kind, length_px, drawn("severity"), step.number("min_contrast")};
  const Image<Rgb8> other = kind.takes_texture ? other_photo(step) : Image<Rgb8>();
  std::string why;
  const auto mask = paint_defect(photo.pixels, surface.free, other.empty() ? photo.pixels : other, order,
                                 stream.child(kind.name), why);
  if (!mask) {
    photo.notes.push_back({"defect_not_painted", kind.name + ": " + why});
    return false;
  }
  PhotoObject object = defect_object(*mask, category_id(step, kind.category), photo);
  object.defect = {.severity = order.severity,
                   .min_contrast = order.min_contrast,
                   .on = surface.object ? handle_of(photo, *surface.object) : 0};
  object.provenance = fmt::format("{{\"painted\":\"{}\",\"length_px\":{:.1f}}}", kind.name, length_px);
  one_more(photo, object.category, Shows::itself);
  photo.objects.push_back(std::move(object));
  for (PaintSurface& any : surfaces) subtract(any.free, *mask);
  std::erase_if(surfaces, [](const PaintSurface& any) { return any.free.area() < 100; });
  return true;
}

void paint_defects(const StepContext& step, Photo& photo) {
  std::vector<PaintSurface> surfaces = surfaces_of(step, photo);
  const int count = step.integer("count");
  if (surfaces.empty() && count > 0) {
    photo.notes.push_back({"no_surface", step.name + ": no object with a mask that may be painted on"});
    return;
  }
  Image<Rgb8> before;
  if (photo.good.empty()) before = photo.pixels;
  bool any = false;
  for (uint64_t i = 0; i < uint64_t(count) && !surfaces.empty(); ++i)
    any |= paint_one(step, photo, surfaces, i);
  if (!any) return;
  photo.pixels_changed = true;
  if (!before.empty()) photo.good = std::move(before);
  photo.keeps_good |= step.boolean("pair");
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const PaintKind& kind : paint_kinds()) names.push_back(kind.name);
  return names;
}

std::vector<std::string> added_classes(const ParameterSet& parameters) {
  std::vector<std::string> classes;
  for (const std::string& name : parameters.at("paint_defects.kind").names())
    classes.push_back(paint_kind(name).category);
  return classes;
}

}  // namespace

std::vector<Transform> defect_transforms() {
  using namespace rows;
  Transform paint = mixed(
      "paint_defects",
      "Paints defects on the objects of the step's `only`, each with a mask, a class and a `parent_id` of "
      "its "
      "own.",
      {integer("count", 0, 1000, "{uniform: [1, 3]}", "How many on the photo."),
       each(name("kind", kind_names(), "{choice: [crack, scratch, stain, missing]}",
                 "Of each. The last three of the list are anomalies of the literature.")),
       name("surface", {"object", "frame"}, "object",
            "What is painted on: objects with a mask, or all that the photo shows."),
       each(number("size", 0.005, 2, "{log_uniform: [0.06, 0.35]}",
                   "Length, in roots of the surface's pixels; drawn for each.")),
       each(number("severity", 0, 1, "{uniform: [0.2, 1]}", "How far gone it is; drawn for each.")),
       number("min_contrast", 0, 1, "0.05",
              "What each must change, mean over its mask. Fainter ones are painted stronger, or else left "
              "out; those that later steps "
              "leave fainter are dropped."),
       boolean("pair", "false", "Whether the photo without the defects is kept in good/.")},
      paint_defects);
  paint.adds_classes = added_classes;
  paint.only_paints = true;
  return {paint};
}

}  // namespace understudy
