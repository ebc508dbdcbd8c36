// A pack: the rules and the Hyperscan database made from them.
#pragma once

#include <inkblot/span.h>
#include <inkblot/status.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace inkblot {

enum class Severity : std::uint8_t { low, medium, high, critical };
// LIFETIME: static, and behind it stands a NUL.
std::string_view name_of(Severity severity);

class Foreign;

// One kind of credential, as its TOML row describes it (docs/FORMATS.md explains each field).
struct Rule {
  std::string id;  // [a-z0-9-]+, unique in a pack; what a redaction tag shows.
  std::string provider;
  std::string description;
  Severity severity = Severity::high;
  bool on = true;          // False for tokens that are public by design.
  std::string pattern;     // RE2; group 1, where there is one, is the secret.
  std::string head;        // What the sweep looks for; a bounded regex without assertions.  Empty:
                           // `parser` is asked of every token that the tokeniser finds.
  std::string parser;      // Name of a hand-written confirmer instead of `pattern`.
  std::string checksum;    // Name of a validator (confirm/checksum.h), or empty.
  std::uint16_t back = 0;  // How far before the head's begin the token may begin, in characters.
  std::string tail;  // Characters beyond letters, digits, _ and - that are swallowed behind it.
  std::uint16_t run_min =
      0;  // A body of at least this many characters is accepted though inexact; 0: never.
  std::vector<std::string> forms;  // Rows of a token's form and its providers' names.
  std::vector<std::string> keywords;
  std::string sample;                          // A template that generates tokens (pack/sample.h).
  std::vector<std::string> examples;           // Templates with {secret}.
  std::vector<std::string> negative_examples;  // Templates that must survive.
  std::vector<std::string> references;
  std::shared_ptr<const Foreign> foreign;  // Of a rule of another tool, instead of `pattern`.
};

// Rules ready to run.  THREADS: any number of threads may use one Pack at the same time.
class Pack {
 public:
  virtual ~Pack() = default;
  virtual std::span<const Rule> rules() const = 0;
  // What loaded it: "built-in", or the file's name.
  virtual const std::string& origin() const = 0;

  // The pack that is part of this library.  ERRORS: bad_pack, when it is damaged.
  static Result<std::shared_ptr<const Pack>> builtin();
  // Parses and compiles TOML rule files or folders of them; a later rule replaces an earlier one of
  // the same id, and both replace those of `base`.  LIFETIME: `base` may be null. ERRORS: bad_pack,
  // naming file, line and rule; io.
  static Result<std::shared_ptr<const Pack>> compile(std::span<const std::filesystem::path> files,
                                                     const Pack* base = nullptr);
  // Adds the rules of gitleaks configurations to `base`, which may be null; their ids begin with
  // gitleaks-.  A later file replaces rules of an earlier one, and may extend it by useDefault.
  // What a stream cannot do (docs/FORMATS.md) is left out and named in `skipped`, one line each;
  // without `skipped` it is refused.  ERRORS: bad_pack, naming file, line and what to do.
  static Result<std::shared_ptr<const Pack>> compile_gitleaks(
      std::span<const std::filesystem::path> files, const Pack* base,
      std::vector<std::string>* skipped = nullptr);
  // Loads what save() wrote; nothing is compiled.
  // ERRORS: bad_pack when format, library version or digest differ; io.
  static Result<std::shared_ptr<const Pack>> load(const std::filesystem::path& file);
  // Writes the database beside `file` and renames it into place.
  // ERRORS: io; invalid_argument, when it holds rules of a gitleaks configuration.
  virtual Status save(const std::filesystem::path& file) const = 0;
};

}  // namespace inkblot
