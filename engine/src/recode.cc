// The text is redacted as one by itself; credentials of Basic are a user and a password.
#include "recode.h"

#include <algorithm>
#include <vector>

#include "confirm/coding.h"
#include "confirm/weight.h"
#include "decode/place.h"
#include "rewrite/style.h"

namespace inkblot {
namespace {

// How much may be walked back over for each byte of the stream.
constexpr Offset kCreditPerByte = 4;

// Whether all of it is a text, in UTF-8.
bool is_text_only(std::string_view text) {
  std::size_t higher = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (higher > 0 ? (byte & 0xC0U) != 0x80 : !is_text(byte) && (byte < 0xC2 || byte > 0xF4)) {
      return false;
    }
    higher = higher > 0 ? higher - 1 : byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0x80 ? 1 : 0;
  }
  return higher == 0 && !text.empty();
}

// Whether nobody would take a user's name for a key: where there is no password, it is one.
bool is_plain_user(std::string_view user, std::string_view password) {
  constexpr std::size_t kPasswordMin = 4;
  return password.size() >= kPasswordMin && weigh(user) == Weight::nothing;
}

}  // namespace

Step Recoder::find(const Window& window, const Group& group, bool& coded) {
  coded = false;
  std::string digits;
  if (const Step step = read_coded(window, group.span, digits); step != Step::ok) return step;
  auto text = coding::decode_base64(digits);
  // Of a longer one all was not scanned at once.
  const bool fits = group.span.size() < RunReader::kRunBytes && text &&
                    text->size() + kBase64Digits.chars < RunReader::kTextBytes;
  if (!fits || !is_text_only(*text)) return Step::ok;
  text_ = std::move(*text);
  const Offset begin = group.span.begin;
  userpass_ = text_.find(':') != text_.npos && text_.find('\n') == text_.npos &&
              text_.find('\r') == text_.npos && follows_basic(window, begin);
  coded = userpass_;
  if (coded) return Step::ok;
  credit_ = std::min(kCreditMax, credit_ + (begin - credit_at_) * kCreditPerByte);
  credit_at_ = begin;
  MapWalk walk(begin - std::min({begin, kMapBytesMax, credit_}), member_);
  coded = walk.in_data(window, begin);
  if (coded) member_ = begin;
  credit_ -= begin - walk.seen();
  return Step::ok;
}

Status Recoder::write(const Group& group, const Rule& rule, std::string& out) {
  const std::vector<std::uint8_t> bytes(text_.begin(), text_.end());
  if (userpass_ || group.opened) {
    if (Status s = decoded_->search(bytes); !s.ok()) return s;
  }
  std::string plain;
  if (userpass_) {
    write_userpass(rule, plain);
  } else if (!group.opened || !write_parts(plain)) {
    write_whole(rule, text_, plain);
  }
  out += coding::encode(plain, coding::kBase64);
  out.append((3 - plain.size() % 3) % 3, '=');
  return {};
}

void Recoder::write_whole(const Rule& rule, std::string_view text, std::string& out) const {
  const bool whole = text.size() < kLabelBytesMax;
  append_replacement(*options_, {rule, text.substr(0, kLabelBytesMax), whole}, out);
}

// False where nothing was found in it.
bool Recoder::write_parts(std::string& out) const {
  Resolver resolver;
  const Window& window = decoded_->searched();
  for (Finding finding : decoded_->found()) {
    finding.span.begin = escape_begin(window, finding.span.begin);
    resolver.add(finding);
  }
  Offset at = window.begin;
  std::uint64_t keys = 0;
  for (const Group& group : resolver.groups()) {
    out += window.text(at, group.span.begin);
    at = group.span.end;
    Place place = Place::text;
    find_place(window, group.span, place);
    if (place == Place::key) ++keys;
    const bool whole = group.span.size() < kLabelBytesMax;
    const Offset end = whole ? at : group.span.begin + kLabelBytesMax;
    append_replacement(*options_,
                       {options_->pack->rules()[group.label.rule],
                        window.text(group.span.begin, end), whole, place, keys},
                       out);
  }
  out += window.text(at, window.end());
  return !resolver.groups().empty();
}

void Recoder::write_userpass(const Rule& rule, std::string& out) const {
  const std::size_t colon = text_.find(':');
  const std::string_view user = std::string_view(text_).substr(0, colon);
  const std::string_view password = std::string_view(text_).substr(colon + 1);
  const Offset end = decoded_->searched().begin + colon;
  const auto& found = decoded_->found();
  const bool clean = std::none_of(found.begin(), found.end(),
                                  [end](const Finding& f) { return f.span.begin < end; });
  if (user.empty() || (clean && is_plain_user(user, password))) {
    out += user;
  } else {
    write_whole(rule, user, out);
  }
  out += ':';
  if (!password.empty()) write_whole(rule, password, out);
}

}  // namespace inkblot
