// What the filter and `run` can be told, and the check of it before a byte is read.
#pragma once

#include <inkblot/redactor.h>
#include <sodium.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "known.h"
#include "report.h"
#include "vault_key.h"

namespace inkblot::cli {

struct FilterOptions {
  std::vector<std::string> files;
  std::string style = "tag";
  std::string profile = "balanced";
  std::string key_file;
  std::vector<std::string> rules;
  std::vector<std::string> allow;
  std::vector<std::string> gitleaks;
  bool gitleaks_skips = false;
  std::vector<std::string> vaults;
  VaultKeyOptions vault_key;
  bool accept_masks = false;
  std::vector<std::string> only;
  std::vector<std::string> except;
  std::string report;
  std::string config;
  bool stats = false;
  bool exit_code = false;
  bool decompress = false;
  bool print_config = false;
  // FILE:LINE of what the configuration file has given, by the option's name.
  std::map<std::string, std::string> origins;
};

// Options for the engine, whose key is wiped at the end.  LIFETIME: stays where it was made.
struct Prepared {
  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared();
  Options options;
  std::unique_ptr<KnownFiles> known;  // Null without --vault.
};

// Reads a key file: 32 bytes, or their base64 with or without a line end.  Says so on stderr when
// others may read it.  ERRORS: invalid_argument, which says how to make one.
Status read_key(const std::string& file, std::array<std::uint8_t, 32>& key);
// Wipes the key of what was copied.
inline void wipe_key(Options& options) {
  if (options.key) sodium_memzero(options.key->data(), options.key->size());
}
// Everything that can be wrong with the options themselves is found here.
// ERRORS: invalid_argument, bad_pack; each names the file or the word, and what to do.
Status prepare(const FilterOptions& given, Prepared& prepared);
// The failure of what an option said, with the line where a configuration file said it.
Status placed(const FilterOptions& given, const std::string& option, Status status);
// The files that must not be written over: configuration, key, rules and what is allowed.
std::vector<FileId> files_in_use(const FilterOptions& given);
// ERRORS: invalid_argument when no rule has that id; suggests the nearest.
Status check_rule_id(const Pack& pack, const std::string& id);

}  // namespace inkblot::cli
