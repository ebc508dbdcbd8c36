// What the sweep reports besides heads: where more may stand than the bytes show.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace inkblot {

// An escape is spelled that a head could hide behind: colour codes and \u00XX, \/, %XX.
inline constexpr std::uint32_t kEscapeTrigger = 0xFFFFFFFFU;
// More may be spelled than the view undoes: HTML entities and quoted-printable.
inline constexpr std::uint32_t kSpellingTrigger = 0xFFFFFFFEU;
// gzip or zlib, at each of its levels, may begin in base64 with these three characters.
inline constexpr std::uint32_t kCompressedTrigger = 0xFFFFFFFDU;
inline constexpr std::size_t kCompressedBytes = 3;
constexpr bool is_trigger(std::uint32_t id) { return id >= kCompressedTrigger; }

struct Trigger {
  std::string_view pattern;
  std::uint32_t id;
};
inline constexpr std::array<Trigger, 17> kTriggers = {
    {{"\\x1b[\\[()]", kEscapeTrigger},
     {"\\\\u00[0-7]", kEscapeTrigger},
     {"\\\\x1[bB][\\[()]", kEscapeTrigger},
     {"\\\\033[\\[()]", kEscapeTrigger},
     {"\\\\e\\[", kEscapeTrigger},
     {"%[2-7][0-9A-Fa-f]", kEscapeTrigger},
     {"\\\\x[2-7][0-9A-Fa-f]", kEscapeTrigger},
     {"\\\\/", kEscapeTrigger},
     {"&(?:quot|apos|amp|lt|gt|nbsp);", kSpellingTrigger},
     {"&#[0-9xX]", kSpellingTrigger},
     {"=3D", kSpellingTrigger},
     {"=(?:\\r?\\n|\\\\{1,3}[rn])", kSpellingTrigger},
     {"H4s", kCompressedTrigger},
     {"eA[E-H]", kCompressedTrigger},
     {"eF[4-7]", kCompressedTrigger},
     {"eJ[w-z]", kCompressedTrigger},
     {"eN[o-r]", kCompressedTrigger}}};

}  // namespace inkblot
