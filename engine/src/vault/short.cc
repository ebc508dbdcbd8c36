// Every place that follows no letter or digit is asked once for each length.
#include "vault/short.h"

#include <algorithm>

namespace inkblot {
namespace {

// What stands before it in the bytes, or in the view, is no letter or digit.
bool begins_token(const Window& window, Offset at) {
  if (at == window.begin || !kWordSet.has(window.at(at - 1))) return true;
  if (plain_before(window, at)) return false;
  Glyph glyph;
  return previous_glyph(window, at, glyph) && !kWordSet.has(glyph.c);
}

}  // namespace

ShortForms::ShortForms(Offset from) { next_.fill(from); }

void ShortForms::scan(const Index& index, const Window& window, std::vector<KnownSpan>& out) {
  for (const std::size_t size : index.short_lengths()) {
    Offset& at = next_[size];
    for (; at + size < window.end() || (window.at_end && at + size == window.end()); ++at) {
      if (at + size < window.end() && kWordSet.has(window.at(at + size))) continue;
      if (!begins_token(window, at)) continue;
      const Bytes form = window.bytes.subspan(at - window.begin, size);
      if (!index.beginnings().may_begin(form)) continue;
      ranges_.clear();
      index.find_short(form, ranges_);
      for (const PrintRange& range : ranges_) {
        const Index::Print& print = index.print(range.first);
        const bool proven = same(index.hasher(print).proof(form), print.proof);
        if (proven) out.push_back({{at, at + size}, range.first});
      }
    }
  }
}

Offset ShortForms::waits_from(const Index& index, const Window& window, Offset otherwise) const {
  for (const std::size_t size : index.short_lengths()) {
    for (Offset at = next_[size]; at < window.end(); ++at) {
      const Bytes begun = window.bytes.subspan(at - window.begin);
      if (begins_token(window, at) && index.beginnings().may_begin(begun)) {
        otherwise = std::min(otherwise, at);
      }
    }
  }
  return otherwise;
}

}  // namespace inkblot
