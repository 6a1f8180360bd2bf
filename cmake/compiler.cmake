# Language, warnings, sanitizers and ccache, in one interface target that every folder links.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # ccache asks for this where headers are precompiled; no file here says __DATE__ or __TIME__.
  set(CMAKE_C_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()

add_library(understudy_options INTERFACE)
target_include_directories(understudy_options INTERFACE ${PROJECT_SOURCE_DIR})
# -ffp-contract=off: the same arithmetic on every x86-64 and Arm machine, fused multiply-add or not (determinism).
target_compile_options(understudy_options INTERFACE -Wall -Wextra $<$<BOOL:${UNDERSTUDY_STRICT}>:-Werror>
                                                    -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: false -Wrestrict on std::string's operator+.
  target_compile_options(understudy_options INTERFACE -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # `#pragma GCC ivdep` is a hint to GCC alone.
  target_compile_options(understudy_options INTERFACE -Wno-unknown-pragmas)
endif()
if(UNDERSTUDY_SANITIZE)
  # Line numbers are all that a report needs; with -O2 -g a build takes twice as long.
  set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O1 -g1 -DNDEBUG")
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1 -DNDEBUG")
  target_compile_options(understudy_options INTERFACE -fsanitize=${UNDERSTUDY_SANITIZE} -fno-omit-frame-pointer
                                                      -fno-sanitize-recover=all)
  target_link_options(understudy_options INTERFACE -fsanitize=${UNDERSTUDY_SANITIZE})
endif()
if(UNDERSTUDY_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC bug 105562: false -Wmaybe-uninitialized inside std::regex under sanitizers.
  target_compile_options(understudy_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(UNDERSTUDY_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "UNDERSTUDY_FUZZ needs clang: script/fuzz installs it and configures the preset fuzz.")
  endif()
  # Every folder reports to libFuzzer which edges an input took; tests/fuzz links the driver itself.
  target_compile_options(understudy_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# understudy_library(NAME SOURCES ... LINKS ... PRIVATE_LINKS ...): the target of one folder.
function(understudy_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(understudy_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(understudy_${name} PUBLIC understudy_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
  if(UNDERSTUDY_PRECOMPILE)
    precompile_headers(understudy_${name})
  endif()
endfunction()
