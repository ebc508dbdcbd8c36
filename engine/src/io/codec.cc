// Boost.Iostreams' decompressors between two Sources.
#include "io/codec.h"

#include <algorithm>
#include <array>
#include <boost/iostreams/categories.hpp>
#include <boost/iostreams/filter/bzip2.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filter/lzma.hpp>
#include <boost/iostreams/filter/zstd.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <cstring>
#include <string>

#include "io/ring.h"

namespace inkblot {
namespace {

namespace bio = boost::iostreams;

struct Magic {
  Compression compression;
  std::string_view bytes;
};
constexpr std::array<Magic, 6> kMagics = {{
    {Compression::gzip, std::string_view("\x1f\x8b\x08", 3)},
    {Compression::bzip2, std::string_view("BZh", 3)},
    {Compression::xz, std::string_view("\xfd" "7zXZ\0", 6)},
    {Compression::zstd, std::string_view("\x28\xb5\x2f\xfd", 4)},
    {Compression::zip, std::string_view("PK\x03\x04", 4)},
    {Compression::lz4, std::string_view("\x04\x22\x4d\x18", 4)},
}};

// Hands the inner Source to Boost; a failure there is kept for us.
class Device {
 public:
  using char_type = char;
  using category = bio::source_tag;
  struct State {
    Source* inner;
    Status failed = {};
    Bytes rest = {};
  };
  explicit Device(State* state) : state_(state) {}

  std::streamsize read(char* out, std::streamsize wanted) {
    if (state_->rest.empty()) {
      const auto bytes = state_->inner->peek();
      if (!bytes) {
        state_->failed = bytes.error();
        return -1;
      }
      state_->rest = *bytes;
      if (state_->rest.empty()) return -1;
    }
    const std::size_t size =
        std::min(state_->rest.size(), static_cast<std::size_t>(std::max<std::streamsize>(wanted, 0)));
    std::memcpy(out, state_->rest.data(), size);
    state_->rest = state_->rest.subspan(size);
    state_->inner->skip(size);
    return static_cast<std::streamsize>(size);
  }

 private:
  State* state_;
};

class DecompressingSource final : public Source {
 public:
  DecompressingSource(Source& inner, Compression compression, Ring ring)
      : state_{&inner}, ring_(std::move(ring)) {
    switch (compression) {
      case Compression::gzip: stream_.push(bio::gzip_decompressor()); break;
      case Compression::bzip2: stream_.push(bio::bzip2_decompressor()); break;
      case Compression::xz: stream_.push(bio::lzma_decompressor()); break;
      default: stream_.push(bio::zstd_decompressor()); break;
    }
    stream_.push(Device(&state_), 65536);
    stream_.exceptions(std::ios::badbit);
  }

  Result<Bytes> peek() override {
    const std::size_t room = ring_.capacity() - static_cast<std::size_t>(end_ - begin_);
    if (room == 0) return failure(Code::limit, "more bytes are held than the buffer has");
    try {
      stream_.read(reinterpret_cast<char*>(ring_.at(end_)),
                   static_cast<std::streamsize>(std::min<std::size_t>(room, 65536)));
      end_ += static_cast<Offset>(stream_.gcount());
      at_end_ = stream_.eof();
    } catch (const std::exception&) {
      return failure(Code::io, "the compressed input is damaged or cut short");
    }
    if (!state_.failed.ok()) return tl::unexpected<Status>(state_.failed);
    return Bytes(ring_.at(begin_), static_cast<std::size_t>(end_ - begin_));
  }
  bool at_end() const override { return at_end_; }
  void skip(std::size_t n) override { begin_ += n; }

 private:
  Device::State state_;
  Ring ring_;
  bio::filtering_istream stream_;
  Offset begin_ = 0;
  Offset end_ = 0;
  bool at_end_ = false;
};

}  // namespace

Compression sniff(Bytes head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  for (const Magic& magic : kMagics) {
    if (text.starts_with(magic.bytes)) return magic.compression;
  }
  return Compression::none;
}

std::string_view name(Compression compression) {
  constexpr std::array<std::string_view, 7> kNames = {"none", "gzip", "bzip2", "xz",
                                                      "zstd", "zip",  "lz4"};
  return kNames[static_cast<std::size_t>(compression) % kNames.size()];
}

Result<std::unique_ptr<Source>> make_decompressing_source(Source& inner, Compression compression) {
  if (compression == Compression::zip || compression == Compression::lz4) {
    return failure(Code::invalid_argument, std::string(name(compression)) +
                                               " input is not supported; unpack it first");
  }
  auto ring = Ring::create(std::size_t{1} << 20U, true);
  if (!ring) return tl::unexpected<Status>(ring.error());
  try {
    return std::make_unique<DecompressingSource>(inner, compression, std::move(*ring));
  } catch (const std::exception&) {
    return failure(Code::no_memory, "no memory to decompress");
  }
}

}  // namespace inkblot
