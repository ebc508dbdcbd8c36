// One text after the other, each scanned as a stream of its own; a long one in pieces.
#pragma once

#include <inkblot/redactor.h>

#include <memory>
#include <vector>

#include "confirm/confirm.h"
#include "labels.h"
#include "sweep/sweep.h"

namespace inkblot {

// What one text after the other is scanned with.  PERF: made when the first one comes.
// THREADS: one at a time.
class TextScan {
 public:
  TextScan(const Options& options, std::vector<bool> enabled)
      : options_(&options), enabled_(std::move(enabled)) {}
  void set_labels(const Labels* labels) { labels_ = labels; }
  // Takes a text for a stream of its own, and appends what is found in it, at the places of the
  // window that is made of it.  ERRORS: internal, no_memory.
  Result<Window> scan(Bytes text, std::vector<Finding>& out);
  // What of a text is ours.
  TagWords words() const { return {impl(*options_->pack).rules(), labels_}; }
  // REQUIRES: a text was scanned.
  const Sweep& sweep() const { return stages_->sweep; }

 private:
  struct Stages {
    Sweep sweep;
    Confirm confirm;
  };
  const Options* options_;
  std::vector<bool> enabled_;
  const Labels* labels_ = nullptr;
  std::unique_ptr<Stages> stages_;
  std::vector<Candidate> candidates_;
  Offset end_ = 0;  // Of the last text.
};

// Whether the token in which something ends, or an escape behind it, may have gone on behind the
// text: what a token is depends on all of it.  Of what was found in another coding an escape is one
// of that, and so is a soft line break.
bool is_cut_short(const Window& text, const Finding& finding);

// A finding that began in one piece of a text and goes on in the next: its first bytes, scanned
// once more before that.  Of a key block that is the header, by which its rest is known.
// THREADS: one at a time.
class LongFinding {
 public:
  static constexpr std::size_t kBytes = 1024;
  // What is to be scanned: the first bytes, if there are any, and the piece.
  // LIFETIME: the piece's, until the next call.
  Bytes with(Bytes piece);
  // How much of what is scanned stands before the piece.
  std::size_t size() const { return first_.size(); }
  // REQUIRES: they are of what with() gave last.
  void begins_with(Bytes bytes) { first_.assign(bytes.begin(), bytes.end()); }
  void clear() { first_.clear(); }

 private:
  std::vector<std::uint8_t> first_;
  std::vector<std::uint8_t> joined_;
};

}  // namespace inkblot
