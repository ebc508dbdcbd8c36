// zlib reads both formats; its memory is asked for once.
#include "unwrap/inflate.h"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <utility>

#include "unwrap/base.h"

namespace inkblot {

Encoding compression_at(Bytes run) {
  if (run.size() < kHeaderChars) return Encoding::none;
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < kHeaderChars; ++i) {
    const std::uint8_t digit = kBase64Digits.digits[run[i]];
    if (digit == kNoDigit) return Encoding::none;
    bits = bits << 6U | digit;
  }
  if (bits == 0x1F8B08) return Encoding::gzip;
  const std::uint32_t header = bits >> 8U;  // 32 KiB of window, no dictionary, and a check value.
  const bool zlib = header >> 8U == 0x78 && header % 31 == 0 && (header & 0x20U) == 0;
  // Of a block of a kind that there is.
  return zlib && (bits >> 1U & 3U) != 3 ? Encoding::zlib : Encoding::none;
}

struct Inflater::State {
  z_stream stream = {};
};

Inflater::Inflater(std::unique_ptr<State> state) : state_(std::move(state)) {}

std::unique_ptr<Inflater> Inflater::create() {
  constexpr int kEitherFormat = 15 + 32;
  auto state = std::make_unique<State>();
  if (inflateInit2(&state->stream, kEitherFormat) != Z_OK) return nullptr;
  return std::unique_ptr<Inflater>(new Inflater(std::move(state)));
}

Inflater::~Inflater() { inflateEnd(&state_->stream); }

void Inflater::restart() { inflateReset(&state_->stream); }

bool Inflater::add(Bytes bytes, std::size_t most, std::vector<std::uint8_t>& out) {
  z_stream& stream = state_->stream;
  stream.next_in = bytes.data();
  stream.avail_in = static_cast<uInt>(bytes.size());
  const std::size_t before = out.size();
  for (;;) {
    constexpr std::size_t kStep = 16384;
    const std::size_t have = out.size();
    const std::size_t room = std::min(kStep, before + most - have);
    if (room == 0) return false;
    out.resize(have + room);
    stream.next_out = out.data() + have;
    stream.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream, Z_NO_FLUSH);
    out.resize(have + room - stream.avail_out);
    if (code != Z_OK && code != Z_BUF_ERROR) return false;
    if (stream.avail_out > 0) return true;
  }
}

}  // namespace inkblot
