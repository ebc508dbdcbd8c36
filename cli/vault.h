// The commands of `inkblot vault`.
#pragma once

#include <string>
#include <vector>

#include "vault/enroll.h"
#include "vault/store.h"
#include "vault_key.h"

namespace inkblot::cli {

struct VaultOptions {
  std::string store;
  VaultKeyOptions key;
  std::string label;
  std::string file;
  std::string format = "auto";
  std::string when;     // Of --expires, and of `expire`.
  std::string new_key;  // Of `rekey`.
  std::string older_than;
  std::vector<std::string> seen;
  bool insist = false;
  bool json = false;
};
int vault_init(const VaultOptions& options);
int vault_add(const VaultOptions& options);
int vault_import(const VaultOptions& options);
int vault_list(const VaultOptions& options);
int vault_check(const VaultOptions& options);
int vault_remove(const VaultOptions& options);
int vault_expire(const VaultOptions& options);
int vault_rekey(const VaultOptions& options);
int vault_due(const VaultOptions& options);

struct OpenStore {
  StoreKey key;
  StoreContents contents;
};
// ERRORS: of vault_key() and load_store().
Result<OpenStore> open_store(const VaultOptions& options);

// Times in seconds since 1970.  "2027-01-31", "now", "90d" from now on, or "never", which is 0.
// ERRORS: invalid_argument.
Result<std::int64_t> read_when(const std::string& text, std::int64_t now);
// "90d", "2w", "12h".  ERRORS: invalid_argument.
Result<std::int64_t> read_age(const std::string& text);
// "2027-01-31", or "never".
std::string shown_day(std::int64_t time);
// "2027-01-31T12:00:00Z".
std::string shown_time(std::int64_t time);
std::int64_t time_now();

}  // namespace inkblot::cli
