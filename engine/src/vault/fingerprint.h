// What a store knows of one form of a secret: enough to find it in a stream, not to read it.
#pragma once

#include <inkblot/span.h>

#include <array>
#include <cstdint>
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

struct Fingerprint128 {
  std::array<std::uint8_t, 16> bytes{};
};

// Of one form.  All hashes are keyed, and of the canonical text.
struct FormPrint {
  std::uint32_t secret = 0;  // Index of its secret in the store.
  std::uint32_t length = 0;  // Of the canonical text, in bytes.
  Form form = Form::plain;
  Spacing spacing = Spacing::exact;
  std::uint8_t offset = 0;        // Of the window in the canonical text.
  bool bounded = false;           // Only where no letter or digit stands before or behind it.
  std::uint32_t classes = 0;      // Of the first eight characters, four bits each: what may be held.
  std::uint64_t window = 0;       // Of kWindowBytes at `offset`, or of all of a shorter form.
  std::uint64_t tail = 0;         // Of the last kWindowBytes.
  std::uint64_t whole = 0;        // XXH3.
  Fingerprint128 proof{};         // BLAKE2b.
};

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
