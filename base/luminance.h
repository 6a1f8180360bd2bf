// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace understudy {

/// Of linear RGB with sRGB's primaries (ITU-R BT.709).
template <typename T>
constexpr T luminance(T red, T green, T blue) {
  return T(0.2126) * red + T(0.7152) * green + T(0.0722) * blue;
}

/// Of anything with three components.
template <typename Rgb>
constexpr auto luminance(const Rgb& c) {
  return luminance(c[0], c[1], c[2]);
}

}  // namespace understudy
