// A command is one at a line's begin only; its value is held until the line ends.
#include "vault/masks.h"

#include <sodium.h>

#include <algorithm>

#include "vault/back.h"

namespace inkblot {
namespace {

constexpr std::string_view kCommand = "::add-mask::";

bool follows_line_end(const Window& window, Offset at) {
  while (at > window.begin && (window.at(at - 1) == ' ' || window.at(at - 1) == '\t')) --at;
  return at == window.begin || is_line_end(window.at(at - 1));
}

// %25, %0D and %0A are what cannot stand in a line.
std::size_t unescape(std::string_view text, std::span<std::uint8_t> out) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view code = text.substr(i, 3);
    char c = text[i];
    if (code == "%25") c = '%';
    if (code == "%0D") c = '\r';
    if (code == "%0A") c = '\n';
    if (code == "%25" || code == "%0D" || code == "%0A") i += 2;
    out[size++] = static_cast<std::uint8_t>(c);
  }
  return size;
}

}  // namespace

Result<bool> Masks::scan(const Window& window) {
  bool fresh = false;
  for (;;) {
    const Offset at = std::max(next_, window.begin);
    const std::string_view text = window.text(at, window.end());
    const std::size_t found = text.find(kCommand);
    if (found == std::string_view::npos) {
      open_ = kNone;
      next_ = std::max(at, window.end() - std::min<Offset>(text.size(), kCommand.size() - 1));
      return fresh;
    }
    const Offset value = at + found + kCommand.size();
    const std::string_view rest = window.text(value, window.end());
    const std::size_t size = std::min(rest.find_first_of("\r\n"), rest.size());
    const bool whole = size < rest.size() || window.at_end;
    if (follows_line_end(window, at + found) && size <= kMaskBytesMax) {
      open_ = value;
      next_ = at + found;
      if (!whole) return fresh;
      auto known = announce(window.bytes.subspan(value - window.begin, size), value);
      if (!known) return known;
      fresh = fresh || *known;
    }
    next_ = value;
  }
}

Status Masks::start() {
  if (deriver_) return {};
  randombytes_buf(contents_.keys.seed.data(), contents_.keys.seed.size());
  auto deriver = Deriver::create(contents_.keys);
  if (!deriver) return deriver.error();
  deriver_.emplace(std::move(*deriver));
  return {};
}

Result<bool> Masks::add(Bytes value, Offset at, std::string label) {
  if (Status s = start(); !s.ok()) return tl::unexpected<Status>(std::move(s));
  if (value.size() < kFormBytesMin || value.size() > kMaskBytesMax) return false;
  if (!known_.insert(Hasher(contents_.keys).whole(value)).second) return false;
  std::vector<FormPrint> prints = deriver_->derive(value);
  for (FormPrint& print : prints) print.secret = static_cast<std::uint32_t>(from_.size());
  contents_.prints.insert(contents_.prints.end(), prints.begin(), prints.end());
  contents_.secrets.push_back({std::move(label), "stream", 0, 0});
  from_.push_back(at);
  return true;
}

Result<bool> Masks::announce(Bytes text, Offset at) {
  if (Status s = start(); !s.ok()) return tl::unexpected<Status>(std::move(s));
  auto value = SecretBytes::create(std::max<std::size_t>(text.size(), 1));
  if (!value) return tl::unexpected<Status>(value.error());
  const Window line{text, 0, true};
  const std::size_t size = unescape(line.text(0, text.size()), value->span());
  const auto fresh = add(trimmed(Bytes(value->span()).first(size)), at, std::string(kLabel));
  // As it stands in the line itself.
  if (fresh && *fresh && size != text.size()) {
    const Hasher hasher(contents_.keys);
    for (FormPrint print : prints_of(hasher, text, Form::plain, Spacing::exact)) {
      print.secret = static_cast<std::uint32_t>(from_.size() - 1);
      contents_.prints.push_back(print);
    }
  }
  return fresh;
}

std::shared_ptr<const Index> Masks::index() const {
  return std::make_shared<Index>(std::vector<StoreContents>{contents_});
}

}  // namespace inkblot
