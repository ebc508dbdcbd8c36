// Strings as JSON spells them.
#include "json_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace inkblot_bindings {
namespace {

// How a character is written in a JSON string: its text, and the text's size.
struct Spelling {
  char text[8];
  std::uint8_t size;
};
constexpr std::array<Spelling, 256> kSpellings = [] {
  std::array<Spelling, 256> out{};
  constexpr const char* kHex = "0123456789abcdef";
  for (unsigned c = 0; c < out.size(); ++c) {
    if (c < 0x20) {
      out[c] = {{'\\', 'u', '0', '0', kHex[c >> 4U], kHex[c & 15U]}, 6};
    } else {
      out[c] = {{static_cast<char>(c)}, 1};
    }
  }
  out['\b'] = {{'\\', 'b'}, 2};
  out['\f'] = {{'\\', 'f'}, 2};
  out['\n'] = {{'\\', 'n'}, 2};
  out['\r'] = {{'\\', 'r'}, 2};
  out['\t'] = {{'\\', 't'}, 2};
  out['"'] = {{'\\', '"'}, 2};
  out['\\'] = {{'\\', '\\'}, 2};
  return out;
}();

constexpr std::size_t kHalf = 8;
constexpr std::size_t kStep = 2 * kHalf;
// What one step may write, and what it writes over that.
constexpr std::size_t kMost = kStep * 6 + sizeof(Spelling::text);

char* write_spelled(char c, char* to) {
  const Spelling& spelling = kSpellings[static_cast<unsigned char>(c)];
  std::memcpy(to, spelling.text, sizeof(spelling.text));
  return to + spelling.size;
}

// PERF: nothing is asked character by character, for text holds quotes and line ends in plenty, and
// nobody could guess where.
char* write_step(const char* from, char* to) {
  using Vector [[gnu::vector_size(kStep)]] = unsigned char;
  Vector bytes;
  std::memcpy(&bytes, from, kStep);
  const auto escaped = (bytes == '"') | (bytes == '\\') | (bytes < 0x20);
  std::uint64_t halves[2];
  std::memcpy(halves, &escaped, kStep);
  for (const std::uint64_t half : halves) {
    if (half == 0) {
      std::memcpy(to, from, kHalf);
      to += kHalf;
    } else {
      for (std::size_t i = 0; i < kHalf; ++i) to = write_spelled(from[i], to);
    }
    from += kHalf;
  }
  return to;
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

void write_json_string(std::string_view rest, Text& out) {
  out.add('"');
  while (!rest.empty()) {
    const std::size_t room = rest.size() + rest.size() / 8 + 8 * kMost;
    char* to = out.room(room);
    const char* const last = to + room - kMost;
    for (; rest.size() >= kStep && to <= last; rest.remove_prefix(kStep)) {
      to = write_step(rest.data(), to);
    }
    for (; !rest.empty() && rest.size() < kStep && to <= last; rest.remove_prefix(1)) {
      to = write_spelled(rest.front(), to);
    }
    out.written(to);
  }
  out.add('"');
}

}  // namespace inkblot_bindings
