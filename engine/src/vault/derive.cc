// Every coding, its view where that differs, and the lines.
#include "vault/derive.h"

#include <algorithm>

#include "decode/glyph.h"
#include "vault/encode.h"
#include "vault/judge.h"
#include "vault/strand.h"

namespace inkblot {
namespace {

constexpr std::size_t kWrittenBytesMax = kSecretBytesMax * kCodingGrowthMax + kCodingExtraMax;

bool is_line_end(std::uint8_t byte) { return byte == '\n' || byte == '\r'; }
bool is_blank(std::uint8_t byte) { return byte == ' ' || byte == '\t'; }

template <class Outer>
Bytes without(Bytes text, Outer outer) {
  while (!text.empty() && outer(text.front())) text = text.subspan(1);
  while (!text.empty() && outer(text.back())) text = text.first(text.size() - 1);
  return text;
}

}  // namespace

Bytes trimmed(Bytes value) { return without(value, is_line_end); }

Result<Deriver> Deriver::create(const HashKeys& keys) {
  Deriver deriver(keys);
  for (SecretText* const text : {&deriver.written_, &deriver.canonical_, &deriver.viewed_}) {
    auto made = SecretText::create(kWrittenBytesMax);
    if (!made) return tl::unexpected<Status>(made.error());
    *text = std::move(*made);
  }
  return deriver;
}

void Deriver::add(Bytes text, Form form, Spacing spacing) {
  canonical_.clear();
  append_canonical(text, spacing, canonical_);
  const Bytes canonical = canonical_.bytes();
  // A derived form that is short would be found anywhere; the secret itself was judged.
  const std::size_t least = form == Form::plain ? kFormBytesMin : kWindowBytes;
  if (canonical.size() < least) return;
  // PERF: most codings leave most secrets as they are, and BLAKE2b is what takes time.
  const std::pair whole(hasher_.whole(canonical), canonical.size());
  if (std::find(seen_.begin(), seen_.end(), whole) != seen_.end()) return;
  seen_.push_back(whole);
  const auto more = prints_of(hasher_, canonical, form, spacing);
  prints_.insert(prints_.end(), more.begin(), more.end());
}

void Deriver::add_viewed(Bytes text, Spacing spacing) {
  if (std::none_of(text.begin(), text.end(), [](std::uint8_t c) { return kEscapeStarts.has(c); })) {
    return;
  }
  viewed_.clear();
  append_viewed(text, viewed_);
  add(viewed_.bytes(), Form::viewed, spacing);
}

void Deriver::add_lines(Bytes secret) {
  while (!secret.empty()) {
    const auto end = std::find_if(secret.begin(), secret.end(), is_line_end);
    const auto size = static_cast<std::size_t>(end - secret.begin());
    const Bytes line = without(secret.first(size), is_blank);
    if (!is_trivial_line(line)) add(line, Form::line, Spacing::exact);
    secret = secret.subspan(std::min(size + 1, secret.size()));
  }
}

std::vector<FormPrint> Deriver::derive(Bytes secret) {
  prints_.clear();
  seen_.clear();
  const bool lines = std::any_of(secret.begin(), secret.end(), is_line_end);
  const Spacing spacing = lines ? Spacing::line_ends : Spacing::exact;
  add(secret, Form::plain, spacing);
  add_viewed(secret, spacing);
  for (const Coding& coding : codings()) {
    written_.clear();
    coding.write(secret, written_);
    const bool exact = !lines && coding.spacing == Spacing::line_ends;
    add(written_.bytes(), coding.form, exact ? Spacing::exact : coding.spacing);
    if (coding.escapes) add_viewed(written_.bytes(), spacing);
  }
  if (lines) add_lines(secret);
  return std::exchange(prints_, {});
}

}  // namespace inkblot
