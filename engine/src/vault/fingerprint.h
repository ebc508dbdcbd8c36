// What a store knows of one form of a secret: enough to find it in a stream, not to read it.
#pragma once

#include <inkblot/span.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot {

// How a secret may be written.  The value is part of the store's format.
enum class Form : std::uint8_t {
  plain = 0,
  line,  // One line of a secret of several lines.
  base64,
  base64url,
  hex,
  hex_upper,
  percent,
  json,
  json_twice,
  json_unicode,
  shell,
  xml,
  utf16le,
  utf16be,
  go,      // As %q writes it.
  viewed,  // As the view reads it: found there only.
};

// What may stand in a form that is no part of it.  Its canonical text is what is hashed.
enum class Spacing : std::uint8_t {
  exact = 0,
  line_ends,  // A run of white space with a line end in it, which is one line feed.
  wrapped,    // Line ends at any place, which are nothing: base64 and hexadecimal.
};

// Keys of the hashes of one store: inside it, so that another key for the whole changes none.
struct HashKeys {
  std::array<std::uint8_t, 32> seed{};  // All others are derived from it.
};

inline constexpr std::size_t kWindowBytes = 8;
// How far a window may be moved into a form whose begin repeats itself.
inline constexpr std::size_t kWindowOffsetMax = 8;
inline constexpr std::size_t kFormBytesMin = 4;  // Below kWindowBytes: at token boundaries only.
inline constexpr std::size_t kSecretBytesMax = std::size_t{64} << 10U;
// BOUND: a longer form is found piece by piece, for all of one is held while it may go on.
inline constexpr std::size_t kFormBytesMax = std::size_t{8} << 10U;
// BOUND: what is longer is a gap and something behind it.
inline constexpr std::size_t kGapBytesMax = 1024;
// The sweep looks at every fourth place of the stream only, so that it finds a window by the five
// bytes at any of the first four places of it.
inline constexpr std::size_t kMarkBytes = 5;
inline constexpr std::size_t kMarkPlaces = kWindowBytes - kMarkBytes + 1;
using Marks = std::array<std::uint32_t, kMarkPlaces>;
// Of four bytes, little end first, and the one behind them.  Only its high bits depend on all.
// Without a key, so that one sweep serves all stores.
inline constexpr std::array<std::uint32_t, 2> kMarkFactors = {0x9E3779B1U, 0x85EBCA77U};
constexpr std::uint32_t mark_of(std::uint32_t low, std::uint32_t high) {
  return low * kMarkFactors[0] + high * kMarkFactors[1];
}

// Characters for which programs often write an escape.  The place of one is its bit in the store.
inline constexpr std::string_view kSigns = "\n\r\t\"'`\\";
inline constexpr std::uint8_t kNuls = 1U << kSigns.size();  // Each mark has a NUL in its bytes.

struct Fingerprint128 {
  std::array<std::uint8_t, 16> bytes{};
};

// Of one form.  All hashes are keyed, and of the canonical text.
struct FormPrint {
  std::uint32_t secret = 0;  // Index of its secret in the store.
  std::uint32_t length = 0;  // Of the canonical text, in bytes.
  Form form = Form::plain;
  Spacing spacing = Spacing::exact;
  std::uint8_t offset = 0;    // Of the window in the canonical text.
  bool bounded = false;       // Only where no letter or digit stands before or behind it.
  std::uint32_t classes = 0;  // Of the first eight characters, the first one's bits lowest.
  std::uint8_t signs = 0;     // What stands in the window: of kSigns, and kNuls.
  Marks marks{};             // What the sweep looks for; 0 of a form that is shorter than a window.
  std::uint64_t window = 0;  // Of kWindowBytes at `offset`, or of all of a shorter form.
  std::uint64_t tail = 0;    // Of the last kWindowBytes, or of all of a shorter form.
  std::uint64_t whole = 0;   // XXH3.
  Fingerprint128 proof{};    // BLAKE2b.
};

// The keyed hashes of one store.  THREADS: any number may use one Hasher at the same time.
class Hasher {
 public:
  explicit Hasher(const HashKeys& keys);
  Hasher(const Hasher&) = default;
  Hasher& operator=(const Hasher&) = default;
  ~Hasher();

  // REQUIRES: kWindowBytes, or all bytes of a shorter form.
  std::uint64_t window(Bytes bytes) const;
  std::uint64_t tail(Bytes bytes) const;
  std::uint64_t whole(Bytes canonical) const;
  Fingerprint128 proof(Bytes canonical) const;

 private:
  static constexpr std::size_t kSecretBytes = 192;
  using Secret = std::array<std::uint8_t, kSecretBytes>;
  Secret window_{};
  Secret tail_{};
  Secret whole_{};
  std::array<std::uint8_t, 32> proof_{};
};

// In constant time.
bool same(const Fingerprint128& one, const Fingerprint128& other);

// The kind of a character, 1 to 15: coarse enough to say little of a secret.  0 is none at all.
std::uint8_t class_of(std::uint8_t byte);
std::uint32_t classes_of(Bytes canonical);

// How many bytes at `at` are one gap: a run of blanks and line ends with a line end in it.
// BOUND: kGapBytesMax.
std::size_t gap_bytes(Bytes text, std::size_t at);
// Appends the canonical text: a gap is one line feed, nothing, or itself.
template <class Text>
void append_canonical(Bytes text, Spacing spacing, Text& out) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t gap = spacing == Spacing::exact ? 0 : gap_bytes(text, at);
    if (gap == 0) {
      out.push_back(text[at++]);
      continue;
    }
    if (spacing == Spacing::line_ends) out.push_back('\n');
    at += gap;
  }
}

// All but `secret`.  Nothing when every window within reach repeats itself: one that stands in
// `aaaa` or `abababab` would be found at every position of such a text.
// REQUIRES: kFormBytesMin to kFormBytesMax bytes; they are canonical.
std::optional<FormPrint> print_of(const Hasher& hasher, Bytes canonical, Form form,
                                  Spacing spacing);
// Of a form of any length, in pieces of kFormBytesMax at most.  Empty when one cannot be found, as
// above.  REQUIRES: kFormBytesMin bytes or more; they are canonical.
std::vector<FormPrint> prints_of(const Hasher& hasher, Bytes canonical, Form form, Spacing spacing);

// One secret of a store.  Times are seconds since 1970; 0 is never.
struct KnownSecret {
  std::string label;
  std::string source;
  std::int64_t enrolled = 0;
  std::int64_t expires = 0;
};

struct StoreContents {
  HashKeys keys;
  std::vector<KnownSecret> secrets;
  std::vector<FormPrint> prints;
};

}  // namespace inkblot
