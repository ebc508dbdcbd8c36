// Random JSON documents with secrets at any depth, spelled in every way that JSON allows.
#pragma once

#include <inkblot/redactor.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "pack/sample.h"

namespace inkblot::test {

using Json = nlohmann::ordered_json;

// THREADS: one at a time.
class Documents {
 public:
  Documents(const Options& options, std::uint64_t seed) : random_(seed) {
    for (const Rule& rule : options.pack->rules()) {
      if (rule.on && !rule.sample.empty()) rules_.push_back(&rule);
    }
  }
  // The next document, as text; `secrets` are the samples in it.
  std::string next() {
    secrets.clear();
    return spelled(value(0, true));
  }
  std::vector<std::string> secrets;

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  std::string secret() {
    const Rule& rule = *rules_[below(rules_.size())];
    secrets.push_back(make_sample(rule, rule.sample, random_()).value());
    return secrets.back();
  }
  std::string words() {
    constexpr const char* kWords[] = {"plain", "a/b",      "\xc3\xa9t\xc3\xa9",  "\xf0\x9f\x98\x80",
                                      "C:\\",  "\"said\"", "line\nnext",         "tab\t",
                                      "\\",    "it's",     "\x1b[1mbold\x1b[0m", ""};
    std::string out;
    for (auto i = below(4); i > 0; --i) out += std::string(kWords[below(12)]) + " ";
    return out;
  }
  std::string text() {
    switch (below(4)) {
      case 0:
        return secret();
      case 1:
        return words() + secret() + " " + words();
      case 2:
        return words() + secret() + "\n" + secret() + "\\";
      default:
        return words();
    }
  }
  Json value(int depth, bool container) {
    const auto kind = below(container ? 2 : 7);
    Json out = kind == 0 ? Json::object() : Json::array();
    if (kind < 2 && depth < 4) {
      for (auto i = 1 + below(4); i > 0; --i) {
        if (kind == 1) {
          out.push_back(value(depth + 1, false));
        } else {
          std::string key = below(4) == 0 ? text() : "key " + std::to_string(i);
          out[key] = value(depth + 1, false);
        }
      }
      return out;
    }
    if (kind == 2 && depth < 3) return spelled(value(depth + 1, true));
    if (kind == 3) return below(2) == 0 ? Json(below(100000)) : Json(0.5);
    if (kind == 4) return "4929" + std::to_string(100000000000 + below(800000000000));
    if (kind == 5) return 4929000000000000 + below(1000000000000);
    return text();
  }
  // Letters as \uXXXX and slashes as \/ here and there; all of ASCII or not.
  std::string spelled(const Json& json) {
    const std::string plain = json.dump(below(3) == 0 ? 1 : -1, ' ', below(2) == 0);
    // No encoder spells the letters of an escape within a string as escapes, nor is it understood.
    const bool nested =
        plain.find("\\\\") != std::string::npos || plain.find("\\\"") != std::string::npos;
    const auto unicode = below(3) == 0 && !nested ? 8U : 0U;
    const bool slashes = below(2) == 0;
    std::string out;
    bool string = false;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      const char c = plain[i];
      if (c == '"') string = !string;
      if (string && c == '\\') {
        const std::size_t size = plain[i + 1] == 'u' ? 6 : 2;
        out += plain.substr(i, size);
        i += size - 1;
      } else if (string && c == '/' && slashes) {
        out += "\\/";
      } else if (string && unicode != 0 && c > ' ' && c != '"' && c < 127 && below(unicode) == 0) {
        constexpr const char* kDigits = "0123456789abcdef";
        out += std::string("\\u00") + kDigits[c >> 4] + kDigits[c & 15];
      } else {
        out += c;
      }
    }
    return out;
  }
  std::mt19937_64 random_;
  std::vector<const Rule*> rules_;
};

// Whether both have the same types and numbers of members, down into JSON in strings.
inline bool same_shape(const Json& a, const Json& b) {
  if (a.is_string() && b.is_string()) {
    const Json inner = Json::parse(a.get<std::string>(), nullptr, false);
    if (!inner.is_structured()) return true;
    return same_shape(inner, Json::parse(b.get<std::string>(), nullptr, false));
  }
  if (a.is_number() && b.is_number()) return true;
  if (a.type() != b.type() || a.size() != b.size()) return false;
  if (!a.is_structured()) return true;
  for (auto i = a.begin(), k = b.begin(); i != a.end(); ++i, ++k) {
    if (!same_shape(*i, *k)) return false;
  }
  return true;
}

// Every key and string of a document, those of JSON in strings too, one a line.
inline std::string strings_of(const Json& json) {
  if (json.is_string()) {
    const auto text = json.get<std::string>();
    const Json inner = Json::parse(text, nullptr, false);
    return inner.is_structured() ? strings_of(inner) : text + "\n";
  }
  std::string out;
  if (json.is_number()) return json.dump() + "\n";
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) out += key + "\n" + strings_of(value);
  } else if (json.is_array()) {
    for (const auto& value : json) out += strings_of(value);
  }
  return out;
}

}  // namespace inkblot::test
