// SPDX-License-Identifier: Apache-2.0
// A COCO file of somebody else, as `augment` reads it; what was read is written as records are.
#include "exporters/coco_reader.h"
#include "exporters/photo_json.h"
#include "tests/fuzz/dataset.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace understudy;
  static const fuzz::Dataset dataset;
  dataset.set_instances(fuzz::text_of(data, size));
  fuzz::accepts([&] {
    const CocoReader reader(dataset.folder() / "instances.json");
    for (size_t i = 0; i < reader.image_count(); ++i) {
      const Photo photo = reader.read(i);
      fuzz::require(image_text(photo, {photo.file_name, "", false}, Ids::kept) == photo.json,
                    "an image changed by itself");
      for (const PhotoObject& object : photo.objects) {
        fuzz::require(object_text(object, photo, Ids::kept) == object.json,
                      "an annotation changed by itself");
        PhotoObject moved = object;
        moved.changed = true;
        object_text(moved, photo, Ids::left);
      }
    }
  });
  return 0;
}
