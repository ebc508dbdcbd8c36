// SIGTERM, SIGINT and SIGHUP for the filter: end between two turns of the line.
#pragma once

namespace inkblot::cli {

// From now on these signals do not end the process at once.  One that was ignored stays ignored.
// SIGHUP is noted only when `hangup_noted`.
// When what is decided cannot be written within two seconds, or a second signal comes, the process
// ends all the same: what has been written is a redacted beginning.
void catch_stop_signals(bool hangup_noted);
// The signal that came, or 0.
int stop_signal();
// Whether SIGHUP came since this was asked before.
bool take_hangup();
// Waits until `fd` can be read or a stop signal came.
void wait_readable(int fd);

}  // namespace inkblot::cli
