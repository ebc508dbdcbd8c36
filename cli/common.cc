// Words for people, the options of a filter, the report.
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "commands.h"

namespace inkblot::cli {
namespace {

// 32 bytes, or their base64 with or without a line end.
Result<std::array<std::uint8_t, 32>> read_key(const std::string& file) {
  std::array<std::uint8_t, 32> key{};
  std::array<char, 128> text{};
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return failure(Code::invalid_argument,
                   "cannot read the key file " + printable(file) + ": " + std::strerror(errno));
  }
  const ssize_t size = read(fd, text.data(), text.size());
  close(fd);
  std::size_t made = 0;
  if (size == static_cast<ssize_t>(key.size())) {
    std::memcpy(key.data(), text.data(), key.size());
    made = key.size();
  } else if (size > 0) {
    const int bad =
        sodium_base642bin(key.data(), key.size(), text.data(), static_cast<std::size_t>(size),
                          "\r\n ", &made, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (bad != 0) made = 0;
  }
  sodium_memzero(text.data(), text.size());
  if (made != key.size()) {
    return failure(Code::invalid_argument,
                   "the key file " + printable(file) +
                       " must hold 32 bytes, or their base64; make one with "
                       "`head -c 32 /dev/urandom | base64`");
  }
  return key;
}

Status choose_style(const std::string& word, Options& options) {
  constexpr std::array<std::pair<std::string_view, Style>, 4> kWords = {
      {{"tag", Style::tag},
       {"pseudonym", Style::pseudonym},
       {"mask", Style::mask},
       {"partial", Style::partial}}};
  for (const auto& [name, style] : kWords) {
    if (word == name) {
      options.style = style;
      return {};
    }
  }
  if (word.find_first_of("{<[*#") == std::string::npos && word.find("REDACTED") == word.npos) {
    return Status(Code::invalid_argument,
                  "--style must be tag, pseudonym, mask, partial or a template such as "
                  "REDACTED_{rule}");
  }
  options.style = Style::text;
  options.text = word;
  return {};
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
      out += c;
    } else {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\x%02x", byte);
      out += code.data();
    }
  }
  return out;
}

void say(std::string_view words) {
  const std::string line = "inkblot: " + std::string(words) + "\n";
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t n = write(STDERR_FILENO, line.data() + done, line.size() - done);
    if (n <= 0) return;
    done += static_cast<std::size_t>(n);
  }
}

int explain(const Status& status) {
  if (status.ok() || status.code() == Code::closed) return kDone;
  say(status.message());
  switch (status.code()) {
    case Code::invalid_argument:
    case Code::bad_pack:
      return kUsage;
    case Code::io:
      return kIo;
    default:
      return kFailed;
  }
}

void add_filter_options(CLI::App& app, FilterOptions& o) {
  app.add_option(
         "--style", o.style,
         "What stands in a secret's place: tag (REDACTED_<rule>), pseudonym (a keyed name,\n"
         "the same for the same secret), mask (X's), partial, or a template with {rule},\n"
         "{provider}, {length}")
      ->type_name("STYLE");
  app.add_option("--key-file", o.key_file,
                 "32 bytes, or their base64: keys pseudonyms and the "
                 "fingerprints in a report")
      ->type_name("FILE");
  app.add_option("--rules", o.rules,
                 "Rule files, folders of them, or a compiled .inkdb; rules of "
                 "the same id replace the built-in ones")
      ->type_name("PATH");
  app.add_option("--only", o.only, "Run these rules only")->type_name("RULE");
  app.add_option("--except", o.except, "Do not run these rules")->type_name("RULE");
  app.add_option("--report", o.report, "Write one JSON line per redaction, without its value")
      ->type_name("FILE");
  app.add_flag("--stats", o.stats, "Print what was done to stderr at the end");
  app.add_flag("--exit-code", o.exit_code, "Exit with 1 when something was redacted");
  app.add_flag("-z,--decompress", o.decompress, "Decompress gzip, bzip2, xz and zstd input");
}

Result<std::shared_ptr<const Pack>> load_rules(const std::vector<std::string>& paths) {
  auto base = Pack::builtin();
  if (!base || paths.empty()) return base;
  if (paths.size() == 1 && paths.front().ends_with(".inkdb")) return Pack::load(paths.front());
  const std::vector<std::filesystem::path> files(paths.begin(), paths.end());
  return Pack::compile(files, base->get());
}

Result<Options> prepare(const FilterOptions& o) {
  Options options;
  auto pack = load_rules(o.rules);
  if (!pack) return tl::unexpected<Status>(pack.error());
  options.pack = std::move(*pack);
  if (Status s = choose_style(o.style, options); !s.ok()) return tl::unexpected<Status>(s);
  if (!o.key_file.empty()) {
    auto key = read_key(o.key_file);
    if (!key) return tl::unexpected<Status>(key.error());
    options.key = *key;
  }
  options.only = o.only;
  options.except = o.except;
  return options;
}

void print_stats(const Stats& stats, const Pack& pack) {
  std::string text = std::to_string(stats.bytes_in) + " bytes in, " +
                     std::to_string(stats.bytes_out) + " bytes out, " +
                     std::to_string(stats.redactions) + " redactions";
  for (std::size_t i = 0; i < stats.by_rule.size(); ++i) {
    if (stats.by_rule[i] == 0) continue;
    text += "\ninkblot:   " + std::to_string(stats.by_rule[i]) + "  " + pack.rules()[i].id;
  }
  say(text);
}

Result<std::unique_ptr<Report>> Report::open(const std::string& file) {
  std::FILE* const out = std::fopen(file.c_str(), "we");
  if (out == nullptr) {
    return failure(Code::invalid_argument,
                   "cannot write the report " + printable(file) + ": " + std::strerror(errno));
  }
  return std::unique_ptr<Report>(new Report(out));
}

Report::~Report() {
  if (file_ != nullptr) std::fclose(file_);
}

void Report::add(const Redaction& r, std::string_view file) {
  constexpr std::array<std::string_view, 4> kEvidence = {"drifted", "structure", "exact",
                                                         "checksummed"};
  constexpr std::array<std::string_view, 4> kSeverity = {"low", "medium", "high", "critical"};
  nlohmann::ordered_json row;
  row["rule"] = r.rule->id;
  row["provider"] = r.rule->provider;
  row["severity"] = kSeverity[static_cast<std::size_t>(r.rule->severity) % 4];
  row["evidence"] = kEvidence[static_cast<std::size_t>(r.evidence) % 4];
  row["input"] = {r.input.begin, r.input.end};
  row["output"] = {r.output.begin, r.output.end};
  row["line"] = r.line;
  row["length"] = r.input.size();
  if (!file.empty()) row["file"] = std::string(file);
  if (!r.fingerprint.empty()) row["fingerprint"] = r.fingerprint;
  const std::string text =
      row.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), file_);
}

Status Report::close() {
  const bool bad = std::ferror(file_) != 0;
  const bool unwritten = std::fclose(file_) != 0;
  file_ = nullptr;
  if (bad || unwritten) return Status(Code::io, "the report could not be written completely");
  return {};
}

}  // namespace inkblot::cli
