// A ring twice as wide as the projection's: unit n stands at byte 2n.
#include "io/utf16.h"

#include <algorithm>
#include <cstring>

namespace inkblot {

ByteOrder byte_order(Bytes head) {
  if (head.size() < 2) return ByteOrder::none;
  if (head[0] == 0xFF && head[1] == 0xFE) return ByteOrder::little;
  if (head[0] == 0xFE && head[1] == 0xFF) return ByteOrder::big;
  return ByteOrder::none;
}

bool may_be_marked(Bytes head) {
  return head.empty() || (head.size() == 1 && (head[0] == 0xFF || head[0] == 0xFE));
}

Result<std::unique_ptr<Utf16>> Utf16::create(ByteOrder order, const Ring& projection, Sink& out) {
  auto units = Ring::create(2 * projection.capacity(), true);
  if (!units) return tl::unexpected<Status>(units.error());
  return std::unique_ptr<Utf16>(new Utf16(order, projection, std::move(*units), out));
}

void Utf16::take(Bytes& chunk, Offset begin, Offset& end) {
  const auto room = static_cast<std::size_t>(2 * (begin + projection_->capacity()) - end_);
  const std::size_t size = std::min(chunk.size(), room);
  std::memcpy(units_.at(end_), chunk.data(), size);
  chunk = chunk.subspan(size);
  end_ += size;
  for (; 2 * end + 2 <= end_; ++end) {
    const std::uint8_t* const unit = units_.at(2 * end);
    const bool ascii = unit[1 - low_] == 0 && unit[low_] < 0x80;
    *projection_->at(end) = ascii ? unit[low_] : std::uint8_t{0xFF};
  }
}

Bytes Utf16::half_unit(Offset end) const {
  return {units_.at(2 * end), static_cast<std::size_t>(end_ - 2 * end)};
}

Status Utf16::write(std::span<const Bytes> pieces) {
  const std::uint8_t* const first = projection_->at(0);
  const std::uint8_t* const last = first + 2 * projection_->capacity();
  const auto projected = [&](Bytes piece) { return piece.data() >= first && piece.data() < last; };
  std::size_t size = 0;
  for (const Bytes piece : pieces) size += projected(piece) ? 0 : piece.size();
  widened_.assign(2 * size, 0);
  pieces_.clear();
  std::uint8_t* next = widened_.data();
  for (const Bytes piece : pieces) {
    if (projected(piece)) {
      const auto unit = static_cast<Offset>(piece.data() - first);
      pieces_.emplace_back(units_.at(2 * unit), 2 * piece.size());
      continue;
    }
    pieces_.emplace_back(next, 2 * piece.size());
    for (const std::uint8_t c : piece) {
      next[low_] = c;
      next += 2;
    }
  }
  return out_->write(pieces_);
}

}  // namespace inkblot
