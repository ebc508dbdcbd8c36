// Every kernel finds the same places, and reads no byte before or behind the text.
#include "vault/scan.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "support/chunking.h"
#include "support/kernels.h"

namespace inkblot {
namespace {

using test::bytes_of;
using test::kernels;

// Pages of which the first and the last must not be touched.
class Guarded {
 public:
  explicit Guarded(std::size_t pages) : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    size_ = (pages + 2) * page_;
    void* const at =
        mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    data_ = static_cast<std::uint8_t*>(at);
    mprotect(data_, page_, PROT_NONE);
    mprotect(data_ + size_ - page_, page_, PROT_NONE);
  }
  ~Guarded() { munmap(data_, size_); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  std::span<std::uint8_t> span() const { return {data_ + page_, size_ - 2 * page_}; }

 private:
  std::size_t page_;
  std::size_t size_ = 0;
  std::uint8_t* data_ = nullptr;
};

std::uint32_t mark_at(Bytes text, std::size_t at) {
  std::uint32_t low = 0;
  for (std::size_t i = 0; i < 4; ++i) low |= std::uint32_t{text[at + i]} << (8 * i);
  return mark_of(low, text[at + 4]);
}

std::vector<std::uint32_t> slow_scan(Bytes text, const MarkFilter& filter) {
  std::vector<std::uint32_t> out;
  for (std::size_t at = 0; at + kMarkBytes <= text.size(); at += kScanStep) {
    if (filter.has(mark_at(text, at))) out.push_back(static_cast<std::uint32_t>(at));
  }
  return out;
}

std::vector<std::uint32_t> scan(Kernel kernel, Bytes text, const MarkFilter& filter) {
  std::vector<std::uint32_t> out(scan_room(text.size()));
  out.resize(scan_marks(kernel, text, filter, out.data()));
  return out;
}

// So few kinds of bytes that much is known.
void fill(std::mt19937& random, std::span<std::uint8_t> text) {
  const unsigned kinds = 2 + static_cast<unsigned>(random() % 8);
  for (std::uint8_t& c : text) c = static_cast<std::uint8_t>('a' + random() % kinds);
}

TEST(MarkFilter, KnowsWhatWasAdded) {
  std::mt19937 random(1);  // NOLINT: the same each time.
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{50'000}}) {
    MarkFilter filter(count);
    std::vector<std::uint32_t> marks(count);
    for (std::uint32_t& mark : marks) filter.add(mark = static_cast<std::uint32_t>(random()));
    for (const std::uint32_t mark : marks) EXPECT_TRUE(filter.has(mark));
    std::size_t known = 0;
    for (int i = 0; i < 100'000; ++i) known += filter.has(static_cast<std::uint32_t>(random()));
    EXPECT_LT(known, 2000U) << count;
  }
}

TEST(Scan, KernelsAgreeAtEverySizeAndEitherEdgeOfAPage) {
  std::mt19937 random(2);  // NOLINT: the same each time.
  const Guarded pages(1);
  for (std::size_t size = 0; size < 700; size += size < 300 ? 1 : 37) {
    MarkFilter filter(32);
    for (const std::size_t begin : {std::size_t{0}, pages.span().size() - size}) {
      const auto text = pages.span().subspan(begin, size);
      fill(random, text);
      for (int i = 0; i < 16 && size >= kMarkBytes; ++i) {
        filter.add(mark_at(text, random() % (size - kMarkBytes + 1)));
      }
      const auto expected = slow_scan(text, filter);
      for (const Kernel kernel : kernels()) {
        EXPECT_EQ(scan(kernel, text, filter), expected) << size;
      }
    }
  }
}

// What stands on either side is known, too: only the text's own places are told.
TEST(Scan, CanariesOnBothSidesAreNotSeen) {
  MarkFilter filter(1);
  const std::string canary = "canarycanary";
  for (std::size_t at = 0; at + kMarkBytes <= canary.size(); ++at) {
    filter.add(mark_at(bytes_of(canary), at));
  }
  for (std::size_t size = 0; size < 300; ++size) {
    const std::string text = canary + std::string(size, '.') + canary;
    const Bytes inside = bytes_of(text).subspan(canary.size(), size);
    for (const Kernel kernel : kernels()) {
      EXPECT_TRUE(scan(kernel, inside, filter).empty()) << size;
    }
  }
}

TEST(Scan, EveryPlaceOfATextMayBeKnown) {
  const std::string text(4096 + 3, 'a');
  MarkFilter filter(1);
  filter.add(mark_at(bytes_of(text), 0));
  for (const Kernel kernel : kernels()) {
    const auto places = scan(kernel, bytes_of(text), filter);
    ASSERT_EQ(places.size(), (text.size() - kMarkBytes) / kScanStep + 1);
    for (std::size_t i = 0; i < places.size(); ++i) EXPECT_EQ(places[i], i * kScanStep);
  }
}

}  // namespace
}  // namespace inkblot
