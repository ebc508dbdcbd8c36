// A text is all there is, wherever the stream that holds it is cut.
#include "text_scan.h"

#include "pack/pack.h"
#include "unwrap/base.h"

namespace inkblot {

Result<Window> TextScan::scan(Bytes text, std::vector<Finding>& out) {
  const PackImpl& pack = impl(*options_->pack);
  if (stages_ == nullptr) {
    auto sweep = Sweep::create(pack, enabled_);
    if (!sweep) return tl::unexpected<Status>(sweep.error());
    stages_ = std::make_unique<Stages>(
        Stages{std::move(*sweep), Confirm(pack, options_->profile, options_->allow.get())});
    stages_->confirm.set_labels(labels_);
  }
  // Nothing that is remembered of the last text lies within reach.
  const Offset begin = end_ + kHistoryBytes;
  end_ = begin + text.size();
  const Window window{text, begin, true};
  stages_->sweep.restart(begin);
  stages_->confirm.restart();
  candidates_.clear();
  if (Status s = stages_->sweep.scan(window, candidates_); !s.ok()) {
    return tl::unexpected<Status>(std::move(s));
  }
  stages_->confirm.run(window, candidates_, out);
  return window;
}

bool is_cut_short(const Window& text, const Finding& finding) {
  // What is coded in the text may go on behind a soft line break of its own.
  static constexpr CharSet kCodedChars = [] {
    CharSet chars = kTokenChars;
    chars.add("%\r\n");
    return chars;
  }();
  const Window cut{text.bytes, text.begin, false};
  Offset end = finding.span.end;
  const bool coded = finding.coding != Encoding::none;
  if (coded && text.end() - end < kEscapeBytesMax) return true;
  const CharSet& set = coded ? kCodedChars : kTokenChars;
  Glyph glyph;
  Step step = next_glyph(cut, end, glyph);
  for (; step == Step::ok && set.has(glyph.c); step = next_glyph(cut, end, glyph)) {
    end = glyph.end;
  }
  return step == Step::need_more;
}

Bytes LongFinding::with(Bytes piece) {
  if (first_.empty()) return piece;
  joined_ = first_;
  joined_.insert(joined_.end(), piece.begin(), piece.end());
  return joined_;
}

}  // namespace inkblot
