// The only door to Hyperscan (or Vectorscan, which has the same header).
//
// Its contract, as far as we lean on it: a callback must not call the library on the same scratch;
// `to` is the offset after the last byte of a match; start-of-match is not asked for; a serialised
// database loads only in the same library version; a scratch serves one scan at a time.
#pragma once

#include <hs.h>
#include <inkblot/span.h>
#include <inkblot/status.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace inkblot::hyperscan {

struct FreeDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};
using Database = std::unique_ptr<hs_database_t, FreeDatabase>;
using Scratch = std::unique_ptr<hs_scratch_t, FreeScratch>;

// One pattern of a database.  Reported by `id`.
struct Pattern {
  std::string regex;
  unsigned id = 0;
};
// The least and most bytes that a match of a pattern spans.
struct Width {
  unsigned min = 0;
  unsigned max = 0;
};

// Compiles for every CPU: the matching code is chosen when a scan begins.
// ERRORS: bad_pack with Hyperscan's own words and, in `failed`, the index of the pattern.
Result<Database> compile(const std::vector<Pattern>& patterns, std::size_t& failed);
// ERRORS: bad_pack when Hyperscan cannot compile it, or a match has no upper bound.
Result<Width> measure(const std::string& regex);
Result<Database> load(Bytes serialised);
Result<std::string> save(const hs_database_t* database);
Result<Scratch> make_scratch(const hs_database_t* database);
std::string version();

// The scratches of a database, kept for the next scan when one ends.  PERF: making one takes longer
// than filtering a short text.  THREADS: any.
class Scratches {
 public:
  struct GiveBack {
    Scratches* owner;
    void operator()(hs_scratch_t* scratch) const { owner->give_back(Scratch(scratch)); }
  };
  using Borrowed = std::unique_ptr<hs_scratch_t, GiveBack>;
  // REQUIRES: the same database always.  LIFETIME: it outlives what was borrowed.
  // ERRORS: as make_scratch().
  Result<Borrowed> borrow(const hs_database_t* database);

 private:
  void give_back(Scratch scratch) noexcept;
  std::mutex mutex_;
  std::vector<Scratch> idle_;
};

}  // namespace inkblot::hyperscan
