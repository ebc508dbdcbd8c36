// Styles, keys and rules as given on the command line, checked.
#include "options.h"

#include <fcntl.h>
#include <inkblot/settings.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "vault/key.h"
#include "words.h"

namespace inkblot::cli {
namespace {

Status wrong(std::string message) { return Status(Code::invalid_argument, std::move(message)); }

}  // namespace

Status read_key(const std::string& file, std::array<std::uint8_t, 32>& key) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return wrong("cannot read the key file " + file + ": " + std::strerror(errno));
  struct stat about {};
  if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & 077U) != 0) {
    say("others may read the key file " + file + "; run chmod 600 on it, or make a new key");
  }
  const auto read = StoreKey::from_fd(fd);
  if (read) {
    std::copy(read->bytes().begin(), read->bytes().end(), key.begin());
    return {};
  }
  if (read.error().code() != Code::invalid_argument) {
    return wrong("cannot read the key file " + file + ": " + read.error().message());
  }
  return wrong("the key file " + file +
               " must hold 32 bytes, or their base64; make one with "
               "`(umask 077; head -c 32 /dev/urandom > FILE)`");
}

namespace {

std::string nearest(const std::string& word, std::span<const std::string_view> words) {
  return suggestion(word, std::vector<std::string>(words.begin(), words.end()));
}

Status choose_style(const std::string& word, Options& options) {
  if (const auto style = style_named(word); style) {
    options.style = *style;
    return {};
  }
  // A mistyped word must not become a template.
  if (word.find_first_of("{<[*#") == std::string::npos && word.find("REDACTED") == word.npos) {
    return wrong(
        "--style is tag, pseudonym, mask, partial or a template such as REDACTED_{rule}, "
        "not " +
        word + nearest(word, kStyleWords));
  }
  if (const std::string field = unknown_field(word); !field.empty()) {
    return wrong("--style knows {rule}, {provider} and {length}, but not " + field +
                 nearest(field, kTemplateFields));
  }
  Status status = set_template(word, options);
  return status.ok() ? status : wrong("--style: " + status.message());
}

Status choose_profile(const std::string& word, Options& options) {
  const auto profile = profile_named(word);
  if (!profile) {
    return wrong("--profile is strict, balanced or precise, not " + word +
                 nearest(word, kProfileWords));
  }
  options.profile = *profile;
  return {};
}

Status load_allowed(const std::vector<std::string>& paths, Options& options) {
  if (paths.empty()) return {};
  const std::vector<std::filesystem::path> files(paths.begin(), paths.end());
  auto allow = AllowList::load(files);
  if (!allow) return allow.error();
  options.allow = std::move(*allow);
  return {};
}

Status load_known(const FilterOptions& given, Prepared& prepared) {
  if (given.vaults.empty()) return {};
  auto key = vault_key(given.vault_key);
  if (!key) return key.error();
  auto known = KnownFiles::open(given.vaults, std::move(*key));
  if (!known) return known.error();
  prepared.known = std::move(*known);
  prepared.options.known = prepared.known->known();
  return {};
}

// Adds the rules of gitleaks configurations to the pack.
Status add_gitleaks(const FilterOptions& given, std::shared_ptr<const Pack>& pack) {
  if (given.gitleaks.empty()) return {};
  const std::vector<std::filesystem::path> files(given.gitleaks.begin(), given.gitleaks.end());
  std::vector<std::string> skipped;
  auto more = Pack::compile_gitleaks(files, pack.get(), given.gitleaks_skips ? &skipped : nullptr);
  if (!more) return more.error();
  pack = std::move(*more);
  for (const std::string& line : skipped) say(line);
  return {};
}

}  // namespace

Prepared::~Prepared() { wipe_key(options); }

Status placed(const FilterOptions& given, const std::string& option, Status status) {
  const auto origin = given.origins.find(option);
  if (status.ok() || origin == given.origins.end()) return status;
  return Status(status.code(), origin->second + ": " + status.message());
}

std::vector<FileId> files_in_use(const FilterOptions& given) {
  std::vector<FileId> ids;
  const auto add = [&ids](const std::string& path) {
    if (const auto id = FileId::of(path); id) ids.push_back(*id);
  };
  if (!given.key_file.empty()) add(given.key_file);
  if (!given.config.empty()) add(given.config);
  if (!given.vault_key.file.empty()) add(given.vault_key.file);
  for (const std::string& path : given.vaults) add(path);
  for (const std::string& path : given.allow) add(path);
  for (const std::string& path : given.gitleaks) add(path);
  for (const std::string& path : given.rules) {
    add(path);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) add(entry.path());
  }
  return ids;
}

Status check_rule_id(const Pack& pack, const std::string& id) {
  std::vector<std::string> ids;
  for (const Rule& rule : pack.rules()) {
    if (rule.id == id) return {};
    ids.push_back(rule.id);
  }
  return wrong("no rule is named " + id + suggestion(id, ids) + "; `inkblot rules list` shows all");
}

Status prepare(const FilterOptions& given, Prepared& prepared) {
  Options& options = prepared.options;
  const auto at = [&given](const char* option, Status status) {
    return placed(given, option, std::move(status));
  };
  auto pack = load_rules(given.rules);
  if (!pack) return at("rules", pack.error());
  options.pack = std::move(*pack);
  if (Status s = add_gitleaks(given, options.pack); !s.ok()) return s;
  hide_with(options.pack);
  options.accept_masks = given.accept_masks;
  options.only = given.only;
  options.except = given.except;
  for (const auto& [name, list] : {std::pair("only", &given.only), {"except", &given.except}}) {
    for (const std::string& id : *list) {
      if (Status s = check_rule_id(*options.pack, id); !s.ok()) return at(name, s);
    }
  }
  if (Status s = choose_profile(given.profile, options); !s.ok()) return at("profile", s);
  if (Status s = load_allowed(given.allow, options); !s.ok()) return at("allow", s);
  if (Status s = load_known(given, prepared); !s.ok()) return at("vault", s);
  if (Status s = choose_style(given.style, options); !s.ok()) return at("style", s);
  if (!given.key_file.empty()) {
    Status s = read_key(given.key_file, options.key.emplace());
    if (!s.ok()) return at("key-file", s);
  }
  if (options.style == Style::pseudonym && !options.key) {
    return at("style", wrong("--style pseudonym needs --key-file; make a key with "
                             "`(umask 077; head -c 32 /dev/urandom > FILE)`"));
  }
  return {};
}

}  // namespace inkblot::cli
