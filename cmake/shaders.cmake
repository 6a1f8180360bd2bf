# understudy_shaders(TARGET kernel.comp ...): compiles each kernel to SPIR-V with a depfile (an edited include rebuilds
# only what includes it) and makes it includable as a list of 32-bit numbers: #include "renderer/spirv/NAME.inc".
function(understudy_shaders target)
  foreach(source ${ARGN})
    get_filename_component(name ${source} NAME_WE)
    set(output ${PROJECT_BINARY_DIR}/generated/renderer/spirv/${name}.inc)
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${GLSLC} --target-env=vulkan1.2 -O -fshader-stage=compute -mfmt=num
              -I ${PROJECT_SOURCE_DIR}/renderer/shaders
              -MD -MF ${output}.d -MT ${output} -o ${output} ${CMAKE_CURRENT_SOURCE_DIR}/${source}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${source}
      DEPFILE ${output}.d
      VERBATIM)
    target_sources(${target} PRIVATE ${output})
  endforeach()
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/generated)
endfunction()
