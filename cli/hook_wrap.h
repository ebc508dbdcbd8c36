// A command of the Bash tool, run by `inkblot run`, so that what it prints is filtered when it
// fails.
#pragma once

#include <inkblot/status.h>

#include <span>
#include <string>
#include <string_view>

namespace inkblot::cli {

// One word of a shell, whatever the text holds.  REQUIRES: no zero byte.
std::string shell_word(std::string_view text);

// The Bash tool's input with its command run by `filter`, the words of a program that runs what
// stands behind them.  Everything else stays as it is spelled.  Empty: there is nothing to filter.
// ERRORS: invalid_argument when the command is no text that a shell can hold.
Result<std::string> wrapped_input(std::string_view input, std::span<const std::string> filter);

}  // namespace inkblot::cli
