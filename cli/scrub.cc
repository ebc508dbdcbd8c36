// From the options of `inkblot scrub` to a run, and from that to an exit code.
#include "scrub_run.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "commands.h"
#include "scrub_agents.h"
#include "stats.h"
#include "stop.h"
#include "words.h"

namespace inkblot::cli {
namespace {

namespace fs = std::filesystem;

Status wrong(std::string message) { return Status(Code::invalid_argument, std::move(message)); }

Status check(const ScrubOptions& given) {
  if (given.paths.empty() && given.agents.empty()) {
    return wrong("scrub needs files or folders, or an --agent; - reads a list of them");
  }
  if (given.in_place && !given.out.empty()) return wrong("--in-place and --out are one too many");
  if (!given.in_place && given.out.empty() && !given.dry_run) {
    return wrong(
        "scrub needs --in-place, or --out DIR for what is redacted; --dry-run shows what "
        "it would do");
  }
  if (given.dry_run && !given.journal.empty()) return wrong("--dry-run writes no --journal");
  if (given.dry_run && !given.manifest.empty()) return wrong("--dry-run writes no --manifest");
  if (given.shred && (!given.in_place || given.dry_run))
    return wrong("--shred goes with --in-place");
  if (given.manifest.empty() && !given.manifest_key.empty()) {
    return wrong("--manifest-key signs a --manifest");
  }
  return {};
}

std::string digest_of(const Pack& pack) {
  Digest digest;
  for (const Rule& rule : pack.rules()) {
    digest.add(std::vector<std::string>{rule.id, rule.pattern, rule.head, rule.parser,
                                        rule.checksum, rule.tail, rule.on ? "on" : "off",
                                        std::to_string(rule.back), std::to_string(rule.run_min)});
    digest.add(rule.forms);
    digest.add(rule.keywords);
  }
  return digest.end();
}

// What the output depends on besides the file: another one makes all files be read again.
std::string configuration_of(const FilterOptions& filter, const Options& options) {
  Digest digest;
  digest.add(INKBLOT_VERSION);
  digest.add(digest_of(*options.pack));
  digest.add(
      std::vector<std::string>{filter.style, filter.profile, filter.accept_masks ? "masks" : ""});
  digest.add(options.only);
  digest.add(options.except);
  for (const auto* files : {&filter.allow, &filter.gitleaks, &filter.vaults}) {
    digest.add(*files);
    for (const std::string& file : *files) digest.add_file(file);
  }
  if (!filter.key_file.empty()) digest.add_file(filter.key_file);
  return digest.end();
}

// Where a journal is kept when nobody says so.
Result<std::string> journal_path(const ScrubOptions& given, const std::string& configuration) {
  if (!given.journal.empty()) return given.journal;
  if (!given.in_place) return (fs::path(given.out) / ".inkblot-scrub.journal").string();
  const char* const state = std::getenv("XDG_STATE_HOME");
  const char* const home = std::getenv("HOME");
  fs::path folder;
  if (state != nullptr && *state == '/') {
    folder = state;
  } else if (home != nullptr && *home == '/') {
    folder = fs::path(home) / ".local" / "state";
  } else {
    return failure(Code::invalid_argument, "there is no home to keep a journal in; pass --journal");
  }
  Digest digest;
  digest.add(configuration);
  digest.add(given.agents);
  for (const std::string& path : given.paths) {
    digest.add(path == "-" ? path : fs::absolute(path).lexically_normal().string());
  }
  std::error_code error;
  fs::create_directories(folder, error);
  folder /= "inkblot";
  mkdir(folder.c_str(), 0700);  // Where it cannot be made, the journal cannot either, and says so.
  return (folder / ("scrub-" + digest.end())).string();
}

Status name_paths(const ScrubOptions& given, std::vector<Named>& paths) {
  for (const std::string& path : given.paths) {
    if (path != "-") {
      paths.push_back({path, false});
    } else if (Status s = read_list(paths); !s.ok()) {
      return s;
    }
  }
  for (const std::string& agent : given.agents) {
    const auto places = agent_places(agent);
    if (!places) return places.error();
    for (const std::string& place : *places) paths.push_back({place, true});
  }
  return {};
}

// Nothing but what the vault holds is redacted.
Status leave_all_but_known(const FilterOptions& filter, Options& options) {
  if (filter.vaults.empty()) return wrong("--known-only needs a --vault");
  if (!filter.only.empty()) return wrong("--known-only and --only are one too many");
  options.except.clear();
  for (const Rule& rule : options.pack->rules()) options.except.push_back(rule.id);
  return {};
}

// What the run itself reads and writes.
void add_own(std::vector<FileId> ids, Wanted& wanted) {
  for (const FileId& id : ids) wanted.own.emplace_back(id.device, id.node);
}

void add_own(const std::string& path, Wanted& wanted) {
  if (const auto id = FileId::of(path); !path.empty() && id) add_own({*id}, wanted);
}

Status choose(const ScrubOptions& given, Wanted& wanted) {
  wanted.include = given.include;
  wanted.exclude = given.exclude;
  if (given.since.empty()) return {};
  const std::int64_t now = time_now();
  if (const auto age = read_age(given.since); age) {
    wanted.since = now - *age;
    return {};
  }
  const auto when = read_when(given.since, now);
  if (!when) return wrong("--since takes a day such as 2027-01-31 or an age such as 90d");
  wanted.since = *when;
  return {};
}

Status make_out(const ScrubOptions& given, const std::vector<Named>& paths) {
  if (given.out.empty()) return {};
  std::error_code error;
  if (!given.dry_run) fs::create_directories(given.out, error);
  if (error) return Status(Code::io, "cannot make " + given.out + ": " + error.message());
  const auto out = FileId::of(given.out);
  for (const Named& named : paths) {
    const auto id = FileId::of(named.path);
    if (out && id && out->collides_with(*id)) return wrong("--out is one of the folders to read");
  }
  return {};
}

struct Written {
  Report* report;
  Manifest* manifest;
};

Result<std::unique_ptr<Manifest>> open_manifest(const FilterOptions& filter,
                                                const ScrubOptions& given, const Options& options,
                                                std::vector<FileId> in_use) {
  for (const std::string& file : {given.manifest_key, filter.report}) {
    if (const auto id = FileId::of(file); !file.empty() && id) in_use.push_back(*id);
  }
  return Manifest::open(given.manifest, given.manifest_key, in_use,
                        {digest_of(*options.pack), configuration_of(filter, options), filter.style,
                         filter.profile, given.in_place});
}

// What the run has come to, worst first.
int code_of(const ScrubRun& run, const FilterOptions& filter) {
  if (stop_signal() != 0) return 128 + stop_signal();
  if (run.count(Fate::failed) + run.count(Fate::unhandled) + run.unshredded() > 0) return kLeft;
  if (run.count(Fate::busy) > 0) return kBusy;
  return filter.exit_code && run.stats().redactions > 0 ? kRedacted : kDone;
}

Status open_journal(const FilterOptions& filter, const ScrubOptions& given, const Options& options,
                    Journal& journal) {
  if (given.dry_run) return {};
  const std::string configuration = configuration_of(filter, options);
  const auto path = journal_path(given, configuration);
  if (!path) return path.error();
  return journal.open(*path, configuration);
}

// After a signal the manifest has no signature: not all was done.
int finish(const ScrubRun& run, const FilterOptions& filter, const Written& written,
           Journal& journal) {
  run.say_sum();
  const int code = code_of(run, filter);
  int closed = written.report != nullptr ? explain(written.report->close()) : kDone;
  const bool whole = stop_signal() == 0 && written.manifest != nullptr;
  closed = std::max(closed, whole ? explain(written.manifest->close()) : kDone);
  closed = std::max(closed, explain(journal.close()));
  return code == kDone || code == kRedacted ? std::max(code, closed) : code;
}

}  // namespace

int scrub(const FilterOptions& filter, const ScrubOptions& given) {
  catch_stop_signals(false);
  std::setlocale(LC_CTYPE, "C.UTF-8");  // Names in archives are UTF-8, or bytes that are none.
  std::signal(SIGIO, SIG_IGN);  // A lease tells so that somebody wants to write; it is asked.
  Prepared prepared;
  if (Status s = check(given); !s.ok()) return explain(s);
  if (Status s = prepare(filter, prepared); !s.ok()) return explain(s);
  if (Status s = given.known_only ? leave_all_but_known(filter, prepared.options) : Status();
      !s.ok()) {
    return explain(s);
  }
  std::vector<Named> paths;
  Wanted wanted;
  if (Status s = name_paths(given, paths); !s.ok()) return explain(s);
  if (Status s = choose(given, wanted); !s.ok()) return explain(s);
  std::vector<FileId> in_use = files_in_use(filter);
  add_own(in_use, wanted);
  for (const Named& named : paths) {
    if (const auto id = FileId::of(named.path); id) in_use.push_back(*id);
  }
  auto report = Report::open(filter.report, in_use);
  if (!report) return explain(placed(filter, "report", report.error()));
  add_own(filter.report, wanted);
  if (Status s = make_out(given, paths); !s.ok()) return explain(s);
  add_own(given.out, wanted);
  Journal journal;
  if (Status s = open_journal(filter, given, prepared.options, journal); !s.ok()) return explain(s);
  if (journal.is_open()) add_own({*FileId::of(journal.fd())}, wanted);
  auto manifest = open_manifest(filter, given, prepared.options, in_use);
  if (!manifest) return explain(manifest.error());
  add_own(given.manifest, wanted);
  add_own(given.manifest_key, wanted);
  ScrubRun run({given, prepared.options, report->get(), manifest->get(), journal});
  if (Status s = run.begin(paths, wanted); !s.ok()) return explain(s);
  const auto begin = std::chrono::steady_clock::now();
  run.run();
  if (filter.stats) print_stats(run.stats(), *prepared.options.pack, begin);
  return finish(run, filter, {report->get(), manifest->get()}, journal);
}

}  // namespace inkblot::cli
