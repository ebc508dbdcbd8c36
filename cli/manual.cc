// Renders the table of commands as plain text and as a manual page.
#include "manual.h"

#include <algorithm>
#include <array>

namespace inkblot::cli {
namespace {

// A line that begins with two blanks stands as it is; an empty line ends a paragraph.
struct Section {
  const char* title;
  const char* text;
};

constexpr Section kDescription = {
    "DESCRIPTION",
    "inkblot removes credentials from a stream. It reads standard input or files and writes the "
    "same bytes to standard output, with every secret replaced by a tag such as "
    "REDACTED_github-pat. Everything else stays byte for byte; JSON stays JSON. What is decided "
    "is written at once, in one pass and bounded memory.\n\n"
    "`inkblot run` runs a program with its stdout and stderr filtered. The program keeps its "
    "standard input, its terminal, its signals and its exit code. What it writes to /dev/tty or "
    "to files is not filtered. Where stdout and stderr are the same file, their order is kept. "
    "Processes that the program leaves behind are listened to until they have been silent for a "
    "second, for ten seconds at most."};
constexpr std::array<Section, 4> kSections = {{
    {"EXAMPLES",
     "  app 2>&1 | inkblot | shipper           in front of a log shipper\n"
     "  inkblot run -- make deploy             around a program\n"
     "  inkblot --stats old.jsonl > new.jsonl  over a file\n"
     "  inkblot -z log.gz | less               over a compressed file\n"
     "  inkblot hook install                   between a coding agent and its tools\n"
     "  inkblot scrub old --out clean          over a folder, aside\n"
     "  inkblot scrub --in-place --verify old  over a folder, in place\n"
     "  inkblot --rules acme.toml app.log      with rules of your own\n"
     "  inkblot --exit-code x.txt >/dev/null   does it hold a secret?\n"
     "  inkblot rules show github-pat          what a rule looks for\n"
     "  inkblot rules explain app.log          why is this redacted, or not?"},
    {"EXIT STATUS",
     "  0        done; also when the reader of the output went away\n"
     "  1        something was redacted, with --exit-code only\n"
     "  2        usage, configuration or a bad rule file; nothing was written\n"
     "  3        input or output failed\n"
     "  4        a limit, no memory, or an internal failure\n"
     "  5        scrub: some files stay as they were, and each is named\n"
     "  6        scrub: so do some, only because they are being written to\n"
     "  128+n    ended by signal n (SIGHUP, SIGINT, SIGTERM)\n\n"
     "After any failure, and after a signal, what was decided has been written and nothing else: "
     "no byte leaves that was not scanned. `inkblot run` exits with the program's own code, 128 "
     "plus the signal that killed it, 127 when there is no such program, 126 when it cannot be "
     "run, and with 2, 3 or 4 when inkblot itself failed. `inkblot hook` exits with 0 whatever "
     "happens, and withholds what it could not check, for agents show the result of a hook that "
     "failed as it was; 3 when its answer cannot be written. `inkblot mcp-result` prints nothing "
     "when nothing is to be changed. `inkblot scrub` replaces a file as a whole or not at all; "
     "with "
     "3 nothing was begun, for another run is at work or the journal cannot be kept."},
    {"FILES",
     "A configuration is read where --config or INKBLOT_CONFIG names one, and from nowhere else: "
     "not from the working directory, and not from the home directory. Rules, keys, lists and "
     "reports are the files named there or on the command line.\n\n"
     "  profile = \"strict\"          # a configuration: options without their dashes\n"
     "  rules = [\"acme.toml\"]       # beside the configuration\n"
     "  stats = true"},
    {"SECURITY",
     "Messages and reports show file names escaped and redacted, and never a value. Buffers are "
     "locked in memory where `ulimit -l` allows, wiped after use, and no core is dumped."},
}};

std::string name_of(const CommandPath& path) {
  std::string name;
  for (const CLI::App* app : path) name += (name.empty() ? "" : " ") + app->get_name();
  return name;
}

std::string usage(const CommandPath& path) {
  const CLI::App& app = *path.back();
  std::string text = name_of(path) + " [OPTIONS]";
  if (app.get_name() == "run") return text + " -- CMD [ARG...]";
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    const bool many = option->get_items_expected_max() > 1;
    const std::string shown = option->get_type_name() + (many ? "..." : "");
    text += option->get_required() ? " " + shown : " [" + shown + "]";
  }
  if (path.size() > 1 && !app.get_subcommands({}).empty()) text += " COMMAND";
  return text;
}

std::string flags_of(const OptionText& option) {
  std::string text;
  for (const std::string& flag : option.flags) text += (text.empty() ? "" : ", ") + flag;
  if (option.type.empty()) return text;
  return text + (text.empty() ? "" : " ") + option.type;
}

std::string wrapped(const std::string& text, std::size_t indent) {
  constexpr std::size_t kColumns = 78;
  std::string out;
  std::string line;
  std::size_t at = 0;
  const auto flush = [&] {
    if (!line.empty()) out += std::string(indent, ' ') + line + "\n";
    line.clear();
  };
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
    const std::string word = text.substr(at, end - at);
    if (indent + line.size() + 1 + word.size() > kColumns) flush();
    line += (line.empty() || word.empty() ? "" : " ") + word;
    if (end < text.size() && text[end] == '\n') flush();
    if (text.compare(end, 2, "\n\n") == 0) out += "\n";
    at = end + 1;
  }
  flush();
  return out;
}

std::string row(const std::string& left, const std::string& right) {
  constexpr std::size_t kLeft = 22;
  const std::string gap(left.size() + 4 > kLeft ? 2 : kLeft - 2 - left.size(), ' ');
  return "  " + left + gap + right + "\n";
}

std::string plain(const Section& section) {
  std::string out = std::string("\n") + section.title + "\n";
  const std::string text = section.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    out += line.starts_with("  ") ? line + "\n" : line.empty() ? "\n" : wrapped(line, 2);
    at = end + 1;
  }
  return out;
}

std::string escape_roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '\'') {
      out += "\\(aq";
    } else {
      out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

// Lines of the source are short as well, for those who read it.
std::string roff_text(const std::string& text) {
  const std::string lines = wrapped(text, 0);
  std::string out;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    out += escape_roff(lines.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

std::string roff(const Section& section) {
  std::string out = std::string(".SH \"") + section.title + "\"\n";
  const std::string text = section.text;
  bool literal = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (line.starts_with("  ") != literal) {
      literal = !literal;
      out += literal ? ".nf\n" : ".fi\n";
    }
    out += line.empty() ? ".PP\n" : literal ? escape_roff(line.substr(2)) + "\n" : roff_text(line);
    at = end + 1;
  }
  return literal ? out + ".fi\n" : out;
}

// Those that `known` has are left out.
std::string roff_options(const CLI::App& app, const CLI::App* known = nullptr) {
  std::string out;
  for (const auto& list : {positionals_of(app), options_of(app)}) {
    for (const OptionText& option : list) {
      const bool flag = known != nullptr && !option.flags.empty();
      if (flag && known->get_option_no_throw(option.flags.back()) != nullptr) continue;
      out += ".TP\n.B " + escape_roff(flags_of(option)) + "\n" + escape_roff(option.brief) + ".\n";
      out += roff_text(option.detail);
    }
  }
  return out;
}

void roff_commands(const CommandPath& path, std::string& out) {
  for (const CLI::App* sub : path.back()->get_subcommands({})) {
    CommandPath deeper = path;
    deeper.push_back(sub);
    if (sub->get_subcommands({}).empty()) {
      out += ".SS \"" + escape_roff(usage(deeper)) + "\"\n";
      out += escape_roff(sub->get_description()) + ".\n";
      // These filter as the program itself does, and have its options.
      const bool filters = sub->get_name() == "run" || sub->get_name() == "scrub";
      if (filters) out += "It takes the options above, except for \\-z.\n";
      if (sub->get_name() != "run") out += roff_options(*sub, filters ? path.front() : nullptr);
    }
    roff_commands(deeper, out);
  }
}

// One screen has not a line for each command.
struct Pair {
  const char* first;
  const char* second;
  const char* brief;
};
constexpr std::array<Pair, 2> kPairs = {
    {{"report", "manifest", "Show what was reported, check what was signed"},
     {"completions", "man", "Print what a shell needs, or the manual page"}}};

}  // namespace

std::string short_help(const CommandPath& path) {
  const CLI::App& app = *path.back();
  std::string out = "Usage: " + usage(path) + "\n";
  if (path.size() == 1) out += "Removes credentials from a stream.\n";
  const auto speaks_of_itself = [](const OptionText& option) {
    const std::string& flag = option.flags.front();
    return flag == "-h" || flag == "--help" || flag == "--version";
  };
  for (const OptionText& word : positionals_of(app)) out += row(flags_of(word), word.brief);
  std::string flags;
  std::string more;
  for (const OptionText& option : options_of(app)) {
    if (speaks_of_itself(option)) {
      flags += (flags.empty() ? "" : ", ") + flags_of(option);
    } else if (option.rare) {
      more += (more.empty() ? "" : " ") + option.flags.back();
    } else if (!option.needs_another) {
      out += row(flags_of(option), option.brief);
    }
  }
  if (!more.empty()) {
    const std::size_t left = row("", "").size() - 1;
    out += wrapped(more, left).replace(2, 3, "and");
  }
  out +=
      row(flags, path.size() == 1 ? "This help, all of it, the version" : "This help, all of it");
  if (!app.get_subcommands({}).empty()) out += "Commands:\n";
  for (const CLI::App* sub : app.get_subcommands({})) {
    const std::string name = sub->get_name();
    const auto of_pair = std::find_if(kPairs.begin(), kPairs.end(), [&name](const Pair& pair) {
      return name == pair.first || name == pair.second;
    });
    if (of_pair == kPairs.end()) {
      out += row(name, sub->get_description());
    } else if (name == of_pair->first) {
      out += row(name + ", " + of_pair->second, of_pair->brief);
    }
  }
  return out;
}

std::string long_help(const CommandPath& path) {
  const CLI::App& app = *path.back();
  const bool whole = path.size() == 1;
  std::string out = "Usage: " + usage(path) + "\n";
  if (whole || app.get_name() == "run") out += plain(kDescription);
  if (!whole && app.get_name() != "run") out += "\n" + wrapped(app.get_description() + ".", 0);
  out += "\nOPTIONS\n";
  for (const auto& list : {positionals_of(app), options_of(app)}) {
    for (const OptionText& option : list) {
      out += "  " + flags_of(option) + "\n" + wrapped(option.brief + ".", 6);
      if (!option.detail.empty()) out += wrapped(option.detail, 6);
    }
  }
  if (!app.get_subcommands({}).empty()) out += "\nCOMMANDS (each has a --help of its own)\n";
  for (const CLI::App* sub : app.get_subcommands({})) {
    out += row(sub->get_name(), sub->get_description());
  }
  if (!whole) return out;
  for (const Section& section : kSections) out += plain(section);
  return out;
}

std::string man_page(const CLI::App& program) {
  std::string out = ".TH INKBLOT 1 \"\" \"inkblot " INKBLOT_VERSION "\" \"User Commands\"\n";
  out += ".SH NAME\ninkblot \\- removes credentials from a stream\n.SH SYNOPSIS\n";
  out += ".B inkblot\n[OPTIONS] [FILE...]\n.br\n.B inkblot run\n[OPTIONS] \\-\\- CMD [ARG...]\n";
  out += ".br\n.B inkblot scrub\n[OPTIONS] PATH...\n";
  out += ".br\n.B inkblot report\nFILE\n";
  out += ".br\n.B inkblot manifest\nverify|key FILE\n";
  out += ".br\n.B inkblot rules\nlist|show|sample|test|compile|explain\n";
  out += ".br\n.B inkblot vault\ninit|add|import|list|check|remove|expire|rekey|due\n";
  out += ".br\n.B inkblot hook\nclaude\\-code|gemini|codex|install|uninstall\n";
  out += ".br\n.B inkblot mcp\\-result\n";
  out += roff(kDescription) + ".SH OPTIONS\n" + roff_options(program) + ".SH COMMANDS\n";
  roff_commands({&program}, out);
  for (const Section& section : kSections) out += roff(section);
  return out;
}

}  // namespace inkblot::cli
