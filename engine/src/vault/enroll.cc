// Joining new secrets with those that are known already.
#include "vault/enroll.h"

#include <algorithm>
#include <unordered_map>

namespace inkblot {
namespace {

// The label, and what its value is known by.
std::string identity_of(std::string_view label, std::span<const FormPrint> prints) {
  std::string out(label);
  out.push_back('\n');
  for (const FormPrint& print : prints) {
    if (print.form != Form::plain) break;
    out.append(print.proof.bytes.begin(), print.proof.bytes.end());
  }
  return out;
}

// The prints of each secret stand together, in the order of the secrets.
std::span<const FormPrint> next_prints(const StoreContents& contents, std::uint32_t secret,
                                       std::size_t& at) {
  const std::size_t begin = at;
  while (at < contents.prints.size() && contents.prints[at].secret == secret) ++at;
  return std::span(contents.prints).subspan(begin, at - begin);
}

}  // namespace

Result<Enroller> Enroller::create(const HashKeys& keys) {
  auto deriver = Deriver::create(keys);
  if (!deriver) return tl::unexpected<Status>(deriver.error());
  return Enroller(std::move(*deriver));
}

Refusal Enroller::enroll(Bytes value, bool insist, Enrolled& out) {
  value = trimmed(value);
  if (const Refusal refusal = judge_value(value);
      !refusal.reason.empty() && !(insist && refusal.insisting_helps)) {
    return refusal;
  }
  std::vector<FormPrint> prints = deriver_.derive(value);
  if (prints.empty() || prints.front().form != Form::plain) return {"its begin repeats itself"};
  out.prints = std::move(prints);
  return {};
}

Added add_secrets(StoreContents& contents, std::vector<Enrolled> more) {
  std::unordered_map<std::string, std::size_t> known;
  known.reserve(contents.secrets.size() + more.size());
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < contents.secrets.size(); ++i) {
    known.emplace(identity_of(contents.secrets[i].label, next_prints(contents, i, at)), i);
  }
  Added added;
  for (Enrolled& one : more) {
    const auto [place, fresh] =
        known.emplace(identity_of(one.secret.label, one.prints), contents.secrets.size());
    if (!fresh) {
      if (one.secret.expires != 0) {
        contents.secrets[place->second].expires = one.secret.expires;
      }
      ++added.known;
      continue;
    }
    for (FormPrint& print : one.prints) {
      print.secret = static_cast<std::uint32_t>(contents.secrets.size());
      contents.prints.push_back(print);
    }
    contents.secrets.push_back(std::move(one.secret));
    ++added.fresh;
  }
  return added;
}

std::size_t remove_secrets(StoreContents& contents, std::string_view label) {
  StoreContents kept;
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < contents.secrets.size(); ++i) {
    const auto prints = next_prints(contents, i, at);
    if (contents.secrets[i].label == label) continue;
    for (FormPrint print : prints) {
      print.secret = static_cast<std::uint32_t>(kept.secrets.size());
      kept.prints.push_back(print);
    }
    kept.secrets.push_back(std::move(contents.secrets[i]));
  }
  const std::size_t removed = contents.secrets.size() - kept.secrets.size();
  contents.secrets = std::move(kept.secrets);
  contents.prints = std::move(kept.prints);
  return removed;
}

Result<std::vector<Known>> find_value(const StoreContents& contents, Bytes value) {
  const Hasher hasher(contents.keys);
  std::vector<Known> out;
  value = trimmed(value);
  for (const Spacing spacing : {Spacing::exact, Spacing::line_ends, Spacing::wrapped}) {
    auto text = SecretText::create(std::max<std::size_t>(value.size(), 1));
    if (!text) return tl::unexpected<Status>(text.error());
    append_canonical(value, spacing, *text);
    if (text->bytes().size() < kFormBytesMin) continue;
    const auto wanted = prints_of(hasher, text->bytes(), Form::plain, spacing);
    if (wanted.empty()) continue;
    const auto is_same = [spacing](const FormPrint& known, const FormPrint& asked) {
      return known.spacing == spacing && known.length == asked.length &&
             known.whole == asked.whole && same(known.proof, asked.proof);
    };
    for (auto at = contents.prints.begin(); at != contents.prints.end(); ++at) {
      at = std::search(at, contents.prints.end(), wanted.begin(), wanted.end(), is_same);
      if (at == contents.prints.end()) break;
      out.push_back({at->secret, at->form});
    }
  }
  return out;
}

}  // namespace inkblot
