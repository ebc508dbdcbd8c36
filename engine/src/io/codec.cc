// Boost.Iostreams' decompressors between two Sources.
#include "io/codec.h"

#include <string.h>

#include <algorithm>
#include <array>
#include <boost/iostreams/categories.hpp>
#include <boost/iostreams/filter/bzip2.hpp>
#include <boost/iostreams/filter/lzma.hpp>
#include <boost/iostreams/filter/zlib.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "io/ring.h"

namespace inkblot {
namespace {

namespace bio = boost::iostreams;

struct Magic {
  Compression compression;
  std::string_view bytes;
};
// bzip2 needs its first block's or its end's mark too: plain text may begin with "BZh9".
constexpr std::array<Magic, 6> kMagics = {{
    {Compression::gzip, std::string_view("\x1f\x8b\x08", 3)},
    {Compression::bzip2, std::string_view("BZh", 3)},
    {Compression::xz, std::string_view("\xfd"
                                       "7zXZ\0",
                                       6)},
    {Compression::zstd, std::string_view("\x28\xb5\x2f\xfd", 4)},
    {Compression::zip, std::string_view("PK\x03\x04", 4)},
    {Compression::lz4, std::string_view("\x04\x22\x4d\x18", 4)},
}};

bool is_bzip2(std::string_view text) {
  if (text.size() < 6 || text[3] < '1' || text[3] > '9') return false;
  const std::string_view mark = text.substr(4, 2);
  return mark == std::string_view("\x31\x41") || mark == std::string_view("\x17\x72");
}

// The decompressors' windows hold plain text, so their memory is wiped before it is given back.
template <class T>
struct WipingAllocator : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = WipingAllocator<U>;
  };
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) {}
  void deallocate(T* memory, std::size_t count) {
    explicit_bzero(memory, count * sizeof(T));
    std::allocator<T>::deallocate(memory, count);
  }
};

// Follows the frames of zstd (RFC 8878, 3.1), because Boost takes a cut frame for a whole one.
class ZstdFrames {
 public:
  void feed(Bytes bytes) {
    while (!bytes.empty()) {
      if (skipped_ > 0) {
        const std::size_t size =
            static_cast<std::size_t>(std::min<std::uint64_t>(skipped_, bytes.size()));
        skipped_ -= size;
        bytes = bytes.subspan(size);
        continue;
      }
      field_ |= std::uint64_t{bytes.front()} << (8U * have_++);
      bytes = bytes.subspan(1);
      if (have_ == want_) take_field();
    }
  }
  // True after a whole frame, and before the next has begun.
  bool complete() const { return any_ && part_ == Part::magic && have_ == 0 && skipped_ == 0; }

 private:
  enum class Part { magic, skippable_size, descriptor, block };
  void take_field() {
    const std::uint64_t field = std::exchange(field_, 0);
    have_ = 0;
    switch (part_) {
      case Part::magic:
        any_ = true;
        if ((field & 0xFFFFFFF0U) == 0x184D2A50U) return expect(Part::skippable_size, 4);
        return expect(Part::descriptor, 1);
      case Part::skippable_size:
        skipped_ = field;
        return expect(Part::magic, 4);
      case Part::descriptor: {
        constexpr std::array<unsigned, 4> kDictionary = {0, 1, 2, 4};
        constexpr std::array<unsigned, 4> kContent = {0, 2, 4, 8};
        const bool single = (field & 0x20U) != 0;
        const unsigned content = kContent[field >> 6U];
        skipped_ =
            (single ? 0U : 1U) + kDictionary[field & 3U] + (single && content == 0 ? 1U : content);
        checksum_ = (field & 4U) != 0;
        return expect(Part::block, 3);
      }
      case Part::block: {
        const bool last = (field & 1U) != 0;
        const bool repeated = ((field >> 1U) & 3U) == 1U;
        skipped_ = (repeated ? 1U : field >> 3U) + (last && checksum_ ? 4U : 0U);
        return last ? expect(Part::magic, 4) : expect(Part::block, 3);
      }
    }
  }
  void expect(Part part, unsigned bytes) {
    part_ = part;
    want_ = bytes;
  }
  Part part_ = Part::magic;
  unsigned want_ = 4;
  unsigned have_ = 0;
  std::uint64_t field_ = 0;
  std::uint64_t skipped_ = 0;
  bool checksum_ = false;
  bool any_ = false;
};

// Hands the inner Source to Boost.  Blocks only where it is told to, so that what can be
// decompressed already is not held back; a failure is kept for us.
class Feed {
 public:
  using char_type = char;
  using category = bio::source_tag;
  Feed(Source& inner, bool follow_zstd) : inner_(&inner), follow_zstd_(follow_zstd) {}

  // Boost's words: 0 is "would block", -1 is the end.
  std::streamsize read(char* out, std::streamsize wanted) {
    if (taken_ == view_.size()) {
      if (!hungry_) return 0;
      if (!refill()) return -1;
    }
    const auto room = static_cast<std::size_t>(std::max<std::streamsize>(wanted, 0));
    const std::size_t size = std::min(view_.size() - taken_, room);
    const Bytes piece = view_.subspan(taken_, size);
    if (follow_zstd_) frames_.feed(piece);
    std::memcpy(out, piece.data(), size);
    taken_ += size;
    return static_cast<std::streamsize>(size);
  }
  // REQUIRES: the bytes came from the last read().
  void give_back(std::size_t size) { taken_ -= std::min(size, taken_); }
  // False at the end.  Zeros between members are padding, as gzip(1) has it.
  bool has_more() {
    for (;; ++taken_) {
      hungry_ = true;
      if (taken_ == view_.size() && !refill()) return false;
      if (view_[taken_] != 0) return true;
    }
  }
  void set_hungry(bool hungry) { hungry_ = hungry; }
  bool ended() const { return ended_; }
  bool cut_short() const { return follow_zstd_ && !frames_.complete(); }
  const Status& failed() const { return failed_; }

 private:
  // One read of the inner Source.  False at its end or on a failure.
  bool refill() {
    hungry_ = false;
    if (!view_.empty()) inner_->skip(view_.size());
    view_ = {};
    taken_ = 0;
    if (ended_ || !failed_.ok()) return false;
    if (const auto bytes = inner_->peek(); bytes) {
      view_ = *bytes;
    } else {
      failed_ = bytes.error();
    }
    ended_ = view_.empty();
    return !ended_;
  }
  Source* inner_;
  bool follow_zstd_;
  ZstdFrames frames_;
  Bytes view_;
  std::size_t taken_ = 0;
  bool hungry_ = false;
  bool ended_ = false;
  Status failed_;
};

// Filter writes straight into the ring: no stream buffer of Boost's ever holds plain text.
template <class Filter>
class DecompressingSource final : public Source {
 public:
  DecompressingSource(Source& inner, Compression compression, Ring ring, const Filter& filter)
      : compression_(compression),
        feed_(inner, compression == Compression::zstd),
        ring_(std::move(ring)),
        filter_(filter) {}

  Result<Bytes> peek() override {
    const std::size_t room = ring_.capacity() - static_cast<std::size_t>(end_ - begin_);
    if (room == 0 && !at_end_) {
      return failure(Code::limit, "more bytes are held than the buffer has");
    }
    if (failed_.ok()) failed_ = grow(std::min(room, kReadBytesMax));
    if (!failed_.ok()) return tl::unexpected<Status>(failed_);
    return Bytes(ring_.at(begin_), static_cast<std::size_t>(end_ - begin_));
  }
  bool at_end() const override { return at_end_; }
  void skip(std::size_t n) override { begin_ += n; }

 private:
  static constexpr std::size_t kReadBytesMax = std::size_t{1} << 16U;

  // What is left from before comes first; only then is the inner Source waited for.
  Status grow(std::size_t room) {
    try {
      for (bool hungry = false; !at_end_; hungry = true) {
        feed_.set_hungry(hungry);
        const std::streamsize made = filter_.read(feed_, reinterpret_cast<char*>(ring_.at(end_)),
                                                  static_cast<std::streamsize>(room));
        if (!feed_.failed().ok()) return feed_.failed();
        if (made > 0) {
          end_ += static_cast<Offset>(made);
          return {};
        }
        if (made < 0) {
          if (Status s = next_member(); !s.ok()) return s;
        }
      }
      return {};
    } catch (const std::bad_alloc&) {
      return Status(Code::no_memory, "no memory to decompress");
    } catch (const std::exception&) {
      return feed_.failed().ok() ? broken(feed_.ended()) : feed_.failed();
    }
  }

  Status next_member() {
    feed_.give_back(filter_.unconsumed_input().size());
    at_end_ = !feed_.has_more();
    if (!feed_.failed().ok()) return feed_.failed();
    if (at_end_) return feed_.cut_short() ? broken(true) : Status();
    filter_.close(feed_, std::ios::in);
    return {};
  }

  Status broken(bool cut_short) const {
    return Status(Code::io, "the " + std::string(name(compression_)) +
                                (cut_short ? " input is cut short" : " input is damaged"));
  }

  Compression compression_;
  Feed feed_;
  Ring ring_;
  Filter filter_;
  Offset begin_ = 0;
  Offset end_ = 0;
  bool at_end_ = false;
  Status failed_;
};

template <class Filter>
std::unique_ptr<Source> make(Source& inner, Compression compression, Ring ring,
                             const Filter& filter) {
  return std::make_unique<DecompressingSource<Filter>>(inner, compression, std::move(ring), filter);
}

}  // namespace

Compression sniff(Bytes head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  for (const Magic& magic : kMagics) {
    if (!text.starts_with(magic.bytes)) continue;
    if (magic.compression == Compression::bzip2 && !is_bzip2(text)) continue;
    return magic.compression;
  }
  return Compression::none;
}

bool may_be_compressed(Bytes head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  return std::any_of(kMagics.begin(), kMagics.end(), [text](const Magic& magic) {
    const bool short_bzip2 =
        magic.compression == Compression::bzip2 && text.size() < 6 && text.starts_with(magic.bytes);
    return !text.empty() && (magic.bytes.starts_with(text) || short_bzip2) && text != magic.bytes;
  });
}

std::string_view name(Compression compression) {
  constexpr std::array<std::string_view, 7> kNames = {"none", "gzip", "bzip2", "xz",
                                                      "zstd", "zip",  "lz4"};
  return kNames[static_cast<std::size_t>(compression) % kNames.size()];
}

Result<std::unique_ptr<Source>> make_decompressing_source(Source& inner, Compression compression) {
  using Alloc = WipingAllocator<char>;
  constexpr std::streamsize kBufferBytes = 65536;
  constexpr int kGzipWindowBits = 15 + 16;  // zlib's way to ask for gzip's header and checksum.
  auto ring = Ring::create(std::size_t{1} << 20U, true);
  if (!ring) return tl::unexpected<Status>(ring.error());
  try {
    switch (compression) {
      case Compression::gzip:
        return make(inner, compression, std::move(*ring),
                    bio::basic_zlib_decompressor<Alloc>(kGzipWindowBits, kBufferBytes));
      case Compression::bzip2:
        return make(inner, compression, std::move(*ring),
                    bio::basic_bzip2_decompressor<Alloc>(false, kBufferBytes));
      case Compression::xz:
        return make(inner, compression, std::move(*ring),
                    bio::basic_lzma_decompressor<Alloc>(kBufferBytes));
      case Compression::zstd:
        return make(inner, compression, std::move(*ring),
                    bio::basic_zstd_decompressor<Alloc>(kBufferBytes));
      case Compression::zip:
      case Compression::lz4:
        break;
      case Compression::none:
        return failure(Code::invalid_argument, "the input is not compressed; read it as it is");
    }
  } catch (const std::exception&) {
    return failure(Code::no_memory, "no memory to decompress");
  }
  return failure(Code::invalid_argument,
                 std::string(name(compression)) + " input is not supported; unpack it first");
}

}  // namespace inkblot
