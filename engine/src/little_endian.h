// Numbers as bytes, little end first: how our own files hold them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace inkblot {

// Appends so many bytes of it.
void put_number(std::uint64_t number, unsigned bytes, auto& out) {
  for (unsigned i = 0; i < bytes; ++i) {
    out.push_back(static_cast<typename std::remove_reference_t<decltype(out)>::value_type>(
        static_cast<std::uint8_t>(number >> (8U * i))));
  }
}

// REQUIRES: eight bytes or characters, or fewer.
constexpr std::uint64_t number_in(const auto& bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    number = number << 8U | static_cast<std::uint8_t>(bytes[i - 1]);
  }
  return number;
}

}  // namespace inkblot
