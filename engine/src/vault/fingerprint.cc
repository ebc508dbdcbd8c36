// The keyed hashes, the canonical text and the window of a form.
#include "vault/fingerprint.h"

#include <sodium.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <string_view>

namespace inkblot {
namespace {

void derive(const HashKeys& keys, std::uint64_t id, std::span<std::uint8_t> out) {
  std::array<std::uint8_t, crypto_kdf_BYTES_MAX> piece{};
  for (std::size_t done = 0; done < out.size(); done += piece.size()) {
    crypto_kdf_derive_from_key(piece.data(), piece.size(), id + done / piece.size(), "inkvault",
                               keys.seed.data());
    std::copy_n(piece.begin(), std::min(piece.size(), out.size() - done),
                out.subspan(done).begin());
  }
  sodium_memzero(piece.data(), piece.size());
}

bool is_blank(std::uint8_t byte) { return byte == ' ' || byte == '\t'; }
bool is_line_end(std::uint8_t byte) { return byte == '\n' || byte == '\r'; }

// Such a window is moved: a text that repeats it as often would be full of it.
bool repeats(Bytes window) {
  for (std::size_t period = 1; period <= window.size() / 2; ++period) {
    if (std::equal(window.begin() + static_cast<std::ptrdiff_t>(period), window.end(),
                   window.begin())) {
      return true;
    }
  }
  return false;
}

std::uint32_t word_of(Bytes bytes) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word |= std::uint32_t{bytes[i]} << (8 * i);
  return word;
}

Marks marks_of(Bytes window) {
  Marks marks{};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    marks[i] = mark_of(word_of(window.subspan(i)), window[i + 4]);
  }
  return marks;
}

std::uint8_t signs_of(Bytes window) {
  unsigned signs = 0;
  for (std::size_t i = 0; i < kSigns.size(); ++i) {
    const auto sign = static_cast<std::uint8_t>(kSigns[i]);
    if (std::find(window.begin(), window.end(), sign) != window.end()) signs |= 1U << i;
  }
  std::size_t nuls = 0;
  for (std::size_t i = 0; i < kMarkPlaces; ++i) {
    const Bytes mark = window.subspan(i, kMarkBytes);
    nuls += std::find(mark.begin(), mark.end(), 0) != mark.end() ? 1 : 0;
  }
  return static_cast<std::uint8_t>(signs | (nuls == kMarkPlaces ? kNuls : 0U));
}

// Of the window, where there is one that does not repeat itself.
std::optional<std::size_t> offset_of(Bytes canonical) {
  const std::size_t size = std::min(kWindowBytes, canonical.size());
  const std::size_t last = std::min(kWindowOffsetMax, canonical.size() - size);
  for (std::size_t offset = 0; offset <= last; ++offset) {
    if (!repeats(canonical.subspan(offset, size))) return offset;
  }
  return std::nullopt;
}

// Four kinds of small letters and of capitals, two of digits.
std::uint8_t letter_class(std::uint8_t index) {
  return static_cast<std::uint8_t>(index < 6 ? 0 : index < 13 ? 1 : index < 19 ? 2 : 3);
}

}  // namespace

Hasher::Hasher(const HashKeys& keys) {
  derive(keys, 16, window_);
  derive(keys, 32, tail_);
  derive(keys, 48, whole_);
  derive(keys, 64, proof_);
}

Hasher::~Hasher() { sodium_memzero(this, sizeof *this); }

std::uint64_t Hasher::window(Bytes bytes) const {
  return XXH3_64bits_withSecret(bytes.data(), bytes.size(), window_.data(), window_.size());
}

std::uint64_t Hasher::tail(Bytes bytes) const {
  return XXH3_64bits_withSecret(bytes.data(), bytes.size(), tail_.data(), tail_.size());
}

std::uint64_t Hasher::whole(Bytes canonical) const {
  return XXH3_64bits_withSecret(canonical.data(), canonical.size(), whole_.data(), whole_.size());
}

Fingerprint128 Hasher::proof(Bytes canonical) const {
  Fingerprint128 proof;
  crypto_generichash(proof.bytes.data(), proof.bytes.size(), canonical.data(), canonical.size(),
                     proof_.data(), proof_.size());
  return proof;
}

bool same(const Fingerprint128& one, const Fingerprint128& other) {
  return sodium_memcmp(one.bytes.data(), other.bytes.data(), one.bytes.size()) == 0;
}

std::uint8_t class_of(std::uint8_t byte) {
  if (is_blank(byte)) return 1;
  if (is_line_end(byte)) return 2;
  if (byte >= '0' && byte <= '9') return byte < '5' ? 3 : 4;
  if (byte >= 'a' && byte <= 'z') return static_cast<std::uint8_t>(5 + letter_class(byte - 'a'));
  if (byte >= 'A' && byte <= 'Z') return static_cast<std::uint8_t>(9 + letter_class(byte - 'A'));
  // What a prompt ends with is told from other signs: it need not be held.
  if (std::string_view(":;>$#%?").find(static_cast<char>(byte)) != std::string_view::npos) {
    return 13;
  }
  return byte > ' ' && byte < 0x7f ? 14 : 15;
}

std::uint32_t classes_of(Bytes canonical) {
  std::uint32_t classes = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(8, canonical.size()); ++i) {
    classes |= std::uint32_t{class_of(canonical[i])} << (4 * i);
  }
  return classes;
}

std::size_t gap_bytes(Bytes text, std::size_t at) {
  std::size_t end = at;
  bool found = false;
  const std::size_t last = std::min(text.size(), at + kGapBytesMax);
  for (; end < last && (is_blank(text[end]) || is_line_end(text[end])); ++end) {
    found = found || is_line_end(text[end]);
  }
  return found ? end - at : 0;
}

std::optional<FormPrint> print_of(const Hasher& hasher, Bytes canonical, Form form,
                                  Spacing spacing) {
  FormPrint print;
  print.length = static_cast<std::uint32_t>(canonical.size());
  print.form = form;
  print.spacing = spacing;
  print.bounded = canonical.size() < kWindowBytes;
  const std::size_t size = std::min(kWindowBytes, canonical.size());
  const auto offset = offset_of(canonical);
  if (!offset) return std::nullopt;
  const Bytes window = canonical.subspan(*offset, size);
  print.offset = static_cast<std::uint8_t>(*offset);
  print.classes = classes_of(canonical);
  if (!print.bounded) {
    print.signs = signs_of(window);
    print.marks = marks_of(window);
  }
  print.window = hasher.window(window);
  print.tail = hasher.tail(canonical.last(size));
  print.whole = hasher.whole(canonical);
  print.proof = hasher.proof(canonical);
  return print;
}

std::vector<FormPrint> prints_of(const Hasher& hasher, Bytes canonical, Form form,
                                 Spacing spacing) {
  std::vector<FormPrint> prints;
  while (!canonical.empty()) {
    std::size_t cut = canonical.size();
    if (cut > kFormBytesMax) {
      cut = std::min(kFormBytesMax, cut - kWindowBytes);
      const std::size_t first = cut / 2;
      while (cut > first && !offset_of(canonical.subspan(cut))) --cut;
    }
    const auto print = print_of(hasher, canonical.first(cut), form, spacing);
    if (!print) return {};
    prints.push_back(*print);
    canonical = canonical.subspan(cut);
  }
  return prints;
}

}  // namespace inkblot
