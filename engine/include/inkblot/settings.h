// Options from words and files, as a command line, a configuration file or a caller in another
// language has them.
#pragma once

#include <inkblot/redactor.h>

namespace inkblot {

// In the order of the enumerations; Style::text has no word.
inline constexpr std::array<std::string_view, 3> kProfileWords = {"strict", "balanced", "precise"};
inline constexpr std::array<std::string_view, 4> kStyleWords = {"tag", "pseudonym", "mask",
                                                                "partial"};
inline constexpr std::array<std::string_view, 3> kTemplateFields = {"{rule}", "{provider}",
                                                                    "{length}"};
// One of kProfileWords.
std::optional<Profile> profile_named(std::string_view word);
// One of kStyleWords.
std::optional<Style> style_named(std::string_view word);
// The first field of a template that is none of kTemplateFields; empty: they all are.
std::string unknown_field(std::string_view text);
// Sets Style::text.  REQUIRES: the pack is set.
// ERRORS: invalid_argument, when what the template writes for some rule would break the JSON around
// it, is longer than 200 bytes, has an unknown {field}, or holds what looks like a secret.
Status set_template(std::string text, Options& options);
// The built-in rules and those of `paths`, TOML files or folders of them.  A compiled pack
// (.inkdb), of which there may be one, takes the place of the built-in one. ERRORS: bad_pack,
// naming file, line and rule; invalid_argument; io.
Result<std::shared_ptr<const Pack>> load_rules(const std::vector<std::string>& paths);

}  // namespace inkblot
