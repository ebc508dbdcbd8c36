// The fields of a JSON value: which of them a caller named, and where in it something stands.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.h"

namespace inkblot {

// Parts of a JSON text, in its order and apart from one another.
struct Fields {
  std::vector<Span> kept;      // Whole values.
  std::vector<Span> redacted;  // What strings say, without their quotes, and numbers.
  bool is_empty() const { return kept.empty() && redacted.empty(); }
};

// Which fields are kept or redacted whatever they hold.  THREADS: any number may ask.
class FieldRules {
 public:
  // Paths as Options::keep_fields has them.  ERRORS: invalid_argument.
  static Result<FieldRules> create(const std::vector<std::string>& keep,
                                   const std::vector<std::string>& redact);
  bool empty() const { return patterns_.empty(); }
  // ERRORS: invalid_argument, when the text is no JSON value.
  Result<Fields> find(std::string_view json) const;

 private:
  struct Pattern {
    std::vector<std::string> steps;
    bool redacts = false;
  };
  // Of each pattern, the steps that a path has come to.
  using State = std::vector<std::uint64_t>;
  enum class Verdict { none, keep, redact };
  class Walk;

  Status add(const std::string& path, bool redacts);
  State begin() const;
  State behind(const State& state, std::string_view step) const;
  Verdict verdict(const State& state) const;

  std::vector<Pattern> patterns_;
};

// Says where in a text something stands.
class FieldPath {
 public:
  // LIFETIME: the text outlives it.
  explicit FieldPath(std::string_view json) : json_(json), reader_(json) {}
  // The JSON Pointer (RFC 6901) of the value or key that holds the byte, its names as the text
  // spells them.  In place of a name that at() was asked for stands `*`, for it holds what was
  // found; `**` stands for all that is deeper than 64 levels.  Empty where the text is no JSON.
  // REQUIRES: in the order of the text.
  std::string at(Offset offset);

 private:
  struct Level {
    bool object = false;
    std::uint64_t index = 0;  // Of an element, from 1.
    std::string_view key = {};
    bool hidden = false;
  };
  void take();
  Offset token_end() const;

  std::string_view json_;
  JsonReader reader_;
  JsonToken token_;
  std::vector<Level> levels_;
  bool failed_ = false;
  bool begun_ = false;
};

}  // namespace inkblot
