// Where base64 or hexadecimal holds text: a few characters in a row tell, whatever stands around.
#pragma once

#include "unwrap/base.h"

namespace inkblot {

// So many groups in a row that stand for printable ASCII: in random base64 one in 100,000 places
// begins such a streak, in random hexadecimal one in a million, in words hardly any.  The signs of
// base64 count for none, which few characters need: all of a streak is of letters and digits.
inline constexpr std::size_t kBase64Groups = 4;
inline constexpr std::size_t kHexGroups = 14;

struct Streak {
  std::size_t begin = 0;
  const Base* base = nullptr;  // Null: there is none.
};
// Whether one begins there.
bool begins_streak(Bytes text);
// Of those that end behind `from`, the one that ends first.
Streak find_streak(Bytes text, std::size_t from);

}  // namespace inkblot
