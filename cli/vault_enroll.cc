// vault add | import: values become prints before the store is locked, and are gone by then.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "secret_input.h"
#include "vault.h"
#include "vault/import.h"
#include "vault/label.h"
#include "words.h"

namespace inkblot::cli {
namespace {

constexpr std::size_t kImportBytesMax = std::size_t{1} << 30U;
constexpr std::size_t kRefusalsShown = 20;

struct Refused {
  std::string name;
  Refusal refusal;
};

struct Batch {
  bool insist = false;
  bool locked = true;
  std::vector<Enrolled> enrolled;
  std::vector<Refused> refused;
};

// Labels are shown and written to reports: they must not give the value away.
bool holds(std::string_view label, Bytes value) {
  value = trimmed(value);
  return value.size() >= kFormBytesMin &&
         std::search(label.begin(), label.end(), value.begin(), value.end(),
                     [](char one, std::uint8_t other) {
                       return static_cast<std::uint8_t>(one) == other;
                     }) != label.end();
}

std::string valid_label(std::string label) {
  for (char& c : label) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return label;
}

void take(Enroller& enroller, KnownSecret about, Bytes value, Batch& batch) {
  Enrolled one;
  Refusal refusal;
  if (holds(about.label, value)) {
    about.label = "(a label that holds its value)";
    refusal.reason = "its label holds it";
  } else if (const auto reason = refused_label(about.label); !reason.empty()) {
    refusal.reason = "its label cannot be used, for the label must be plain";
  } else {
    refusal = enroller.enroll(value, batch.insist, one);
  }
  if (!refusal.reason.empty()) {
    batch.refused.push_back({std::move(about.label), refusal});
    return;
  }
  one.secret = std::move(about);
  batch.enrolled.push_back(std::move(one));
}

int say_refused(const std::vector<Refused>& refused) {
  for (std::size_t i = 0; i < std::min(kRefusalsShown, refused.size()); ++i) {
    say(refused[i].name + " is not enrolled: " + std::string(refused[i].refusal.reason) +
        (refused[i].refusal.insisting_helps ? " (--insist enrolls it)" : ""));
  }
  if (refused.size() > kRefusalsShown) {
    say(std::to_string(refused.size() - kRefusalsShown) + " more are not enrolled");
  }
  return refused.empty() ? kDone : kRedacted;
}

Status write(const VaultOptions& options, const OpenStore& before, Batch& batch, Added& added) {
  return edit_store(options.store, before.key, [&](StoreContents& contents) -> Result<bool> {
    if (contents.keys.seed != before.contents.keys.seed) {
      return failure(Code::io,
                     "another store took the place of " + options.store + " meanwhile; try again");
    }
    added = add_secrets(contents, std::move(batch.enrolled));
    return added.fresh > 0 || added.known > 0;
  });
}

// All that touches a value.
using Reading = std::function<Status(Enroller&, Batch&)>;

Result<Batch> read_values(const HashKeys& keys, bool insist, const Reading& reading) {
  Batch batch;
  batch.insist = insist;
  const Status status = on_secret_stack([&]() -> Status {
    auto enroller = Enroller::create(keys);
    return enroller ? reading(*enroller, batch) : enroller.error();
  });
  if (!status.ok()) return tl::unexpected<Status>(status);
  if (!batch.locked) {
    say("the values could not be locked in memory and may have reached swap; raise `ulimit -l`");
  }
  return batch;
}

Result<KnownSecret> about(const VaultOptions& options, const std::string& source) {
  KnownSecret secret{options.label, source, time_now(), 0};
  if (options.when.empty()) return secret;
  const auto when = read_when(options.when, secret.enrolled);
  if (!when) return tl::unexpected<Status>(when.error());
  secret.expires = *when;
  return secret;
}

Result<SecretInput> read_file(const std::string& file) {
  if (file.empty() || file == "-") return ask_secret(kImportBytesMax);
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return failure(Code::io, "cannot read " + file + ": " + std::strerror(errno));
  auto input = read_secret(fd, kImportBytesMax);
  close(fd);
  return input;
}

}  // namespace

int vault_add(const VaultOptions& options) {
  if (const auto reason = refused_label(options.label); !reason.empty()) {
    return explain(
        Status(Code::invalid_argument, "the label cannot be used: " + std::string(reason)));
  }
  const auto secret = about(options, "inkblot vault add");
  if (!secret) return explain(secret.error());
  const auto store = open_store(options);
  if (!store) return explain(store.error());
  auto batch = read_values(store->contents.keys, options.insist,
                           [&](Enroller& enroller, Batch& out) -> Status {
                             auto input = ask_secret(kSecretBytesMax * 2);
                             if (!input) return input.error();
                             out.locked = input->bytes.locked();
                             take(enroller, *secret, input->value(), out);
                             return {};
                           });
  if (!batch) return explain(batch.error());
  if (!batch->refused.empty()) {
    say_refused(batch->refused);
    return kUsage;
  }
  Added added;
  if (Status s = write(options, *store, *batch, added); !s.ok()) return explain(s);
  say(added.fresh > 0 ? options.label + " is enrolled" : options.label + " was known already");
  return kDone;
}

int vault_import(const VaultOptions& options) {
  const auto names = import_formats();
  const auto name = std::find(names.begin(), names.end(), options.format);
  if (name == names.end()) {
    return explain(Status(Code::invalid_argument, "--format is not known: " + options.format));
  }
  const auto format = static_cast<ImportFormat>(name - names.begin());
  const auto common = about(options, options.file.empty() ? "standard input" : options.file);
  if (!common) return explain(common.error());
  const auto store = open_store(options);
  if (!store) return explain(store.error());
  ImportFormat found = format;
  auto batch = read_values(
      store->contents.keys, options.insist, [&](Enroller& enroller, Batch& out) -> Status {
        auto input = read_file(options.file);
        if (!input) return input.error();
        const auto imported = read_import(input->value(), format);
        if (!imported) return imported.error();
        found = imported->format;
        out.locked = input->bytes.locked();
        for (const ImportEntry& entry : imported->entries) {
          KnownSecret secret = *common;
          secret.label += (secret.label.empty() ? "" : "/") + valid_label(entry.name);
          take(enroller, std::move(secret), entry.value, out);
        }
        return {};
      });
  if (!batch) return explain(batch.error());
  const std::size_t refused = batch->refused.size();
  const std::string as = " (read as " + std::string(names[static_cast<std::size_t>(found)]) + ")";
  if (refused == 0 && batch->enrolled.empty()) {
    return explain(Status(Code::invalid_argument, "there is no value in it" + as));
  }
  Added added;
  if (Status s = write(options, *store, *batch, added); !s.ok()) return explain(s);
  const int code = say_refused(batch->refused);
  say(std::to_string(added.fresh) + " enrolled, " + std::to_string(added.known) +
      " known already, " + std::to_string(refused) + " refused" + as);
  return code;
}

}  // namespace inkblot::cli
