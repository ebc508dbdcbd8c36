// A part of a text on its way through an engine of its own, and what that finds in it.
#pragma once

#include <inkblot/redactor.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "line_ends.h"

namespace inkblot::cli {

// What was found, with all that a report wants of it.
struct Piece {
  Redaction told;  // Its rule is the pack's or the one below.
  std::string text;
  std::shared_ptr<const Rule> rule;
};

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
  Pairing(const Stretch& input, const Pack& pack, std::function<Status(Piece)> to)
      : input_(input), pack_(pack), to_(std::move(to)) {}
  Status write(std::span<const Bytes> pieces) override {
    for (const Bytes piece : pieces) {
      if (input_.holds(piece)) continue;
      texts_.emplace_back(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    return pair();
  }
  void tell(const Redaction& redaction) {
    Piece piece{redaction, {}, nullptr};
    const Rule* const first = pack_.rules().data();
    const bool own = std::less<>()(redaction.rule, first) ||
                     !std::less<>()(redaction.rule, first + pack_.rules().size());
    if (own) {  // Of a known secret, for the call.
      piece.rule = std::make_shared<const Rule>(*redaction.rule);
      piece.told.rule = piece.rule.get();
    }
    told_.push_back(std::move(piece));
  }
  Status pair() {
    while (!texts_.empty() && !told_.empty()) {
      told_.front().text = std::move(texts_.front());
      if (Status s = to_(std::move(told_.front())); !s.ok()) return s;
      texts_.pop_front();
      told_.pop_front();
    }
    return {};
  }

 private:
  const Stretch& input_;
  const Pack& pack_;
  std::function<Status(Piece)> to_;
  std::deque<std::string> texts_;
  std::deque<Piece> told_;
};

}  // namespace inkblot::cli
