// Secrets that a test makes, and what is slowly found of them in a whole text.
#pragma once

#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "vault/back.h"
#include "vault/search.h"

namespace inkblot::test {

// One form of a secret, in plain sight: only a test may keep it.
struct PlainForm {
  std::string canonical;
  Form form = Form::plain;
  Spacing spacing = Spacing::exact;
};

// Of every kind: with line ends, wrapped, with a moved window, with escapes of their own, short.
inline std::vector<PlainForm> sample_forms() {
  return {
      {"correct horse"},
      {"correct horse battery", Form::plain},
      {"first-line\nsecond-line\nthird", Form::plain, Spacing::line_ends},
      {"{\n\"id\": 17,\n\"k\": \"v9\"\n}", Form::plain, Spacing::line_ends},
      {"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w", Form::base64, Spacing::wrapped},
      {"aaaaaaaaaaaaXbcdefghi"},
      {"back\\slash%41x", Form::plain},
      {"back\\slashAx", Form::viewed},
      {"seven 7\nand eight", Form::plain, Spacing::line_ends},
      {"x7#qP"},
      {"tail"},
  };
}

// Those of which no window holds a character that is often escaped, nor a line end.
inline std::vector<PlainForm> quiet_forms() {
  std::vector<PlainForm> forms = sample_forms();
  std::erase_if(forms, [](const PlainForm& form) {
    return form.canonical.substr(0, kWindowBytes).find_first_of("\n\"\\") != std::string::npos;
  });
  return forms;
}

inline StoreContents store_of(const std::vector<PlainForm>& forms, std::uint8_t seed = 1) {
  StoreContents contents;
  contents.keys.seed.fill(seed);
  const Hasher hasher(contents.keys);
  for (const PlainForm& form : forms) {
    const auto secret = static_cast<std::uint32_t>(contents.secrets.size());
    contents.secrets.push_back({"secret/" + std::to_string(secret), "test", 0, 0});
    const Bytes bytes(reinterpret_cast<const std::uint8_t*>(form.canonical.data()),
                      form.canonical.size());
    for (FormPrint print : prints_of(hasher, bytes, form.form, form.spacing)) {
      print.secret = secret;
      contents.prints.push_back(print);
    }
  }
  return contents;
}

inline std::shared_ptr<const Index> index_of(const std::vector<PlainForm>& forms) {
  return std::make_shared<Index>(std::vector<StoreContents>{store_of(forms)});
}

// Begin, end and number of the secret.
using Seen = std::set<std::tuple<Offset, Offset, std::uint32_t>>;

// One character as one reading has it, found without what the engine reads by.
struct Read {
  std::string text;
  std::vector<Offset> begins;
  std::vector<Offset> ends;
  std::optional<Offset> gap;  // The first one inside a window that begins with the text.
};
inline Read read_all(const Window& window, Offset at, Reading reading, std::size_t size) {
  Read out;
  const auto letter = [&](Offset from, Glyph& glyph) {
    if (reading.viewed) return next_glyph(window, from, glyph) == Step::ok;
    if (from >= window.end()) return false;
    glyph = {window.at(from), 0, from, from + 1};
    return true;
  };
  const auto push = [&](char c, Offset begin, Offset end) {
    out.text += c;
    out.begins.push_back(begin);
    out.ends.push_back(end);
  };
  Glyph glyph;
  while (out.text.size() < size && letter(at, glyph)) {
    Offset gap_end = at;
    bool gap = false;
    Glyph next = glyph;
    for (std::size_t i = 0; reading.spacing != Spacing::exact && i < kGapBytesMax; ++i) {
      if (!letter(gap_end, next) || !is_space(next.c)) break;
      gap_end = next.end;
      gap = gap || is_line_end(next.c);
    }
    if (!gap) {
      push(static_cast<char>(glyph.c), glyph.begin, glyph.end);
      at = glyph.end;
      continue;
    }
    if (!out.gap && !out.text.empty() && out.text.size() < kWindowBytes) out.gap = at;
    if (reading.spacing == Spacing::line_ends) push('\n', glyph.begin, gap_end);
    at = gap_end;
  }
  return out;
}

// Whether an escape of the view stands there that began before.
inline bool inside_escape(const Window& window, Offset at) {
  if (escape_begin(window, at) != at) return true;
  constexpr Offset kPercentBytesMax = 5;  // %2541
  for (Offset width = 1; width < kPercentBytesMax && width <= at; ++width) {
    Glyph glyph;
    if (window.at(at - width) != '%') continue;
    return next_glyph(window, at - width, glyph) == Step::ok && glyph.end > at;
  }
  return false;
}

// Everything that stands in the text, place by place.
inline Seen slowly_found(std::string_view text, const std::vector<PlainForm>& forms) {
  const Window window{Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0,
                      true};
  const auto word = [&](Offset at) { return at < text.size() && kWordSet.has(window.at(at)); };
  Seen seen;
  for (Offset at = 0; at < text.size(); ++at) {
    for (std::uint32_t i = 0; i < forms.size(); ++i) {
      const PlainForm& form = forms[i];
      const std::size_t size = form.canonical.size();
      if (size < kWindowBytes) {
        Glyph before;
        const bool begins = at == 0 || !word(at - 1) ||
                            (previous_glyph(window, at, before) && !kWordSet.has(before.c));
        if (text.substr(at, size) == form.canonical && begins && !word(at + size)) {
          seen.insert({at, at + size, i});
        }
        continue;
      }
      for (const bool viewed : {false, true}) {
        if (!viewed && form.form == Form::viewed) continue;
        const Read read = read_all(window, at, {viewed, form.spacing}, size);
        // What begins behind a colour code begins where that ends.
        if (read.text != form.canonical || read.begins.front() != at) continue;
        // Of an escape that another one follows, its letter is no character of the view.
        const bool plain = read.ends[kWindowBytes - 1] == at + kWindowBytes;
        if (viewed && !plain && inside_escape(window, at)) continue;
        // No tool wraps what is shorter.
        if (form.spacing == Spacing::wrapped && read.gap && !may_wrap(window, false, *read.gap) &&
            !may_wrap(window, true, *read.gap)) {
          continue;
        }
        seen.insert({at, read.ends.back(), i});
      }
    }
  }
  return seen;
}

// The same by the search, when the text arrives in these pieces.
inline Seen found_in_pieces(const std::shared_ptr<const Index>& index, std::string_view text,
                            const std::vector<std::size_t>& sizes, std::string* problem) {
  Search search(index, 0);
  Seen seen;
  std::vector<KnownSpan> known;
  Offset end = 0;
  Offset watermark = 0;
  for (std::size_t i = 0; i <= sizes.size(); ++i) {
    const bool last = i == sizes.size();
    end = last ? text.size() : end + sizes[i];
    const Offset begin = watermark > 8192 ? watermark - 8192 : 0;
    const Window window{
        Bytes(reinterpret_cast<const std::uint8_t*>(text.data()) + begin, end - begin), begin,
        last};
    known.clear();
    search.scan(window, known);
    for (const KnownSpan& one : known) {
      if (one.span.begin < watermark) *problem = "a form began before the watermark";
      seen.insert({one.span.begin, one.span.end, index->print(one.print).secret});
    }
    watermark = std::max(watermark, search.watermark(window));
  }
  return seen;
}

}  // namespace inkblot::test
