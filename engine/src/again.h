// What was found in a text, for a second look at it.
#pragma once

#include <inkblot/redactor.h>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot {

// THREADS: one at a time.
class Found {
 public:
  // REQUIRES: in the order of the text.
  void add(const Redaction& one);
  const std::vector<Redaction>& all() const { return all_; }
  // The first one of a rule, or nullptr.
  const Redaction* of_rule(std::string_view id) const;
  // Whether [begin, end) lies in one.
  bool covers(Offset begin, Offset end) const;

 private:
  std::vector<Redaction> all_;
  std::deque<Rule> rules_;  // Of what is known: they were there for the call only.
};

// A value that was found, without its escapes, and the id of its rule.
struct FoundValue {
  std::string text;
  std::string id;
};

// The values that may stand in the text once more, besides where they were found, and are telling
// enough to be looked for.
std::vector<FoundValue> values_elsewhere(std::string_view text, const Found& found);

}  // namespace inkblot
