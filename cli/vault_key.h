// Where the key of a store is, as the command line says it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "vault/key.h"

namespace inkblot::cli {

struct VaultKeyOptions {
  std::string file;
  int fd = -1;
  std::string keyring;
};

// --vault-key, --vault-key-fd and --vault-keyring.
void add_vault_key_options(CLI::App& app, VaultKeyOptions& options);

// True when an option or INKBLOT_VAULT_KEY says where the key is.
bool names_vault_key(const VaultKeyOptions& options);

// The key from where one of them says; an option goes before INKBLOT_VAULT_KEY, which is wiped from
// our environment, so that no program that is started from here gets it.
// ERRORS: invalid_argument, io; each says what to do.
Result<StoreKey> vault_key(const VaultKeyOptions& options);

}  // namespace inkblot::cli
