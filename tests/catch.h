// SPDX-License-Identifier: Apache-2.0
// Catch2, whichever major version the system has. In tests CHECK is Catch2's: headers whose inline code means
// ours come first, and both orders of includes then work.
#pragma once

#include "base/error.h"
#include "base/image.h"

#undef CHECK
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
