// Reads a configuration as gitleaks does: a rule of the extending file goes over the one that it
// extends, lists are added to each other.
#include "pack/gitleaks_config.h"

#include <array>
#include <span>

#include "decode/letters.h"
#include "toml_row.h"

namespace inkblot::gitleaks {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{4} << 20U;
constexpr std::size_t kRulesMax = 4096;
constexpr std::size_t kRegexBytesMax = std::size_t{1} << 15U;
constexpr std::size_t kListMax = std::size_t{1} << 14U;
constexpr std::size_t kIdBytesMax = 80;
constexpr int kExtendsMax = 2;  // As many as gitleaks follows.

Draft* find(Config& config, const std::string& id) {
  const auto at = std::find_if(config.rules.begin(), config.rules.end(),
                               [&id](const Draft& draft) { return draft.id == id; });
  return at == config.rules.end() ? nullptr : &*at;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void name_unknown(const TomlRow& row, std::span<const std::string_view> known, Gaps& gaps) {
  for (const auto& [key, node] : row.table) {
    const std::string name = to_lower(key.str());
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    gaps.push_back({row.place(&node) + ": the field " + std::string(key.str()) +
                        " is none that this version knows",
                    "it is left out"});
  }
}

Status check_sizes(const TomlRow& row, std::string_view key, const std::vector<std::string>& list) {
  if (list.size() > kListMax) {
    return row.wrong(row.get(key),
                     std::string(key) + " has more than " + std::to_string(kListMax) + " entries");
  }
  for (const std::string& item : list) {
    if (item.size() > kRegexBytesMax) {
      return row.wrong(row.get(key), std::string(key) + " has an entry of more than " +
                                         std::to_string(kRegexBytesMax) + " bytes");
    }
  }
  return {};
}

// Reads the regexes of an allowlist.  Those that RE2 cannot run become gaps.
Status read_regexes(const TomlRow& row, Allowlist::Row& list, bool& complete, Gaps& gaps) {
  std::vector<std::string> regexes;
  if (Status s = row.texts("regexes", regexes); !s.ok()) return s;
  if (Status s = check_sizes(row, "regexes", regexes); !s.ok()) return s;
  for (std::string& regex : regexes) {
    const RegexFault fault = check_regex(regex);
    if (fault.what.empty()) {
      list.regexes.push_back(std::move(regex));
    } else if (fault.unsupported) {
      complete = false;
      gaps.push_back({row.place(row.get("regexes")) + ": an allowlist's regex has " + fault.what +
                          ", which RE2 does not know",
                      "it allows nothing"});
    } else {
      return row.wrong(row.get("regexes"), "a regex of the allowlist: " + fault.what);
    }
  }
  return {};
}

Status read_words(const TomlRow& row, Allowlist::Row& list) {
  std::string condition;
  std::string target;
  if (Status s = row.text("condition", condition); !s.ok()) return s;
  if (Status s = row.text("regexTarget", target); !s.ok()) return s;
  const std::string folded = to_lower(condition);
  list.all = folded == "and" || folded == "&&";
  if (!list.all && !folded.empty() && folded != "or" && folded != "||") {
    return row.wrong(row.get("condition"), "condition must be AND or OR");
  }
  constexpr std::array<std::string_view, 3> kTargets = {"secret", "match", "line"};
  const auto* const at = std::find(kTargets.begin(), kTargets.end(), target);
  if (at == kTargets.end() && !target.empty()) {
    return row.wrong(row.get("regexTarget"), "regexTarget must be secret, match or line");
  }
  if (at != kTargets.end()) list.target = static_cast<Allowlist::Target>(at - kTargets.begin());
  if (Status s = row.texts("stopwords", list.stopwords); !s.ok()) return s;
  return check_sizes(row, "stopwords", list.stopwords);
}

// `out` stays null when the list can never allow anything.
Status read_allowlist(const TomlRow& row, std::shared_ptr<const Allowlist>& out, Gaps& gaps) {
  constexpr std::array<std::string_view, 8> kKnown = {"description", "condition",   "commits",
                                                      "paths",       "regextarget", "regexes",
                                                      "stopwords",   "targetrules"};
  name_unknown(row, kKnown, gaps);
  Allowlist::Row list;
  if (Status s = read_words(row, list); !s.ok()) return s;
  bool complete = true;
  if (Status s = read_regexes(row, list, complete, gaps); !s.ok()) return s;
  bool elsewhere = false;
  for (const std::string_view key : {"paths", "commits"}) {
    std::vector<std::string> ignored;
    if (Status s = row.texts(key, ignored); !s.ok()) return s;
    if (ignored.empty()) continue;
    elsewhere = true;
    gaps.push_back(
        {row.place(row.get(key)) + ": an allowlist asks for " + std::string(key) +
             ", and a stream has none",
         list.all ? "the list, which wants all of it, allows nothing" : "they allow nothing"});
  }
  if (list.regexes.empty() && list.stopwords.empty()) {
    if (elsewhere || !complete) return {};
    return row.wrong(nullptr, "an allowlist needs regexes, stopwords, paths or commits");
  }
  if (list.all && (elsewhere || !complete)) return {};
  auto made = Allowlist::make(list);
  if (!made) return row.wrong(nullptr, made.error().message());
  out = std::move(*made);
  return {};
}

// Calls `each` for the tables of `plural`, or for the one that older files call `singular`.
Status for_tables(const TomlRow& row, std::string_view plural, std::string_view singular,
                  auto each) {
  for (const std::string_view key : {plural, singular}) {
    const toml::node* node = row.get(key);
    if (node == nullptr) continue;
    if (const toml::table* table = node->as_table(); table != nullptr && key == singular) {
      if (Status s = each(TomlRow{*table, row.file, Code::bad_pack, true}); !s.ok()) return s;
      continue;
    }
    const toml::array* array = node->as_array();
    if (array == nullptr) return row.wrong(node, std::string(key) + " must be tables");
    for (const toml::node& item : *array) {
      const toml::table* table = item.as_table();
      if (table == nullptr) return row.wrong(&item, std::string(key) + " must be tables");
      if (Status s = each(TomlRow{*table, row.file, Code::bad_pack, true}); !s.ok()) return s;
    }
  }
  return {};
}

Status read_numbers(const TomlRow& row, Draft& draft) {
  if (const toml::node* node = row.get("secretGroup"); node != nullptr) {
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > 1000) {
      return row.wrong(node, "secretGroup must be a number from 0 to 1000");
    }
    draft.group = *value;
  }
  if (const toml::node* node = row.get("entropy"); node != nullptr) {
    const auto value = node->value<double>();
    if (!node->is_number() || !value || !(*value >= 0 && *value <= 8)) {
      return row.wrong(node, "entropy must be a number from 0 to 8");
    }
    draft.entropy = *value;
  }
  return row.flag("skipReport", draft.silent);
}

Status read_regex(const TomlRow& row, Draft& draft) {
  if (Status s = row.text("regex", draft.regex); !s.ok()) return s;
  draft.regex_place = row.place(row.get("regex"));
  if (draft.regex.size() > kRegexBytesMax) {
    return row.wrong(row.get("regex"),
                     "a regex of more than " + std::to_string(kRegexBytesMax) + " bytes");
  }
  if (draft.regex.empty()) return {};
  const RegexFault fault = check_regex(draft.regex);
  if (fault.unsupported) {
    draft.unfit = draft.regex_place + ": rule " + draft.id + ": its regex has " + fault.what +
                  ", which RE2 does not know";
  } else if (!fault.what.empty()) {
    return row.wrong(row.get("regex"), "rule " + draft.id + ": regex: " + fault.what);
  }
  return {};
}

Status read_rule(const TomlRow& row, Draft& draft) {
  constexpr std::array<std::string_view, 13> kKnown = {
      "id",   "description", "regex",      "secretgroup", "entropy",   "keywords", "path",
      "tags", "allowlists",  "skipreport", "required",    "allowlist", "title"};
  draft.place = row.place();
  if (Status s = row.text("id", draft.id); !s.ok()) return s;
  if (draft.id.find_first_not_of(" \t\r\n") == draft.id.npos || draft.id.size() > kIdBytesMax) {
    return row.wrong(row.get("id"),
                     "a rule needs an id of 1 to " + std::to_string(kIdBytesMax) + " bytes");
  }
  name_unknown(row, kKnown, draft.gaps);
  if (Status s = row.text("description", draft.description); !s.ok()) return s;
  if (Status s = row.texts("keywords", draft.keywords); !s.ok()) return s;
  if (Status s = check_sizes(row, "keywords", draft.keywords); !s.ok()) return s;
  if (Status s = read_numbers(row, draft); !s.ok()) return s;
  if (Status s = read_regex(row, draft); !s.ok()) return s;
  const std::string rule = ": rule " + draft.id + ": ";
  if (const toml::node* node = row.get("path"); node != nullptr) {
    draft.unfit = row.place(node) + rule + "path restricts it to some files, and a stream has none";
  }
  if (const toml::node* node = row.get("required"); node != nullptr) {
    draft.unfit = row.place(node) + rule + "required asks for other findings near its own";
  }
  return for_tables(row, "allowlists", "allowlist", [&draft](const TomlRow& list) {
    std::shared_ptr<const Allowlist> made;
    Status s = read_allowlist(list, made, draft.gaps);
    if (made != nullptr) draft.allowlists.push_back(std::move(made));
    return s;
  });
}

// A regex where there is none is the extended file's business; see lay_over().
Status read_rules_of(const TomlRow& row, Config& config) {
  return for_tables(row, "rules", "", [&config](const TomlRow& inner) {
    Draft draft;
    if (Status s = read_rule(inner, draft); !s.ok()) return s;
    if (Draft* same = find(config, draft.id); same != nullptr) {
      *same = std::move(draft);
      return Status();
    }
    config.rules.push_back(std::move(draft));
    return config.rules.size() <= kRulesMax
               ? Status()
               : inner.wrong(nullptr, "more than " + std::to_string(kRulesMax) + " rules");
  });
}

Status read_global_lists(const TomlRow& row, Config& config) {
  return for_tables(row, "allowlists", "allowlist", [&config](const TomlRow& inner) {
    std::vector<std::string> targets;
    if (Status s = inner.texts("targetRules", targets); !s.ok()) return s;
    std::shared_ptr<const Allowlist> made;
    if (Status s = read_allowlist(inner, made, config.gaps); !s.ok()) return s;
    if (made == nullptr) return Status();
    if (targets.empty()) config.allowlists.push_back(made);
    for (const std::string& id : targets) config.targeted.emplace_back(id, made);
    return Status();
  });
}

// Puts a rule over the one of the same id that it extends.
void lay_over(Draft& base, Draft& over) {
  base.place = over.place;
  if (!over.description.empty()) base.description = over.description;
  if (over.entropy != 0) base.entropy = over.entropy;
  if (over.group != 0) base.group = over.group;
  if (!over.regex.empty()) base.regex = over.regex;
  if (!over.regex.empty()) base.regex_place = over.regex_place;
  if (!over.unfit.empty()) base.unfit = over.unfit;
  append(base.keywords, over.keywords);
  append(base.allowlists, over.allowlists);
  append(base.gaps, over.gaps);
}

// `over` with all of `base` that it does not disable.
void extend(Config& over, Config base, const std::vector<std::string>& disabled) {
  for (Draft& rule : base.rules) {
    if (std::find(disabled.begin(), disabled.end(), rule.id) != disabled.end()) continue;
    if (Draft* same = find(over, rule.id); same != nullptr) {
      lay_over(rule, *same);
      *same = std::move(rule);
    } else {
      over.rules.push_back(std::move(rule));
    }
  }
  append(over.allowlists, base.allowlists);
  append(over.targeted, base.targeted);
  append(over.gaps, base.gaps);
}

class Reader {
 public:
  explicit Reader(const OpenFile& open) : open_(open) {}

  // `before` is what useDefault stands for, and null when there is nothing.
  Status read(const std::filesystem::path& path, Config* before, Config& out) {
    const auto text = open_(path);
    if (!text) return text.error();
    out.file = path.string();
    if (text->size() > kFileBytesMax) {
      return Status(Code::bad_pack, out.file + ":1: more than " + std::to_string(kFileBytesMax) +
                                        " bytes are no gitleaks configuration");
    }
    const auto document = parse_toml(*text, out.file, Code::bad_pack);
    if (!document) return document.error();
    const TomlRow row{*document, out.file, Code::bad_pack, true};
    constexpr std::array<std::string_view, 7> kKnown = {
        "title", "description", "minversion", "extend", "rules", "allowlist", "allowlists"};
    name_unknown(row, kKnown, out.gaps);
    if (Status s = read_rules_of(row, out); !s.ok()) return s;
    if (Status s = read_global_lists(row, out); !s.ok()) return s;
    const toml::node* node = row.get("extend");
    if (node == nullptr) return {};
    const toml::table* table = node->as_table();
    if (table == nullptr) return row.wrong(node, "extend must be a table");
    return follow({*table, out.file, Code::bad_pack, true}, before, out);
  }

 private:
  Status follow(const TomlRow& row, Config* before, Config& out) {
    constexpr std::array<std::string_view, 4> kKnown = {"path", "usedefault", "disabledrules",
                                                        "url"};
    name_unknown(row, kKnown, out.gaps);
    std::string path;
    bool use_default = false;
    std::vector<std::string> disabled;
    if (Status s = row.text("path", path); !s.ok()) return s;
    if (Status s = row.flag("useDefault", use_default); !s.ok()) return s;
    if (Status s = row.texts("disabledRules", disabled); !s.ok()) return s;
    if (row.get("url") != nullptr) {
      out.gaps.push_back(
          {row.place(row.get("url")) + ": extend.url: nothing is fetched", "it is left out"});
    }
    if (use_default && !path.empty()) {
      return row.wrong(nullptr, "extend takes path or useDefault, not both");
    }
    if (use_default && before == nullptr) {
      out.gaps.push_back({row.place(row.get("useDefault")) +
                              ": extend.useDefault: gitleaks' own configuration is no part of this "
                              "program; name it with a --gitleaks before this one",
                          "the rules of that are left out"});
    } else if (use_default) {
      extend(out, std::move(*before), disabled);
      *before = Config();
    }
    if (path.empty() || extends_ == kExtendsMax) return {};
    ++extends_;
    Config base;
    if (Status s = read(std::filesystem::path(out.file).parent_path() / path, nullptr, base);
        !s.ok()) {
      return row.wrong(row.get("path"), "extend.path: " + s.message());
    }
    --extends_;
    extend(out, std::move(base), disabled);
    return {};
  }

  const OpenFile& open_;
  int extends_ = 0;
};

}  // namespace

Status read_config(const std::filesystem::path& path, const OpenFile& open, Config* before,
                   Config& out) {
  return Reader(open).read(path, before, out);
}

}  // namespace inkblot::gitleaks
