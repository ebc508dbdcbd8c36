// The coordinates of a stream, and what was found at them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace inkblot {

// A read-only view of bytes.  LIFETIME: as its owner says.
using Bytes = std::span<const std::uint8_t>;

// Bytes from the first byte of the input *stream*.  Never from a chunk, a window,
// a decoded view or the output.
using Offset = std::uint64_t;

// The bytes [begin, end) of the stream.
struct Span {
  Offset begin = 0;
  Offset end = 0;
  Offset size() const { return end - begin; }
  bool contains(const Span& other) const { return begin <= other.begin && other.end <= end; }
  bool operator==(const Span&) const = default;
};

// Why a finding is believed, weakest first.  Overlapping findings take the label of the strongest.
enum class Evidence : std::uint8_t {
  contextual,   // Its name says so, and its value may be one.
  drifted,      // A rule's prefix and a credible body that is not exactly the documented one.
  structure,    // The surroundings say it is a secret: a header, a URL's password, a key file.
  exact,        // The documented form to the letter.
  checksummed,  // The documented form and its check value.
  known,        // A secret that was enrolled, to the byte.
};
// As reports name it.  LIFETIME: static, and behind it stands a NUL.
std::string_view name_of(Evidence evidence);

// What stood between a secret and the stream: the outermost of them.
enum class Encoding : std::uint8_t { none, base64, hex, gzip, zlib, html, quoted_printable };
inline constexpr Encoding kLastEncoding = Encoding::quoted_printable;
// As reports name it; empty for none.  LIFETIME: static, and behind it stands a NUL.
std::string_view name_of(Encoding coding);

// One secret that was found: where it is, which rule saw it, how sure we are.
// Holds no byte of the secret, so it may be logged, queued or serialised.
struct Finding {
  Span span;
  std::uint32_t rule = 0;  // Index into Pack::rules(); beyond them, of a known secret's form.
  Evidence evidence = Evidence::exact;
  Encoding coding = Encoding::none;
};

}  // namespace inkblot
