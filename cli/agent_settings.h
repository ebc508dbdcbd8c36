// An agent's settings file, edited so that it is never lost.
#pragma once

#include <inkblot/status.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace inkblot::cli {

using Json = nlohmann::ordered_json;

// The text of settings as we would write them, in the indentation of `like`.
std::string settings_text(const Json& settings, std::string_view like);

// Reads the file (an object without members where there is none), lets `edit` change it, and puts
// the new text in its place: whenever this is cut short, the file is the old one or the new one.
// The old one is kept beside it, as FILE.before-inkblot.  Nothing is written when nothing changed.
// A change that another program makes meanwhile is taken up.
// ERRORS: invalid_argument, for what must be done by hand: a link, somebody else's file, no JSON,
// comments, names that stand twice, numbers that we would spell in another way, and what `edit`
// says.  io.  After an error the file is as it was.
Status edit_settings(const std::string& file, const std::function<Status(Json&)>& edit);

}  // namespace inkblot::cli
