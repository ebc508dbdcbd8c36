// Which format a text is of, and what of its tree are secrets.
#include "vault/import.h"

#include <algorithm>
#include <array>

#include "window.h"

namespace inkblot {
namespace {

using Word = std::span<std::uint8_t>;
using Documents = std::vector<std::vector<ImportLeaf>>;

constexpr auto kFormats =
    std::to_array<std::string_view>({"auto", "vault", "json", "variables", "kubernetes", "dotenv",
                                     "npmrc", "netrc", "aws", "lines"});
static_assert(kFormats.size() == static_cast<std::size_t>(ImportFormat::lines) + 1);

std::string joined(const std::vector<std::string>& path, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < path.size(); ++i) out += (i > from ? "/" : "") + path[i];
  return out;
}

bool equals(Bytes value, std::string_view text) {
  return std::equal(value.begin(), value.end(), text.begin(), text.end());
}

// True when the path begins with these names.
bool under(const ImportLeaf& leaf, std::initializer_list<std::string_view> names) {
  return leaf.path.size() >= names.size() &&
         std::equal(names.begin(), names.end(), leaf.path.begin());
}

bool any_under(const std::vector<ImportLeaf>& leaves,
               std::initializer_list<std::string_view> names) {
  return std::any_of(leaves.begin(), leaves.end(),
                     [&](const ImportLeaf& leaf) { return under(leaf, names); });
}

bool is_vault(const std::vector<ImportLeaf>& leaves) {
  return any_under(leaves, {"request_id"}) && any_under(leaves, {"lease_id"});
}

void take_vault(const std::vector<ImportLeaf>& leaves, std::vector<ImportEntry>& out) {
  const bool second =
      any_under(leaves, {"data", "data"}) && any_under(leaves, {"data", "metadata"});
  for (const ImportLeaf& leaf : leaves) {
    const std::size_t depth = second ? 2 : 1;
    const bool pair = second ? under(leaf, {"data", "data"}) : under(leaf, {"data"});
    const bool token = under(leaf, {"auth", "client_token"}) || under(leaf, {"wrap_info", "token"});
    if (pair && leaf.path.size() > depth) out.push_back({joined(leaf.path, depth), leaf.value});
    if (token) out.push_back({joined(leaf.path, 0), leaf.value});
  }
}

// The leaves come in the order of the text, and those of an object stand together.
struct Siblings {
  std::vector<std::string> parent;
  std::string name;
  Bytes value;
  bool has_value = false;
};

void take_variables(const std::vector<ImportLeaf>& leaves, std::vector<ImportEntry>& out) {
  Siblings now;
  const auto flush = [&] {
    if (now.has_value && !now.name.empty()) out.push_back({now.name, now.value});
    now = {};
  };
  for (const ImportLeaf& leaf : leaves) {
    if (leaf.path.empty()) continue;
    const std::vector<std::string> parent(leaf.path.begin(), leaf.path.end() - 1);
    if (parent != now.parent) flush();
    now.parent = parent;
    const std::string& name = leaf.path.back();
    if (name == "name" || name == "key") now.name.assign(leaf.value.begin(), leaf.value.end());
    if (name == "value") now.value = leaf.value;
    now.has_value = now.has_value || name == "value";
  }
  flush();
}

bool is_variables(const std::vector<ImportLeaf>& leaves) {
  std::vector<ImportEntry> found;
  const bool list =
      !leaves.empty() && leaves.front().path.size() == 2 && leaves.front().path.front() == "0";
  if (list) take_variables(leaves, found);
  return !found.empty();
}

// A Secret, or a List of them.
bool is_kubernetes(const std::vector<ImportLeaf>& leaves) {
  return any_under(leaves, {"apiVersion"}) &&
         std::any_of(leaves.begin(), leaves.end(), [](const ImportLeaf& leaf) {
           return !leaf.path.empty() && leaf.path.back() == "kind" && equals(leaf.value, "Secret");
         });
}

Status take_kubernetes(const std::vector<ImportLeaf>& leaves, std::vector<ImportEntry>& out) {
  const auto about = [&leaves](const std::vector<std::string>& object, std::string_view key) {
    std::vector<std::string> path = object;
    for (std::size_t at = 0; at <= key.size();) {
      const std::size_t end = std::min(key.find('/', at), key.size());
      path.emplace_back(key.substr(at, end - at));
      at = end + 1;
    }
    const auto found = std::find_if(leaves.begin(), leaves.end(),
                                    [&path](const ImportLeaf& leaf) { return leaf.path == path; });
    return found == leaves.end() ? Bytes() : found->value;
  };
  std::vector<std::string> object{"none yet"};
  bool secret = false;
  std::string name;
  for (const ImportLeaf& leaf : leaves) {
    const std::size_t depth = under(leaf, {"items"}) ? 2 : 0;
    if (leaf.path.size() != depth + 2) continue;
    const std::string& kind = leaf.path[depth];
    if (kind != "data" && kind != "stringData") continue;
    const std::vector<std::string> owner(leaf.path.begin(),
                                         leaf.path.begin() + static_cast<std::ptrdiff_t>(depth));
    if (owner != object) {
      object = owner;
      secret = equals(about(object, "kind"), "Secret");
      const Bytes value = about(object, "metadata/name");
      name.assign(value.begin(), value.end());
    }
    if (!secret) continue;
    ImportEntry entry{name + "/" + leaf.path.back(), leaf.value};
    if (kind == "data") {
      Word value = leaf.value;
      if (!decode_base64(value)) {
        return Status(Code::invalid_argument, "the value of " + entry.name + " is no base64");
      }
      entry.value = value;
    }
    out.push_back(std::move(entry));
  }
  return {};
}

void take_all(const std::vector<ImportLeaf>& leaves, std::vector<ImportEntry>& out) {
  for (const ImportLeaf& leaf : leaves) {
    const std::string name = joined(leaf.path, 0);
    out.push_back({name.empty() ? "value" : name, leaf.value});
  }
}

ImportFormat format_of(const std::vector<ImportLeaf>& leaves) {
  if (is_vault(leaves)) return ImportFormat::vault;
  if (is_kubernetes(leaves)) return ImportFormat::kubernetes;
  return is_variables(leaves) ? ImportFormat::variables : ImportFormat::json;
}

Result<Imported> read_tree(const Documents& documents, ImportFormat format) {
  Imported out{format, {}};
  for (const auto& leaves : documents) {
    const ImportFormat kind = format == ImportFormat::automatic ? format_of(leaves) : format;
    out.format = kind;
    if (kind == ImportFormat::vault) take_vault(leaves, out.entries);
    if (kind == ImportFormat::variables) take_variables(leaves, out.entries);
    if (kind == ImportFormat::json) take_all(leaves, out.entries);
    if (kind != ImportFormat::kubernetes) continue;
    if (Status s = take_kubernetes(leaves, out.entries); !s.ok()) return tl::unexpected<Status>(s);
  }
  return out;
}

// The first line that is neither empty nor a comment.
std::string_view first_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (!line.empty() && line.front() != '#' && line.front() != ';' && line != "---") return line;
  }
  return {};
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-. ").find(c) != std::string_view::npos;
  });
}

ImportFormat guessed(std::string_view text) {
  const std::string_view line = first_line(text);
  const auto has = [line](std::string_view word) { return line.find(word) != line.npos; };
  if (line.starts_with("apiVersion:") || line.starts_with("kind:") || line.starts_with("items:")) {
    return ImportFormat::kubernetes;
  }
  if (line.size() > 2 && line.starts_with('[') && line.ends_with(']') &&
      is_name(line.substr(1, line.size() - 2))) {
    return ImportFormat::aws;
  }
  if (line.starts_with('{') || line.starts_with('[')) return ImportFormat::json;
  if (line.starts_with("machine ") || line == "machine") return ImportFormat::netrc;
  const std::size_t equals_at = line.find('=');
  if (equals_at != line.npos && (line.starts_with("//") || has("_auth") || has("registry"))) {
    return ImportFormat::npmrc;
  }
  // A name of a variable, and not a value that ends with the padding of base64.
  const std::string_view name = line.substr(0, equals_at);
  const bool named = equals_at != line.npos && is_name(name) && equals_at + 1 < line.size() &&
                     line[equals_at + 1] != '=';
  return named ? ImportFormat::dotenv : ImportFormat::lines;
}

}  // namespace

std::span<const std::string_view> import_formats() { return kFormats; }

tl::unexpected<Status> import_error(Bytes text, std::size_t at, std::string_view what) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size()));
  const auto line = std::count(text.begin(), end, '\n') + 1;
  return failure(Code::invalid_argument, "line " + std::to_string(line) + ": " + std::string(what));
}

bool decode_base64(std::span<std::uint8_t>& value) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto is_gap = [](std::uint8_t c) { return c == '\n' || c == '\r' || c == ' '; };
  // Nothing is overwritten before all of it is known to be base64.
  std::size_t digits = 0;
  bool padded = false;
  for (const std::uint8_t c : value) {
    const bool digit = kDigits.find(static_cast<char>(c)) != kDigits.npos;
    if (is_gap(c)) continue;
    if (c != '=' && (padded || !digit)) return false;
    padded = padded || c == '=';
    digits += digit ? 1 : 0;
  }
  if (digits % 4 == 1) return false;
  std::size_t out = 0;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::uint8_t c : value) {
    if (is_gap(c) || c == '=') continue;
    bits = bits << 6U | static_cast<std::uint32_t>(kDigits.find(static_cast<char>(c)));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    value[out++] = static_cast<std::uint8_t>(bits >> count);
  }
  value = value.first(out);
  return true;
}

Result<Imported> read_import(std::span<std::uint8_t> text, ImportFormat format) {
  constexpr std::array<std::uint8_t, 3> kMark = {0xEF, 0xBB, 0xBF};
  if (text.size() >= 3 && std::equal(kMark.begin(), kMark.end(), text.begin())) {
    text = text.subspan(3);
  }
  const std::string_view view = Window{text, 0, true}.text(0, text.size());
  const bool asked = format != ImportFormat::automatic;
  const ImportFormat kind = asked ? format : guessed(view);
  const bool yaml = kind == ImportFormat::kubernetes && !first_line(view).starts_with('{');
  if (yaml || kind == ImportFormat::kubernetes || kind == ImportFormat::json ||
      kind == ImportFormat::vault || kind == ImportFormat::variables) {
    const auto documents = yaml ? read_yaml_leaves(text) : read_json_leaves(text);
    if (!documents) return tl::unexpected<Status>(documents.error());
    return read_tree(*documents, asked || yaml ? kind : ImportFormat::automatic);
  }
  auto entries = read_settings(text, kind);
  if (!entries) return tl::unexpected<Status>(entries.error());
  return Imported{kind, std::move(*entries)};
}

}  // namespace inkblot
