// Values in a set, patterns that must match from end to end, names in lower case.
#include <inkblot/allow.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_set>
#include <vector>

#include "decode/letters.h"
#include "toml_row.h"

namespace inkblot {
namespace {

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};
using Texts = std::unordered_set<std::string, Hash, std::equal_to<>>;

class Lists final : public AllowList {
 public:
  bool has_value(std::string_view value) const override {
    if (values_.contains(value)) return true;
    const re2::StringPiece text(value.data(), value.size());
    return std::any_of(patterns_.begin(), patterns_.end(), [&text](const auto& pattern) {
      return pattern->Match(text, 0, text.size(), RE2::ANCHOR_BOTH, nullptr, 0);
    });
  }
  bool has_key(std::string_view name) const override {
    return !keys_.empty() && keys_.contains(to_lower(name));
  }

  Status read(std::string_view text, const std::string& file) {
    const auto document = parse_toml(text, file, Code::invalid_argument);
    if (!document) return document.error();
    const TomlRow row{*document, file, Code::invalid_argument};
    constexpr auto kFields = std::to_array<std::string_view>({"values", "patterns", "keys"});
    if (Status s = row.only(kFields); !s.ok()) return s;
    const auto value = [this](const std::string& item) { return add_value(item); };
    const auto pattern = [this](const std::string& item) { return add_pattern(item); };
    const auto key = [this](const std::string& item) { return add_key(item); };
    if (Status s = row.each("values", value); !s.ok()) return s;
    if (Status s = row.each("patterns", pattern); !s.ok()) return s;
    return row.each("keys", key);
  }

 private:
  // Each takes one entry, or says what is wrong with it.  No message holds any of it.
  std::string add_value(const std::string& value) {
    if (value.empty()) return "a value is empty";
    if (value.size() > kValueBytesMax) {
      return "a value is longer than " + std::to_string(kValueBytesMax) +
             " bytes; longer ones are always redacted";
    }
    values_.insert(value);
    return {};
  }
  std::string add_pattern(const std::string& pattern) {
    RE2::Options quiet;
    quiet.set_log_errors(false);
    auto regex = std::make_unique<RE2>(pattern, quiet);
    if (!regex->ok()) return "a pattern is no regular expression that RE2 takes";
    if (RE2::FullMatch("", *regex)) {
      return "a pattern matches the empty text, and so perhaps anything; write + for *";
    }
    patterns_.push_back(std::move(regex));
    return {};
  }
  std::string add_key(const std::string& key) {
    if (key.empty()) return "a key is empty";
    if (key.size() > kKeyBytesMax) {
      return "a key is longer than " + std::to_string(kKeyBytesMax) + " bytes";
    }
    keys_.insert(to_lower(key));
    return {};
  }

  Texts values_;
  std::vector<std::unique_ptr<const RE2>> patterns_;
  Texts keys_;
};

}  // namespace

Result<std::shared_ptr<const AllowList>> AllowList::load(
    std::span<const std::filesystem::path> files) {
  auto lists = std::make_shared<Lists>();
  for (const std::filesystem::path& file : files) {
    const auto text = read_text(file);
    if (!text) return tl::unexpected<Status>(text.error());
    if (Status s = lists->read(*text, file.string()); !s.ok()) return tl::unexpected<Status>(s);
  }
  return lists;
}

Result<std::shared_ptr<const AllowList>> AllowList::parse(std::string_view text,
                                                          const std::string& origin) {
  auto lists = std::make_shared<Lists>();
  if (Status s = lists->read(text, origin); !s.ok()) return tl::unexpected<Status>(s);
  return lists;
}

}  // namespace inkblot
