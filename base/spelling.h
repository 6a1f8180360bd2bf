// SPDX-License-Identifier: Apache-2.0
// Words: in small letters, in lists, and "did you mean", the known word that is nearest in spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace understudy {

/// With small letters for the capitals of ASCII.
std::string lower_case(std::string_view text);

/// The word of `known` that is closest to `word` by the edit distance with transpositions (optimal string
/// alignment: F. Damerau 1964, V. Levenshtein 1966), upper and lower case alike; empty where none is close.
/// At equal distance the first of `known` wins.
std::string closest_spelling(std::string_view word, const std::vector<std::string>& known);

/// "did you mean 'count'?", or an empty text where nothing is close: the hint of a UserError.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// "a, b or c".
std::string list_of(const std::vector<std::string>& words);

}  // namespace understudy
