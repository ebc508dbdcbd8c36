// The sweep: one pass of Hyperscan over the bytes, and over the view where escapes are spelled, and
// one of the tokeniser.
#pragma once

#include <inkblot/status.h>

#include <vector>

#include "pack/pack.h"
#include "sweep/region.h"
#include "sweep/tokeniser.h"
#include "window.h"

namespace inkblot {

// Finds heads.  What it reports is a function of the stream, not of how it arrived.
// THREADS: one Sweep per stream.
class Sweep {
 public:
  // LIFETIME: the pack outlives the sweep.  `enabled` has one flag a rule.
  static Result<Sweep> create(const PackImpl& pack, std::vector<bool> enabled);

  // Appends the candidates that end in [swept, window.end()), sorted by end, and moves on.
  // REQUIRES: the window reaches back look_back_bytes() before what was swept, or to the stream's
  // begin.  ERRORS: internal, no_memory.
  Status scan(const Window& window, std::vector<Candidate>& out);
  // The runs of base64 that the last scan saw, as Tokeniser::encoded().  LIFETIME: until the next.
  const std::vector<Span>& encoded() const { return tokeniser_.encoded(); }
  // Where a character may end, or begin, that is spelled as the view does not undo it, in order.
  const std::vector<Offset>& spellings() const { return spellings_; }
  // Where a run of base64 begins, or a part of it, that may be compressed, in order.
  const std::vector<Offset>& compressed() const { return compressed_; }
  bool saw_codings() const {
    return !(encoded().empty() && compressed_.empty() && spellings_.empty());
  }
  // Goes on with another text, which begins there.  REQUIRES: behind what was swept.
  void restart(Offset at);
  Offset swept() const { return swept_; }
  static constexpr std::size_t look_back_bytes() { return 1024; }

 private:
  Sweep(const PackImpl& pack, std::vector<bool> enabled, hyperscan::Scratches::Borrowed scratch);
  static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                      void* context);
  Status run(std::string_view text);
  bool glued(const Window& window, std::uint32_t rule, Offset begin) const;
  bool glued_in_view(std::uint32_t rule, std::size_t at) const;
  std::size_t width_of(const Hit& hit, std::string_view before) const;
  void keep_openings(const std::vector<Hit>& openings);
  void keep_raw(const Window& window, std::vector<Candidate>& out);
  void keep_spellings(const Window& window);
  void cover_escape(const Window& window, Offset trigger);
  Status scan_regions(const Window& window, std::vector<Candidate>& out);
  Status scan_text(std::vector<Candidate>& out);
  void scan_openings(const std::string& text);
  bool may_matter(const Window& window, std::uint32_t rule, const Span& token) const;
  void find_tokens(const Window& window, std::vector<Candidate>& out);
  // Of [begin, middle) and [middle, end), each in order, one order.
  void merge(std::vector<Candidate>& all, std::size_t begin, std::size_t middle);

  const PackImpl* pack_;
  std::vector<bool> enabled_;
  hyperscan::Scratches::Borrowed scratch_;
  Offset swept_ = 0;
  std::vector<Hit> hits_;
  std::vector<Offset> triggers_;
  std::vector<Offset> spellings_;
  std::vector<Offset> compressed_;
  Regions regions_;
  std::vector<std::uint32_t> shapeless_;  // Rules without a head.
  Tokeniser tokeniser_;
  OpeningScan openings_;  // Of the regions' text.
  std::vector<Span> tokens_;
  std::vector<Candidate> merged_;
  Offset chain_end_ = 0;  // Of the colour codes that were met last, and whether they may matter.
  bool chain_inside_ = false;
  // What on_match() needs.
  Offset base_ = 0;
  Offset fresh_ = 0;
};

}  // namespace inkblot
