# Where UNDERSTUDY_PRECOMPILE is on, a folder's files read what most of them include once: a third off the compiler's time.
# The presets release and dev leave it off, so that each file names what it needs.
function(precompile_headers target)
  target_link_libraries(${target} PRIVATE fmt::fmt glm::glm)
  target_precompile_headers(${target} PRIVATE
    <fmt/format.h> <glm/glm.hpp> <glm/gtc/constants.hpp>
    <algorithm> <array> <cmath> <cstdint> <functional> <map> <memory> <numeric> <optional> <set> <string> <vector>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC warns of what happens inside std::string once that comes precompiled.
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()
