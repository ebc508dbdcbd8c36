// Words for people on stderr: never a control character of somebody else's, never a secret.
#pragma once

#include <inkblot/pack.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace inkblot::cli {

// Documented in README.md and in --help.
enum Exit : int {
  kDone = 0,
  kRedacted = 1,
  kUsage = 2,
  kIo = 3,
  kFailed = 4,
  kLeft = 5,  // Of `scrub`: some files stay as they were.
  kBusy = 6,  // Likewise, and only because they are being written to.
};

// One line on stderr.  File names, arguments and rule files are anybody's text: what the rules
// know as a secret is redacted, what a terminal would obey is escaped.
void say(std::string_view words);
// The same for words of our own; needs no memory.
void say_plain(std::string_view words);
// Text as a terminal may show it: controls, bytes that are no UTF-8 and marks that turn the
// direction of writing are shown as \xNN.
std::string printable(std::string_view text);
// Text of unknown origin, redacted by the built-in rules and those of hide_with(), then printable.
std::string harmless(std::string_view text);
// From now on these rules hide secrets in words and names, too.
void hide_with(std::shared_ptr<const Pack> pack);
// " (did you mean X?)" for the candidate nearest to a mistyped word, or nothing.
std::string suggestion(std::string_view word, std::span<const std::string> candidates);
// Flushes standard output; the exit code, and why on stderr when that failed.
int finish_output();
// The exit code that stands for a failure; says why on stderr.
int explain(const Status& status);

}  // namespace inkblot::cli
