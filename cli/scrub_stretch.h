// A part of a text on its way through an engine of its own, and what that finds in it.
#pragma once

#include <inkblot/redactor.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <string>

#include "line_ends.h"
#include "scrub_findings.h"

namespace inkblot::cli {

// Line ends in a stretch of a text.
struct Lines {
  bool wanted;
  Offset middle;  // In the stretch.
  Offset end;
  std::uint64_t before = 0;  // Before the middle.
  std::uint64_t behind = 0;  // From there to the end.
};

// A part of a text.  It stops when that is wanted.
class Stretch final : public Source {
 public:
  Stretch(Source& inner, Offset size, Lines& lines, const std::atomic<bool>& stop)
      : inner_(inner), left_(size), lines_(lines), stop_(stop) {}
  Result<Bytes> peek() override {
    if (stop_) return failure(Code::io, "it was stopped");
    const auto bytes = inner_.peek();
    if (!bytes) return bytes;
    view_ = bytes->first(static_cast<std::size_t>(std::min<Offset>(bytes->size(), left_)));
    whole_ = view_.size() == left_ || inner_.at_end();
    if (lines_.wanted) {
      count(lines_.middle, lines_.before);
      count(lines_.end, lines_.behind);
    }
    return view_;
  }
  bool at_end() const override { return whole_; }
  void skip(std::size_t n) override {
    inner_.skip(n);
    view_ = view_.subspan(n);
    left_ -= n;
    begin_ += n;
  }
  // Whether a piece that the engine writes stands in the text.
  bool holds(Bytes piece) const {
    return !piece.empty() && !std::less<>()(piece.data(), view_.data()) &&
           std::less<>()(piece.data(), view_.data() + view_.size());
  }

 private:
  // What has not been counted up to there, and is at hand.
  void count(Offset to, std::uint64_t& lines) {
    to = std::min(to, begin_ + view_.size());
    if (to <= counted_) return;
    lines += line_ends(view_.subspan(static_cast<std::size_t>(counted_ - begin_),
                                     static_cast<std::size_t>(to - counted_)));
    counted_ = to;
  }
  Source& inner_;
  Offset left_;
  Lines& lines_;
  const std::atomic<bool>& stop_;
  Bytes view_;
  Offset begin_ = 0;  // Of the view.
  Offset counted_ = 0;
  bool whole_ = false;
};

// Brings together what is written and what is told of it, each in the order of the text.
class Pairing final : public Sink {
 public:
  // `to` is called with each.
  Pairing(const Stretch& input, Findings& rules, std::function<Status(const Piece&)> to)
      : input_(input), rules_(rules), to_(std::move(to)) {}
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      if (input_.holds(piece)) continue;
      texts_.emplace_back(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    return pair();
  }
  void tell(const Redaction& redaction) {
    told_.push_back(redaction);
    told_.back().rule = rules_.keep(redaction.rule);
  }
  Status pair() {
    while (!texts_.empty() && !told_.empty()) {
      const Piece piece{std::move(told_.front()), std::move(texts_.front())};
      texts_.pop_front();
      told_.pop_front();
      if (Status s = to_(piece); !s.ok()) return s;
    }
    return {};
  }

 private:
  const Stretch& input_;
  Findings& rules_;
  std::function<Status(const Piece&)> to_;
  std::deque<std::string> texts_;
  std::deque<Redaction> told_;
};

}  // namespace inkblot::cli
