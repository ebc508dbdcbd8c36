// The line's own copy of the key does not outlive it.
#include "line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <new>

#include "support/chunking.h"

namespace inkblot {
namespace {

using Key = std::array<std::uint8_t, 32>;

Key some_key() {
  Key key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(0xA0 + i);
  return key;
}

// Where an object stood is looked at when it is gone, but before its memory is.
template <class T, class Make>
void expect_wiped(const Make& make) {
  const Key key = some_key();
  const auto holds_key = [&key](const void* at) {
    const auto* const bytes = static_cast<const std::uint8_t*>(at);
    return std::search(bytes, bytes + sizeof(T), key.begin(), key.end()) != bytes + sizeof(T);
  };
  T* const object = make(key);
  void* const place = object;
  EXPECT_TRUE(holds_key(place));
  object->~T();
  EXPECT_FALSE(holds_key(place));
  if constexpr (alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__) {
    ::operator delete (place, std::align_val_t{alignof(T)});
  } else {
    ::operator delete(place);
  }
}

TEST(Line, WipesItsKey) {
  test::CollectingSink sink;
  expect_wiped<Line>([&sink](const Key& key) {
    Options options = test::default_options();
    options.key = key;
    return Line::create(options, sink).value().release();
  });
}

TEST(Fingerprint, WipesItsKey) {
  expect_wiped<Fingerprint>([](const Key& key) { return new Fingerprint(key); });
}

}  // namespace
}  // namespace inkblot
