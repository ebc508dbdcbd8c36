// The search for known secrets: every place of the stream, in all readings of it.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "vault/beside.h"
#include "vault/follow.h"
#include "vault/gaps.h"
#include "vault/short.h"
#include "vault/unescaped.h"

namespace inkblot {

// What it finds is a function of the stream and of where it begins.  THREADS: one a stream.
class Search {
 public:
  // Finds what begins at `from` or behind it.
  Search(std::shared_ptr<const Index> index, Offset from, Kernel kernel = fastest_kernel());

  // Appends the forms that have become complete; once the window ends so does the last of them.
  // REQUIRES: each window continues the last one and reaches back to the watermark, or to 8 KiB
  // before it where there is so much.
  void scan(const Window& window, std::vector<KnownSpan>& out);
  // No form that is not told yet begins before it.
  Offset watermark(const Window& window) const;
  const Index& index() const { return *index_; }

 private:
  void scan_bytes(const Window& window);
  void scan_view(const Window& window);
  void scan_view_text();
  void see_line_ends(const Window& window);
  void look(Bytes text, std::size_t fresh, auto place_of);
  bool may_be_gap(const Window& window, Offset at) const;
  void start(const Window& window, const Sighting& sighting, std::vector<KnownSpan>& out);

  std::shared_ptr<const Index> index_;
  Kernel kernel_;
  Offset from_;
  Offset scanned_;
  // What stands around escapes, so that windows with one in them are seen.
  Unescaped view_;
  BreakFinder finder_;
  Beside beside_;
  Breaks breaks_;
  std::size_t view_to_ = 0;  // It is to be read up to this number.
  std::size_t view_scanned_ = 0;
  std::vector<Offset> view_line_ends_;
  std::vector<std::uint32_t> places_;
  std::vector<PrintRange> ranges_;
  std::vector<Sighting> sightings_;
  Gaps gaps_;
  ShortForms short_forms_;
  std::array<Follower, 6> followers_;
};

}  // namespace inkblot
