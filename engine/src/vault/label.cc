// Names of forms, and labels that may stand in a tag.
#include "vault/label.h"

#include <algorithm>
#include <array>

namespace inkblot {
namespace {

constexpr auto kForms = std::to_array<std::string_view>(
    {"", "line", "base64", "base64url", "hex", "hex", "percent", "json", "json twice",
     "json unicode", "shell", "xml", "utf-16le", "utf-16be", "go", "escaped"});
static_assert(kForms.size() == static_cast<std::size_t>(Form::viewed) + 1);

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Controls, and bytes that would turn the direction of writing or are no UTF-8: told by their
// bytes, for a label is written to terminals and reports.
bool is_odd(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F || byte >= 0xF5 || byte == 0xC0 || byte == 0xC1;
}

}  // namespace

std::string_view refused_label(std::string_view label) {
  if (label.empty()) return "it is empty";
  if (label.size() > kLabelTextMax) return "it is longer than 128 bytes";
  if (std::any_of(label.begin(), label.end(), is_odd)) return "it holds control characters";
  if (label.front() == ' ' || label.back() == ' ') return "it begins or ends with a blank";
  // What shown_label() adds must be told from it.
  if (label.back() == ')') return "it ends with a bracket";
  return {};
}

std::string sanitised(std::string_view label) {
  std::string out;
  for (const char c : label) {
    const bool plain = is_alnum(c) || c == '_' || c == '-' || c == '.';
    out.push_back(plain ? c : c == '/' ? '.' : '_');
  }
  return out;
}

std::string_view name_of(Form form) { return kForms[static_cast<std::size_t>(form)]; }

std::string shown_label(std::string_view label, Form form) {
  std::string out(label);
  if (!name_of(form).empty()) out.append(" (").append(name_of(form)).append(")");
  return out;
}

}  // namespace inkblot
