// A pack as the stages see it: the rules, what was measured of them, and the database.
#pragma once

#include <inkblot/pack.h>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "decode/glyph.h"
#include "pack/matcher.h"
#include "pack/openings.h"
#include "sweep/hyperscan.h"

namespace inkblot {

struct Checksum;
struct Parser;
class Providers;

// What the database reports: a rule, and how many bytes its head took, or 0 where that varies.
struct SweepId {
  std::uint32_t rule = 0;
  std::uint32_t width = 0;
  static constexpr SweepId of(std::uint32_t id) { return {id & 0xFFFFFFU, id >> 24U}; }
  constexpr std::uint32_t id() const { return rule | width << 24U; }
};
// The widest head, and the widest that `back` may be.  PERF: around an escape as much is decoded.
inline constexpr std::size_t kHeadBytesMax = 96;
inline constexpr std::size_t kBackGlyphsMax = 512;
// How far a pattern is followed before its token is decided.
inline constexpr std::size_t kDecideGlyphsMax = 4096;

// What is derived from a rule when its pack is made or loaded.
struct Derived {
  std::uint16_t head_min = 0;  // Bytes.
  std::uint16_t head_max = 0;
  std::uint32_t width_min = 0;         // Of the pattern, in characters.
  std::uint32_t width_max = 0;         // Of the pattern, in characters; kDecideGlyphsMax when open.
  CharSet run;                         // What a token of this rule may consist of.
  CharSet plain_run;                   // The same without what an escape begins with.
  CharSet repeats;                     // What may stand between the heads of a repetition.
  CharSet tail;                        // What is swallowed behind it.
  bool proven_glued = false;           // A check value may prove a token that is glued to a word.
  bool never_glued = false;            // What is glued to a word before it is none.
  bool ends_word = false;              // What goes on with a small letter is no head of it.
  bool captures = false;               // Group 1 is the secret.
  bool fixed_back = false;             // A token begins exactly `back` characters before its head.
  const Checksum* checksum = nullptr;  // LIFETIME: static.
  const Parser* parser = nullptr;      // None for a rule that is a pattern.  LIFETIME: static.
  std::shared_ptr<const Providers> providers;  // Of the rule's forms; null without.
  bool opens = false;                          // Some way to match its head is an opening.
  bool line = false;  // The pattern crosses blanks or quotes: followed to the line's end.
};

class PackImpl final : public Pack {
 public:
  std::span<const Rule> rules() const override { return rules_; }
  const std::string& origin() const override { return origin_; }
  Status save(const std::filesystem::path& file) const override;

  const Derived& derived(std::uint32_t rule) const { return derived_[rule]; }
  // Of all heads but the openings, and of the triggers.
  const hs_database_t* database() const { return database_.get(); }
  const Openings& openings() const { return openings_; }
  // For one stream at a time.  LIFETIME: the pack's.  THREADS: any.  ERRORS: no_memory, internal.
  Result<hyperscan::Scratches::Borrowed> scratch() const {
    return scratches_.borrow(database_.get());
  }
  std::size_t head_bytes_max() const { return head_bytes_max_; }
  std::size_t back_glyphs_max() const { return back_glyphs_max_; }
  // The longest token without a head that some rule is asked of, in bytes; 0 when none is.
  std::size_t shapeless_bytes_max() const { return shapeless_ ? kTokenBytesMax : 0; }
  // What a token may begin with that is found from its head on: such a byte may not leave alone.
  const CharSet& head_starts() const { return head_starts_; }
  // The matchers are built on a rule's first candidate.  THREADS: any.  LIFETIME: the pack's.
  const Matcher& exact(std::uint32_t rule) const;
  const Matcher& head(std::uint32_t rule) const;

  // The characters that can be neighbours in some head.
  const Neighbours& neighbours() const { return neighbours_; }

  // Measures and compiles.  ERRORS: bad_pack, naming the rule.
  static Result<std::shared_ptr<PackImpl>> make(std::vector<Rule> rules, std::string origin);
  // Takes back what serialise() wrote.  ERRORS: bad_pack.
  static Result<std::shared_ptr<PackImpl>> deserialise(Bytes bytes, std::string origin);
  Result<std::string> serialise() const;

 private:
  // PERF: a rule's first candidate pays for its matcher, every later one a load.
  class Lazy {
   public:
    const Matcher& get(auto make) {
      const Matcher* ready = ready_.load(std::memory_order_acquire);
      if (ready != nullptr) return *ready;
      std::call_once(once_, [&] {
        matcher_ = make();
        ready_.store(matcher_.get(), std::memory_order_release);
      });
      return *matcher_;
    }

   private:
    std::atomic<const Matcher*> ready_ = nullptr;
    std::once_flag once_;
    std::unique_ptr<const Matcher> matcher_;
  };
  // Measures every rule, which takes tens of milliseconds; a loaded pack brings its measures.
  Status measure();
  Status derive();

  std::vector<Rule> rules_;
  std::vector<Derived> derived_;
  std::string origin_;
  hyperscan::Database database_;
  Openings openings_;
  mutable hyperscan::Scratches scratches_;
  std::size_t head_bytes_max_ = 0;
  std::size_t back_glyphs_max_ = 0;
  bool shapeless_ = false;
  CharSet head_starts_;
  mutable std::deque<Lazy> exact_;
  mutable std::deque<Lazy> heads_;
  Neighbours neighbours_;
};

// There is one kind of Pack: hosts are handed ours, and have no use for one of their own.
inline const PackImpl& impl(const Pack& pack) {
  return static_cast<const PackImpl&>(pack);  // NOLINT(*-static-cast-downcast): as said above.
}

// Magic and digest, and behind them `rest`: sizes, records and database (docs/FORMATS.md).
std::string seal_pack(const std::string& rest);
inline constexpr std::size_t kSealBytes = 24;

// Loads a serialised pack from memory.  ERRORS: bad_pack, naming `origin`.
Result<std::shared_ptr<const Pack>> load_pack(Bytes bytes, const std::string& origin);

// Reads rules from one TOML text and appends them to `rules`, replacing those of the same id.
// ERRORS: bad_pack with `file`, line and what to do.
Status read_rules(std::string_view text, const std::string& file, std::vector<Rule>& rules);

}  // namespace inkblot
