# The one place for compiler flags: every target of ours links inkblot_flags.
add_library(inkblot_flags INTERFACE)
target_compile_features(inkblot_flags INTERFACE cxx_std_20)
if(INKBLOT_DEVELOPER_MODE)
  target_compile_options(inkblot_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror>)
endif()
if(INKBLOT_SANITIZE)
  target_compile_options(inkblot_flags INTERFACE -fsanitize=${INKBLOT_SANITIZE}
                         -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(inkblot_flags INTERFACE -fsanitize=${INKBLOT_SANITIZE})
endif()
find_program(INKBLOT_CCACHE ccache)
if(INKBLOT_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${INKBLOT_CCACHE})
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
