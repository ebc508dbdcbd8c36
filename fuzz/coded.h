// Text in the codings that are undone.
#pragma once

#include <string>

namespace inkblot::fuzz {

// base64, base64url, the first in lines, hexadecimal, percent, HTML entities, quoted-printable, and
// gzip and zlib in base64.
inline constexpr std::size_t kCodings = 9;
// REQUIRES: coding < kCodings.
std::string coded(const std::string& text, std::size_t coding);

// In gzip's format or zlib's; empty: there is no memory.
std::string deflated(std::string text, bool gzip);

}  // namespace inkblot::fuzz
