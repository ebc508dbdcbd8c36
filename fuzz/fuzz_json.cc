// JSON as the reader takes it and as a parser does, and the paths of all that is in it.
#include <inkblot/engine.h>

#include <nlohmann/json.hpp>

#include "expand.h"
#include "fuzz.h"
#include "json/fields.h"

namespace inkblot::fuzz {
namespace {

using Json = nlohmann::json;

// How many keys it has; none: it is no JSON.
std::optional<std::size_t> keys_of(std::string_view text) {
  JsonReader reader(text);
  JsonToken token;
  std::size_t keys = 0;
  do {
    if (!reader.next(token)) return std::nullopt;
    if (token.kind == JsonToken::Kind::key) ++keys;
  } while (token.kind != JsonToken::Kind::end);
  return keys;
}

std::size_t members_of(const Json& value) {
  std::size_t count = value.is_object() ? value.size() : 0;
  if (!value.is_structured()) return 0;
  for (const Json& one : value) count += members_of(one);
  return count;
}

const Engine& engine() {
  static const std::shared_ptr<const Engine> kEngine = [] {
    Options options;
    options.pack = builtin_pack();
    options.redact_fields = {"/a", "/**/b/*", "/0/**/1"};
    options.keep_fields = {"/*/c", "/d/**"};
    return Engine::create(options).value();
  }();
  return *kEngine;
}

// Of each scalar the path, as the text spells it.
void check_paths(std::string_view text, const Json& value) {
  const auto flat = value.flatten();
  JsonReader reader(text);
  JsonToken token;
  FieldPath path(text);
  while (reader.next(token) && token.kind != JsonToken::Kind::end) {
    const bool scalar = token.kind == JsonToken::Kind::text ||
                        token.kind == JsonToken::Kind::number ||
                        token.kind == JsonToken::Kind::word;
    if (!scalar) continue;
    const std::string spelled = path.at(static_cast<Offset>(token.raw.data() - text.data()));
    const Json said = Json::parse("\"" + spelled + "\"", nullptr, false);
    require(said.is_string(), "a path is spelled as the text is");
    if (spelled.ends_with("/**")) continue;
    const std::string pointer = said.get<std::string>();
    require(value.is_primitive() || flat.contains(pointer), "a path leads to a scalar");
  }
}

void check_fields(const std::string& text) {
  const auto out = engine().redact_json(text);
  require(out.has_value(), "a JSON value is redacted");
  if (!*out) return;
  require(keys_of(**out).has_value(), "what comes out is JSON");
  const auto again = engine().redact_json(**out);
  require(again.has_value(), "what came out is redacted");
  if (!*again) return;
  // Where a value stands once more its tag may be glued to a word, and a second look, for which
  // that is no tag (ADR 0009), may take it: once.
  const auto last = engine().redact_json(**again);
  require(last && !*last, "fields are redacted once");
}

void check(const std::string& text) {
  const auto keys = keys_of(text);
  // A parser refuses what is no UTF-8, and spelled surrogates that stand alone; it passes over a
  // byte order mark, and takes a NUL for the end.
  const bool odd = text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string::npos;
  const Json value = odd ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
  if (!value.is_discarded()) require(keys.has_value(), "what a parser takes is read");
  if (!keys) {
    require(!engine().redact_json(text), "what is no JSON does not come out");
    return;
  }
  // Of two members of one name a parser keeps the last.
  if (!value.is_discarded() && members_of(value) == *keys) check_paths(text, value);
  check_fields(text);
}

}  // namespace
}  // namespace inkblot::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  inkblot::fuzz::check(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
