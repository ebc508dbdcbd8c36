// The choice between a Shape and RE2.
#include "pack/matcher.h"

#include <algorithm>

namespace inkblot {

Matcher::Matcher(const std::string& pattern) : shape_(Shape::parse(pattern)) {
  if (shape_) return;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);
  options.set_longest_match(true);
  regex_ = std::make_unique<RE2>(pattern, options);
}

bool Matcher::run(std::string_view text, RE2::Anchor anchor, std::size_t& begin,
                  Extent& out) const {
  const re2::StringPiece piece(text.data(), text.size());
  re2::StringPiece groups[2];
  const int wanted = regex_->NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!regex_->Match(piece, begin, text.size(), anchor, groups, wanted)) return false;
  const auto offset = [text](const char* p) { return static_cast<std::size_t>(p - text.data()); };
  begin = offset(groups[0].data());
  out.end = begin + groups[0].size();
  const bool inner = wanted == 2 && groups[1].data() != nullptr;
  out.group_begin = inner ? offset(groups[1].data()) : begin;
  out.group_end = inner ? out.group_begin + groups[1].size() : out.end;
  return true;
}

bool Matcher::match(std::string_view text, std::size_t at, Extent& out) const {
  if (shape_) return shape_->match(text, at, out);
  return run(text, RE2::ANCHOR_START, at, out);
}

bool Matcher::search(std::string_view text, std::size_t& begin, Extent& out) const {
  begin = 0;
  if (regex_ == nullptr) return shape_->search(text, begin, out);
  return run(text, RE2::UNANCHORED, begin, out);
}

bool Matcher::ends(std::string_view text, std::size_t least, std::size_t most,
                   std::size_t& begin) const {
  for (std::size_t size = least; size <= std::min(most, text.size()); ++size) {
    const std::size_t at = text.size() - size;
    if (shape_) {
      if (!shape_->may_begin_with(static_cast<std::uint8_t>(text[at]))) continue;
      if (shape_->spans(text, at)) {
        begin = at;
        return true;
      }
      continue;
    }
    const re2::StringPiece piece(text.data(), text.size());
    if (regex_->Match(piece, at, text.size(), RE2::ANCHOR_BOTH, nullptr, 0)) {
      begin = at;
      return true;
    }
  }
  return false;
}

}  // namespace inkblot
