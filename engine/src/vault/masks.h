// Values that a stream itself announces as secret, in lines as `::add-mask::VALUE` (GitHub).
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "vault/derive.h"
#include "vault/index.h"
#include "window.h"

namespace inkblot {

// BOUND: of a line that announces a value; a longer one announces nothing.
inline constexpr std::size_t kMaskBytesMax = kSecretBytesMax;

// THREADS: one at a time.
class Masks {
 public:
  static constexpr std::string_view kLabel = "mask";

  // Takes a value for one that was announced at `at`, under a label of its own.  True when it was
  // not known.  ERRORS: no_memory.
  Result<bool> add(Bytes value, Offset at, std::string label);
  // Reads on.  True when values were announced that were not known.  ERRORS: no_memory.
  Result<bool> scan(const Window& window);
  // Where a value begins whose line is not complete, or `otherwise`.
  Offset waits_from(Offset otherwise) const { return std::min(open_, otherwise); }
  // All that were announced.
  std::shared_ptr<const Index> index() const;
  // A value counts from where it was announced.
  Offset from(const Index::Print& print) const { return from_[print.secret]; }

 private:
  static constexpr Offset kNone = ~Offset{0};
  Result<bool> announce(Bytes text, Offset at);
  Status start();

  Offset next_ = 0;
  Offset open_ = kNone;
  StoreContents contents_;
  std::vector<Offset> from_;
  std::set<std::uint64_t> known_;  // Hashes of what was announced.
  std::optional<Deriver> deriver_;
};

}  // namespace inkblot
