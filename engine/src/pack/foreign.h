// A rule of another tool: a free regex, what of its match is the secret, and which are none.
#pragma once

#include <inkblot/status.h>
#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot {

// Why a regex cannot be run as it is.
struct RegexFault {
  std::string what;          // Empty: there is none.
  bool unsupported = false;  // Other engines know the construct; it is no mistake.
};
// ERRORS: none; the fault says what RE2 cannot do, in its own words where we have no better ones.
RegexFault check_regex(const std::string& regex);

// What a configuration says is no secret.  THREADS: any.
class Allowlist {
 public:
  enum class Target : std::uint8_t { secret, match, line };
  struct Row {
    std::vector<std::string> regexes;
    std::vector<std::string> stopwords;
    Target target = Target::secret;  // What the regexes look at; stopwords look at the secret.
    bool all = false;                // Regexes and stopwords must both say so.
  };
  struct Found {
    std::string_view secret;
    std::string_view match;
    std::string_view line;
  };
  // REQUIRES: check_regex() finds no fault in any of them.  ERRORS: bad_pack, when they are too
  // large together.
  static Result<std::shared_ptr<const Allowlist>> make(const Row& row);
  bool allows(const Found& found) const;

 private:
  explicit Allowlist(const Row& row) : target_(row.target), all_(row.all) {}
  std::unique_ptr<RE2> regex_;  // All of them at once; null: there are none.
  std::unique_ptr<RE2> words_;
  Target target_;
  bool all_;
};

// THREADS: any.
class Foreign {
 public:
  struct Row {
    std::string regex;
    int group = 0;       // 0: the first one that is not empty, or the whole match.
    double entropy = 0;  // A secret has more; 0: it does not matter.
    std::vector<std::shared_ptr<const Allowlist>> allowlists;
  };
  // Offsets in a text.
  struct Extent {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Extent&) const = default;
  };
  // REQUIRES: check_regex() finds no fault.
  explicit Foreign(Row row);

  // The secrets of all matches in text[from, to), each with the letters, digits, _ and - of its
  // match that it is glued to; what stands around the stretch decides ^, $ and \b.
  std::vector<Extent> find(std::string_view text, std::size_t from, std::size_t to) const;
  // Whether a match may span more than the end of a line and the one behind it.
  bool spans_lines() const { return spans_lines_; }
  // Whether it names what escapes begin with, apart from the \\[nr] that stands for a line's end.
  bool names_escapes() const { return names_escapes_; }
  int groups() const { return regex_.NumberOfCapturingGroups(); }

 private:
  Extent secret_of(std::string_view match) const;
  Row row_;
  RE2 regex_;
  std::unique_ptr<RE2>
      probe_;  // Finds a match where regex_ does, at less cost; null: there is none.
  bool spans_lines_;
  bool names_escapes_;
};

// Literals of which one at least stands in every match, in lower case; nothing where there are none
// of two characters or more.
std::vector<std::string> literals_of(const std::string& regex);

}  // namespace inkblot
