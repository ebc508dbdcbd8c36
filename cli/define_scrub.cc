// The table of `inkblot scrub`.
#include <algorithm>
#include <thread>

#include "commands.h"
#include "manual.h"
#include "scrub_agents.h"

namespace inkblot::cli {
namespace {

void add_globs(CLI::App& scrub, ScrubOptions& o) {
  scrub
      .add_option("--since", o.since,
                  "Only what was changed since then\n"
                  "A day such as 2027-01-31, or an age such as 12h or 90d.")
      ->type_name("TIME");
  scrub
      .add_option("--include", o.include,
                  "Only files whose names fit; may be repeated\n"
                  "A glob such as '*.jsonl': for the last name, or, with a slash in it, for the "
                  "path below what was named.")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  scrub
      .add_option("--exclude", o.exclude,
                  "Neither files nor folders whose names fit\n"
                  "As --include, before which it goes.")
      ->type_name("GLOB")
      ->allow_extra_args(false);
}

void add_safety(CLI::App& scrub, ScrubOptions& o) {
  scrub.add_flag("--dry-run", o.dry_run, "Say what would be redacted, and write nothing");
  scrub.add_flag("--verify", o.verify,
                 "Check each new content before it is used\n"
                 "It is read back: redacting it again must change nothing, and outside of what was "
                 "found it must be the old one byte for byte. Otherwise the file stays.");
  scrub
      .add_flag("--shred", o.shred,
                "Write zeros over the old content of what was replaced\n"
                "Once, behind the replacement; with --in-place alone. It cannot reach what the "
                "file system, a snapshot, a backup or a flash drive keeps of it elsewhere: at the "
                "end it is said what is known of that. Rotate what was found.")
      ->group(kRare);
  scrub
      .add_option("--manifest", o.manifest,
                  "Write what became of which file, and sign it\n"
                  "Sizes and digests (`b2sum -l 256`) of each file before and after, the tool and "
                  "a digest of its configuration. `inkblot manifest verify` checks it. Needs a "
                  "--manifest-key.")
      ->type_name("FILE")
      ->group(kRare);
  scrub
      .add_option("--manifest-key", o.manifest_key,
                  "The key that signs it: 32 bytes, or their base64\n"
                  "`inkblot manifest key` prints the public key that belongs to it, Ed25519.")
      ->type_name("FILE")
      ->group(kRare);
  scrub
      .add_option("--journal", o.journal,
                  "Where it is kept which files are done\n"
                  "A run that was cut short goes on, and the next one skips what was not changed "
                  "since. Without this: in the folder of --out, or in $XDG_STATE_HOME/inkblot, or "
                  "~/.local/state/inkblot. It names no file and holds no secret.")
      ->type_name("FILE")
      ->group(kRare);
  scrub
      .add_option("--min-age", o.min_age,
                  "Leave files that were changed in the last N seconds\n"
                  "5, if nothing is said. They count as being written to.")
      ->type_name("N")
      ->group(kRare);
}

}  // namespace

void define_scrub(Commands& all) {
  CLI::App* const scrub =
      all.app.add_subcommand("scrub", "Redact files and folders, in place or aside");
  ScrubOptions& o = all.scrub_options;
  scrub
      ->add_option("--out", o.out,
                   "Write what is redacted below this folder\n"
                   "With the names that it had below what was named. What cannot be read as text "
                   "is not there: nothing is copied that was not scanned.")
      ->type_name("DIR");
  scrub->add_flag("--in-place", o.in_place,
                  "Change the files themselves\n"
                  "Each is replaced as a whole, by one with its owner, mode, times, attributes and "
                  "names, or stays as it was.");
  o.jobs = std::max(1U, std::thread::hardware_concurrency());
  scrub
      ->add_option("--jobs,-j", o.jobs,
                   "Work on so many files at a time\n"
                   "As many as there are processors, if nothing is said. Each takes up to 64 MiB.")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U));
  scrub
      ->add_option("--agent", o.agents,
                   "What this coding agent keeps; may be repeated\n"
                   "claude-code, codex or gemini: transcripts, prompts, copies of files, snapshots "
                   "and debug logs in its folder, which CLAUDE_CONFIG_DIR and CODEX_HOME may name. "
                   "What it is writing just now is left for later.")
      ->type_name("AGENT")
      ->allow_extra_args(false)
      ->check(CLI::Validator(CLI::IsMember(agent_names())).description(""));
  scrub->add_flag("--known-only", o.known_only,
                  "Redact nothing but the secrets of the --vault\n"
                  "In all their forms: to take one leaked value out of everything.");
  add_globs(*scrub, o);
  add_safety(*scrub, o);
  add_filter_options(*scrub, all.filter_options);
  scrub
      ->add_option("paths", o.paths,
                   "Files and folders; - reads a list of them\n"
                   "The list is separated by NULs, if there are any, or else by line ends. Links "
                   "are not followed. Text, also UTF-16 with a byte order mark, is redacted, in "
                   "gzip, bzip2, xz and zstd and as a member of tar and zip, too; other archives "
                   "and databases are named, and left.")
      ->type_name("PATH");
}

}  // namespace inkblot::cli
