// SPDX-License-Identifier: Apache-2.0
// A record: everything known about one image of a dataset, as one line of JSON under a checksum. COCO and the
// report are made from records alone. Private to exporters/.
//
//   {"checksum":"0123456789abcdef","record":{...}}
//
// The checksum is hash_bytes of the bytes of "record"'s value, so it is verified without parsing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "labels/sample.h"

namespace understudy {

using Json = nlohmann::ordered_json;  ///< keys stay in the order in which they were written

inline constexpr int record_format = 1;

/// "000005" for 5; longer where six digits do not do.
std::string file_stem(uint64_t index);

/// 16 hexadecimal digits of hash_bytes.
std::string checksum_of(std::string_view bytes);

/// The line of a record's value, newline included.
std::string frame_record(const Json& record);

std::string write_record(const Sample& sample, const std::string& device);

/// The record's value; empty where the text is cut, altered or no record.
std::optional<Json> read_record(std::string_view text);

/// The record of an index of a dataset; empty where it, or the size of a file of its pictures, is not what
/// was written.
std::optional<Json> whole_record(const std::filesystem::path& folder, uint64_t index);

/// Whether the bytes of a record's image, and of its twin without defects, are those that were written.
bool image_is_whole(const std::filesystem::path& folder, const Json& record);

}  // namespace understudy
