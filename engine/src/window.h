// The words that the stages pass along, so that none includes another.
#pragma once

#include <inkblot/span.h>

#include <string_view>

namespace inkblot {

// A place where the sweep saw the head of a rule.
struct Candidate {
  std::uint32_t rule = 0;  // Index into Pack::rules().
  Offset begin = 0;        // Of the head, in the stream.
  Offset end = 0;          // The byte after the head's last byte.
};

// How long what the tokeniser reports is, in bytes.  BOUND: a longer run is none of its.
inline constexpr std::size_t kTokenBytesMin = 14;
inline constexpr std::size_t kTokenBytesMax = 512;

// How many characters of base64 in a row show that they hold text, and how many of hexadecimal.
inline constexpr std::size_t kEncodedBytesMin = 16;
inline constexpr std::size_t kStreakBytesMax = 28;

// How much of what was released is kept for looking back.
inline constexpr std::size_t kHistoryBytes = 8192;
// How much of a group is looked at before its label is settled, in bytes: a longer one has its
// replacement written while it still grows.
inline constexpr Offset kLabelBytesMax = 4096;

// What the document around a redaction wants to read in its place.
enum class Place : std::uint8_t {
  text,
  number,  // A JSON value without quotes.
  key,     // The name of an object's member: no two may be equal.
};

// LIFETIME: as the text.
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The part of the stream that is at hand.  LIFETIME: one turn of the line.
struct Window {
  Bytes bytes;  // bytes[0] stands at stream offset `begin`.
  Offset begin = 0;
  bool at_end = false;  // True when the stream ends with these bytes.
  Offset end() const { return begin + bytes.size(); }
  std::uint8_t at(Offset offset) const { return bytes[offset - begin]; }
  // The bytes of [from, to) as characters.  LIFETIME: as the window.
  std::string_view text(Offset from, Offset to) const {
    return {reinterpret_cast<const char*>(bytes.data()) + (from - begin), to - from};
  }
};

}  // namespace inkblot
