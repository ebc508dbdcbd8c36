// Strings as JSON spells them.
#include "json_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace inkblot_bindings {
namespace {

// How a character is written in a JSON string: its size, and its text.
struct Spelling {
  std::uint8_t size;
  char text[7];
};
constexpr std::array<Spelling, 128> kSpellings = [] {
  std::array<Spelling, 128> out{};
  constexpr const char* kHex = "0123456789abcdef";
  for (unsigned c = 0; c < out.size(); ++c) {
    if (c < 0x20) {
      out[c] = {6, {'\\', 'u', '0', '0', kHex[c >> 4U], kHex[c & 15U]}};
    } else {
      out[c] = {1, {static_cast<char>(c)}};
    }
  }
  out['\n'] = {2, {'\\', 'n'}};
  out['\r'] = {2, {'\\', 'r'}};
  out['\t'] = {2, {'\\', 't'}};
  out['"'] = {2, {'\\', '"'}};
  out['\\'] = {2, {'\\', '\\'}};
  return out;
}();

// The first of eight characters that has to be escaped, or 8.  A borrow marks characters that need
// not be, but only behind one that has to.
std::size_t first_escaped(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kTops = kOnes << 7;
  const auto zeros = [](std::uint64_t word) { return (word - kOnes) & ~word & kTops; };
  const std::uint64_t controls = (bytes - kOnes * 0x20) & ~bytes & kTops;
  const std::uint64_t marks = controls | zeros(bytes ^ kOnes * '"') | zeros(bytes ^ kOnes * '\\');
  return marks == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(marks)) / 8;
}
static_assert(std::endian::native == std::endian::little);

// Writes the first of the characters, and takes it off.
char* write_one(std::string_view& text, char* to) {
  const auto c = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  if (c >= kSpellings.size()) {
    *to = static_cast<char>(c);
    return to + 1;
  }
  std::memcpy(to, kSpellings[c].text, sizeof(kSpellings[c].text));
  return to + kSpellings[c].size;
}

}  // namespace

Text::~Text() {
  clear();
  std::free(data_);
}

void Text::clear() {
  if (data_ != nullptr) explicit_bzero(data_, size_);
  size_ = 0;
}

void Text::add(std::string_view text) {
  std::memcpy(room(text.size()), text.data(), text.size());
  size_ += text.size();
}

void Text::grow(std::size_t size) {
  const std::size_t capacity = std::max<std::size_t>(4096, 2 * (size_ + size));
  auto* const data = static_cast<char*>(std::malloc(capacity));
  if (data == nullptr) throw std::bad_alloc();
  if (size_ > 0) std::memcpy(data, data_, size_);
  if (data_ != nullptr) explicit_bzero(data_, size_);
  std::free(data_);
  data_ = data;
  capacity_ = capacity;
}

// PERF: eight characters at a time into memory that is there, for text holds quotes and line ends
// in plenty.
void write_json_string(std::string_view rest, Text& out) {
  constexpr std::size_t kStep = 8;
  constexpr std::size_t kMost = kStep + sizeof(Spelling);  // Of one turn.
  out.add('"');
  while (!rest.empty()) {
    const std::size_t room = rest.size() + 8 * kMost;
    char* to = out.room(room);
    const char* const last = to + room - kMost;
    while (rest.size() >= kStep && to <= last) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, rest.data(), kStep);
      std::memcpy(to, &bytes, kStep);
      const std::size_t plain = first_escaped(bytes);
      rest.remove_prefix(plain);
      to += plain;
      if (plain < kStep) to = write_one(rest, to);
    }
    while (!rest.empty() && rest.size() < kStep && to <= last) to = write_one(rest, to);
    out.written(to);
  }
  out.add('"');
}

}  // namespace inkblot_bindings
