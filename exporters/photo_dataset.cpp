// SPDX-License-Identifier: Apache-2.0
#include "exporters/photo_dataset.h"

#include <algorithm>
#include <cctype>
#include <future>

#include <fmt/format.h>

#include "base/error.h"
#include "base/files.h"
#include "exporters/dataset_folder.h"
#include "exporters/dataset_reader.h"
#include "exporters/mapped_file.h"
#include "exporters/photo_json.h"
#include "exporters/photo_record.h"
#include "exporters/photo_report.h"

namespace understudy {

namespace {

namespace fs = std::filesystem;

/// Texts of elements, kept on disk until their order is known.
class Spool {
 public:
  explicit Spool(fs::path path) : path_(std::move(path)), file_(path_) {}
  ~Spool() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  /// `order`: elements are written ascending by it, equal ones as they came.
  void add(uint64_t order, std::string_view text) {
    file_.append(text);
    pieces_.push_back({order, end_, text.size()});
    end_ += text.size();
  }

  /// The JSON list of all elements.
  void write_to(AtomicFile& out) {
    file_.commit(Flush::later);
    const MappedFile bytes(path_);
    std::stable_sort(pieces_.begin(), pieces_.end(),
                     [](const Piece& a, const Piece& b) { return a.order < b.order; });
    const char* separator = "[\n";
    for (const Piece& piece : pieces_) {
      out.append(separator);
      out.append(bytes.bytes().substr(piece.begin, piece.size));
      separator = ",\n";
    }
    out.append(pieces_.empty() ? "[]" : "\n]");
  }

  bool empty() const { return pieces_.empty(); }

 private:
  struct Piece {
    uint64_t order, begin, size;
  };
  fs::path path_;
  AtomicFile file_;
  std::vector<Piece> pieces_;
  uint64_t end_ = 0;
};

/// Gives new ids to what has none and sorts what keeps its own before it.
class Assembly {
 public:
  Assembly(const fs::path& folder, const CocoReader& input, const std::vector<PhotoCategory>& new_categories)
      : images_(folder / "images.json"),
        annotations_(folder / "annotations.json"),
        input_(input),
        new_categories_(new_categories) {}

  void add(const Json& record) {
    const auto index = record.at("index").get<uint64_t>();
    const int64_t id = record.at("keeps_id") ? record.at("source_id").get<int64_t>()
                                             : input_.largest_image_id() + 1 + int64_t(index);
    images_.add(index, image_entry(record, id));
    add_annotations(record, id);
  }

  void write(AtomicFile& out) {
    const char* separator = "{";
    bool has_annotations = false, has_categories = false;
    for (const CocoReader::Member& member : input_.members()) {
      out.append(fmt::format("{}\"{}\":", separator, member.key));
      has_categories |= member.key == "categories";
      if (member.key == "images") {
        images_.write_to(out);
      } else if (member.key == "annotations") {
        annotations_.write_to(out);
        has_annotations = true;
      } else if (member.key == "categories") {
        out.append(with_new_categories(member.json));
      } else {
        out.append(member.json);
      }
      separator = ",\n";
    }
    if (!has_annotations && !annotations_.empty()) {
      out.append(",\n\"annotations\":");
      annotations_.write_to(out);
    }
    if (!has_categories && !new_categories_.empty())
      out.append(",\n\"categories\":" + with_new_categories("[]"));
    out.append("}\n");
  }

 private:
  void add_annotations(const Json& record, int64_t image_id) {
    const Json& annotations = record.at("annotations");
    std::vector<int64_t> ids;
    for (const Json& annotation : annotations)
      ids.push_back(keeps_id(annotation) ? annotation.at("id").get<int64_t>()
                                         : input_.largest_annotation_id() + ++fresh_);
    const std::vector<std::string> entries = annotation_entries(record, image_id, ids);
    for (size_t i = 0; i < entries.size(); ++i) {
      const Json& position = annotations[i].at("position");
      annotations_.add(position.is_null() ? UINT64_MAX : position.get<uint64_t>(), entries[i]);
    }
  }

  /// The list with the new ones at its end.
  std::string with_new_categories(std::string_view list) const {
    const size_t end = list.rfind(']');
    std::string text = end == list.npos ? "[" : std::string(list.substr(0, end));
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
    for (const PhotoCategory& category : new_categories_) {
      text += fmt::format("{}{{\"id\":{},\"name\":{},\"supercategory\":\"defect\"}}",
                          text.back() == '[' ? "" : ",", category.id, quoted_json(category.name));
    }
    return new_categories_.empty() ? std::string(list) : text + "]";
  }

  Spool images_, annotations_;
  const CocoReader& input_;
  const std::vector<PhotoCategory>& new_categories_;
  int64_t fresh_ = 0;
};

/// All records, ascending. While some are worked on the next ones are read by another thread.
template <typename Visit>
void for_each_record(const fs::path& folder, Visit&& visit) {
  constexpr size_t at_once = 16;
  const std::vector<uint64_t> indices = stored_indices(folder);
  using Records = std::vector<std::optional<Json>>;
  const auto read = [&](size_t begin) {
    Records records;
    for (size_t i = begin; i < std::min(begin + at_once, indices.size()); ++i)
      records.push_back(whole_photo_record(folder, indices[i]));
    return records;
  };
  std::future<Records> ahead = std::async(std::launch::async, read, 0);
  for (size_t begin = 0; begin < indices.size(); begin += at_once) {
    const Records records = ahead.get();
    if (begin + at_once < indices.size()) ahead = std::async(std::launch::async, read, begin + at_once);
    for (size_t i = 0; i < records.size(); ++i) visit(indices[begin + i], records[i]);
  }
}

[[noreturn]] void fail_foreign(const fs::path& folder) {
  throw UserError("a record in " + (folder / "records").string() + " was not written by this program",
                  "delete that record; its image will then be made again");
}

}  // namespace

PhotoDatasetWriter::PhotoDatasetWriter(fs::path folder, PhotoDatasetHeader header, const CocoReader& input)
    : folder_(std::move(folder)), header_(std::move(header)), input_(input) {
  lock_ = open_dataset_folder(folder_, header_.recipe_yaml);
}

std::set<uint64_t> PhotoDatasetWriter::finished() const try {
  std::set<uint64_t> indices;
  for (uint64_t index : stored_indices(folder_)) {
    const std::optional<Json> record = whole_photo_record(folder_, index);
    if (record && !record->contains("skipped") && image_is_whole(folder_, *record)) indices.insert(index);
  }
  return indices;
} catch (const Json::exception&) {
  fail_foreign(folder_);
}

void PhotoDatasetWriter::add(const PhotoOutput& output) {
  const fs::path image = folder_ / "images" / output.file_name;
  std::error_code error;
  fs::create_directories(image.parent_path(), error);
  // Both carry checksums, which the next run looks at: so finish() may flush all of them at once.
  write_file_atomic(image, output.encoded, Flush::later);
  if (!output.good.empty()) {
    const fs::path good = folder_ / "good" / output.file_name;
    fs::create_directories(good.parent_path(), error);
    write_file_atomic(good, output.good, Flush::later);
  }
  write_file_atomic(folder_ / "records" / (file_stem(output.index) + ".json"), write_photo_record(output),
                    Flush::later);
}

void PhotoDatasetWriter::skip(uint64_t index, const Photo& photo, const std::string& reason) {
  write_file_atomic(folder_ / "records" / (file_stem(index) + ".json"),
                    write_skipped_record(index, photo, reason));
}

PhotoDatasetSummary PhotoDatasetWriter::finish() try {
  AtomicFile coco(folder_ / "instances.json");
  PhotoReport report(folder_ / "report.json", input_, header_.new_categories);
  {
    Assembly assembly(folder_, input_, header_.new_categories);
    for_each_record(folder_, [&](uint64_t index, const std::optional<Json>& record) {
      if (record && !record->contains("skipped")) assembly.add(*record);
      report.add(index, record);
    });
    assembly.write(coco);
  }  // its spools are gone before the disk is asked to keep what there is
  flush_disk(folder_);
  coco.commit();
  return report.commit();
} catch (const Json::exception&) {
  fail_foreign(folder_);
}

}  // namespace understudy
