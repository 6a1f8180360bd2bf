// SPDX-License-Identifier: Apache-2.0
// Loops for wider registers than every x86-64 has.
#pragma once

/// Compiles a function twice, and the machine picks when the program starts. The bytes are the same whichever
/// it is: integers, or floats without contraction.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define UNDERSTUDY_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define UNDERSTUDY_WIDE
#endif
