// Words are looked up; a template is tried on every rule.
#include <inkblot/settings.h>
#include <re2/re2.h>

#include <algorithm>

namespace inkblot {
namespace {

Status wrong(std::string message) { return Status(Code::invalid_argument, std::move(message)); }

template <class Value>
std::optional<Value> named(std::string_view word, std::span<const std::string_view> words) {
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) return std::nullopt;
  return static_cast<Value>(at - words.begin());
}

// What a template would write for a rule, seen as the reader of a JSON string would.
Status check_text(const std::string& text) {
  // Neither controls nor marks that turn the direction of writing; what is no UTF-8 fits nothing.
  static const RE2 kPrintable("\\PC*");
  if (text.size() > 200) return wrong("the template is longer than 200 bytes");
  if (!RE2::FullMatch(text, kPrintable)) {
    return wrong("the template holds a control character or no UTF-8");
  }
  if (text.find_first_of("\"\\") != std::string::npos) {
    return wrong("the template holds a quote or a backslash, which would break JSON");
  }
  return {};
}

std::string filled(std::string text, const std::string& rule, const std::string& provider) {
  for (const auto& [field, value] :
       {std::pair<std::string_view, const std::string&>("{rule}", rule),
        {"{provider}", provider}}) {
    for (std::size_t at = 0; (at = text.find(field, at)) != std::string::npos; at += value.size()) {
      text.replace(at, field.size(), value);
    }
  }
  return text;
}

// What a template writes must be harmless for every rule, and its own words no secret.
Status try_template(const std::string& text, const std::shared_ptr<const Pack>& pack) {
  for (const Rule& rule : pack->rules()) {
    if (Status s = check_text(filled(text, rule.id, rule.provider)); !s.ok()) return s;
  }
  Options plain;
  plain.pack = pack;
  const std::string words = filled(text, "rule", "Provider");
  const auto again = redact(words, plain);
  if (!again) return again.error();
  if (*again != words) return wrong("the template holds what looks like a secret");
  return {};
}

}  // namespace

std::optional<Profile> profile_named(std::string_view word) {
  return named<Profile>(word, kProfileWords);
}

std::optional<Style> style_named(std::string_view word) { return named<Style>(word, kStyleWords); }

std::string unknown_field(std::string_view text) {
  for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
    const std::size_t end = std::min(text.find('}', at), text.size() - 1);
    const std::string_view field = text.substr(at, end - at + 1);
    if (std::find(kTemplateFields.begin(), kTemplateFields.end(), field) == kTemplateFields.end()) {
      return std::string(field);
    }
  }
  return {};
}

Status set_template(std::string text, Options& options) {
  if (Status s = check_text(text); !s.ok()) return s;
  if (const std::string field = unknown_field(text); !field.empty()) {
    return wrong("a template knows {rule}, {provider} and {length}, but not " + field);
  }
  if (Status s = try_template(text, options.pack); !s.ok()) return s;
  options.style = Style::text;
  options.text = std::move(text);
  return {};
}

Result<std::shared_ptr<const Pack>> load_rules(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> files;
  std::string compiled;
  for (const std::string& path : paths) {
    if (!path.ends_with(".inkdb")) {
      files.emplace_back(path);
    } else if (compiled.empty()) {
      compiled = path;
    } else {
      std::string both = "there can be one compiled pack, not both ";
      both.append(compiled).append(" and ").append(path);
      return failure(Code::invalid_argument, both + "; compile their rule files together");
    }
  }
  auto base = compiled.empty() ? Pack::builtin() : Pack::load(compiled);
  if (!base || files.empty()) return base;
  return Pack::compile(files, base->get());
}

}  // namespace inkblot
