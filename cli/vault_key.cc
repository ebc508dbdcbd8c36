// One of four places, and no guessing among them.
#include "vault_key.h"

#include <strings.h>

#include <cstdlib>
#include <cstring>

namespace inkblot::cli {
namespace {

constexpr const char* kVariable = "INKBLOT_VAULT_KEY";

// What the variable holds.  Its bytes are overwritten: /proc shows them for as long as the process
// lives, and a program that is started from here would get them.
Result<SecretBytes> take_variable() {
  char* const value = std::getenv(kVariable);
  if (value == nullptr) return SecretBytes();
  const std::size_t size = std::strlen(value);
  auto bytes = SecretBytes::create(size + 1);  // An empty one is there, too.
  if (!bytes) return bytes;
  std::memcpy(bytes->span().data(), value, size);
  explicit_bzero(value, size);
  unsetenv(kVariable);
  return bytes;
}

}  // namespace

void add_vault_key_options(CLI::App& app, VaultKeyOptions& options) {
  app.add_option("--vault-key", options.file,
                 "The store's key: a file for its owner alone\n"
                 "32 bytes or their base64. Keep it apart from the store: who has both can test "
                 "guesses. Instead of it, INKBLOT_VAULT_KEY may hold the base64.")
      ->type_name("FILE");
  app.add_option("--vault-key-fd", options.fd, "Read the key from this descriptor")->type_name("N");
  app.add_option("--vault-keyring", options.keyring,
                 "Read the key from the kernel's keyrings\n"
                 "The description of a key of type user, as `keyctl padd user NAME @u` makes it.")
      ->type_name("NAME");
}

bool names_vault_key(const VaultKeyOptions& options) {
  return !options.file.empty() || options.fd >= 0 || !options.keyring.empty() ||
         std::getenv(kVariable) != nullptr;
}

Result<StoreKey> vault_key(const VaultKeyOptions& options) {
  const int named =
      (options.file.empty() ? 0 : 1) + (options.fd < 0 ? 0 : 1) + (options.keyring.empty() ? 0 : 1);
  if (named > 1) {
    return failure(Code::invalid_argument,
                   "name one key: --vault-key, --vault-key-fd or --vault-keyring");
  }
  const auto variable = take_variable();
  if (!variable) return tl::unexpected<Status>(variable.error());
  if (!options.file.empty()) return StoreKey::from_file(options.file);
  if (options.fd >= 0) return StoreKey::from_fd(options.fd);
  if (!options.keyring.empty()) return StoreKey::from_keyring(options.keyring);
  if (!variable->empty()) {
    const auto* const text = reinterpret_cast<const char*>(variable->span().data());
    return StoreKey::from_base64({text, variable->size() - 1}, kVariable);
  }
  return failure(Code::invalid_argument,
                 "a store needs its key: --vault-key FILE, --vault-key-fd N, --vault-keyring NAME "
                 "or INKBLOT_VAULT_KEY");
}

}  // namespace inkblot::cli
