// SPDX-License-Identifier: Apache-2.0
#include "exporters/coco_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/random.h"
#include "exporters/coco_parse.h"
#include "exporters/json_scan.h"
#include "exporters/mapped_file.h"

namespace understudy {
namespace {

constexpr uint32_t no_image = UINT32_MAX;

/// Where an element stands in the file.
struct Span {
  uint64_t begin = 0;
  uint32_t size = 0;
};

/// Flat, so that it takes 16 bytes.
struct AnnotationSpan {
  uint64_t begin = 0;
  uint32_t size = 0;
  uint32_t image = no_image;
};

struct ImageId {
  int64_t id;
  uint32_t index;
  auto operator<=>(const ImageId&) const = default;
};

/// More of one kind are counted, not listed.
constexpr size_t most_listed = 1000;

}  // namespace

struct CocoReader::Index {
  explicit Index(const std::filesystem::path& path) : file(path), scan(file.bytes(), path.string()) {}

  MappedFile file;
  JsonScan scan;
  std::vector<Member> members;
  std::vector<Span> images;
  std::vector<ImageId> image_of_id;         ///< ascending
  std::vector<uint64_t> file_hashes;        ///< of the images' file names, ascending
  std::vector<AnnotationSpan> annotations;  ///< in the order of the file
  std::vector<uint32_t> of_image;           ///< annotations, grouped by image
  std::vector<uint64_t> first_of_image;     ///< into of_image; one more than images
  std::vector<PhotoCategory> categories;
  Keys annotation_keys, image_keys;
  std::map<int64_t, uint64_t> of_category;
  std::vector<LabelFault> faults;
  int64_t largest_annotation_id = 0;

  std::string_view text(const Span& span) const { return file.bytes().substr(span.begin, span.size); }
  Span span_of(std::string_view value) const {
    if (value.size() > UINT32_MAX) scan.fail(scan.place(value), "an element of more than 4 GB");
    return {scan.place(value), uint32_t(value.size())};
  }

  void read_images(std::string_view list, CocoParser& parser);
  void read_annotations(std::string_view list, CocoParser& parser);
  void check_categories();
  void group();
  uint32_t index_of(int64_t id) const;
};

void CocoReader::Index::read_images(std::string_view list, CocoParser& parser) {
  std::vector<uint64_t>& hashes = file_hashes;
  scan.elements(scan.place(list), [&](std::string_view element) {
    if (images.size() >= no_image) scan.fail(scan.place(element), "more than 4 billion images");
    const int64_t id = parser.image_id(element, image_keys);
    image_of_id.push_back({id, uint32_t(images.size())});
    images.push_back(span_of(element));
    hashes.push_back(hash_string(parser.image(element).file_name));
  });
  std::sort(image_of_id.begin(), image_of_id.end());
  for (size_t i = 1; i < image_of_id.size(); ++i) {
    if (image_of_id[i].id != image_of_id[i - 1].id) continue;
    scan.fail(images[image_of_id[i].index].begin,
              fmt::format("two images have the id {}", image_of_id[i].id));
  }
  std::sort(hashes.begin(), hashes.end());
  const auto twice = std::adjacent_find(hashes.begin(), hashes.end());
  if (twice == hashes.end()) return;
  bool seen = false;
  for (const Span& span : images) {
    const Photo image = parser.image(text(span));
    if (hash_string(image.file_name) != *twice) continue;
    if (seen) scan.fail(span.begin, "two images have the file_name '" + image.file_name + "'");
    seen = true;
  }
}

uint32_t CocoReader::Index::index_of(int64_t id) const {
  const auto found = std::lower_bound(image_of_id.begin(), image_of_id.end(), ImageId{id, 0});
  return found != image_of_id.end() && found->id == id ? found->index : no_image;
}

void CocoReader::Index::read_annotations(std::string_view list, CocoParser& parser) {
  std::vector<int64_t> ids;
  scan.elements(scan.place(list), [&](std::string_view element) {
    if (annotations.size() >= no_image) scan.fail(scan.place(element), "more than 4 billion annotations");
    const AnnotationHead head = parser.annotation_head(element, annotation_keys);
    const uint32_t image = index_of(head.image);
    const Span span = span_of(element);
    annotations.push_back({span.begin, span.size, image});
    ids.push_back(head.id);
    largest_annotation_id = std::max(largest_annotation_id, head.id);
    ++of_category[head.category];
    if (image == no_image && faults.size() < most_listed) {
      faults.push_back(
          {"no_such_image", head.id, fmt::format("image_id {} is no image's id; left out", head.image)});
    }
  });
  std::sort(ids.begin(), ids.end());
  for (size_t i = 1; i < ids.size() && faults.size() < most_listed; ++i) {
    if (ids[i] == ids[i - 1]) faults.push_back({"id_twice", ids[i], "two annotations have this id"});
  }
}

/// One fault for each class that annotations name and the file's list lacks.
void CocoReader::Index::check_categories() {
  std::set<int64_t> known;
  for (const PhotoCategory& category : categories) known.insert(category.id);
  for (const auto& [id, count] : of_category) {
    if (known.count(id) > 0 || faults.size() >= most_listed) continue;
    faults.push_back(
        {"no_such_category", 0,
         fmt::format("category_id {} of {} annotations is no category's id; they stay", id, count)});
  }
}

void CocoReader::Index::group() {
  first_of_image.assign(images.size() + 1, 0);
  for (const AnnotationSpan& a : annotations) {
    if (a.image != no_image) ++first_of_image[a.image + 1];
  }
  for (size_t i = 0; i < images.size(); ++i) first_of_image[i + 1] += first_of_image[i];
  of_image.resize(first_of_image.back());
  std::vector<uint64_t> next(first_of_image.begin(), first_of_image.end() - 1);
  for (size_t i = 0; i < annotations.size(); ++i) {
    if (annotations[i].image != no_image) of_image[next[annotations[i].image]++] = uint32_t(i);
  }
}

CocoReader::CocoReader(const std::filesystem::path& path) {
  auto index = std::make_unique<Index>(path);
  const JsonScan& scan = index->scan;
  CocoParser parser(scan);
  std::map<std::string_view, std::string_view> lists;
  const size_t begin = index->file.bytes().starts_with("\xEF\xBB\xBF") ? 3 : 0;  // a byte order mark
  const size_t end = scan.members(scan.skip_space(begin), [&](std::string_view key, std::string_view value) {
    if (lists.count(key) > 0) scan.fail(scan.place(value), fmt::format("'{}' stands there twice", key));
    lists[key] = value;
    const bool list = key == "images" || key == "annotations";
    if (!list) parser.check(value);
    index->members.push_back({key, list ? std::string_view() : value});
  });
  if (scan.skip_space(end) != index->file.bytes().size()) scan.fail(end, "expected the end of the file");
  if (lists.count("images") == 0) scan.fail(0, "expected a COCO file: an object with a list of 'images'");
  if (lists.count("categories") > 0) {
    scan.elements(scan.place(lists["categories"]),
                  [&](std::string_view element) { index->categories.push_back(parser.category(element)); });
  }
  index->read_images(lists["images"], parser);
  if (lists.count("annotations") > 0) index->read_annotations(lists["annotations"], parser);
  if (lists.count("categories") > 0) index->check_categories();
  index->group();
  index_ = std::move(index);
}

CocoReader::~CocoReader() = default;

uint64_t CocoReader::file_bytes() const { return index_->file.bytes().size(); }
uint64_t CocoReader::file_hash() const {
  return hash_bytes(index_->file.bytes().data(), index_->file.bytes().size());
}
size_t CocoReader::image_count() const { return index_->images.size(); }
size_t CocoReader::annotation_count() const { return index_->annotations.size(); }
int64_t CocoReader::largest_image_id() const {
  return index_->image_of_id.empty() ? 0 : std::max<int64_t>(0, index_->image_of_id.back().id);
}
int64_t CocoReader::largest_annotation_id() const { return index_->largest_annotation_id; }
const std::vector<PhotoCategory>& CocoReader::categories() const { return index_->categories; }
const CocoReader::Keys& CocoReader::annotation_keys() const { return index_->annotation_keys; }
const CocoReader::Keys& CocoReader::image_keys() const { return index_->image_keys; }
const std::map<int64_t, uint64_t>& CocoReader::annotations_of_category() const { return index_->of_category; }
const std::vector<LabelFault>& CocoReader::faults() const { return index_->faults; }
const std::vector<CocoReader::Member>& CocoReader::members() const { return index_->members; }

bool CocoReader::has_file(std::string_view file_name) const {
  return std::binary_search(index_->file_hashes.begin(), index_->file_hashes.end(), hash_string(file_name));
}

Photo CocoReader::read_image(size_t index) const {
  return CocoParser(index_->scan).image(index_->text(index_->images.at(index)));
}

Photo CocoReader::read(size_t index) const {
  CocoParser parser(index_->scan);
  Photo photo = parser.image(index_->text(index_->images.at(index)));
  for (uint64_t i = index_->first_of_image[index]; i < index_->first_of_image[index + 1]; ++i) {
    const uint32_t position = index_->of_image[i];
    photo.objects.push_back(parser.annotation(
        index_->text({index_->annotations[position].begin, index_->annotations[position].size}),
        photo.faults));
    photo.objects.back().position = position;
  }
  return photo;
}

}  // namespace understudy
