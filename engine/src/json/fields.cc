// Paths are followed step by step on the way through the text, all patterns at once.
#include "json/fields.h"

#include <nlohmann/json.hpp>

#include "decode/letters.h"

namespace inkblot {
namespace {

using Kind = JsonToken::Kind;

constexpr std::string_view kOne = "*";
constexpr std::string_view kAny = "**";
constexpr std::size_t kStepsMax = 63;  // A state has a bit for each, and one for the end.
constexpr std::size_t kLevelsMax = 64;

Status wrong(std::string what) { return Status(Code::invalid_argument, std::move(what)); }

// What ~0 and ~1 stand for in a path; false where another one stands.
bool unescape(std::string& step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~') {
      out.push_back(step[i]);
      continue;
    }
    if (++i == step.size() || (step[i] != '0' && step[i] != '1')) return false;
    out.push_back(step[i] == '0' ? '~' : '/');
  }
  step = std::move(out);
  return true;
}

// What a text or key says; what is no UTF-8 as it is spelled.
std::string said(std::string_view raw) {
  const std::string_view inner = raw.substr(1, raw.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return std::string(inner);
  const auto value = nlohmann::json::parse(raw, nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string(inner);
}

// What any number of steps stands for may be none.
std::uint64_t with_skipped(std::uint64_t bits, const std::vector<std::string>& steps) {
  for (std::size_t at = 0; at < steps.size(); ++at) {
    if ((bits >> at & 1U) != 0 && steps[at] == kAny) bits |= std::uint64_t{2} << at;
  }
  return bits;
}

// A name as it is spelled, but for what a path spells in its own way, which may be escaped there.
void append_step(std::string_view raw, std::string& out) {
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const std::string_view rest = raw.substr(i);
    std::size_t size = rest.front() == '\\' ? 2 : 1;
    char c = rest[size - 1];
    if (size == 2 && c == 'u') {
      size = 6;
      std::string code(rest.substr(2, 4));
      for (char& digit : code) digit = to_lower(digit);
      c = code == "002f" ? '/' : code == "007e" ? '~' : 'u';
    }
    if (c == '/' || c == '~') {
      out += c == '~' ? "~0" : "~1";
    } else {
      out += rest.substr(0, size);
    }
    i += size - 1;
  }
}

bool opens(Kind kind) { return kind == Kind::begin_object || kind == Kind::begin_array; }
bool closes(Kind kind) { return kind == Kind::end_object || kind == Kind::end_array; }

}  // namespace

Result<FieldRules> FieldRules::create(const std::vector<std::string>& keep,
                                      const std::vector<std::string>& redact) {
  FieldRules out;
  for (const bool redacts : {false, true}) {
    for (const std::string& path : redacts ? redact : keep) {
      if (Status s = out.add(path, redacts); !s.ok()) return tl::unexpected<Status>(std::move(s));
    }
  }
  return out;
}

Status FieldRules::add(const std::string& path, bool redacts) {
  if (!path.starts_with('/')) {
    return wrong("the path of a field begins with a slash, as /user/name or /**/token: " + path);
  }
  Pattern pattern{{}, redacts};
  for (std::size_t at = 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    std::string step = path.substr(at, end - at);
    if (!unescape(step)) return wrong("behind ~ in the path of a field stands 0 or 1: " + path);
    pattern.steps.push_back(std::move(step));
    at = end + 1;
  }
  if (pattern.steps.size() > kStepsMax) {
    return wrong("the path of a field has more than 63 steps");
  }
  patterns_.push_back(std::move(pattern));
  return {};
}

FieldRules::State FieldRules::begin() const {
  State out;
  for (const Pattern& one : patterns_) out.push_back(with_skipped(1, one.steps));
  return out;
}

FieldRules::State FieldRules::behind(const State& state, std::string_view step) const {
  State out(state.size(), 0);
  for (std::size_t i = 0; i < state.size(); ++i) {
    const auto& steps = patterns_[i].steps;
    for (std::size_t at = 0; at < steps.size(); ++at) {
      if ((state[i] >> at & 1U) == 0) continue;
      const bool any = steps[at] == kAny;
      if (any) out[i] |= std::uint64_t{1} << at;
      if (!any && (steps[at] == kOne || steps[at] == step)) out[i] |= std::uint64_t{2} << at;
    }
    out[i] = with_skipped(out[i], steps);
  }
  return out;
}

FieldRules::Verdict FieldRules::verdict(const State& state) const {
  Verdict out = Verdict::none;
  for (std::size_t i = 0; i < state.size(); ++i) {
    if ((state[i] >> patterns_[i].steps.size() & 1U) == 0) continue;
    if (patterns_[i].redacts) return Verdict::redact;
    out = Verdict::keep;
  }
  return out;
}

// From token to token, with a state for all that is open.
class FieldRules::Walk {
 public:
  Walk(const FieldRules& rules, std::string_view json) : rules_(rules), json_(json) {}

  Status run(Fields& out) {
    JsonReader reader(json_);
    JsonToken token;
    do {
      if (!reader.next(token)) {
        return wrong("what has fields to keep or redact is no JSON value: see byte " +
                     std::to_string(reader.offset()));
      }
      take(token, out);
    } while (token.kind != Kind::end);
    return {};
  }

 private:
  struct Level {
    State state;
    bool object = false;
    Verdict verdict = Verdict::none;  // Of all that is in it.
    std::uint64_t index = 0;
    Offset begin = 0;
  };

  Offset begin_of(const JsonToken& token) const {
    return static_cast<Offset>(token.raw.data() - json_.data());
  }

  State next_state() {
    if (levels_.empty()) return rules_.begin();
    Level& around = levels_.back();
    return rules_.behind(around.state, around.object ? key_ : std::to_string(around.index++));
  }

  void take(const JsonToken& token, Fields& out) {
    if (token.kind == Kind::end) return;
    if (token.kind == Kind::key) {
      key_ = said(token.raw);
      return;
    }
    if (closes(token.kind)) {
      const Verdict around =
          levels_.size() > 1 ? levels_[levels_.size() - 2].verdict : Verdict::none;
      const Level& level = levels_.back();
      if (level.verdict == Verdict::keep && around != Verdict::keep) {
        out.kept.push_back({level.begin, begin_of(token) + 1});
      }
      levels_.pop_back();
      return;
    }
    const Offset begin = begin_of(token);
    State state = next_state();
    const Verdict around = levels_.empty() ? Verdict::none : levels_.back().verdict;
    Verdict own = around == Verdict::redact ? around : rules_.verdict(state);
    if (own == Verdict::none) own = around;
    if (opens(token.kind)) {
      levels_.push_back({std::move(state), token.kind == Kind::begin_object, own, 0, begin});
    } else if (own == Verdict::redact) {
      redact(token, begin, out);
    } else if (own == Verdict::keep && around != Verdict::keep) {
      out.kept.push_back({begin, begin + token.raw.size()});
    }
  }

  static void redact(const JsonToken& token, Offset begin, Fields& out) {
    const Offset quote = token.kind == Kind::text ? 1 : 0;
    const Span span{begin + quote, begin + token.raw.size() - quote};
    if (token.kind != Kind::word && span.size() > 0) out.redacted.push_back(span);
  }

  const FieldRules& rules_;
  std::string_view json_;
  std::string key_;
  std::vector<Level> levels_;
};

Result<Fields> FieldRules::find(std::string_view json) const {
  Fields out;
  if (Status s = Walk(*this, json).run(out); !s.ok()) return tl::unexpected<Status>(std::move(s));
  return out;
}

Offset FieldPath::token_end() const {
  return static_cast<Offset>(token_.raw.data() + token_.raw.size() - json_.data());
}

// What the token says of where the next one stands.
void FieldPath::take() {
  if (!reader_.next(token_)) {
    failed_ = true;
    return;
  }
  if (closes(token_.kind)) {
    levels_.pop_back();
    return;
  }
  if (token_.kind == Kind::key) {
    levels_.back().key = token_.raw.substr(1, token_.raw.size() - 2);
    levels_.back().hidden = false;
    return;
  }
  if (!levels_.empty() && !levels_.back().object) ++levels_.back().index;
  if (opens(token_.kind)) levels_.push_back({token_.kind == Kind::begin_object});
}

std::string FieldPath::at(Offset offset) {
  while (!failed_ && (!begun_ || (token_.kind != Kind::end && token_end() <= offset))) {
    begun_ = true;
    take();
  }
  if (failed_ || token_.kind == Kind::end) return {};
  if (token_.kind == Kind::key) levels_.back().hidden = true;
  std::string out;
  std::size_t count = 0;
  // Of what opens there, what is in it comes later.
  const std::size_t deep = levels_.size() - (opens(token_.kind) ? 1 : 0);
  for (const Level& level : levels_) {
    if (count++ == deep) break;
    if (count > kLevelsMax) {
      out += "/**";
      break;
    }
    out.push_back('/');
    if (!level.object) {
      if (level.index > 0) out += std::to_string(level.index - 1);
      continue;
    }
    if (level.hidden) {
      out += kOne;
      continue;
    }
    append_step(level.key, out);
  }
  return out;
}

}  // namespace inkblot
