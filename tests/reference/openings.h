// The heads of openings, as a look at every place finds them.
#pragma once

#include <algorithm>
#include <compare>
#include <string>
#include <vector>

#include "pack/pack.h"
#include "support/chunking.h"
#include "sweep/glued.h"
#include "sweep/tokeniser.h"

namespace inkblot::reference {

struct Opening {
  Offset end = 0;
  std::uint32_t id = 0;
  auto operator<=>(const Opening&) const = default;
};

// Those of the built-in pack.  LIFETIME: static.
inline const Openings& openings() {
  static const auto pack = Pack::builtin().value();
  return impl(*pack).openings();
}

// What is glued to a word is none.
inline std::vector<Opening> openings_in(const std::string& text) {
  std::vector<Opening> out;
  const Window window{test::bytes_of(text), 0, true};
  for (Offset at = 0; at < text.size(); ++at) {
    if (is_glued(window, at)) continue;
    openings().find(window.bytes.subspan(at), [&](std::uint32_t id) {
      out.push_back({at + SweepId::of(id).width, id});
    });
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Those of what a tokeniser has seen: over a seam it tells what is glued, too.
inline void add_seen(const std::string& text, const Tokeniser& tokeniser,
                     std::vector<Opening>& out) {
  const Window window{test::bytes_of(text), 0, true};
  for (const Hit& hit : tokeniser.hits()) {
    if (is_glued(window, hit.end - hit.width)) continue;
    out.push_back({hit.end, SweepId{hit.rule, hit.width}.id()});
  }
}

}  // namespace inkblot::reference
