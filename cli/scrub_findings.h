// What was found in a part of a text, kept until it is its turn.
#pragma once

#include <inkblot/redactor.h>

#include <deque>
#include <map>
#include <string>
#include <utility>

namespace inkblot::cli {

// A redaction, and what stands in its place.
struct Piece {
  Redaction told;
  std::string text;
};

// PERF: there may be one in every line, and so a hundred thousand in a block.
class Findings {
 public:
  // `pack` outlives it.
  explicit Findings(const Pack& pack) : pack_(&pack) {}
  // A rule as long as this lives: the pack's itself, or a copy of a known secret's.
  const Rule* keep(const Rule* rule);
  bool is_known(const Rule* rule) const;
  // REQUIRES: its rule was kept.
  void add(const Piece& piece);
  std::size_t size() const { return rows_.size(); }
  const Span& input(std::size_t i) const { return rows_[i].input; }
  Piece get(std::size_t i) const;
  // About how much memory they take.
  std::size_t bytes() const { return rows_.size() * sizeof(Row) + words_.size(); }
  void clear();

 private:
  struct Row {
    Span input;
    std::uint64_t line;
    const Rule* rule;
    std::uint64_t key;
    std::uint32_t words;  // Where its text and its fingerprint stand.
    std::uint32_t text_size;
    std::uint8_t fingerprint_size;
    Evidence evidence;
    Encoding coding;
  };
  const Pack* pack_;
  std::deque<Row> rows_;
  std::string words_;
  std::map<std::pair<std::string, std::string>, Rule> rules_;  // By id and description.
};

}  // namespace inkblot::cli
