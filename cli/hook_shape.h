// What is put in a tool result's place when it could not be checked.
#pragma once

#include <string>
#include <string_view>

namespace inkblot::cli {

// What a model reads instead of the result.
constexpr std::string_view kWithheldNote =
    "[withheld by inkblot: this result could not be checked for secrets]";

// The least result that Claude Code takes for one of this tool: one of another shape it would throw
// away, and show the model what the tool has said.  Empty: no shape is known for the tool.
std::string shape_of(std::string_view tool);
// The response with every text replaced: a Read's images and documents by a text file; otherwise
// the same keys and types, and the words that tell kinds apart.  What an MCP tool has for keys and
// numbers is its own, so that only keys that look like names stay, and numbers become 0.
// shape_of() where the response is no JSON.
std::string withheld(std::string_view tool, std::string_view response);

}  // namespace inkblot::cli
