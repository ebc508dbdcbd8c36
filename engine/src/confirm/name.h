// The name of a value: where it stands around a stem, and what its words say.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "decode/glyph.h"
#include "window.h"

namespace inkblot {

// What a name may promise of its value, weakest first.
enum class Promise : std::uint8_t {
  none,     // No secret: a counter, a reference, a public key.
  hint,     // `key`, `auth`: only a value that is surely random is one.
  secret,   // `token`, `secret`, `api_key`.
  password  // A person may have chosen it.
};

// The longest name that is read, in characters to either side of the stem.
inline constexpr std::size_t kNameGlyphsMax = 64;
// What is glued to a stem by a hyphen and is longer may be the value: service-secret-VALUE.
inline constexpr std::size_t kBehindStemMax = 20;

struct Name {
  Promise promise = Promise::none;
  bool loose = false;    // Words behind the stem say nothing known: the value must say more.
  bool shouted = false;  // As environment variables are written: no lower case.
  bool linked = false;   // It ends in a particle that means `is`.
  Offset begin = 0;
  Offset end = 0;
};

// What the words of a name promise.  `text` is the whole name, of which [0, stem_end) ends in the
// stem that was found.  A stem that another one follows in the name says nothing: the last decides.
Name judge_name(std::string_view text, std::size_t stem_end);

// What the words behind a stem leave of its promise.  `text` stands behind the stem.
void judge_behind(std::string_view text, Name& out);

// What was judged lately.  PERF: in most texts a few names stand again and again.
class NameCache {
 public:
  // Of a whole name, which may hold one of our tags, and end in what is no part of it.
  struct Judged {
    Name name;             // Without its place.
    std::size_t size = 0;  // What is left of it.
  };
  // As read_name().
  Step read(const Window& window, const Span& stem, View& scratch, Name& out);
  // REQUIRES: `text` holds the stem, which ends at `stem_end`.
  Judged judge(std::string_view text, std::size_t stem_end);

 private:
  struct Known {
    std::array<char, 48> text{};
    std::uint8_t size = 0;  // 0: none.
    std::uint8_t stem_end = 0;
    Judged judged;
  };
  std::array<Known, 32> known_;
};

// Reads the name around the stem in [begin, end) and judges it.  need_more: it may go on.
// BOUND: kNameGlyphsMax characters to either side.
Step read_name(const Window& window, const Span& stem, View& scratch, Name& out);

}  // namespace inkblot
