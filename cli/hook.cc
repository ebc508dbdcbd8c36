// From an event to its answer, and to another one when there is none.
#include "hook.h"

#include <inkblot/engine.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <nlohmann/json.hpp>
#include <set>

#include "hook_event.h"
#include "hook_shape.h"
#include "hook_wrap.h"
#include "json/reader.h"
#include "words.h"

namespace inkblot::cli {
namespace {

// What is said when nothing else can be: kept ready, for a signal handler may have to say it.
std::array<char, 4096> last_words;
std::size_t last_words_size = 0;
bool answered = false;

void keep_ready(std::string_view words) {
  last_words_size = std::min(words.size(), last_words.size());
  std::copy_n(words.begin(), last_words_size, last_words.begin());
}

void wait_for(int fd, short event) {
  pollfd entry{fd, event, 0};
  const int saved = errno;
  poll(&entry, 1, -1);
  errno = saved;
}

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(STDOUT_FILENO, text.data(), text.size());
    if (size < 0 && errno == EAGAIN) wait_for(STDOUT_FILENO, POLLOUT);
    if (size < 0 && errno != EINTR && errno != EAGAIN) return false;
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  }
  return true;
}

[[noreturn]] void say_last_words() {
  if (!answered) write_all({last_words.data(), last_words_size});
  _exit(kDone);
}
void run_out_of_patience(int) { say_last_words(); }

std::string as_json(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string specific(std::string_view event, std::string_view member, std::string_view value) {
  std::string out = R"({"hookSpecificOutput":{"hookEventName":")";
  return out.append(event).append("\",\"").append(member).append("\":").append(value).append(
      "}}\n");
}

// An answer of Claude Code's with a word for the user.
std::string with_message(std::string json, const std::string& why) {
  json.insert(1, "\"systemMessage\":" + as_json("inkblot: " + why) + ",");
  return json;
}

std::string refused(Agent agent, std::string_view json_reason) {
  std::string out = agent == Agent::codex ? R"({"decision":"block","reason":)"
                                          : R"({"decision":"deny","reason":)";
  return out.append(json_reason).append("}\n");
}

// An answer that withholds what the event has; nothing when it is of a kind that shows nothing.
std::string withholding(Agent agent, const HookEvent& event, const HookOptions& options) {
  const std::string_view about = agent == Agent::gemini ? "AfterTool" : "PostToolUse";
  const bool result = event.name.empty() || event.name == about;
  if (agent != Agent::claude_code) return result ? refused(agent, as_json(kWithheldNote)) : "";
  if (event.name == "PreToolUse") {
    if (!options.wrap_failures || event.tool != "Bash") return "";
    return R"({"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny",)"
           R"("permissionDecisionReason":"inkblot cannot filter this command's output"}})"
           "\n";
  }
  if (event.name == "UserPromptSubmit") {
    if (!options.block_prompts) return "";
    return "{\"decision\":\"block\",\"reason\":\"inkblot cannot check the prompt for secrets\"}\n";
  }
  if (!result) return "";
  const std::string value = withheld(event.tool, event.response);
  if (!value.empty()) return specific("PostToolUse", "updatedToolOutput", value);
  // A tool of unknown shape: its result may be shown all the same, so that the agent must stop.
  std::string out = specific("PostToolUse", "updatedToolOutput", as_json(kWithheldNote));
  return out.insert(1, "\"continue\":false,\"stopReason\":" + as_json(kWithheldNote) + ",");
}

using Changed = Result<std::optional<std::string>>;

// JSON, redacted; nothing when it is clean.
Changed redacted(const Engine& engine, std::string_view json) {
  Changed out = engine.redact_json(json);
  if (out && *out && !same_shape(json, **out)) {
    return failure(Code::internal, "what was redacted lost its shape");
  }
  return out;
}

// "github-pat, aws-access-key" of what was found.
std::string names_of(const std::set<std::string>& rules) {
  std::string out;
  for (const std::string& rule : rules) out += (out.empty() ? "" : ", ") + rule;
  return out;
}

// The rules that find something in a text.
Result<std::set<std::string>> rules_of(const Engine& engine, std::string_view json) {
  std::set<std::string> rules;
  const auto out =
      engine.redact_json(json, [&rules](const Redaction& found) { rules.insert(found.rule->id); });
  if (!out) return tl::unexpected<Status>(out.error());
  return rules;
}

Result<std::string> claude_answer(const Engine& engine, const HookEvent& event) {
  if (event.name == "PostToolUse") {
    auto out = redacted(engine, event.response);
    if (!out) return tl::unexpected<Status>(out.error());
    return *out ? specific("PostToolUse", "updatedToolOutput", **out) : "";
  }
  const bool prompt = event.name == "UserPromptSubmit";
  const auto rules = rules_of(engine, prompt ? event.prompt : event.error);
  if (!rules) return tl::unexpected<Status>(rules.error());
  if (rules->empty()) return std::string();
  const std::string names = names_of(*rules);
  if (prompt) {
    return "{\"decision\":\"block\",\"reason\":" +
           as_json("the prompt holds a secret (" + names + "); take it out and send it again") +
           ",\"hookSpecificOutput\":{\"hookEventName\":\"UserPromptSubmit\","
           "\"suppressOriginalPrompt\":true}}\n";
  }
  const std::string advice = "The error above holds a secret (" + names +
                             "). Do not repeat it, write it anywhere or send it on.";
  return with_message(specific(event.name, "additionalContext", as_json(advice)),
                      "a command that failed has shown a secret (" + names +
                          "), which a hook cannot take away; `inkblot hook install "
                          "--wrap-failures` filters such commands");
}

// The answer of an agent that takes a text in a result's place.
Result<std::string> text_answer(Agent agent, const Engine& engine, const HookEvent& event) {
  auto out = redacted(engine, event.response);
  if (!out) return tl::unexpected<Status>(out.error());
  if (!*out) return std::string();
  std::string_view shown = **out;
  // What Gemini shows the model; what it shows people and keeps is beside it.
  for_each_member(shown, [&shown](std::string_view key, std::string_view value) {
    if (key == "llmContent" && value.size() > 2) shown = value;
  });
  const bool text = shown.starts_with('"') && shown.size() > 2;
  return refused(agent, text ? std::string(shown) : as_json(shown));
}

// Whether there is something in the event that an answer can be about.
bool is_heeded(Agent agent, const HookEvent& event, const HookOptions& options) {
  if (agent == Agent::gemini) return event.name == "AfterTool";
  if (event.name == "PostToolUse") return true;
  if (agent == Agent::codex) return false;
  if (event.name == "PreToolUse") return options.wrap_failures && event.tool == "Bash";
  if (event.name == "UserPromptSubmit") return options.block_prompts && !event.prompt.empty();
  return event.name == "PostToolUseFailure" && !event.error.empty();
}

Result<std::string> answer(Agent agent, const FilterOptions& given, const HookEvent& event,
                           const HookOptions& options) {
  if (event.name == "PreToolUse") {
    auto input = wrapped_input(event.input, options.command);
    if (!input) return tl::unexpected<Status>(input.error());
    return input->empty() ? *input : specific("PreToolUse", "updatedInput", *input);
  }
  const bool result = event.name == "PostToolUse" || event.name == "AfterTool";
  if (result && event.response.empty()) {
    return failure(Code::invalid_argument, "the event has no tool_response");
  }
  Prepared prepared;
  if (Status s = prepare(given, prepared); !s.ok()) return tl::unexpected<Status>(s);
  const auto engine = Engine::create(prepared.options);
  if (!engine) return tl::unexpected<Status>(engine.error());
  return agent == Agent::claude_code ? claude_answer(**engine, event)
                                     : text_answer(agent, **engine, event);
}

int give(std::string_view text) {
  alarm(0);
  answered = true;
  return text.empty() || write_all(text) ? kDone : kIo;
}

// The event of this process, which guard_hook() reads when the command has not come so far.
struct Call {
  HookEvent event;
  HookOptions options;
  bool read = false;
  std::string why;
};
Call& this_call() {
  static Call call;
  return call;
}

Status read_event(Agent agent, Call& call) {
  call.read = true;
  Status status = call.event.read(STDIN_FILENO);
  HookEvent least;
  least.name = call.event.name;
  least.tool = call.event.tool;
  keep_ready(withholding(agent, least, call.options));
  return status;
}

// What is left to say when the command has failed.
int withhold(Agent agent, Call& call) {
  if (!call.read) {
    const Status status = read_event(agent, call);
    (void)status;
  }
  std::string out = withholding(agent, call.event, call.options);
  if (agent == Agent::claude_code && !out.empty()) {
    out = with_message(std::move(out), "not checked, and so withheld: " + call.why);
  }
  return give(out);
}

}  // namespace

std::optional<Agent> agent_of(std::string_view name) {
  const auto* const at = std::find(kAgents.begin(), kAgents.end(), name);
  if (at == kAgents.end()) return std::nullopt;
  return static_cast<Agent>(at - kAgents.begin());
}

std::optional<Agent> hook_of(std::span<const std::string> words) {
  for (std::size_t i = 1; i < words.size() && words[i - 1] != "--"; ++i) {
    if (words[i - 1] == "hook" && agent_of(words[i])) return agent_of(words[i]);
  }
  return std::nullopt;
}

int guard_hook(Agent agent, const std::function<int()>& command) {
  keep_ready(withholding(agent, HookEvent(), HookOptions()));
  std::set_terminate(say_last_words);
  std::signal(SIGALRM, run_out_of_patience);
  Call& call = this_call();
  try {
    const int code = command();
    if (code == kDone || answered) return code;
    if (call.why.empty()) call.why = "the hook cannot be run";
    return withhold(agent, call);
  } catch (const std::exception&) {
    if (answered) return kIo;
    say_plain("no memory, or an internal failure; the result is withheld");
    say_last_words();
  }
}

int hook(Agent agent, const FilterOptions& given, const HookOptions& options) {
  Call& call = this_call();
  call.options = options;
  alarm(static_cast<unsigned>(std::max(options.patience, 1)));
  Status status = read_event(agent, call);
  if (status.ok() && call.event.name.empty()) {
    status = Status(Code::invalid_argument, "the event has no hook_event_name");
  }
  if (status.ok()) {
    if (!is_heeded(agent, call.event, options)) return give("");
    const auto text = answer(agent, given, call.event, options);
    if (text) return give(*text);
    status = text.error();
  }
  call.why = harmless(status.message());
  return explain(status);
}

int mcp_result(const FilterOptions& given) {
  HookEvent result;
  if (Status s = result.read(STDIN_FILENO); !s.ok()) return explain(s);
  Prepared prepared;
  if (Status s = prepare(given, prepared); !s.ok()) return explain(s);
  const auto engine = Engine::create(prepared.options);
  if (!engine) return explain(engine.error());
  const auto out = redacted(**engine, result.text);
  if (!out) return explain(out.error());
  return *out ? give(**out) : kDone;
}

}  // namespace inkblot::cli
