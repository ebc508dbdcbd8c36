// Boost.Iostreams' compressors between two Sinks.
#include "io/compress.h"

#include <boost/iostreams/categories.hpp>
#include <boost/iostreams/filter/bzip2.hpp>
#include <boost/iostreams/filter/lzma.hpp>
#include <boost/iostreams/filter/zlib.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <new>
#include <string>

namespace inkblot {
namespace {

namespace bio = boost::iostreams;

// Hands what Boost has made to the inner Sink; a failure is kept for us.
class Drain {
 public:
  using char_type = char;
  using category = bio::sink_tag;
  explicit Drain(Sink& inner) : inner_(&inner) {}
  std::streamsize write(const char* bytes, std::streamsize size) {
    const Bytes piece(reinterpret_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(size));
    if (failed_.ok()) failed_ = inner_->write({&piece, 1});
    return size;
  }
  const Status& failed() const { return failed_; }

 private:
  Sink* inner_;
  Status failed_;
};

template <class Filter>
class FilterSink final : public CompressingSink {
 public:
  FilterSink(Sink& inner, const Filter& filter) : drain_(inner), filter_(filter) {}

  Status write(std::span<const Bytes> pieces) override {
    return guarded([&] {
      for (const Bytes piece : pieces) {
        filter_.write(drain_, reinterpret_cast<const char*>(piece.data()),
                      static_cast<std::streamsize>(piece.size()));
      }
    });
  }
  Status finish() override {
    return guarded([&] { filter_.close(drain_, std::ios::out); });
  }

 private:
  template <class Work>
  Status guarded(const Work& work) {
    try {
      if (drain_.failed().ok()) work();
    } catch (const std::bad_alloc&) {
      return Status(Code::no_memory, "no memory to compress");
    } catch (const std::exception&) {
      return Status(Code::io, "the output cannot be compressed");
    }
    return drain_.failed();
  }
  Drain drain_;
  Filter filter_;
};

template <class Filter>
std::unique_ptr<CompressingSink> make(Sink& inner, const Filter& filter) {
  return std::make_unique<FilterSink<Filter>>(inner, filter);
}

// What gzip's own program notes in a header: the best it can do, or the fastest (RFC 1952, XFL).
int gzip_level(Bytes head) {
  constexpr std::size_t kExtraFlags = 8;
  const unsigned flags = head.size() > kExtraFlags ? head[kExtraFlags] : 0U;
  return flags == 2 ? 9 : flags == 4 ? 1 : 6;
}

int bzip2_blocks(Bytes head) {
  constexpr std::size_t kLevel = 3;
  const bool told = head.size() > kLevel && head[kLevel] >= '1' && head[kLevel] <= '9';
  return told ? head[kLevel] - '0' : 9;
}

}  // namespace

Result<std::unique_ptr<CompressingSink>> make_compressing_sink(Sink& inner, Compression compression,
                                                               Bytes head) {
  constexpr std::streamsize kBufferBytes = 65536;
  constexpr int kGzipWindowBits = 15 + 16;  // zlib's way to ask for gzip's header and checksum.
  constexpr int kXzLevel = 3;               // PERF: of Boost it takes 48 MB of memory, 6 takes 124.
  constexpr int kZstdLevel = 3;
  try {
    switch (compression) {
      case Compression::gzip:
        return make(inner,
                    bio::zlib_compressor(
                        bio::zlib_params(gzip_level(head), bio::zlib::deflated, kGzipWindowBits),
                        kBufferBytes));
      case Compression::bzip2:
        return make(inner,
                    bio::bzip2_compressor(bio::bzip2_params(bzip2_blocks(head)), kBufferBytes));
      case Compression::xz:
        return make(inner, bio::lzma_compressor(bio::lzma_params(kXzLevel), kBufferBytes));
      case Compression::zstd:
        return make(inner, bio::zstd_compressor(bio::zstd_params(kZstdLevel), kBufferBytes));
      case Compression::zip:
      case Compression::lz4:
      case Compression::none:
        break;
    }
  } catch (const std::exception&) {
    return failure(Code::no_memory, "no memory to compress");
  }
  return failure(Code::invalid_argument,
                 "no output of the format " + std::string(name(compression)) + " can be made");
}

}  // namespace inkblot
