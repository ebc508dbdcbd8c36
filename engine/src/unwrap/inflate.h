// gzip and zlib inside base64: told by their first characters, inflated piece by piece.
#pragma once

#include <inkblot/span.h>

#include <memory>
#include <vector>

#include "window.h"

namespace inkblot {

// What so many characters at a run's begin say.  none: neither.
inline constexpr std::size_t kHeaderChars = 4;
Encoding compression_at(Bytes run);

// THREADS: one at a time.
class Inflater {
 public:
  // Null: there is no memory.
  static std::unique_ptr<Inflater> create();
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Begins anew.
  void restart();
  // Appends what the bytes stand for, at most `most` bytes.  False where the stream is damaged or
  // over; what came before is appended.
  bool add(Bytes bytes, std::size_t most, std::vector<std::uint8_t>& out);

 private:
  struct State;
  explicit Inflater(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace inkblot
