// The engine: bytes in, redacted bytes out.
#pragma once

#include <inkblot/allow.h>
#include <inkblot/fact.h>
#include <inkblot/io.h>
#include <inkblot/known.h>
#include <inkblot/pack.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inkblot {

// What is written in a secret's place.
enum class Style : std::uint8_t {
  tag,        // REDACTED_<rule>
  pseudonym,  // REDACTED_<rule>_<keyed name>: the same secret has the same name; needs a key.
  mask,       // X, as many as the secret has bytes.
  partial,    // The first and last four characters of a long secret, for people.
  text,       // Options::text, in which {rule}, {provider} and {length} (4096 at most) are filled.
};

// How much evidence a finding needs.
enum class Profile : std::uint8_t {
  strict,    // When in doubt, redact: thresholds are lowered.
  balanced,  // What is measured in docs/QUALITY.md.
  precise,   // Only what is certain: what names, drift and weak passwords suggest is left.
};

// What a report is told about one redaction.  Holds no byte of the secret.
struct Redaction {
  // Of a known secret, one that is made for it: its id is the label as tags show it, and its
  // description the label as it was given, with the form: `payments/api_key (base64)`.
  const Rule* rule = nullptr;  // LIFETIME: the call.
  Evidence evidence = Evidence::exact;
  Span input;               // In the input stream.
  Span output;              // Of the replacement, in the output stream (FORMATS.md, UTF-16).
  std::uint64_t line = 1;   // Line of input.begin, from 1; a line ends at a line feed.
  std::string fingerprint;  // Keyed, hexadecimal, of the value; empty without a key.
  Encoding coding = Encoding::none;  // It was found in what this one's text stands for.
  // Of a name in an object: which redacted name of the stream it is, from 1.  0: it is none.
  std::uint64_t key = 0;
  // Of a JSON value (Engine::redact_json), the JSON Pointer of its place, with `*` for a name that
  // is redacted itself, as in /users/0/*; empty of any other text.
  std::string path = {};
};

// What became of a candidate: of a place where a rule's head was seen.  Holds no byte of a value
// but perhaps its first four.
struct Judgement {
  const Rule* rule = nullptr;
  Span head;               // In the input stream.
  Span value;              // Of what was found, perhaps its begin only; empty where nothing was.
  std::uint64_t line = 1;  // Of head.begin.
  bool found = false;
  Evidence evidence = Evidence::exact;  // Where it was found.
  Fact reason = Fact::none;             // What settled it.
  Facts facts = {};                     // What else was seen on the way.
  // The name that gives a value away, or at most four characters of the head: bytes of the input.
  std::string seen = {};
};

struct Options {
  std::shared_ptr<const Pack> pack;  // Required.
  Style style = Style::tag;
  std::string text = "REDACTED";  // For Style::text.
  // Keys pseudonyms and fingerprints.  Required by Style::pseudonym.
  std::optional<std::array<std::uint8_t, 32>> key = std::nullopt;
  std::vector<std::string> only = {};    // Rule ids; when not empty, no other rule runs.
  std::vector<std::string> except = {};  // Rule ids that do not run.
  Profile profile = Profile::balanced;
  std::shared_ptr<const AllowList> allow = nullptr;  // Null: nothing is.
  // What is known is redacted whatever else is said of it.  Null: nothing is.
  std::shared_ptr<const KnownSecrets> known = nullptr;
  // Lines of the stream that are `::add-mask::VALUE`, as GitHub defines them, announce a secret:
  // its forms are redacted from the value in that line on, to the stream's end.  Never of values
  // below 4 bytes.  BOUND: a value that is announced is held until its line ends, 64 KiB at most.
  bool accept_masks = false;
  // Whether base64 and hexadecimal are looked into (docs/adr/0018-decoders.md).
  bool decode = true;
  // Paths in JSON values (Engine::redact_json) that are kept, or redacted whatever stands there:
  // JSON Pointers, in which `*` is any one name or number and `**` any number of them, as
  // /headers/authorization or /**/ssn.  What is in such a field belongs to it.  What is kept is
  // redacted where it is known, and where it was found elsewhere in the same value.
  std::vector<std::string> keep_fields = {};
  std::vector<std::string> redact_fields = {};
  // Called when another vault comes into force while the stream runs: for all that begins at this
  // offset of the input stream or behind it.  It must not throw.
  std::function<void(Offset)> on_vault = nullptr;
  // Called once per redaction, in order, when its end is decided.  It must not throw.
  std::function<void(const Redaction&)> on_redaction = nullptr;
  // Called once per candidate when it is decided.  It must not throw.  PERF: for explanations; it
  // makes a candidate cost a microsecond more.
  std::function<void(const Judgement&)> on_judgement = nullptr;
};

struct Stats {
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;  // Of the writes that the sink took.
  std::uint64_t redactions = 0;
  std::uint64_t bytes_redacted = 0;
  std::uint64_t candidates = 0;
  std::uint64_t held_bytes_max = 0;  // The most that waited, after a write, for what comes next.
  std::vector<std::uint64_t> by_rule = {};          // Redactions per index of Pack::rules().
  std::map<std::string, std::uint64_t> known = {};  // The others, by label and form.
};

// One stream.  UTF-16 with a byte order mark is read and written as such; any other bytes are read
// as ASCII and its supersets.  The output depends on the concatenated input alone, never on how it
// was cut. A failure releases nothing: bytes not scanned to a verdict are never written.
//
// The sequence of calls matches the regexp write* finish.   THREADS: one Redactor per stream.
class Redactor {
 public:
  virtual ~Redactor() = default;
  // LIFETIME: `sink` must outlive the Redactor.
  // ERRORS: invalid_argument (unknown rule id, a pseudonym without a key); no_memory.
  static Result<std::unique_ptr<Redactor>> create(const Options& options, Sink& sink);
  // Scans `chunk` and releases every byte that can no longer be part of a secret.
  // LIFETIME: `chunk` is read only during the call.  BOUND: holds at most hold_bytes_max().
  // ERRORS: io, closed, limit, internal; after any of them, poisoned for ever.
  virtual Status write(Bytes chunk) = 0;
  // Releases what is still held, redacted where it must be.  Nothing may be written afterwards.
  virtual Status finish() = 0;
  virtual const Stats& stats() const = 0;
  // In bytes, of UTF-16; half of it of anything else.
  static std::size_t hold_bytes_max();
};

// Pull interface: scans the Source's own memory, without a copy.  `stats` says what was done, after
// a failure too.  ERRORS: those of Redactor, and the Source's.
Status redact(Source& source, Sink& sink, const Options& options, Stats& stats);
Result<Stats> redact(Source& source, Sink& sink, const Options& options);
// One shot, for short texts such as one tool result.
Result<std::string> redact(std::string_view text, const Options& options);

}  // namespace inkblot
