// Where coding agents keep what was said and what their tools have read.
#pragma once

#include <inkblot/status.h>

#include <string>
#include <vector>

namespace inkblot::cli {

// The names that agent_places() knows.
const std::vector<std::string>& agent_names();
// Those places of an agent that there are: transcripts, prompts, copies of files, snapshots of
// environments, debug logs.  Settings and credentials of its own are none of them.
// SOURCE: code.claude.com/docs/en/claude-directory; geminicli.com/docs/cli/session-management;
// openai/codex issue 45251; seen November 2026.
// ERRORS: invalid_argument, when there is no home, or nothing of that agent in it.
Result<std::vector<std::string>> agent_places(const std::string& agent);

}  // namespace inkblot::cli
