// vault init | list | check | remove | expire | rekey.
#include "vault.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "secret_input.h"
#include "vault/label.h"
#include "words.h"

namespace inkblot::cli {
namespace {

// The change of a store that is written when `change` succeeds.
int edit(const VaultOptions& options, const std::function<Result<bool>(StoreContents&)>& change) {
  const auto key = vault_key(options.key);
  return explain(key ? edit_store(options.store, *key, change) : key.error());
}

Result<bool> no_such(const StoreContents& contents, const std::string& label) {
  std::vector<std::string> labels;
  for (const KnownSecret& secret : contents.secrets) labels.push_back(secret.label);
  return failure(Code::invalid_argument,
                 "no secret is called " + label + suggestion(label, labels));
}

// The key that a new store is to have; a file that is not there is made.
Result<StoreKey> first_key(const VaultKeyOptions& options) {
  std::error_code error;
  if (options.file.empty() || std::filesystem::exists(options.file, error)) {
    return vault_key(options);
  }
  auto key = StoreKey::random();
  if (!key) return key;
  if (Status s = key->save(options.file); !s.ok()) return tl::unexpected<Status>(s);
  say("made the key file " + options.file + "; keep it apart from the store");
  return key;
}

}  // namespace

Result<OpenStore> open_store(const VaultOptions& options) {
  auto key = vault_key(options.key);
  if (!key) return tl::unexpected<Status>(key.error());
  auto contents = load_store(options.store, *key);
  if (!contents) return tl::unexpected<Status>(contents.error());
  return OpenStore{std::move(*key), std::move(*contents)};
}

int vault_init(const VaultOptions& options) {
  std::error_code error;
  const auto lock = StoreLock::take(options.store);
  if (!lock) return explain(lock.error());
  if (std::filesystem::exists(options.store, error)) {
    return explain(
        Status(Code::invalid_argument, "there is a store " + options.store + " already"));
  }
  const auto key = first_key(options.key);
  if (!key) return explain(key.error());
  const auto contents = new_contents();
  return explain(contents ? save_store(options.store, *key, *contents) : contents.error());
}

int vault_list(const VaultOptions& options) {
  const auto store = open_store(options);
  if (!store) return explain(store.error());
  const StoreContents& contents = store->contents;
  std::vector<std::vector<std::string>> forms(contents.secrets.size());
  for (const FormPrint& print : contents.prints) {
    auto& names = forms[print.secret];
    const std::string name(print.form == Form::plain ? "plain" : name_of(print.form));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  for (std::size_t i = 0; i < contents.secrets.size(); ++i) {
    const KnownSecret& secret = contents.secrets[i];
    if (options.json) {
      nlohmann::ordered_json row = {{"label", secret.label},
                                    {"source", secret.source},
                                    {"enrolled", shown_day(secret.enrolled)},
                                    {"expires", nullptr},
                                    {"forms", forms[i]}};
      if (secret.expires != 0) row["expires"] = shown_day(secret.expires);
      std::cout << row.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
      continue;
    }
    std::cout << printable(secret.label) << '\t' << shown_day(secret.enrolled) << '\t'
              << shown_day(secret.expires) << '\t' << forms[i].size() << " forms\t"
              << printable(secret.source) << '\n';
  }
  return finish_output();
}

int vault_check(const VaultOptions& options) {
  auto store = open_store(options);
  if (!store) return explain(store.error());
  std::vector<Known> found;
  const Status status = on_secret_stack([&]() -> Status {
    auto input = ask_secret(kSecretBytesMax * 16);
    if (!input) return input.error();
    auto known = find_value(store->contents, input->value());
    if (!known) return known.error();
    found = std::move(*known);
    return {};
  });
  if (!status.ok()) return explain(status);
  for (const Known& known : found) {
    const std::string& label = store->contents.secrets[known.secret].label;
    std::cout << printable(shown_label(label, known.form)) << '\n';
  }
  const int code = finish_output();
  return code != kDone ? code : found.empty() ? kRedacted : kDone;
}

int vault_remove(const VaultOptions& options) {
  return edit(options, [&options](StoreContents& contents) -> Result<bool> {
    if (remove_secrets(contents, options.label) == 0) return no_such(contents, options.label);
    return true;
  });
}

int vault_expire(const VaultOptions& options) {
  const auto when = read_when(options.when, time_now());
  if (!when) return explain(when.error());
  return edit(options, [&](StoreContents& contents) -> Result<bool> {
    bool found = false;
    for (KnownSecret& secret : contents.secrets) {
      if (secret.label != options.label) continue;
      secret.expires = *when;
      found = true;
    }
    return found ? Result<bool>(true) : no_such(contents, options.label);
  });
}

int vault_rekey(const VaultOptions& options) {
  const auto old_key = vault_key(options.key);
  if (!old_key) return explain(old_key.error());
  const auto lock = StoreLock::take(options.store);
  if (!lock) return explain(lock.error());
  const auto contents = load_store(options.store, *old_key);
  if (!contents) return explain(contents.error());
  // The new key is on disk before the store needs it.
  const auto new_key = first_key({.file = options.new_key, .fd = -1, .keyring = {}});
  return explain(new_key ? save_store(options.store, *new_key, *contents) : new_key.error());
}

}  // namespace inkblot::cli
